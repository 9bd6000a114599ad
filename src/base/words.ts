import * as l10n from './l10n.js';
import type { Language } from './l10n.js';

/** A bundle has a copy of `base/l10n` of its own. */
interface Speaking {
  speak(language: Language): void;
}

/** Passes the language on to a bundle that was just loaded, before anything is said there. */
export async function inOurWords<T extends Speaking>(loading: Promise<T>): Promise<T> {
  const bundle = await loading;
  bundle.speak(l10n.languageInUse());
  return bundle;
}

/** Whole sentences, one after the other; what is undefined or empty is left out. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join(' ');
}

/** "a and b", "a and b and c". */
export function together(parts: readonly string[]): string {
  return parts.reduce((all, part) => (all === '' ? part : l10n.t('{0} and {1}', all, part)), '');
}
