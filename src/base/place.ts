import * as l10n from './l10n.js';
import { sentences } from './words.js';

/** Of what the user typed just now, which stands nowhere. */
export const TYPED: Place = { kind: 'setting', setting: '' };

/** "/home/me/.aws/config, line 12", or the setting's name; '' where the place is unknown. */
function placeText(place: Place | undefined): string {
  switch (place?.kind) {
    case undefined:
      return '';
    case 'file':
      return l10n.t('{0}, line {1}', place.file, place.line);
    case 'setting':
      return place.setting;
  }
}

/** As short as a row of a list wants it: "config, line 12". */
export function shortPlaceText(place: Place | undefined): string {
  return placeText(place?.kind === 'file' ? { ...place, file: place.file.replace(/^.*[/\\](?=[^/\\])/, '') } : place);
}

/** What is wrong, what to do, and where, in one line. */
export function problemText({ message, hint, place }: Problem): string {
  const where = placeText(place);
  return sentences(message, hint, where === '' ? undefined : `(${where})`);
}

/** Where a piece of configuration stands. Lines count from 1. */
export type Place =
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'setting'; readonly setting: string };

/** Something in the configuration that cannot work, and what to do about it. */
export interface Problem {
  readonly message: string;
  readonly hint: string;
  readonly place: Place | undefined;
}
