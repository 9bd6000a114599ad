import { languageInUse } from './l10n.js';

/** A moment (milliseconds since the epoch) as this machine's user reads it. */
export function localTime(ms: number): string {
  return new Date(ms).toLocaleString(languageInUse().locale, { dateStyle: 'medium', timeStyle: 'medium' });
}
