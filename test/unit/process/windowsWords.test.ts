import { expect, it } from 'vitest';
import { windowsWords } from '../../../src/process/windowsWords.js';

it.each<[string, readonly string[] | undefined]>([
  ['a b\tc', ['a', 'b', 'c']],
  ['  a \t b ', ['a', 'b']],
  ['a\nb', ['a\nb']],
  ['"C:\\Program Files\\x.exe" --flag', ['C:\\Program Files\\x.exe', '--flag']],
  ['C:\\bin\\x.exe \\\\server\\share', ['C:\\bin\\x.exe', '\\\\server\\share']],
  ['a\\\\"b c" d', ['a\\b c', 'd']],
  ['a\\\\\\\\"b c" d', ['a\\\\b c', 'd']],
  ['a\\"b c', ['a"b', 'c']],
  ['a\\\\\\"b c', ['a\\"b', 'c']],
  ['"a\\" b" c', ['a" b', 'c']],
  ['"a\tb"c', ['a\tbc']],
  ['"" x', ['', 'x']],
  ['x ""', ['x', '']],
  ["'not quoted'", ["'not", "quoted'"]],
  ['a\\', ['a\\']],
  ['\\ \\', ['\\', '\\']],
  ['"open', undefined],
  ['a "b" "', undefined],
  ['', []],
  [' ', []],
])('%s', (line, words) => {
  expect(windowsWords(line)).toEqual(words);
});
