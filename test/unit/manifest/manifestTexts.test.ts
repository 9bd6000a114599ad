// What a user reads of package.json stands in package.nls.json, and nothing else does.
import { describe, expect, it } from 'vitest';
import { readManifest, readTexts, stringsOf } from '../../support/manifest.js';

/** What the editor shows of a manifest, by the last key before the string. */
const SHOWN =
  /^(displayName|description|category|title|shortTitle|contents|contextualTitle|label|name|detail|tooltip|(markdown)?(Enum|enum)Descriptions|markdown\w*|enumItemLabels|(pattern)?[eE]rrorMessage|deprecationMessage)$/;
/** Values that a user may write, and formats: no sentences of ours. */
const VALUES =
  /^(examples|body|default|enum|const|required|dependencies|resourceLabelFormatters|scripts|keywords|categories)$/;
const KEY = /^%(.+)%$/;

interface Found {
  readonly path: string;
  readonly text: string;
  /** The last name that leads there; a place in a list has none. */
  readonly name: string;
}

const strings: readonly Found[] = stringsOf(readManifest())
  .filter(([path]) => !path.some((key) => VALUES.test(String(key))))
  .map(([path, text]) => ({
    path: path.join('/'),
    text,
    name: String(path.findLast((key) => typeof key === 'string')),
  }));
const used = strings.flatMap(({ text }) => KEY.exec(text)?.[1] ?? []);
const texts = readTexts();

describe('package.json', () => {
  it('names only texts that there are', () => {
    expect(used.filter((key) => !Object.hasOwn(texts, key))).toEqual([]);
  });

  it('names every text', () => {
    expect(Object.keys(texts).filter((key) => !used.includes(key))).toEqual([]);
  });

  it('has no text of its own where the editor shows one', () => {
    const shown = strings.filter(({ path, name }) => SHOWN.test(name) && path !== 'name');
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.filter(({ text }) => !KEY.test(text))).toEqual([]);
  });

  it('has no sentence anywhere else', () => {
    const code = /^(contributes\/.*\/(when|enablement|pattern)$|overrides\/|devDependencies\/|license$)/;
    const sentences = strings.filter(({ path, text }) => !code.test(path) && /\p{L} \p{L}/u.test(text));
    expect(sentences).toEqual([]);
  });
});

describe('the texts', () => {
  it('are filled in', () => {
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('of commands are named after the command', () => {
    const manifest = readManifest() as unknown as {
      readonly contributes: { readonly commands: readonly Readonly<Record<string, string>>[] };
    };
    for (const { command = '', title, shortTitle, category } of manifest.contributes.commands) {
      const key = `command.${command.replace(/^roleSessions\./, '')}`;
      expect({ title, category }).toEqual({ title: `%${key}.title%`, category: '%command.category%' });
      expect([undefined, `%${key}.shortTitle%`]).toContain(shortTitle);
    }
  });
});
