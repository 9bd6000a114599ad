/** What Python takes for the end of a line somewhere, and no shell for a part of a word. */
const UNWRITABLE = /[\0-\x1f\x7f\x85\u2028\u2029]/;
/** To some readers of these files it begins a comment. */
const COMMENT = /\s[#;]/;
const WINDOWS_BARE = /^[\w\\/.:+,@-]+$/;
const BARE = /^[\w/.:+,@%=-]+$/;

/**
 * A line for `credential_process`, which botocore cuts into words by itself, and other SDKs have a shell run: the words
 * mean the same to both. The AWS documentation has double quotes, but of a line that begins with one the SDK for Go
 * version 1 takes the first word alone.
 * @returns undefined where a word cannot be written so that all of them read it
 */
export function commandLine(
  words: readonly string[],
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const written = words.map((word) => (platform === 'win32' ? windowsWord(word) : posixWord(word)));
  const isWhole = written.every((word) => word !== undefined);
  return isWhole ? written.join(' ') : undefined;
}

function posixWord(word: string): string | undefined {
  if (UNWRITABLE.test(word) || COMMENT.test(word)) {
    return undefined;
  }
  return BARE.test(word) ? word : inSingleQuotes(word);
}

/** cmd.exe, which runs what ends in .cmd, puts variables between percent signs also within quotes. */
function windowsWord(word: string): string | undefined {
  if (UNWRITABLE.test(word) || COMMENT.test(word) || /["%!]|\\$/.test(word)) {
    return undefined;
  }
  return WINDOWS_BARE.test(word) ? word : `"${word}"`;
}

/** For sh, whatever stands in it. */
export function inSingleQuotes(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

export function isWritable(word: string): boolean {
  return !UNWRITABLE.test(word);
}
