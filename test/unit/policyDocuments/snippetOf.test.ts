import { describe, expect, it } from 'vitest';
import { snippetOf } from '../../../src/policyDocuments/snippetOf.js';

describe('a snippet', () => {
  it.each([
    ['Allow', false, false, '"Allow"'],
    ['Statement', false, true, '"Statement": '],
    ['s3:', true, false, '"s3:$0"'],
    ['arn:aws:s3:::${BucketName}/${ObjectName}', false, false, '"arn:aws:s3:::${1:BucketName}/${2:ObjectName}"'],
    ['a$b}c\\d', false, false, '"a\\$b\\}c\\\\d"'],
  ])('of %s', (text, opens, needsColon, snippet) => {
    expect(snippetOf(text, opens, needsColon)).toBe(snippet);
  });
});
