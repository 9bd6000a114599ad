import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { matchesWildcard, nearest, overlaps } from '../../../src/iam/wildcard.js';

describe('a wildcard', () => {
  it.each([
    ['*', '', true],
    ['s3:Get*', 's3:GetObject', true],
    ['s3:get*', 's3:GetObject', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['a*c', 'a/b\nc', true],
    ['[a]+', '[a]+', true],
    ['*b', 'abx', false],
  ])('%s and %s: %s', (pattern, text, fits) => {
    expect(matchesWildcard(pattern, text)).toBe(fits);
  });

  it('may leave the case be', () => {
    expect(matchesWildcard('S3:GET*', 's3:GetObject', true)).toBe(true);
  });
});

describe('a pattern and a template of the catalog', () => {
  const bucket = 'arn:${Partition}:s3:::${BucketName}';
  const object = 'arn:${Partition}:s3:::${BucketName}/${ObjectName}';
  it.each([
    ['arn:aws:s3:::data', bucket, true],
    ['arn:aws:s3:::data*', bucket, true],
    ['arn:aws:s3:::data/*', bucket, false],
    ['arn:aws:s3:::data/x', bucket, false],
    ['*', bucket, true],
    ['arn:aws:s3:::*/*', bucket, false],
    ['arn:aws:s3:::data', object, false],
    ['arn:aws:s3:::data*', object, true],
    ['arn:aws:s3:::data/*', object, true],
    ['arn:aws:s3:::${aws:username}/*', object, true],
    ['arn:aws:iam::123456789012:role/a/b', bucket, false],
    ['arn:aws:s3:::dat?', bucket, true],
    ['arn:aws-cn:s3:::', bucket, true],
  ])('%s and %s: %s', (pattern, template, meets) => {
    expect(overlaps(pattern, template, template === bucket)).toBe(meets);
  });

  it('meet where a text fits both', () => {
    const piece = fc.constantFrom('a', 'b', '/', '*', '?');
    const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 6 }).map((parts) => parts.join(''));
    const pattern = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, both) => {
        fc.pre(matchesWildcard(one, both) && matchesWildcard(other, both));
        expect(overlaps(one, other)).toBe(true);
      }),
    );
  });

  it('meet only where some text fits both', () => {
    const part = fc.constantFrom('a', 'b', '*', '?');
    const pattern = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
    const texts = [''];
    for (let index = 0; index < texts.length && (texts[index] ?? '').length < 8; index += 1) {
      texts.push(`${texts[index] ?? ''}a`, `${texts[index] ?? ''}b`);
    }
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const some = texts.some((text) => matchesWildcard(one, text) && matchesWildcard(other, text));
        expect(overlaps(one, other)).toBe(some);
      }),
    );
  });
});

describe('the nearest name', () => {
  it.each([
    ['Getobjet', 'GetObject'],
    ['PutObjects', 'PutObject'],
    ['Elephant', undefined],
    ['X', undefined],
  ])('of %s: %s', (written, name) => {
    expect(nearest(written, ['GetObject', 'PutObject', 'ListBucket'])).toBe(name);
  });

  it('is the one with the fewest changes', () => {
    expect(nearest('abcdefgh', ['abcdefxx', 'abcdefgx'])).toBe('abcdefgx');
  });
});
