import { expect, it } from 'vitest';
import { contentTypeOf } from '../../../../src/aws/s3/contentType.js';

it.each([
  ['a.txt', 'text/plain'],
  ['a.b.JSON', 'application/json'],
  ['.html', 'text/html'],
  ['archive.unknown', 'application/octet-stream'],
  ['README', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('%j is %s', (name, type) => {
  expect(contentTypeOf(name)).toBe(type);
});
