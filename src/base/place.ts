import type { Place, Problem } from '../model/role.js';

/** Of what the user typed just now, which stands nowhere. */
export const TYPED: Place = { kind: 'setting', setting: '' };

/** "/home/me/.aws/config, line 12", or the setting's name; '' where the place is unknown. */
function placeText(place: Place | undefined): string {
  return place === undefined ? '' : place.kind === 'file' ? `${place.file}, line ${place.line}` : place.setting;
}

/** As short as a row of a list wants it: "config, line 12". */
export function shortPlaceText(place: Place | undefined): string {
  return placeText(place).replace(/^.*[/\\](?=[^/\\]+, line \d+$)/, '');
}

/** What is wrong, what to do, and where, in one line. */
export function problemText({ message, hint, place }: Problem): string {
  const where = placeText(place);
  return [message, hint, where === '' ? '' : `(${where})`].filter((text) => text !== '').join(' ');
}
