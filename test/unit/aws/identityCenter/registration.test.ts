import { describe, expect, it } from 'vitest';
import { registrationFile, type Flow } from '../../../../src/aws/identityCenter/portal.js';
import { registeredClient } from '../../../../src/aws/identityCenter/registration.js';
import { UserError } from '../../../../src/base/errors.js';
import {
  accessTo,
  failureOf,
  homeOfEach,
  inMinutes,
  keep,
  keptIn,
  LEGACY,
  PORTAL,
  says,
  startService,
} from './service.js';

const service = startService();
const home = homeOfEach();
const SECONDS = 1_900_000_000;
const REPLY = { clientId: 'id', clientSecret: 'secret', clientSecretExpiresAt: SECONDS };
const register = (flow: Flow, changes = {}) => registeredClient(accessTo(service, home, changes), flow);
const file = (flow: Flow) => registrationFile(PORTAL, flow, home.path);

describe('a new client', () => {
  it.each<[string, Flow, object, object]>([
    [
      'for the browser says where it comes back to',
      'browser',
      {},
      {
        scopes: ['sso:account:access'],
        grantTypes: ['authorization_code', 'refresh_token'],
        redirectUris: ['http://127.0.0.1/oauth/callback'],
        issuerUrl: PORTAL.startUrl,
      },
    ],
    ['for codes says what it is for', 'device-code', {}, { scopes: ['sso:account:access'] }],
    ['of the legacy keys says nothing of it', 'device-code', { portal: LEGACY }, {}],
  ])('%s', async (_, flow, changes, asked) => {
    service.answer('/client/register', says(REPLY));
    expect(await register(flow, changes)).toEqual({
      clientId: 'id',
      clientSecret: 'secret',
      expiresAt: SECONDS * 1000,
    });
    expect(service.asked.map(({ body }) => body)).toEqual([
      { clientName: 'Role Sessions for AWS', clientType: 'public', ...asked },
    ]);
  });

  it('is kept for the next sign-in of its flow', async () => {
    service.answer('/client/register', says(REPLY));
    const client = await register('browser');
    expect(await register('browser')).toEqual(client);
    expect(service.asked).toHaveLength(1);
    await register('device-code');
    expect(service.asked).toHaveLength(2);
    expect(await keptIn(file('browser'))).toMatchObject({ clientId: 'id', expiresAt: '2030-03-17T17:46:40Z' });
  });

  it.each(['clientId', 'clientSecret', 'clientSecretExpiresAt'])('is none without %s', async (name) => {
    service.answer('/client/register', says({ ...REPLY, [name]: undefined }));
    const failure = await failureOf(register('browser'));
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringContaining('answered without a client') as string });
    await expect(keptIn(file('browser'))).rejects.toThrow('ENOENT');
  });

  it('is not asked for once the user has cancelled', async () => {
    expect(await failureOf(register('browser', { signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortError' });
    expect(service.asked).toEqual([]);
  });
});

it.each([
  [16, 'kept'],
  [14, 'id'],
  [-1, 'id'],
])('a client that lasts for %i minutes gives way to a new one in time', async (minutes, id) => {
  service.answer('/client/register', says(REPLY));
  await keep(file('browser'), { clientId: 'kept', clientSecret: 'kept secret', expiresAt: inMinutes(minutes) });
  expect(await register('browser')).toMatchObject({ clientId: id });
  expect(await keptIn(file('browser'))).toMatchObject({ clientId: id });
});
