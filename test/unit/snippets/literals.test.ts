import { describe, expect, it } from 'vitest';
import { rcloneValue, shellOption, shellWord, stringLiteral, terraformString } from '../../../src/snippets/literals.js';

describe('a word of a shell', () => {
  it.each([
    ['s3://my-bucket/a_b/c.txt', 's3://my-bucket/a_b/c.txt'],
    ['a@b%c+d:e,f', 'a@b%c+d:e,f'],
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", String.raw`'it'\''s'`],
    ['$HOME `id` "x"', `'$HOME \`id\` "x"'`],
    ['=x', "'=x'"],
    ['~', "'~'"],
    ['a\nb', "'a\nb'"],
    ['a*?[b]', "'a*?[b]'"],
    ['é', "'é'"],
    ['a\tb', "'a\tb'"],
    ["\u0003\nrm 'x' \\", String.raw`$'\003\012rm \'x\' \\'`],
    ['\r\u007f\u009b', String.raw`$'\015\177\302\233'`],
  ])('%j is %s', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  it('that is an option’s value is no option itself', () => {
    expect(shellOption('--profile', 'my dev')).toBe("--profile 'my dev'");
    expect(shellOption('--profile', '-x y')).toBe("--profile='-x y'");
  });
});

describe('a string of Terraform', () => {
  it.each([
    ['a b', '"a b"'],
    ['a"b\\n', String.raw`"a\"b\\n"`],
    ['a\nb\tc\u0008\u000c', String.raw`"a\u000ab\u0009c\u0008\u000c"`],
    ['${a} %{b} $a %b $${', String.raw`"\u0024{a} \u0025{b} $a %b $\u0024{"`],
    ['é', '"é"'],
    ['\u007f', String.raw`"\u007f"`],
  ])('%j is %s', (text, literal) => {
    expect(terraformString(text)).toBe(literal);
  });
});

it('a value of rclone is quoted where it has a sign of its own', () => {
  expect(['us-west-2', 'a_b/c.d', '', 'http://127.0.0.1:9000', 'a,b="c"', 'a b'].map(rcloneValue)).toEqual([
    'us-west-2',
    'a_b/c.d',
    '',
    '"http://127.0.0.1:9000"',
    '"a,b=""c"""',
    '"a b"',
  ]);
});

it('a literal of Python and JavaScript is that of JSON', () => {
  expect(stringLiteral('a"b\\\n')).toBe(String.raw`"a\"b\\\n"`);
  expect(stringLiteral('a\u0003b\u007f\u009b')).toBe(String.raw`"a\u0003b\u007f\u009b"`);
});
