import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialsOf, PLACE, refusal } from './context.js';
import type { EnvironmentSource, ProcessSource } from '../../../src/model/plan/source.js';

const SOON = new Date(Date.now() + 3_600_000).toISOString();
const KEYS = { AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: 'MARKED-SECRET' };

describe('credential_process', () => {
  const source: ProcessSource = { kind: 'process', profile: 'tool', program: 'helper', place: PLACE };
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'process-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function printing(text: string): Promise<string> {
    const file = path.join(folder, 'reply');
    await writeFile(file, text);
    return `cat ${file}`;
  }

  const run = async (reply: unknown) =>
    credentialsOf(source, { process: await printing(typeof reply === 'string' ? reply : JSON.stringify(reply)) });

  it('gives temporary keys', async () => {
    const reply = { Version: 1, ...KEYS, SessionToken: 'token', Expiration: SOON, AccountId: '123456789012' };
    expect(await run(reply)).toEqual({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'MARKED-SECRET',
      sessionToken: 'token',
      expiration: Date.parse(SOON),
    });
  });

  it.each([{}, { SessionToken: null, Expiration: null }, { SessionToken: '' }])(
    'gives lasting keys: %j',
    async (rest) => {
      expect(await run({ Version: 1, ...KEYS, ...rest })).toEqual({
        accessKeyId: 'ASIAEXAMPLE',
        secretAccessKey: 'MARKED-SECRET',
      });
    },
  );

  it.each([
    ['with an offset', '2099-01-01T00:00:00+02:00', Date.UTC(2098, 11, 31, 22)],
    ['as a mail has it', 'Thu, 01 Jan 2099 00:00:00 GMT', Date.UTC(2099, 0, 1)],
    ['with fractions', '2099-01-01T00:00:00.250Z', Date.UTC(2099, 0, 1) + 250],
  ])('gives an expiration %s', async (_, Expiration, expiration) => {
    expect(await run({ Version: 1, ...KEYS, Expiration })).toMatchObject({ expiration });
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', '', /gave nothing\.$/],
    ['no JSON', 'MARKED-SECRET, as asked', /gave something that is not JSON/],
    ['no object', '["MARKED-SECRET"]', /JSON that is not an object/],
    ['no version', KEYS, /gave no Version\. It must be the number 1/],
    ['another version', { Version: 2, ...KEYS }, /another Version/],
    ['a version in quotes', { Version: '1', ...KEYS }, /another Version/],
    ['no access key', { Version: 1, SecretAccessKey: 'MARKED-SECRET' }, /gave no AccessKeyId/],
    ['no secret', { Version: 1, AccessKeyId: 'AKIA' }, /gave no SecretAccessKey/],
    ['a number', { Version: 1, ...KEYS, SessionToken: 7 }, /a SessionToken that is not a text/],
    ['an odd time', { Version: 1, ...KEYS, Expiration: 'tomorrow' }, /Expiration that is not a time with its zone/],
    ['a time without a zone', { Version: 1, ...KEYS, Expiration: '2099-01-01T00:00:00' }, /not a time with its zone/],
    ['an empty time', { Version: 1, ...KEYS, Expiration: '' }, /not a time with its zone/],
    ['a past time', { Version: 1, ...KEYS, Expiration: '2020-01-01T00:00:00Z' }, /expired at 2020-01-01T00:00:00Z/],
  ])('gives %s, which is refused without a word of it', async (_, reply, text) => {
    const message = await refusal(run(reply));
    expect(message).toMatch(text);
    expect(message).toMatch(/credential_process of profile tool/);
    expect(message).not.toContain('MARKED-SECRET');
  });

  it('fails, and its own words are shown', async () => {
    const process = `ls ${folder}/no-such-file`;
    expect(await refusal(credentialsOf(source, { process }))).toMatch(
      /credential_process of profile tool failed with exit code 2: .*no-such-file/,
    );
  });
});

describe('credential_source = Environment', () => {
  const source: EnvironmentSource = { kind: 'environment', place: PLACE };
  const exported = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'MARKED-SECRET' };
  const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'MARKED-SECRET' };

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
    expect(await credentialsOf(source, { variables: { ...exported, ...more } })).toEqual(credentials);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['access key', { AWS_ACCESS_KEY_ID: '' }, /environment of the editor has no AWS_ACCESS_KEY_ID/],
    ['secret', { AWS_SECRET_ACCESS_KEY: '' }, /has no AWS_SECRET_ACCESS_KEY/],
    ['time', { AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' }, /expired at 2020-01-01T00:00:00Z/],
    ['readable time', { AWS_CREDENTIAL_EXPIRATION: 'noon' }, /AWS_CREDENTIAL_EXPIRATION is not a time/],
  ])('says that there is no %s', async (_, more, text) => {
    const message = await refusal(credentialsOf(source, { variables: { ...exported, ...more } }));
    expect(message).toMatch(text);
    expect(message).not.toContain('MARKED-SECRET');
  });
});
