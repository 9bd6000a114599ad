// What of docs/ is made of package.json, between marks in pages that are written by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../environment.js';
import { commandsText } from './commandsText.js';
import { manifest } from './manifest.js';
import { settingsText } from './settingsText.js';

const PAGES: Readonly<Record<string, Readonly<Record<string, (before: string) => string>>>> = {
  'docs/settings.md': { settings: () => settingsText(manifest()) },
  'docs/commands.md': {
    palette: (before) => commandsText(manifest(), 'palette', before),
    menus: (before) => commandsText(manifest(), 'menus', before),
  },
};

/** The pages as they are, and as they should be. */
export async function generatedPages(): Promise<readonly { file: string; before: string; after: string }[]> {
  return Promise.all(
    Object.entries(PAGES).map(async ([name, parts]) => {
      const file = join(ROOT, name);
      const before = readFileSync(file, 'utf8');
      const whole = Object.entries(parts).reduce((text, [mark, make]) => put(text, mark, make(before)), before);
      return { file, before, after: await format(whole, { ...(await resolveConfig(file)), filepath: file }) };
    }),
  );
}

function put(text: string, mark: string, made: string): string {
  const [begin, end] = [`<!-- made of package.json: ${mark} -->`, `<!-- end of ${mark} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`There is no ${begin} … ${end}`);
  return `${before}${begin}\n\n${made}\n${end}${after}`;
}
