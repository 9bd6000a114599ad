import { mkdir, rm, stat } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { tokenFile } from '../../../../src/aws/identityCenter/portal.js';
import { isRefreshable, portalToken, replacedToken, signInToPortal } from '../../../../src/aws/identityCenter/token.js';
import { Cancelled, NeedsUser, UserError } from '../../../../src/base/errors.js';
import type { Json } from '../../../../src/base/files/privateJson.js';
import type { Interaction } from '../../../../src/model/session/interaction.js';
import {
  accessTo,
  failureOf,
  homeOfEach,
  inMinutes,
  keep,
  keptIn,
  keptToken,
  LEGACY,
  PORTAL,
  refuses,
  says,
  startService,
} from './service.js';

const service = startService();
const home = homeOfEach();
const file = (portal = PORTAL) => tokenFile(portal, home.path);
const NEW = says({ accessToken: 'new token', refreshToken: 'new refresh token', expiresIn: 3600 });
const REFUSED = refuses('InvalidGrantException');

/** How often the user was asked. */
let shown: number;
let reported: string[];
const withCode = (): Partial<Interaction> => ({
  attended: true,
  identityCenterFlow: () => 'device-code',
  showDeviceCode: () => Promise.resolve(void (shown += 1)),
  report: (step) => void reported.push(step),
});

beforeEach(() => {
  shown = 0;
  reported = [];
  service.answer('/client/register', says({ clientId: 'id', clientSecret: 's', clientSecretExpiresAt: 1_900_000_000 }));
  service.answer(
    '/device_authorization',
    says({ deviceCode: 'd', userCode: 'u', verificationUri: 'https://device', expiresIn: 600, interval: 0 }),
  );
  service.answer('/token', NEW);
});

type Changes = Parameters<typeof accessTo>[2];
const access = (changes: Changes = {}) => accessTo(service, home, { interaction: withCode(), ...changes });
const token = async (changes: Changes = {}): Promise<string> => (await portalToken(access(changes))).accessToken;
const grants = () => service.askedOf('/token').map(({ body }) => body['grantType']);
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

describe('a token that is kept', () => {
  it.each<[string, number, Json, string, readonly string[]]>([
    ['lasts', 16, {}, 'kept token', []],
    ['ends soon', 14, {}, 'new token', ['refresh_token']],
    ['is over', -1, {}, 'new token', ['refresh_token']],
    ['ends soon and has nothing to refresh it with', 14, { refreshToken: undefined }, 'kept token', []],
    ['ends soon and has no client', 14, { clientId: undefined }, 'kept token', []],
    ['ends soon and has a client that is over', 14, { registrationExpiresAt: inMinutes(-1) }, 'kept token', []],
    ['is over and has nothing to refresh it with', -1, { refreshToken: undefined }, 'new token', [DEVICE]],
    ['is over and has a client that is over', -1, { registrationExpiresAt: inMinutes(-1) }, 'new token', [DEVICE]],
  ])('and %s', async (_, minutes, changes, accessToken, granted) => {
    await keep(file(), keptToken({ expiresAt: inMinutes(minutes), ...changes }));
    expect(await token()).toBe(accessToken);
    expect(grants()).toEqual(granted);
    expect(shown).toBe(granted.includes(DEVICE) ? 1 : 0);
  });

  it.each([
    [14, 'kept token', []],
    [-1, 'new token', [DEVICE]],
  ])('of the legacy keys is never refreshed: %i minutes', async (minutes, accessToken, granted) => {
    await keep(file(LEGACY), keptToken({ expiresAt: inMinutes(minutes) }));
    expect(await token({ portal: LEGACY })).toBe(accessToken);
    expect(grants()).toEqual(granted);
  });

  it('is refreshed by the client it was given to, and what comes is kept', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(1), note: 'of others' }));
    await token();
    expect(service.asked.map(({ body }) => body)).toEqual([
      {
        clientId: 'kept client',
        clientSecret: 'kept secret',
        grantType: 'refresh_token',
        refreshToken: 'kept refresh token',
      },
    ]);
    expect(await keptIn(file())).toMatchObject({
      accessToken: 'new token',
      refreshToken: 'new refresh token',
      clientId: 'kept client',
      note: 'of others',
    });
  });

  it('is refreshed also where the new one cannot be kept, which the log says', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(1) }));
    const warnings: unknown[] = [];
    service.answer('/token', {
      ...NEW,
      first: async () => {
        await rm(file());
        await mkdir(file());
      },
    });
    const warn = (message: string, error: unknown) => void warnings.push(message, error);
    expect(await token({ interaction: { ...withCode(), warn } })).toBe('new token');
    expect(warnings).toEqual(['The sign-in to corp was renewed', expect.any(UserError)]);
  });

  it('that cannot be read is told, and nobody asked', async () => {
    await mkdir(file(), { recursive: true });
    expect(await failureOf(token())).toBeInstanceOf(UserError);
    expect(service.asked).toEqual([]);
  });
});

describe('a token that AWS does not refresh', () => {
  it.each([
    ['is used while it lasts', 1, 'kept token', 0],
    ['gives way to a sign-in when it is over', -1, 'new token', 1],
  ])('%s', async (_, minutes, accessToken, asked) => {
    await keep(file(), keptToken({ expiresAt: inMinutes(minutes) }));
    service.answer('/token', REFUSED, NEW);
    expect(await token()).toBe(accessToken);
    expect(shown).toBe(asked);
  });

  it.each([
    ['gives way to the one that another has refreshed', { accessToken: 'other token' }, 'other token', 0],
    ['gives way to a sign-in where that is over', { accessToken: 'o', expiresAt: inMinutes(-1) }, 'new token', 1],
    ['gives way to a sign-in where only its end is another', { expiresAt: inMinutes(60) }, 'new token', 1],
  ])('%s', async (_, changes, accessToken, asked) => {
    await keep(file(), keptToken({ expiresAt: inMinutes(-1) }));
    service.answer('/token', { ...REFUSED, first: () => keep(file(), keptToken(changes)) }, NEW);
    expect(await token()).toBe(accessToken);
    expect(shown).toBe(asked);
  });

  it('gives way to a sign-in where another has signed out', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(-1) }));
    service.answer('/token', { ...REFUSED, first: () => rm(file()) }, NEW);
    expect(await token()).toBe('new token');
    expect(shown).toBe(1);
  });
});

describe('a token that AWS cannot be asked about', () => {
  const away = (): Changes => ({ endpoints: { all: 'http://127.0.0.1:9' } });

  it('is used while it lasts', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(1) }));
    expect(await token(away())).toBe('kept token');
  });

  it('fails when it is over, without asking the user', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(-1) }));
    expect(await failureOf(token(away()))).toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('cannot be reached (ECONNREFUSED)') as string,
    });
    expect(shown).toBe(0);
  });

  it('fails as well where what answers is not AWS', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(-1) }));
    service.answer('/token', says({}));
    expect(await failureOf(token())).toMatchObject({
      message: expect.stringContaining('answered without a token') as string,
    });
    expect(shown).toBe(0);
  });

  it('ends without a word when the user cancels', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(1) }));
    const abort = new AbortController();
    service.answer('/token', { ...REFUSED, first: () => abort.abort() });
    expect(await failureOf(token({ signal: abort.signal }))).toBeInstanceOf(Cancelled);
  });
});

describe('a sign-in', () => {
  it('is reported, and what comes of it is kept', async () => {
    expect(await token()).toBe('new token');
    expect(reported).toEqual(['corp']);
    expect(await keptIn(file())).toMatchObject({ accessToken: 'new token', clientId: 'id' });
    expect(await token()).toBe('new token');
    expect(shown).toBe(1);
  });

  it.each([
    ['in the browser where the user wants that', PORTAL, 'browser', ['/client/register']],
    ['with a code where the user wants that', PORTAL, 'device-code', undefined],
    ['with a code for the legacy keys', LEGACY, 'browser', undefined],
  ] as const)('is %s', async (_, portal, flow, asked) => {
    const interaction = {
      ...withCode(),
      identityCenterFlow: () => flow,
      openBrowser: () => Promise.reject(new Cancelled()),
    };
    const outcome = await failureOf(token({ portal, interaction }));
    const paths = service.asked.map(({ path }) => path);
    expect(paths).toEqual(asked ?? ['/client/register', '/device_authorization', '/token']);
    expect(outcome instanceof Cancelled).toBe(asked !== undefined);
  });

  it('that fails is told in words, and nothing is kept', async () => {
    service.answer('/token', refuses('ExpiredTokenException'));
    expect(await failureOf(token())).toMatchObject({
      message: 'The sign-in to corp was not confirmed in time. Start again, and confirm it in the browser.',
    });
    await expect(keptIn(file())).rejects.toThrow('ENOENT');
  });

  it('is wanted anew also where a good token is kept', async () => {
    await keep(file(), keptToken());
    expect((await signInToPortal(access())).accessToken).toBe('new token');
    expect(shown).toBe(1);
    expect(await keptIn(file())).toHaveProperty('accessToken', 'new token');
  });

  it('under way serves others of the portal, who may be asked once more', async () => {
    const pending = refuses('AuthorizationPendingException');
    service.answer('/token', pending);
    const first = portalToken(access());
    const second = portalToken(access());
    await expect.poll(() => shown).toBe(1);
    const third = signInToPortal(access());
    await expect.poll(() => shown).toBe(2);
    service.answer('/token', NEW);
    expect(new Set(await Promise.all([first, second, third]))).toHaveProperty('size', 1);
    await signInToPortal(access());
    expect(shown).toBe(3);
    expect(service.askedOf('/device_authorization')).toHaveLength(2);
  });

  it('that may ask nobody is not waited for by whoever may be asked', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(-1) }));
    let refuse = (): void => undefined;
    const told = new Promise<void>((resolve) => (refuse = resolve));
    service.answer('/token', { ...REFUSED, first: () => told });
    const nobody = { attended: false, showDeviceCode: () => Promise.reject(new NeedsUser('Sign in.')) };
    const quiet = failureOf(token({ interaction: { ...withCode(), ...nobody } }));
    await expect.poll(() => grants()).toEqual(['refresh_token']);
    service.answer('/token', NEW);
    const asked = token();
    refuse();
    expect(await quiet).toBeInstanceOf(NeedsUser);
    expect(await asked).toBe('new token');
  });

  it('is not left to what is under way, and asks nothing: it may be somebody else’s', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(5) }));
    let give = (): void => undefined;
    const given = new Promise<void>((resolve) => (give = resolve));
    service.answer('/token', { ...NEW, first: () => given });
    const refreshed = token();
    await expect.poll(() => grants()).toEqual(['refresh_token']);
    service.answer('/token', NEW);
    await signInToPortal(access());
    expect([shown, grants()]).toEqual([1, ['refresh_token', DEVICE]]);
    give();
    await refreshed;
  });

  it('of another portal is another', async () => {
    await Promise.all([token(), token({ portal: LEGACY })]);
    expect(shown).toBe(2);
  });
});

describe('a token that AWS has refused', () => {
  it('is dropped, and the user signs in', async () => {
    await keep(file(), keptToken());
    expect((await replacedToken(access(), 'kept token')).accessToken).toBe('new token');
    expect([shown, grants()]).toEqual([1, [DEVICE]]);
  });

  it('is not the one that has taken its place', async () => {
    await keep(file(), keptToken());
    expect((await replacedToken(access(), 'older token')).accessToken).toBe('kept token');
    expect(shown).toBe(0);
  });

  it('is not taken from those who have asked for it before', async () => {
    await keep(file(), keptToken({ expiresAt: inMinutes(1) }));
    let replaced: ReturnType<typeof replacedToken> | undefined;
    const first = async () => {
      replaced = replacedToken(access(), 'kept token');
      await expect.poll(() => stat(file()).catch(() => 'dropped')).toBe('dropped');
    };
    service.answer('/token', { ...REFUSED, first }, NEW);
    expect(await token()).toBe('kept token');
    expect((await replaced)?.accessToken).toBe('new token');
  });
});

it.each([
  ['can be refreshed by the client it was given to', PORTAL, {}, true],
  ['of the legacy keys cannot', LEGACY, {}, false],
  ['cannot without a refresh token', PORTAL, { refreshToken: undefined }, false],
  ['cannot without a client', PORTAL, { registration: undefined }, false],
  [
    'cannot by a client that is over',
    PORTAL,
    { registration: { clientId: 'id', clientSecret: 's', expiresAt: 1 } },
    false,
  ],
])('a token %s', (_, portal, changes, refreshable) => {
  const registration = { clientId: 'id', clientSecret: 's', expiresAt: Date.now() + 60_000 };
  const kept = { accessToken: 'a', expiresAt: 0, refreshToken: 'r', registration, ...changes };
  expect(isRefreshable(portal, kept)).toBe(refreshable);
});
