import { describe, expect, it } from 'vitest';
import { BASE_KEYS, problemOf, read, ready, roleArn } from '../read.js';

const settings = [{ name: 'ops', arn: roleArn('ops'), sourceProfile: 'base' }];

describe('a role of the settings whose source profile is broken', () => {
  it.each([
    ['by a mistake in its section', `${BASE_KEYS}mistake\n`, 'In the source profile “base”: Line 4 is neither'],
    ['by half of its keys', '[base]\naws_access_key_id = K\n', 'has aws_access_key_id but no aws_secret_access_key'],
    ['because it is not there', '', 'names the profile “base”, which does not exist'],
  ])('is broken too: %s', (_, credentials, message) => {
    expect(problemOf(read({ credentials, settings }), 'ops').message).toContain(message);
  });

  it('is ready where it is not', () => {
    expect(ready(read({ settings }), 'ops').plan.source).toMatchObject({ kind: 'static-keys', profile: 'base' });
  });
});
