import { describe, expect, it } from 'vitest';
import { redact, redactingLog } from '../../../src/editor/log.js';

describe('redact', () => {
  it.each([
    ['a secret in memory', 'the key is s3cr3t!', 'the key is [redacted]!'],
    [
      'a presigned URL',
      'GET /b/k?X-Amz-Signature=abc&X-Amz-Security-Token=def%2F',
      'GET /b/k?X-Amz-Signature=[redacted]&X-Amz-Security-Token=[redacted]',
    ],
    ['a reply', '<SecretAccessKey>abc/def</SecretAccessKey>', '<SecretAccessKey>[redacted]</SecretAccessKey>'],
    ['JSON', '{"SessionToken": "abc"}', '{"SessionToken": "[redacted]"}'],
    ['a file', 'aws_secret_access_key = abc+/=', 'aws_secret_access_key = [redacted]'],
    ['nothing secret', 'Assumed arn:aws:sts::1:assumed-role/a/b.', 'Assumed arn:aws:sts::1:assumed-role/a/b.'],
  ])('%s', (_, text, clean) => {
    expect(redact(text, ['s3cr3t', ''])).toBe(clean);
  });
});

it('the log asks for the secrets at the time of writing', () => {
  const lines: string[] = [];
  const write = (line: string | Error) => void lines.push(String(line));
  const secrets: string[] = [];
  const log = redactingLog({ debug: write, info: write, warn: write, error: write }, () => secrets);
  secrets.push('later');
  log.error(new Error('lost later'));
  log.info('later');
  expect(lines.join('\n')).not.toContain('later');
  expect(lines[1]).toBe('[redacted]');
});
