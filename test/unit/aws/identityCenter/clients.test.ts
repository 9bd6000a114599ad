import { ListAccountsCommand } from '@aws-sdk/client-sso';
import { RegisterClientCommand } from '@aws-sdk/client-sso-oidc';
import { describe, expect, it } from 'vitest';
import { authorizationOrigin, withOidc, withPortal } from '../../../../src/aws/identityCenter/clients.js';
import type { Endpoints } from '../../../../src/model/plan/plan.js';
import { failureOf, PORTAL, refuses, says, startService } from './service.js';

const service = startService();
const NOBODY = 'http://127.0.0.1:9';

interface Used {
  readonly config: { region: () => Promise<string>; requestHandler: { destroy?: () => void } };
}

/** How often the client is destroyed while `use` goes on, and after it. */
async function destroyed(use: (work: (client: Used) => Promise<void>) => Promise<unknown>): Promise<readonly number[]> {
  const counts: number[] = [];
  let count = 0;
  await use(({ config }) => {
    config.requestHandler.destroy = () => (count += 1);
    counts.push(count);
    return Promise.resolve();
  }).catch(() => undefined);
  return [...counts, count];
}

describe('the portal', () => {
  const call = (endpoints: Endpoints) =>
    withPortal({ portal: PORTAL, endpoints }, (client) =>
      client.send(new ListAccountsCommand({ accessToken: 'token' })),
    );

  it.each([
    ['its own endpoint', (endpoint: string) => ({ sso: endpoint, ssoOidc: NOBODY, all: NOBODY })],
    ['that of every service', (endpoint: string) => ({ ssoOidc: NOBODY, all: endpoint })],
  ])('is called at %s, and gives what the work makes of it', async (_, endpoints) => {
    service.answer('/assignment/accounts', says({ accountList: [{ accountId: '1' }] }));
    expect(await call(endpoints(service.endpoint))).toMatchObject({ accountList: [{ accountId: '1' }] });
  });

  it('is called in its own region', async () => {
    expect(await withPortal({ portal: PORTAL, endpoints: {} }, ({ config }) => config.region())).toBe('eu-west-1');
  });

  it('is asked three times where it fails', async () => {
    service.answer('/assignment/accounts', refuses('InternalFailure', {}, 500));
    expect(await failureOf(call({ all: service.endpoint }))).toMatchObject({ name: 'InternalFailure' });
    expect(service.asked).toHaveLength(3);
  });

  it('is let go after the work, also when that fails', async () => {
    const reachable = { portal: PORTAL, endpoints: {} };
    expect(await destroyed((work) => withPortal(reachable, work))).toEqual([0, 1]);
    const failing = (work: (client: Used) => Promise<void>) =>
      withPortal(reachable, async (client) => work(client).then(() => Promise.reject(new Error('No'))));
    expect(await destroyed(failing)).toEqual([0, 1]);
  });
});

describe('the service that signs in', () => {
  const call = (endpoints: Endpoints) =>
    withOidc({ portal: PORTAL, endpoints }, (client) =>
      client.send(new RegisterClientCommand({ clientName: 'x', clientType: 'public' })),
    );

  it.each([
    ['its own endpoint', (endpoint: string) => ({ ssoOidc: endpoint, sso: NOBODY, all: NOBODY })],
    ['that of every service', (endpoint: string) => ({ sso: NOBODY, all: endpoint })],
  ])('is called at %s, and gives what the work makes of it', async (_, endpoints) => {
    service.answer('/client/register', says({ clientId: 'id' }));
    expect(await call(endpoints(service.endpoint))).toMatchObject({ clientId: 'id' });
  });

  it('is called in the portal’s region', async () => {
    expect(await withOidc({ portal: PORTAL, endpoints: {} }, ({ config }) => config.region())).toBe('eu-west-1');
  });

  it('is asked three times where it fails', async () => {
    service.answer('/client/register', refuses('InternalFailure', {}, 500));
    expect(await failureOf(call({ all: service.endpoint }))).toMatchObject({ name: 'InternalFailure' });
    expect(service.asked).toHaveLength(3);
  });

  it('is let go after the work', async () => {
    expect(await destroyed((work) => withOidc({ portal: PORTAL, endpoints: {} }, work))).toEqual([0, 1]);
  });
});

describe('the page that asks for consent', () => {
  it.each<[Endpoints, string]>([
    [{}, 'https://oidc.eu-west-1.amazonaws.com'],
    [{ fips: true }, 'https://oidc-fips.eu-west-1.amazonaws.com'],
    [{ dualstack: true }, 'https://oidc.eu-west-1.api.aws'],
    [{ fips: true, dualstack: true }, 'https://oidc-fips.eu-west-1.api.aws'],
    [{ sso: 'https://sso.example.com' }, 'https://oidc.eu-west-1.amazonaws.com'],
    [{ all: 'https://aws.example.com:8443/path' }, 'https://aws.example.com:8443'],
    [{ all: 'https://aws.example.com', ssoOidc: 'https://oidc.example.com/', fips: true }, 'https://oidc.example.com'],
  ])('with %j is at %s', async (endpoints, origin) => {
    expect(await authorizationOrigin({ portal: PORTAL, endpoints })).toBe(origin);
  });
});
