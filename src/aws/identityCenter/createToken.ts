import * as l10n from '../../base/l10n.js';
import { CreateTokenCommand, type CreateTokenCommandInput } from '@aws-sdk/client-sso-oidc';
import { UserError } from '../../base/errors.js';
import { SteadyFlights } from '../../base/waiting/flights.js';
import { withOidc } from './clients.js';
import type { PortalAccess } from './portal.js';
import type { PortalToken, Registration } from './tokenCache.js';

type Grant = Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'>;

/** A grant is good once: what came of it is kept also for whoever cancels meanwhile, in this window or another. */
const flights = new SteadyFlights<PortalToken>();

/** How a token is kept that AWS has given. */
export type KeepToken = (token: PortalToken) => Promise<void>;

/** Exchanges a grant for tokens, and keeps them. Throws Cancelled, and what the SDK and `keep` throw. */
export function createToken(
  access: PortalAccess,
  client: Registration,
  grant: Grant,
  keep: KeepToken,
): Promise<PortalToken> {
  const key = JSON.stringify([client.clientId, grant]);
  return flights.join(key, access.signal, async () => {
    const token = await exchange(access, client, grant);
    await keep(token);
    return token;
  });
}

async function exchange(access: PortalAccess, client: Registration, grant: Grant): Promise<PortalToken> {
  const { clientId, clientSecret } = client;
  const command = new CreateTokenCommand({ clientId, clientSecret, ...grant });
  const { accessToken, expiresIn, refreshToken } = await withOidc(access, (oidc) => oidc.send(command));
  if (accessToken === undefined || expiresIn === undefined) {
    throw new UserError(l10n.t('IAM Identity Center answered without a token. Is the endpoint really its own?'));
  }
  // Of the time that the answer arrived, as botocore has it: never longer than AWS counts by more than the way back.
  return {
    accessToken,
    expiresAt: Date.now() + expiresIn * 1000,
    refreshToken: refreshToken ?? undefined,
    registration: client,
  };
}
