import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUriParts, toUriParts } from '../../../../src/s3/names/uri.js';
import { anyKey, ODD_KEYS } from './keys.js';

const sessionKey = '123456789012.reader.0123456789abcdef';
const bucket = 'my-bucket';
const pathOf = (key: string) => toUriParts({ sessionKey, bucket, key }).path;

describe('our URIs', () => {
  it.each(ODD_KEYS)('bring key %j back unchanged', (key) => {
    expect(fromUriParts(toUriParts({ sessionKey, bucket, key }))).toEqual({ sessionKey, bucket, key });
  });

  it('bring any key back unchanged', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(fromUriParts(toUriParts({ sessionKey, bucket, key }))?.key).toBe(key);
      }),
    );
  });

  it('are different for different keys', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (one, other) => {
        fc.pre(one !== other);
        expect(pathOf(one)).not.toBe(pathOf(other));
      }),
    );
  });

  it('have nothing in their path that an editor resolves, splits or decodes', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const segments = pathOf(key).slice(1).split('/');
        expect(segments).not.toContain('');
        expect(segments).not.toContain('.');
        expect(segments).not.toContain('..');
        expect(pathOf(key)).not.toMatch(/[%#?:\\\p{Cc}]/u);
      }),
    );
  });

  it.each([
    ['docs/readme.md', '/my-bucket/docs/readme.md'],
    ['a b/photo.PNG', '/my-bucket/a b/photo.PNG'],
    ['year=2026/part.json', '/my-bucket/year=2026/part.json'],
    ['what?.ts', '/my-bucket/what~3f.ts'],
    ['a//b.txt', '/my-bucket/a/~/b.txt'],
    ['../../etc/passwd', '/my-bucket/~2e~2e/~2e~2e/etc/passwd'],
    ['', '/my-bucket'],
  ])('keep %j readable as %j', (key, path) => {
    expect(pathOf(key)).toBe(path);
  });

  it('have a scheme of our own, and the session for an authority', () => {
    expect(toUriParts({ sessionKey, bucket, key: 'a' })).toEqual({
      scheme: 'role-s3',
      authority: sessionKey,
      path: '/my-bucket/a',
    });
  });

  it.each([
    ['~', '/my-bucket/~7e'],
    ['a~b', '/my-bucket/a~7eb'],
    ['.', '/my-bucket/~2e'],
    ['..', '/my-bucket/~2e~2e'],
    ['...', '/my-bucket/...'],
    ['.a', '/my-bucket/.a'],
    ['/', '/my-bucket/~/~'],
    ['a\tb', '/my-bucket/a~09b'],
  ])('write %j as %s', (key, path) => {
    expect(pathOf(key)).toBe(path);
    expect(fromUriParts({ authority: sessionKey, path })?.key).toBe(key);
  });

  it('leave alone what is no escape', () => {
    expect(fromUriParts({ authority: sessionKey, path: '/my-bucket/~7E~zz~7' })?.key).toBe('~7E~zz~7');
  });

  it('name the bucket alone without a key, with and without a slash', () => {
    for (const path of ['/my-bucket', '/my-bucket/']) {
      expect(fromUriParts({ authority: sessionKey, path })).toEqual({ sessionKey, bucket, key: '' });
    }
  });

  it('ignore the slash that the editor may add to a folder', () => {
    expect(fromUriParts({ authority: sessionKey, path: '/my-bucket/docs/' })?.key).toBe('docs');
  });

  it.each(['', '/'])('name no place with path %j', (path) => {
    expect(fromUriParts({ authority: sessionKey, path })).toBeUndefined();
  });
});
