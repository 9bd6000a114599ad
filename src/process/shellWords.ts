/** Words as Python's shlex.split makes them, which botocore uses on section headers; undefined for an open quote. */
export function shellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === quote) {
      quote = '';
    } else if (char === '\\' && escapes(quote, text.charAt(i + 1))) {
      i++;
      if (i === text.length) {
        return undefined;
      }
      word = (word ?? '') + text.charAt(i);
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (quote === '' && /[ \t\r\n]/.test(char)) {
      if (word !== undefined) {
        words.push(word);
      }
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  return quote === '' ? (word === undefined ? words : [...words, word]) : undefined;
}

function escapes(quote: string, next: string): boolean {
  return quote === '' || (quote === '"' && (next === '"' || next === '\\'));
}
