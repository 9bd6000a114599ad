import * as l10n from '@vscode/l10n';

/** Messages in the editor's language, by their English text: what `vscode.l10n.bundle` holds. */
export type Words = Readonly<Record<string, string>>;

let inUse: Words | undefined;

/**
 * What rooms without `vscode` say goes through `l10n.t` of '@vscode/l10n', and each bundle holds a copy of it: the one
 * function to call with `vscode.l10n.bundle` in a bundle before anything is said there. Without it everything is English.
 */
export function useWords(words: Words | undefined): void {
  inUse = words;
  l10n.config({ contents: { ...words } });
}

/** Passes the words on to a bundle that was just loaded. */
export async function inOurWords<T extends { useWords(words: Words | undefined): void }>(
  loading: Promise<T>,
): Promise<T> {
  const bundle = await loading;
  bundle.useWords(inUse);
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
