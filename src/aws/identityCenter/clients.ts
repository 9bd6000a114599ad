import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { clientTransport } from '../transport/transport.js';
import type { ReachablePortal } from '../../model/plan/portal.js';

/** The access portal's API, for the length of `work`. Its calls are not signed: each brings the access token. */
export async function withPortal<T>(
  { portal, endpoints }: ReachablePortal,
  work: (client: SSOClient) => Promise<T>,
): Promise<T> {
  const client = new SSOClient({
    region: portal.region,
    ...clientTransport(endpoints, 'sso'),
  });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** The OIDC service's API, for the length of `work`. */
export async function withOidc<T>(
  { portal, endpoints }: ReachablePortal,
  work: (client: SSOOIDCClient) => Promise<T>,
): Promise<T> {
  const client = new SSOOIDCClient({
    region: portal.region,
    ...clientTransport(endpoints, 'ssoOidc'),
  });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** "https://oidc.us-east-1.amazonaws.com": where the browser asks for consent, which is no call of the API. */
export function authorizationOrigin(reachable: ReachablePortal): Promise<string> {
  const { portal, endpoints } = reachable;
  const endpoint = endpoints.ssoOidc ?? endpoints.all;
  if (endpoint !== undefined) {
    return Promise.resolve(new URL(endpoint).origin);
  }
  return withOidc(reachable, ({ config }) =>
    Promise.resolve(
      config.endpointProvider({
        Region: portal.region,
        UseFIPS: endpoints.fips === true,
        UseDualStack: endpoints.dualstack === true,
      }).url.origin,
    ),
  );
}
