// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_RegisterClient.html
import { jsonReply, type SiteCall, type SiteReply } from '../front/site.js';
import { oidcError } from './errors.js';
import { required, text, texts } from './input.js';
import { instanceOf, mint, type Instance, type Realm, type Registration } from './realm.js';

export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const GRANT_TYPES: readonly string[] = [DEVICE_CODE, 'authorization_code', 'refresh_token'];
const SCOPE = /^[a-z][\w-]*:[\w-]+(:[\w*-]+)?$/i;
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;
const REGISTRATION_MS = 90 * 24 * 3600_000;

/** Throws AwsError for a URI that is neither the device's own nor a scheme of the client's. */
function checkRedirect(uri: string): void {
  if (!URL.canParse(uri) || (/^https?:/.test(uri) && !LOOPBACK.test(uri)))
    throw oidcError('InvalidRedirectUri', `Invalid redirect URI: ${uri}`);
}

function issuer(realm: Realm, issuerUrl: string | undefined): Instance | undefined {
  if (issuerUrl === undefined) return undefined;
  const instance = instanceOf(realm, issuerUrl);
  if (!instance) throw oidcError('InvalidRequest', 'Invalid issuer url provided');
  return instance;
}

/** Throws AwsError. */
function checkClient(call: SiteCall, client: Pick<Registration, 'scopes' | 'grantTypes' | 'redirectUris'>): void {
  if (required(call, 'clientType') !== 'public')
    throw oidcError('InvalidClientMetadata', 'Only public clients are supported');
  const scope = client.scopes.find((candidate) => !SCOPE.test(candidate));
  if (scope !== undefined) throw oidcError('InvalidScope', `Invalid scope: ${scope}`);
  if (!client.grantTypes.every((type) => GRANT_TYPES.includes(type)))
    throw oidcError('UnsupportedGrantType', 'Unsupported grant type');
  client.redirectUris.forEach(checkRedirect);
  if (client.grantTypes.includes('authorization_code') && client.redirectUris.length === 0)
    throw oidcError('InvalidRequest', 'Missing required parameter: redirectUris');
}

export function addClient(
  realm: Realm,
  client: Pick<Registration, 'clientName' | 'scopes' | 'grantTypes' | 'redirectUris' | 'instance'>,
): Registration {
  const registration: Registration = {
    ...client,
    clientId: mint(realm, '', 24),
    clientSecret: mint(realm, 'eyJ', 96),
    expiresAt: Math.floor(realm.vault.clock.now() / 1000) * 1000 + REGISTRATION_MS,
  };
  realm.clients.set(registration.clientId, registration);
  return registration;
}

export const registerClient =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const clientName = required(call, 'clientName');
    const grantTypes = texts(call, 'grantTypes');
    const client = { scopes: texts(call, 'scopes'), grantTypes, redirectUris: texts(call, 'redirectUris') };
    checkClient(call, client);
    const instance = issuer(realm, text(call, 'issuerUrl'));
    const { clientId, clientSecret, expiresAt } = addClient(realm, {
      ...client,
      clientName,
      instance,
      // Who names none may do what there was before the authorization code grant.
      grantTypes: grantTypes.length > 0 ? grantTypes : [DEVICE_CODE, 'refresh_token'],
    });
    return jsonReply(200, {
      authorizationEndpoint: null,
      clientId,
      clientIdIssuedAt: Math.floor(call.now / 1000),
      clientSecret,
      clientSecretExpiresAt: expiresAt / 1000,
      tokenEndpoint: null,
    });
  };
