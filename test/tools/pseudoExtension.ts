// The built extension with its texts in the pseudo-locale, for the tests that look for texts which were forgotten.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PSEUDO_LOCALE, pseudoMessages } from '../support/pseudo.js';
import { ROOT } from './environment.js';

/** Writes it to the folder, which it makes. */
export function writePseudoExtension(folder: string): void {
  mkdirSync(join(folder, 'l10n'), { recursive: true });
  // Copies: a link's target would be no part of this extension.
  for (const copied of ['dist', 'media']) cpSync(join(ROOT, copied), join(folder, copied), { recursive: true });
  for (const file of ['package.json', 'package.nls.json']) copyFileSync(join(ROOT, file), join(folder, file));
  for (const [from, to] of [
    ['package.nls.json', `package.nls.${PSEUDO_LOCALE}.json`],
    ['l10n/bundle.l10n.json', `l10n/bundle.l10n.${PSEUDO_LOCALE}.json`],
  ] as const) {
    writeFileSync(join(folder, to), pseudoMessages(readFileSync(join(ROOT, from), 'utf8')));
  }
}

/**
 * Makes the workbench that the page loads next say that it speaks that language, so that extensions are given their
 * texts in it. Its own stay English: there is no language pack.
 */
export async function speakLanguage(page: Page, language: typeof PSEUDO_LOCALE | 'de'): Promise<void> {
  await page.addInitScript((locale) => {
    Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: locale });
  }, language);
}
