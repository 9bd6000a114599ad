import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { signInWithDeviceCode } from '../../../../src/aws/identityCenter/deviceCode.js';
import { registrationFile } from '../../../../src/aws/identityCenter/portal.js';
import { UserError } from '../../../../src/base/errors.js';
import type { DeviceCode } from '../../../../src/model/session/interaction.js';
import {
  accessTo,
  failureOf,
  homeOfEach,
  inMinutes,
  keep,
  keptIn,
  PORTAL,
  refuses,
  says,
  startService,
} from './service.js';

const service = startService();
const home = homeOfEach();
const file = () => registrationFile(PORTAL, 'device-code', home.path);
const PENDING = refuses('AuthorizationPendingException');
const TOKEN = says({ accessToken: 'a', expiresIn: 3600 });
const CODE = {
  deviceCode: 'device',
  userCode: 'ABCD-EFGH',
  verificationUri: 'https://device',
  verificationUriComplete: 'https://device?user_code=ABCD-EFGH',
  expiresIn: 600,
  interval: 0,
};
let shown: DeviceCode[];

beforeEach(async () => {
  shown = [];
  service.answer('/device_authorization', says(CODE));
  service.answer('/token', TOKEN);
  await keep(file(), { clientId: 'id', clientSecret: 'secret', expiresAt: inMinutes(60) });
});

const signIn = (changes: Parameters<typeof accessTo>[2] = {}) => {
  const showDeviceCode = (code: DeviceCode) => Promise.resolve(void shown.push(code));
  return signInWithDeviceCode(accessTo(service, home, { ...changes, interaction: { showDeviceCode } }), () =>
    Promise.resolve(),
  );
};

describe('a code', () => {
  it('is asked for in the editor’s name, shown, and exchanged once it is confirmed', async () => {
    service.answer('/token', PENDING, PENDING, TOKEN);
    expect(await signIn()).toMatchObject({
      accessToken: 'a',
      registration: { clientId: 'id', clientSecret: 'secret' },
    });
    const client = { clientId: 'id', clientSecret: 'secret' };
    expect(service.asked.map(({ path, body }) => [path, body])).toEqual([
      ['/device_authorization', { ...client, startUrl: PORTAL.startUrl }],
      ...Array.from({ length: 3 }, () => [
        '/token',
        { ...client, grantType: 'urn:ietf:params:oauth:grant-type:device_code', deviceCode: 'device' },
      ]),
    ]);
    expect(shown).toMatchObject([
      { userCode: 'ABCD-EFGH', verificationUri: 'https://device?user_code=ABCD-EFGH', over: { aborted: true } },
    ]);
  });

  it('is shown with the page it is typed into where there is no other', async () => {
    service.answer('/device_authorization', says({ ...CODE, verificationUriComplete: undefined }));
    await signIn();
    expect(shown).toMatchObject([
      { userCode: 'ABCD-EFGH', verificationUri: 'https://device', over: { aborted: true } },
    ]);
  });

  it('can be shown again', async () => {
    const again: DeviceCode[] = [];
    const { interaction } = accessTo(service, home);
    await signIn({
      onAsked: (ask) => void ask({ ...interaction, showDeviceCode: (code) => Promise.resolve(void again.push(code)) }),
    });
    expect(again).toEqual(shown);
  });

  it.each(['deviceCode', 'userCode', 'expiresIn', 'verificationUri'])('is none without %s', async (name) => {
    const page = name === 'verificationUri' ? { verificationUriComplete: undefined } : {};
    service.answer('/device_authorization', says({ ...CODE, ...page, [name]: undefined }));
    const failure = await failureOf(signIn());
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringContaining('answered without a code') as string });
    expect(shown).toEqual([]);
  });

  it('that nobody confirms in time is over', async () => {
    service.answer('/device_authorization', says({ ...CODE, expiresIn: 1 }));
    service.answer('/token', PENDING);
    expect(await failureOf(signIn())).toMatchObject({
      name: 'UserError',
      message: 'The code for signing in to corp was not confirmed in time. Start again, and confirm it in the browser.',
    });
  });

  it.each(['AccessDeniedException', 'ExpiredTokenException', 'InvalidGrantException'])(
    'is not asked about again after %s',
    async (name) => {
      service.answer('/token', refuses(name));
      expect(await failureOf(signIn())).toMatchObject({ name });
      expect(service.askedOf('/token')).toHaveLength(1);
    },
  );
});

describe('asking whether it is confirmed', () => {
  /** How often that is done before the user cancels, which is soon. */
  async function asked(...answers: readonly ReturnType<typeof says>[]): Promise<number> {
    const abort = new AbortController();
    service.answer('/token', ...answers);
    const failing = failureOf(signIn({ signal: abort.signal }));
    await expect.poll(() => shown).toHaveLength(1);
    await pause(700);
    const count = service.askedOf('/token').length;
    abort.abort();
    expect(await failing).toMatchObject({ name: 'AbortError' });
    return count;
  }

  it('takes five seconds more when AWS says so', async () => {
    expect(await asked(refuses('SlowDownException'))).toBe(1);
  });

  it('takes five seconds where AWS does not say how long', async () => {
    service.answer('/device_authorization', says({ ...CODE, interval: undefined }));
    expect(await asked(TOKEN)).toBe(0);
  });
});

describe('a client that AWS has forgotten', () => {
  const FORGOTTEN = refuses('InvalidClientException');
  beforeEach(() => {
    service.answer(
      '/client/register',
      says({ clientId: 'new', clientSecret: 'n', clientSecretExpiresAt: 1_900_000_000 }),
    );
  });

  it('is registered anew, and used from then on', async () => {
    service.answer('/device_authorization', FORGOTTEN, says(CODE));
    expect(await signIn()).toMatchObject({ registration: { clientId: 'new' } });
    expect(service.asked.map(({ body }) => body['clientId'])).toEqual(['id', undefined, 'new', 'new']);
    expect(await keptIn(file())).toHaveProperty('clientId', 'new');
  });

  it('is registered anew once', async () => {
    service.answer('/device_authorization', FORGOTTEN);
    expect(await failureOf(signIn())).toMatchObject({ name: 'InvalidClientException' });
    expect(service.askedOf('/client/register')).toHaveLength(1);
  });

  it('is not where something else is wrong', async () => {
    service.answer('/device_authorization', refuses('InvalidRequestException'));
    expect(await failureOf(signIn())).toMatchObject({ name: 'InvalidRequestException' });
    expect(service.askedOf('/client/register')).toEqual([]);
    expect(await keptIn(file())).toHaveProperty('clientId', 'id');
  });
});

it('nothing is asked once the user has cancelled', async () => {
  expect(await failureOf(signIn({ signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortError' });
  expect(service.asked).toEqual([]);
});
