/** A row of a picker shows about so much of a text. */
const LINE_LENGTH = 82;

/** Rows that a picker shows whole: each sentence on a line of its own, cut between words where it is long. */
export function pickerLines(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+(?=\p{Lu})/u).flatMap((sentence) => {
    const lines: string[] = [];
    for (const word of sentence.split(' ')) {
      const line = lines.at(-1);
      if (line === undefined || line.length + word.length >= LINE_LENGTH) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = `${line} ${word}`;
      }
    }
    return lines.filter((line) => line !== '');
  });
}
