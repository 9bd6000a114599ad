import { describe, expect, it } from 'vitest';
import { environmentCredentials } from '../../../../src/aws/sources/environment.js';
import type { EnvironmentSource } from '../../../../src/model/plan/source.js';
import { refusal } from '../../../support/refusal.js';
import { PLACE, sourceContext } from '../../../support/sourceContext.js';

const SOURCE: EnvironmentSource = { kind: 'environment', place: PLACE };
const SOON = new Date(Date.now() + 3_600_000).toISOString();

const exported = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'MARKED-SECRET' };
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'MARKED-SECRET' };

const run = (more: Record<string, string>) =>
  environmentCredentials(SOURCE, sourceContext({ variables: { ...exported, ...more } }));

describe('credential_source = Environment', () => {
  it.each<[string, Record<string, string>, object]>([
    ['lasting keys', {}, keys],
    ['temporary keys', { AWS_SESSION_TOKEN: 'new' }, { ...keys, sessionToken: 'new' }],
    [
      'the token by its old name, as botocore does',
      { AWS_SESSION_TOKEN: 'new', AWS_SECURITY_TOKEN: 'old' },
      { ...keys, sessionToken: 'old' },
    ],
    [
      'an empty old name for none',
      { AWS_SESSION_TOKEN: 'new', AWS_SECURITY_TOKEN: '' },
      { ...keys, sessionToken: 'new' },
    ],
    ['the end of their time', { AWS_CREDENTIAL_EXPIRATION: SOON }, { ...keys, expiration: Date.parse(SOON) }],
  ])('takes %s', async (_, more, credentials) => {
    expect(await run(more)).toStrictEqual(credentials);
  });

  const start = 'which credential_source = Environment takes. Start the editor from a shell that exports it.';

  it.each<[string, Record<string, string>, string]>([
    ['access key', { AWS_ACCESS_KEY_ID: '' }, `The environment of the editor has no AWS_ACCESS_KEY_ID, ${start}`],
    ['secret', { AWS_SECRET_ACCESS_KEY: '' }, `The environment of the editor has no AWS_SECRET_ACCESS_KEY, ${start}`],
    [
      'time left',
      { AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' },
      'The environment of the editor gave credentials that expired at 2020-01-01T00:00:00Z. Get new ones, then try again.',
    ],
    [
      'readable time',
      { AWS_CREDENTIAL_EXPIRATION: 'noon' },
      'AWS_CREDENTIAL_EXPIRATION is not a time with its zone, such as 2030-01-31T12:00:00Z.',
    ],
  ])('says that there is no %s', async (_, more, text) => {
    expect(await refusal(run(more))).toBe(text);
  });
});
