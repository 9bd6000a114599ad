import { expect, it } from 'vitest';
import { parseS3Location } from '../../../../src/ask/forms/s3Location.js';

it.each([
  ['s3://bucket/prefix/', { bucket: 'bucket', prefix: 'prefix/' }],
  ['s3://bucket', { bucket: 'bucket', prefix: '' }],
  ['s3://bucket/', { bucket: 'bucket', prefix: '' }],
  ['S3://bucket/a b/é?#*', { bucket: 'bucket', prefix: 'a b/é?#*' }],
  ['s3://bucket//odd/', { bucket: 'bucket', prefix: '/odd/' }],
  ['bucket/prefix', { bucket: 'bucket', prefix: 'prefix' }],
  ['', undefined],
  ['s3://', undefined],
  ['/prefix', undefined],
  ['https://bucket.s3.amazonaws.com/', undefined],
])('"%s"', (text, location) => {
  expect(parseS3Location(text)).toEqual(location);
});
