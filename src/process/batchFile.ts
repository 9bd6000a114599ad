/** Expands to nothing, after a percent sign that is one: so no variable's name can begin there. */
const PERCENT = '%%cd:~,%';

/**
 * What cmd.exe is given to run a batch file: Windows runs .bat and .cmd by it alone, and Node refuses to start them
 * without a shell since CVE-2024-27980. The words go through two parsers, cmd.exe's and that of the program in the batch
 * file. All stand in quotes, within which cmd.exe knows no operators; a quote is doubled, which both take for one
 * without leaving the quotes; nothing can be done for a line break. This is how Rust's standard library does it
 * (https://blog.rust-lang.org/2024/04/09/cve-2024-24576). To be passed on verbatim.
 * @returns undefined where a word cannot be passed safely
 */
export function batchFileArguments(file: string, parameters: readonly string[]): readonly string[] | undefined {
  const words = [file, ...parameters];
  if (words.some((word) => /[\r\n\0]/.test(word)) || file.includes('"')) {
    return undefined;
  }
  // /d: nothing that AutoRun of the registry names; /e:on for PERCENT; /v:off: "!" means nothing; /s: only the outer
  // quotes are taken away.
  return ['/d', '/e:on', '/v:off', '/s', '/c', `"${words.map(quoted).join(' ')}"`];
}

function quoted(word: string): string {
  // Backslashes before a quote are doubled, or they would make it a part of the word; so are those before the last one.
  const text = word.replace(/(\\*)("|$)/g, (_, slashes: string, quote: string) => slashes + slashes + quote + quote);
  return `"${text.replaceAll('%', () => PERCENT)}"`;
}
