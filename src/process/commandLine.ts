import { posix, win32 } from 'node:path';
import { shellWords } from './shellWords.js';
import { windowsWords } from './windowsWords.js';

/** What a command line of the user's configuration says to run, cut into words as botocore cuts `credential_process`. */
export type CommandLine =
  | { readonly kind: 'command'; readonly program: string; readonly parameters: readonly string[] }
  | { readonly kind: 'open-quote' }
  | { readonly kind: 'empty' }
  /** It starts by setting a variable, as for a shell, which there is none of. */
  | { readonly kind: 'assignment'; readonly name: string };

export function readCommandLine(text: string, platform: NodeJS.Platform = process.platform): CommandLine {
  const words = wordsOf(text, platform);
  if (words === undefined) {
    return { kind: 'open-quote' };
  }
  const [program = '', ...parameters] = words;
  if (program === '') {
    return { kind: 'empty' };
  }
  const [, name] = ASSIGNMENT.exec(program) ?? [];
  return name === undefined ? { kind: 'command', program, parameters } : { kind: 'assignment', name };
}

/** A path may hold a "=" too, but no variable's name a slash. */
const ASSIGNMENT = /^([^/\\=]+)=/;
const UNKNOWN = '…';

/**
 * The program that a command line is about, without its folder, for people: never a parameter, nor what a variable is
 * set to, for both may be secret.
 */
export function programName(text: string, platform: NodeJS.Platform = process.platform): string {
  const word = wordsOf(text, platform)?.find((each) => !ASSIGNMENT.test(each)) ?? '';
  const name = (platform === 'win32' ? win32 : posix).basename(word);
  return name === '' || name.startsWith('-') ? UNKNOWN : name;
}

function wordsOf(text: string, platform: NodeJS.Platform): readonly string[] | undefined {
  return platform === 'win32' ? windowsWords(text) : shellWords(text);
}
