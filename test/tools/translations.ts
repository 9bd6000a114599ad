// The translations beside the English texts: which are missing or left over, and what is wrong with one.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from './environment.js';
import { MESSAGES } from './messages.js';

/** Every language that the extension speaks besides English. */
export type TranslatedLanguage = 'de';

type Texts = Readonly<Record<string, string>>;

interface Bundle {
  readonly file: string;
  readonly english: Texts;
  readonly translated: Texts;
}

/** What the extension says, and what package.json says. */
export function bundles(language: TranslatedLanguage): readonly Bundle[] {
  return [
    [MESSAGES, join(ROOT, 'l10n', `bundle.l10n.${language}.json`)],
    [join(ROOT, 'package.nls.json'), join(ROOT, `package.nls.${language}.json`)],
  ].map(([source = '', file = '']) => ({
    file,
    english: read(source),
    translated: existsSync(file) ? read(file) : {},
  }));
}

/** With the texts that are not translated, by their keys. */
export function missing({ english, translated }: Bundle): Texts {
  return Object.fromEntries(Object.entries(english).filter(([key]) => translated[key] === undefined));
}

/** The keys that nothing says any more. */
export function leftOver({ english, translated }: Bundle): string[] {
  return Object.keys(translated).filter((key) => english[key] === undefined);
}

/** Writes those that are still said, in the order of the English ones. */
export async function writeTranslations({ file, english, translated }: Bundle, more: Texts = {}): Promise<void> {
  const entries = Object.keys(english).flatMap((key) => {
    const text = more[key] ?? translated[key];
    return text === undefined ? [] : [[key, text] as const];
  });
  const json = JSON.stringify(Object.fromEntries(entries));
  writeFileSync(file, await format(json, { ...(await resolveConfig(file)), parser: 'json' }));
}

/** What has to stand in the translation as often as in the English, in any order. */
const KEPT: readonly (readonly [name: string, parts: RegExp])[] = [
  ['line breaks', /\n/g],
  ['icons', /\$\([a-z~-]+\)/g],
  ['code', /`[^`]+`/g],
  ['links to commands', /\(command:[^)]*\)/g],
  ['addresses', /https?:\/\/[^\s)`"“”;,]*[^\s)`"“”;,.:]/g],
];

/** What is wrong with a translation. A placeholder may stand more often than in the English: a sentence may need that. */
export function flaws(english: string, translated: string): string[] {
  const found = KEPT.filter(([, parts]) => list(english, parts) !== list(translated, parts)).map(([name]) => name);
  if (placeholders(english) !== placeholders(translated)) found.push('placeholders');
  if (translated.trim() !== translated || translated === '') found.push('empty, or blanks at an end');
  return found;
}

const list = (text: string, parts: RegExp): string => (text.match(parts) ?? []).sort().join(' ');
const placeholders = (text: string): string => [...new Set(text.match(/\{\d+\}/g))].sort().join(' ');

function read(file: string): Texts {
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string | { readonly message: string }>;
  return Object.fromEntries(
    Object.entries(messages).map(([key, text]) => [key, typeof text === 'string' ? text : text.message]),
  );
}
