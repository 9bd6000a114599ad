import { Uri } from 'vscode';

/** Red as charts have it, for a picker shows an icon of the theme without its colour. */
const RED = { light: '#E51400', dark: '#F14C4C' };

const FLAME =
  'M8.2 1c.3 2.6 3.8 4.3 3.8 8.1A4.1 4.1 0 0 1 8 13.3 4.1 4.1 0 0 1 4 9.1c0-1.7.7-3 1.6-3.9.1 1.3.6 2.1 1.4 2.4C6.5 5.2 6.7 2.7 8.2 1z';

/** A flame in the error colour, before what the user has named as production. */
export const PRODUCTION_ICON = { light: flame(RED.light), dark: flame(RED.dark) };

function flame(colour: string): Uri {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><path fill="${colour}" d="${FLAME}"/></svg>`;
  return Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
