import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, registrationFile, tokenFile } from '../../../../src/aws/identityCenter/portal.js';
import {
  cachedTokens,
  dropRegistration,
  dropToken,
  readRegistration,
  readToken,
  writeRegistration,
  writeToken,
} from '../../../../src/aws/identityCenter/tokenCache.js';
import { UserError } from '../../../../src/base/errors.js';
import { keptLog } from '../../../support/keptLog.js';
import { homeOfEach, keep, keptIn, keptToken, LEGACY, PORTAL } from './service.js';

const home = homeOfEach();
const EXPIRES = '2026-11-24T12:00:00Z';
const REGISTERED_UNTIL = '2027-01-01T00:00:00Z';
const KEPT = keptToken({ expiresAt: EXPIRES, registrationExpiresAt: REGISTERED_UNTIL });
const CLIENT = { clientId: 'id', clientSecret: 'secret', expiresAt: Date.parse(REGISTERED_UNTIL) };
const token = () => tokenFile(PORTAL, home.path);

describe('a kept token', () => {
  const READ = {
    accessToken: 'kept token',
    expiresAt: Date.parse(EXPIRES),
    refreshToken: 'kept refresh token',
    registration: { clientId: 'kept client', clientSecret: 'kept secret', expiresAt: Date.parse(REGISTERED_UNTIL) },
  };

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['has everything', {}, {}],
    ['is of an older AWS CLI', { expiresAt: '2026-11-24T12:00:00UTC' }, {}],
    ['has no refresh token', { refreshToken: undefined }, { refreshToken: undefined }],
    ['has an empty one', { refreshToken: '' }, { refreshToken: undefined }],
    ['has one that is no text', { refreshToken: 1 }, { refreshToken: undefined }],
    ['has no client', { clientId: undefined }, { registration: undefined }],
    ['has no secret of the client', { clientSecret: '' }, { registration: undefined }],
    ['says not how long the client lasts', { registrationExpiresAt: 'UTC' }, { registration: undefined }],
    ['has no end', { expiresAt: undefined }, { expiresAt: 0 }],
    ['has an end that is no time', { expiresAt: 'soon' }, { expiresAt: 0 }],
  ])('that %s', async (_, changes, read) => {
    await keep(token(), { ...KEPT, ...changes });
    expect(await readToken(PORTAL, home.path)).toEqual({ ...READ, ...read });
  });

  it.each([
    ['without a token', { ...KEPT, accessToken: undefined }],
    ['with an empty token', { ...KEPT, accessToken: '' }],
    ['with a token that is no text', { ...KEPT, accessToken: {} }],
  ])('is not there %s', async (_, json) => {
    await keep(token(), json);
    expect(await readToken(PORTAL, home.path)).toBeUndefined();
  });

  it('is not there where nobody signed in', async () => {
    expect(await readToken(PORTAL, home.path)).toBeUndefined();
    await expect(dropToken(PORTAL, home.path, 'x')).resolves.toBeUndefined();
  });

  it('that cannot be read is said', async () => {
    await mkdir(token(), { recursive: true });
    await expect(readToken(PORTAL, home.path)).rejects.toBeInstanceOf(UserError);
  });

  it('is dropped, but not the one that has replaced it', async () => {
    await keep(token(), KEPT);
    await dropToken(PORTAL, home.path, 'refused token');
    expect(await keptIn(token())).toEqual(KEPT);
    await dropToken(PORTAL, home.path, 'kept token');
    await expect(stat(token())).rejects.toThrow('ENOENT');
  });
});

describe('a token to keep', () => {
  const expiresAt = Date.parse(EXPIRES) + 999;

  it('is written as the AWS CLI writes it, for its owner alone', async () => {
    await writeToken(PORTAL, home.path, {
      accessToken: 'a',
      expiresAt,
      refreshToken: 'r',
      registration: { ...CLIENT, expiresAt: CLIENT.expiresAt + 1 },
    });
    expect(await keptIn(token())).toEqual({
      startUrl: PORTAL.startUrl,
      region: PORTAL.region,
      accessToken: 'a',
      expiresAt: EXPIRES,
      clientId: 'id',
      clientSecret: 'secret',
      registrationExpiresAt: REGISTERED_UNTIL,
      refreshToken: 'r',
    });
    expect((await stat(token())).mode & 0o777).toBe(0o600);
    expect((await stat(cacheFolder(home.path))).mode & 0o777).toBe(0o700);
  });

  it('takes the place of another with all that belonged to it, and leaves what others wrote', async () => {
    await keep(tokenFile(LEGACY, home.path), {
      ...KEPT,
      startUrl: 'https://old',
      region: 'old',
      note: 'of others',
      n: 1,
    });
    await writeToken(LEGACY, home.path, {
      accessToken: 'a',
      expiresAt,
      refreshToken: undefined,
      registration: undefined,
    });
    expect(await keptIn(tokenFile(LEGACY, home.path))).toEqual({
      note: 'of others',
      n: 1,
      startUrl: LEGACY.startUrl,
      region: LEGACY.region,
      accessToken: 'a',
      expiresAt: EXPIRES,
    });
  });

  it('that cannot be written is said', async () => {
    await mkdir(token(), { recursive: true });
    const written = writeToken(PORTAL, home.path, {
      accessToken: 'a',
      expiresAt,
      refreshToken: undefined,
      registration: undefined,
    });
    await expect(written).rejects.toBeInstanceOf(UserError);
  });
});

const log = keptLog();

describe('the tokens that any tool keeps', () => {
  it('are all of them, and nothing else', async () => {
    const folder = cacheFolder(home.path);
    const file = (name: string): string => join(folder, name);
    await keep(file('a.json'), { accessToken: 'a', region: 'us-east-1' });
    await keep(file('b.json'), { accessToken: 'b' });
    await keep(file('client.json'), { clientId: 'c' });
    await keep(file('empty.json'), { accessToken: '' });
    await keep(file('a.json.bak'), { accessToken: 'old' });
    await writeFile(file('broken.json'), '{"accessToken": ');
    await mkdir(file('folder.json'));
    const found = [...(await cachedTokens(home.path, log))].sort((one, other) => (one.file < other.file ? -1 : 1));
    expect(found).toEqual([
      { file: file('a.json'), accessToken: 'a', region: 'us-east-1' },
      { file: file('b.json'), accessToken: 'b', region: undefined },
    ]);
  });

  it('are none where there is no cache', async () => {
    expect(await cachedTokens(home.path, log)).toEqual([]);
  });
});

describe('the editor’s registration', () => {
  const file = () => registrationFile(PORTAL, 'browser', home.path);

  it('is kept for its flow, with the scopes it is for', async () => {
    await writeRegistration(PORTAL, 'browser', home.path, { ...CLIENT, expiresAt: CLIENT.expiresAt + 999 });
    expect(await keptIn(file())).toEqual({
      clientId: 'id',
      clientSecret: 'secret',
      expiresAt: REGISTERED_UNTIL,
      scopes: ['sso:account:access'],
    });
    expect(await readRegistration(PORTAL, 'browser', home.path)).toEqual(CLIENT);
    expect(await readRegistration(PORTAL, 'device-code', home.path)).toBeUndefined();
  });

  it('names no scopes where there are none', async () => {
    await writeRegistration(LEGACY, 'device-code', home.path, CLIENT);
    expect(await keptIn(registrationFile(LEGACY, 'device-code', home.path))).not.toHaveProperty('scopes');
  });

  it.each(['clientId', 'clientSecret', 'expiresAt'])('is none without its %s', async (name) => {
    await keep(file(), { clientId: 'id', clientSecret: 'secret', expiresAt: REGISTERED_UNTIL, [name]: undefined });
    expect(await readRegistration(PORTAL, 'browser', home.path)).toBeUndefined();
  });

  it('is dropped for its flow alone, also where it is not there', async () => {
    await writeRegistration(PORTAL, 'browser', home.path, CLIENT);
    await dropRegistration(PORTAL, 'device-code', home.path);
    expect(await readRegistration(PORTAL, 'browser', home.path)).toEqual(CLIENT);
    await dropRegistration(PORTAL, 'browser', home.path);
    expect(await readRegistration(PORTAL, 'browser', home.path)).toBeUndefined();
  });
});
