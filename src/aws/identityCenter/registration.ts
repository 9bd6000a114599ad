import * as l10n from '../../base/l10n.js';
import { RegisterClientCommand } from '@aws-sdk/client-sso-oidc';
import { UserError } from '../../base/errors.js';
import { withOidc } from './clients.js';
import { registrationScopes, type Flow, type PortalAccess } from './portal.js';
import { readRegistration, writeRegistration, type Registration } from './tokenCache.js';

/** What the consent page calls us. */
const CLIENT_NAME = 'Role Sessions for AWS';
/** Not used from here on before its end, as in botocore's SSOTokenFetcher: the sign-in would outlast it. */
const REGISTRATION_MARGIN_MS = 15 * 60_000;

/** IAM Identity Center takes any port of this address, and no other path. */
export const CALLBACK_PATH = '/oauth/callback';
const CALLBACK_URL = `http://127.0.0.1${CALLBACK_PATH}`;

/** The client that a sign-in is for: the one registered before, or a new one. Throws what the SDK throws. */
export async function registeredClient(access: PortalAccess, flow: Flow): Promise<Registration> {
  const { portal, homeDirectory } = access;
  const kept = await readRegistration(portal, flow, homeDirectory);
  if (kept !== undefined && kept.expiresAt - Date.now() > REGISTRATION_MARGIN_MS) {
    return kept;
  }
  const registration = await register(access, flow);
  await writeRegistration(portal, flow, homeDirectory, registration);
  return registration;
}

async function register(access: PortalAccess, flow: Flow): Promise<Registration> {
  const { portal, signal } = access;
  const scopes = registrationScopes(portal);
  const input = {
    clientName: CLIENT_NAME,
    clientType: 'public',
    ...(scopes.length > 0 && { scopes: [...scopes] }),
    ...(flow === 'browser' && {
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [CALLBACK_URL],
      issuerUrl: portal.startUrl,
    }),
  };
  const reply = await withOidc(access, (client) =>
    client.send(new RegisterClientCommand(input), { abortSignal: signal }),
  );
  const { clientId, clientSecret, clientSecretExpiresAt } = reply;
  if (clientId === undefined || clientSecret === undefined || clientSecretExpiresAt === undefined) {
    throw new UserError(l10n.t('IAM Identity Center answered without a client. Is the endpoint really its own?'));
  }
  return { clientId, clientSecret, expiresAt: clientSecretExpiresAt * 1000 };
}
