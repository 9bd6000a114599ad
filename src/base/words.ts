import { UserError } from './errors.js';
import * as l10n from './l10n.js';
import type { Language } from './l10n.js';

/** A bundle has a copy of `base/l10n` of its own. */
interface Speaking {
  speak(language: Language): void;
}

/**
 * Passes the language on to a bundle that was just loaded, before anything is said there.
 * @throws UserError where it could not be loaded
 */
export async function inOurWords<T extends Speaking>(loading: Promise<T>): Promise<T> {
  const bundle = await loading.catch((error: unknown) => {
    throw notLoaded(error);
  });
  bundle.speak(l10n.languageInUse());
  return bundle;
}

function notLoaded(cause: unknown): UserError {
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n'); // then comes who asked for it
  return new UserError(
    l10n.t(
      'A part of Role Sessions for AWS could not be loaded ({0}). Reload the window; if that does not help, install the extension anew.',
      reason,
    ),
    { cause },
  );
}

/** Whole sentences, one after the other; what is undefined or empty is left out. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join(' ');
}

/** "a and b", "a and b and c". */
export function together(parts: readonly string[]): string {
  return parts.reduce((all, part) => (all === '' ? part : l10n.t('{0} and {1}', all, part)), '');
}
