import { describe, expect, it } from 'vitest';
import { bundles, flaws, leftOver, missing } from '../../tools/translations.js';

/** Names of products and units, and words that German has too. */
const SAME_IN_GERMAN: readonly RegExp[] = [
  /^(?:Auth0|GitLab|Google|IAM Identity Center|JSON|JSON Lines|Microsoft Entra ID|Okta|Role Sessions for AWS|S3)$/,
  /^(?:Audit|China|GitHub Actions|GovCloud \(US\)|MFA|Notebook|OK|Region|Tagging|Tags|Terminal)$/,
  /^(?:AWS: \{0\}|Bucket \{0\} \{1\}|IAM Identity Center (?:in \{0\}|\(\{0\}\))|S3 in \{0\}|aws login \(\{0\}\))$/,
  /^\{0\}(?: \(in \{1\}\)|: \{1\} in \{2\}| ?(?:GB|KB|MB|PB|TB|h|s|m)|h \{1\}m)$/,
  /^User: \{0\} is not authorized to perform: \{1\}$/, // what AWS says, in English only
];

const said = bundles('de');
const pairs = said.flatMap(({ english, translated }) =>
  Object.entries(translated).flatMap(([key, text]) => {
    const source = english[key];
    return source === undefined ? [] : [{ english: source, german: text }];
  }),
);

describe('the German texts', () => {
  it('are all there (npm run l10n -- --missing, --merge FILE)', () => {
    expect(said.flatMap((bundle) => Object.keys(missing(bundle)))).toEqual([]);
  });

  it('are of nothing that is no longer said (npm run l10n)', () => {
    expect(said.flatMap(leftOver)).toEqual([]);
  });

  it('have the placeholders, icons, code and links of the English', () => {
    const wrong = pairs.map(({ english, german }) => [english, ...flaws(english, german)]);
    expect(wrong.filter(({ length }) => length > 1)).toEqual([]);
  });

  it('are German', () => {
    const same = pairs.filter(({ english, german }) => english === german).map(({ english }) => english);
    expect(same.filter((text) => !SAME_IN_GERMAN.some((pattern) => pattern.test(text)))).toEqual([]);
  });

  it('have German quotation marks', () => {
    expect(pairs.map(({ german }) => german).filter((text) => /”|(?:^|[\s(])“/.test(text))).toEqual([]);
  });
});

describe('the comparison of a translation with the English', () => {
  it.each([
    ['{0} of {1}', '{1}: {0}, {0}', []],
    ['{0} of {1}', '{0}', ['placeholders']],
    ['{0}', '{0} {1}', ['placeholders']],
    ['A\nb', 'A b', ['line breaks']],
    ['$(key) Keys', 'Schlüssel', ['icons']],
    ['`a` and `#b#`', '`#b#` und `a`', []],
    ['`a`', '`b`', ['code']],
    ['[A](command:a.b)', '[A](command:a.c)', ['links to commands']],
    ['See https://a.example.', 'https://a.example: sehen', []],
    ['See https://a.example.', 'https://b.example', ['addresses']],
    ['A', '', ['empty, or blanks at an end']],
    ['A', 'A ', ['empty, or blanks at an end']],
  ])('finds in %j as %j %j', (english, german, found) => expect(flaws(english, german)).toEqual(found));
});
