import { describe, expect, it } from 'vitest';
import { isBucketName, keyBytes, s3Uri, splitS3Uri } from '../../../src/model/s3Address.js';

describe('an s3:// URI', () => {
  it.each([
    ['s3://bucket/prefix/', { bucket: 'bucket', key: 'prefix/' }],
    ['s3://bucket', { bucket: 'bucket', key: '' }],
    ['s3://bucket/', { bucket: 'bucket', key: '' }],
    ['S3://bucket/a b/é?#*', { bucket: 'bucket', key: 'a b/é?#*' }],
    ['s3://bucket//odd/', { bucket: 'bucket', key: '/odd/' }],
    ['bucket/prefix', { bucket: 'bucket', key: 'prefix' }],
    ['bucket', { bucket: 'bucket', key: '' }],
    ['bucket/s3://x', { bucket: 'bucket', key: 's3://x' }],
    ['', { bucket: '', key: '' }],
    ['s3://', { bucket: '', key: '' }],
    ['/prefix', { bucket: '', key: 'prefix' }],
    ['https://bucket.s3.amazonaws.com/', undefined],
  ])('"%s"', (text, address) => {
    expect(splitS3Uri(text)).toEqual(address);
  });

  it.each([
    { bucket: 'bucket', key: '' },
    { bucket: 'bucket', key: '/a//b/../c?#%' },
  ])('of $bucket and $key is split into the same', (address) => {
    expect(splitS3Uri(s3Uri(address))).toEqual(address);
  });
});

it.each([
  ['abc', true],
  ['My_Old.Bucket-1', true],
  ['a'.repeat(255), true],
  ['a'.repeat(256), false],
  ['ab', false],
  ['-abc', false],
  ['a b c', false],
  ['abc/', false],
  ['xabc\n', false],
])('"%s" is a bucket name: %s', (name, is) => {
  expect(isBucketName(name)).toBe(is);
});

it.each([
  ['', 0],
  ['a/b%', 4],
  ['é', 2],
  ['😀', 4],
  ['\ud83d', undefined],
])('"%s" has %s bytes', (key, bytes) => {
  expect(keyBytes(key)).toBe(bytes);
});
