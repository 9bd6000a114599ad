// A language in which every text of ours is recognised: English in letters with marks. What is in plain ones was never
// given to translators, or comes from elsewhere: names, ARNs, AWS's own sentences.

/** Microsoft's name of its first pseudo-locale. */
export const PSEUDO_LOCALE = 'qps-ploc';

/** What stays as it is in a message: its places, the editor's icons and links, addresses, markup. */
const KEPT = /\{\d+\}|\$\([a-z~-]+\)|\(command:[^)]*\)|https?:\/\/[^\s)]+|<[^>]+>|`#[^`]+#`/g;
const LATIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** One for each of LATIN; for the classes of patterns. */
export const PSEUDO_LETTERS = 'ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ';

const letters = (from: string, to: string, text: string): string =>
  text.replace(new RegExp(`[${from}]`, 'g'), (letter) => to.charAt(from.indexOf(letter)));

export function pseudo(text: string): string {
  const kept = [...text.matchAll(KEPT)].map(([part]) => part);
  return text
    .split(KEPT)
    .map((part, index) => letters(LATIN, PSEUDO_LETTERS, part) + (kept[index] ?? ''))
    .join('');
}

/** The English of a text in the pseudo-locale. */
export function plain(text: string): string {
  return letters(PSEUDO_LETTERS, LATIN, text);
}

const PROSE = new RegExp(`[A-Za-z]{2,}[,.:;]? +[A-Za-z]{2,}[^${PSEUDO_LETTERS}]*`, 'g');

/**
 * What reads like English but is in plain letters: two words in a row.
 * @param data what may be shown as it is
 */
export function forgotten(text: string, data: readonly (string | RegExp)[] = []): string[] {
  const rest = data.reduce<string>((all, each) => all.replaceAll(each, '0'), text);
  return [...rest.matchAll(PROSE)].map(([found]) => found.trim());
}

/** The texts of a bundle or of package.nls.json in the pseudo-locale. */
export function pseudoMessages(json: string): string {
  const messages = JSON.parse(json) as Readonly<Record<string, string | { readonly message: string }>>;
  const entries = Object.entries(messages).map(([id, message]) => {
    return [id, pseudo(typeof message === 'string' ? message : message.message)] as const;
  });
  return JSON.stringify(Object.fromEntries(entries));
}
