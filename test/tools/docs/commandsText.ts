// docs/commands.md between its marks: a row for each command of package.json. What it does is written by hand, and kept.
import type { manifest } from './manifest.js';

const ROW = /^\| \*\*(?<title>[^|]+?)\*\* +\| `(?<id>[^`]+)` +\| (?<what>[^|]*?) *\|$/gm;

interface Described {
  readonly id: string;
  readonly title: string;
  readonly what: string;
}

/** The rows of a text. */
export const describedIn = (text: string): readonly Described[] =>
  [...text.matchAll(ROW)].map(({ groups }) => ({
    id: groups?.['id'] ?? '',
    title: groups?.['title'] ?? '',
    what: groups?.['what'] ?? '',
  }));

export type Place = 'palette' | 'menus';

/** @param before the text as it is, of which the descriptions are kept */
export function commandsText({ commands, menus }: ReturnType<typeof manifest>, place: Place, before: string): string {
  const what = new Map(describedIn(before).map((each) => [each.id, each.what]));
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const rows = commands
    .filter(({ command }) => hidden.has(command) === (place === 'menus'))
    .map(({ command, title }) => `| **${title}** | \`${command}\` | ${what.get(command) ?? ''} |\n`);
  return `| command | id | what it does |\n| --- | --- | --- |\n${rows.join('')}`;
}
