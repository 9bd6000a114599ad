/** What could break a line, hide, or turn the direction of a text that others wrote. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;
/** They end what we quote. */
const QUOTES = /["“”„‟«»]/g;

/** A text of somebody else's for a sentence of ours: on one line, cut to `most` characters, without our quotation marks. */
export function oneLine(text: string, most: number): string {
  const line = text.slice(0, 10_000).replace(UNSEEN, ' ').replace(QUOTES, "'").replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= most
    ? line
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
