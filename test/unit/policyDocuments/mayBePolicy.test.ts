import { describe, expect, it } from 'vitest';
import { mayBePolicy } from '../../../src/policyDocuments/mayBePolicy.js';

const TEXT = '{"Statement":[]}';
const document = (change: { text?: string; languageId?: string; scheme?: string; lineCount?: number }) => ({
  languageId: change.languageId ?? 'json',
  lineCount: change.lineCount ?? 1,
  uri: { scheme: change.scheme ?? 'file' },
  getText: () => change.text ?? TEXT,
});

describe('a document may be a policy', () => {
  it.each<[string, Parameters<typeof document>[0], boolean]>([
    ['of JSON', {}, true],
    ['of JSON with comments', { languageId: 'jsonc' }, true],
    ['in S3', { scheme: 'role-s3' }, true],
    ['without a file', { scheme: 'untitled' }, true],
    ['of YAML', { languageId: 'yaml' }, false],
    ['of the past', { scheme: 'git' }, false],
    ['without a statement', { text: '{"statement":[]}' }, false],
    ['as long as may be', { text: TEXT.padEnd(100_000) }, true],
    ['too long', { text: TEXT.padEnd(100_001) }, false],
    ['of as many lines as may be', { lineCount: 10_000 }, true],
    ['of too many lines', { lineCount: 10_001 }, false],
  ])('%s', (_, change, may) => {
    expect(mayBePolicy(document(change))).toBe(may);
  });
});
