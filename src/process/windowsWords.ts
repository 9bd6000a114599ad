/**
 * Words as a program started by Windows' C runtime sees them: spaces and tabs part them, double quotes hold them
 * together, and backslashes are plain unless a double quote follows
 * (https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments). Undefined for an open quote.
 */
export function windowsWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (const [part, quote] of text.matchAll(/\\*(")|\\+|[^\\"]/g)) {
    if (quote !== undefined) {
      const count = part.length - 1;
      const escaped = count % 2 === 1;
      word = (word ?? '') + '\\'.repeat(Math.floor(count / 2)) + (escaped ? '"' : '');
      quoted = quoted !== !escaped;
    } else if (!quoted && (part === ' ' || part === '\t')) {
      words.push(...(word === undefined ? [] : [word]));
      word = undefined;
    } else {
      word = (word ?? '') + part;
    }
  }
  return quoted ? undefined : [...words, ...(word === undefined ? [] : [word])];
}
