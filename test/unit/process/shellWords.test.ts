// What Python's shlex.split makes of the same lines.
import { expect, it } from 'vitest';
import { shellWords } from '../../../src/process/shellWords.js';

it.each<[string, readonly string[]]>([
  ['', []],
  [' \t\r\n', []],
  ['a b\tc', ['a', 'b', 'c']],
  ['a\r\nb', ['a', 'b']],
  ['  a  ', ['a']],
  ['a\fb', ['a\fb']],
  ['a\u00a0b', ['a\u00a0b']],
  ["''", ['']],
  ["'' x ''", ['', 'x', '']],
  ["a''b", ['ab']],
  ["'a b'c", ['a bc']],
  ['c"a  b"', ['ca  b']],
  ['"a"\'b\' c', ['ab', 'c']],
  ["a'\"'b", ['a"b']],
  ['a"\'"b', ["a'b"]],
  ["'a\\b'", ['a\\b']],
  ["'a\\'b", ['a\\b']],
  ["'a\\\\b'", ['a\\\\b']],
  ["'a\\\"b'", ['a\\"b']],
  ['"a\\"b"', ['a"b']],
  ['"a\\\\b"', ['a\\b']],
  ['"a\\nb"', ['a\\nb']],
  ['"a\\\'b"', ["a\\'b"]],
  ['a\\ b', ['a b']],
  ['a\\\\b', ['a\\b']],
  ["a\\'b", ["a'b"]],
  ['\\a', ['a']],
  ['a \\" b', ['a', '"', 'b']],
  ['a\\\nb', ['a\nb']],
  ['a#b $x `y`', ['a#b', '$x', '`y`']],
])('%j', (line, words) => {
  expect(shellWords(line)).toEqual(words);
});

it.each(['"', "'", 'a "b', "a 'b", '"a\\', '"a\\"', "'a\\''", '\\', 'a\\', 'a "b" \''])('%j does not end', (line) => {
  expect(shellWords(line)).toBeUndefined();
});
