import { basename, join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localName, localNames } from '../../../../src/s3/names/localName.js';
import { anyKey } from './keys.js';

describe('the name of a download', () => {
  it.each([
    ['docs/readme.md', 'readme.md'],
    ['folder/', 'folder'],
    ['..', 'object'],
    ['a/../..', 'object'],
    ['//', 'object'],
    ['a\\..\\b.txt', 'a_.._b.txt'],
    ['C:evil?.txt', 'C_evil_.txt'],
    ['line\nbreak.txt', 'line_break.txt'],
    ['nul.txt', '_nul.txt'],
    ['COM1', '_COM1'],
    ['name. ', 'name'],
    ['a.b c', 'a.b c'],
    ['folder///', 'folder'],
    ['a//b', 'b'],
    ['<>:"|?*', '_______'],
    ['\u0000\u007f\u0085', '___'],
    ['CON', '_CON'],
    ['prn.txt', '_prn.txt'],
    ['aux', '_aux'],
    ['lpt9', '_lpt9'],
    ['com', 'com'],
    ['comX', 'comX'],
    ['console', 'console'],
    ['xnul', 'xnul'],
    ['null', 'null'],
  ])('for key %j is %j', (key, name) => {
    expect(localName(key)).toBe(name);
  });

  it('stays in its folder and fits the file system, whatever the key', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const name = localName(key);
        expect(basename(name)).toBe(name);
        expect(resolve(join('/folder', name))).toBe(`/folder/${name}`);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(235);
        expect(name).not.toBe('');
      }),
    );
  });

  it('keeps the ending of a long name', () => {
    expect(localName(`${'ü'.repeat(500)}.tar.gz`)).toMatch(/^ü{100,}.*\.gz$/);
  });

  it.each([
    ['x'.repeat(236), 'x'.repeat(235)],
    ['x'.repeat(235), 'x'.repeat(235)],
    ['ü'.repeat(118), 'ü'.repeat(117)],
    ['😀'.repeat(59), '😀'.repeat(58)],
    [`${'x'.repeat(236)}.txt`, `${'x'.repeat(231)}.txt`],
    [`${'x'.repeat(236)}.${'y'.repeat(15)}`, `${'x'.repeat(219)}.${'y'.repeat(15)}`],
    [`${'x'.repeat(236)}.${'y'.repeat(16)}`, 'x'.repeat(235)],
    [`.${'x'.repeat(240)}`, `.${'x'.repeat(234)}`],
    [`.${'x'.repeat(10)}`, `.${'x'.repeat(10)}`],
  ])('has room in every file system', (key, name) => {
    expect(localName(key)).toBe(name);
  });

  it('numbers names with and without an ending, as often as it takes', () => {
    expect(localNames(['a', 'x/a', 'y/a', '.b', 'x/.b', 'a.b.c', 'x/a.b.c'])).toEqual([
      'a',
      'a (2)',
      'a (3)',
      '.b',
      ' (2).b',
      'a.b.c',
      'a.b (2).c',
    ]);
  });

  it('numbers equal names, also those that differ only in case', () => {
    expect(localNames(['a/x.txt', 'b/x.txt', 'c/X.TXT', 'd/y'])).toEqual(['x.txt', 'x (2).txt', 'X (3).TXT', 'y']);
  });
});
