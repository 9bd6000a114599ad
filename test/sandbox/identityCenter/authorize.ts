// The authorization code grant with PKCE, as `aws sso login` uses it where a browser is at hand.
import { randomUUID } from 'node:crypto';
import { pageReply, redirectReply, type SiteCall, type SiteReply } from '../front/site.js';
import { AwsError } from '../types.js';
import { decisionOf } from './device.js';
import { consentPage } from './pages.js';
import { mint, type Instance, type PendingAuthorization, type Realm, type Registration } from './realm.js';

const CODE_MS = 600_000;
const CHALLENGE = /^[\w-]{43}$/;

const badRequest = (message: string): AwsError => new AwsError(400, 'InvalidRequestException', message);

/** Loopback redirects may name any port: https://www.rfc-editor.org/rfc/rfc8252#section-7.3 */
const withoutPort = (uri: string): string => uri.replace(/^(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])):\d+/, '$1');

/** Client and redirect, which must be right before anybody is sent anywhere. Throws AwsError. */
function target(
  realm: Realm,
  { parameters, now }: SiteCall,
): { client: Registration; instance: Instance; redirectUri: string } {
  const client = realm.clients.get(parameters.get('client_id') ?? '');
  if (!client || client.expiresAt <= now) throw badRequest('Invalid client provided.');
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!client.redirectUris.some((uri) => withoutPort(uri) === withoutPort(redirectUri)))
    throw badRequest('Invalid redirect URI provided.');
  if (!client.instance) throw badRequest('The client was registered without an issuer.');
  return { client, instance: client.instance, redirectUri };
}

const back = (
  { redirectUri, state }: Pick<PendingAuthorization, 'redirectUri' | 'state'>,
  parameters: Readonly<Record<string, string>>,
): SiteReply => redirectReply(redirectUri, { ...parameters, ...(state !== undefined && { state }) });

/** What is wrong with the rest of the request, in OAuth's words. */
function mistake({ parameters }: SiteCall, client: Registration): readonly [error: string, description: string] | null {
  if (!client.grantTypes.includes('authorization_code'))
    return ['unauthorized_client', 'The client may not use the authorization code grant'];
  if (parameters.get('response_type') !== 'code') return ['unsupported_response_type', 'response_type must be code'];
  if (parameters.get('code_challenge_method') !== 'S256' || !CHALLENGE.test(parameters.get('code_challenge') ?? ''))
    return ['invalid_request', 'A code challenge of method S256 is required'];
  // The AWS CLI says "scopes" where OAuth says "scope".
  const asked = (parameters.get('scopes') ?? parameters.get('scope') ?? '').split(/[ ,]/).filter((scope) => scope);
  return asked.every((scope) => client.scopes.includes(scope)) ? null : ['invalid_scope', 'Scope was not registered'];
}

export const authorizePage =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const { client, instance, redirectUri } = target(realm, call);
    const state = call.parameters.get('state');
    const wrong = mistake(call, client);
    if (wrong) return back({ redirectUri, state }, { error: wrong[0], error_description: wrong[1] });
    const id = randomUUID();
    const codeChallenge = call.parameters.get('code_challenge') ?? '';
    realm.pending.set(id, { client, instance, redirectUri, state, codeChallenge });
    const users = [...instance.users.values()];
    const consent = { clientName: client.clientName, users, action: 'authorize', field: ['request', id] as const };
    return pageReply(200, consentPage(consent));
  };

export const authorizeDecision =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const id = call.parameters.get('request') ?? '';
    const pending = realm.pending.get(id);
    if (!pending) throw badRequest('The request is unknown or was answered already.');
    const decision = decisionOf(call, pending.instance.users);
    realm.pending.delete(id);
    if (decision.kind !== 'allowed')
      return back(pending, { error: 'access_denied', error_description: 'Resource owner denied access' });
    const code = mint(realm, '');
    realm.codes.set(code, { ...pending, userName: decision.userName, expiresAt: call.now + CODE_MS });
    return back(pending, { code });
  };
