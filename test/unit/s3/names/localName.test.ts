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

  it('numbers equal names, also those that differ only in case', () => {
    expect(localNames(['a/x.txt', 'b/x.txt', 'c/X.TXT', 'd/y'])).toEqual(['x.txt', 'x (2).txt', 'X (3).TXT', 'y']);
  });
});
