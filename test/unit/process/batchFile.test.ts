// There is no Windows here: cmd.exe and the C runtime are stood in for by what their documentation says of them.
import { describe, expect, it } from 'vitest';
import { batchFileArguments } from '../../../src/process/batchFile.js';

const FILE = 'C:\\my tools\\helper.cmd';

/** cmd.exe, first phase: variables, which no quote keeps from being replaced. `cd` is always there. */
function expanded(line: string): string {
  const variables: Readonly<Record<string, string>> = { PATH: 'EXPANDED', CD: 'C:\\here', 'A B': 'EXPANDED' };
  let text = '';
  for (let i = 0; i < line.length;) {
    const [whole, name = '', part] = /^%([^%:]+)(:~,)?%/.exec(line.slice(i)) ?? [];
    const value = variables[name.toUpperCase()];
    if (whole === undefined || value === undefined) {
      text += line.charAt(i);
      i += 1;
    } else {
      text += part === undefined ? value : '';
      i += whole.length;
    }
  }
  return text;
}

/** cmd.exe, second phase: what stands outside of quotes, where operators count. */
function outsideOfQuotes(line: string): string {
  return line.replace(/"[^"]*("|$)/g, '');
}

/** The C runtime: https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments */
function argv(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const [slashes = ''] = /^\\*/.exec(line.slice(i)) ?? [];
    const beforeQuote = slashes !== '' && line.charAt(i + slashes.length) === '"';
    if (beforeQuote) {
      word = (word ?? '') + '\\'.repeat(Math.floor(slashes.length / 2));
      i += slashes.length;
      if (slashes.length % 2 === 1) {
        word += '"';
        continue;
      }
    }
    const char = line.charAt(i);
    if (char === '"' && quoted && line.charAt(i + 1) === '"') {
      word = `${word ?? ''}"`;
      i += 1;
    } else if (char === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (!quoted && /[ \t]/.test(char)) {
      words.push(...(word === undefined ? [] : [word]));
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  return [...words, ...(word === undefined ? [] : [word])];
}

/** The command line as cmd.exe has it after /s has taken away the outer quotes. */
function lineFor(parameters: readonly string[]): string {
  const line = batchFileArguments(FILE, parameters)?.at(-1) ?? '';
  expect(line).toMatch(/^".*"$/);
  return line.slice(1, -1);
}

describe('a batch file gets its words through cmd.exe', () => {
  const WORDS = [
    'plain',
    '',
    'two words',
    'a\tb',
    'a&calc',
    '"&calc',
    '"&calc&"',
    '""&calc',
    'a"&"b',
    '\\"&calc',
    '\\\\"&calc',
    'C:\\ends with\\',
    'ends\\\\',
    '\\',
    '"',
    '%PATH%',
    '%path%',
    '%A B%',
    '100%',
    '%',
    '%%PATH%%',
    '^%PATH^%',
    '"%PATH%"',
    '%PATH:~0,1%',
    '!PATH!',
    '^',
    '|more',
    '>out <in',
    '(x)',
    '@echo off',
    '--key=value;x,y',
    'é ☃',
    "it's",
    '`x` $(x) $HOME *.txt',
  ];

  it.each(WORDS)('%s', (word) => {
    const line = expanded(lineFor([word, 'after']));
    expect(argv(line)).toEqual([FILE, word, 'after']);
    expect(outsideOfQuotes(line).trim()).toBe('');
  });

  it('all at once', () => {
    const line = expanded(lineFor(WORDS));
    expect(argv(line)).toEqual([FILE, ...WORDS]);
    expect(line).not.toContain('EXPANDED');
  });

  it('also where its own name looks like a variable', () => {
    const file = 'C:\\%PATH%\\100% & co\\helper.bat';
    const line = expanded((batchFileArguments(file, ['x'])?.at(-1) ?? '').slice(1, -1));
    expect(argv(line)).toEqual([file, 'x']);
    expect(outsideOfQuotes(line).trim()).toBe('');
  });

  it('with nothing of the registry, delayed variables off, and only the outer quotes taken away', () => {
    expect(batchFileArguments(FILE, ['a b'])).toEqual([
      '/d',
      '/e:on',
      '/v:off',
      '/s',
      '/c',
      '""C:\\my tools\\helper.cmd" "a b""',
    ]);
  });

  it.each(['a\nb', 'a\rcalc', 'a\0b'])('or not at all: %j', (word) => {
    expect(batchFileArguments(FILE, [word])).toBeUndefined();
  });
});

describe('the stand-in for cmd.exe', () => {
  it('shows what goes wrong without care', () => {
    expect(expanded('"%PATH%"')).toBe('"EXPANDED"');
    expect(outsideOfQuotes('"a\\"&calc"')).toContain('&calc');
    expect(argv('"a"&calc" b')).toEqual(['a&calc b']);
  });
});
