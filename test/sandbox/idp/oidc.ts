// Discovery, token and userinfo endpoints: https://openid.net/specs/openid-connect-core-1_0.html
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { authorizationRoutes, type Grant } from './authorization.js';
import { readForm, sendJson, sendPage, type Exchange, type Routes } from './http.js';
import { createIdToken } from './idToken.js';
import { errorPage } from './pages.js';
import { handOut, userOf, type Realm } from './realm.js';
import type { OidcClient } from './types.js';

const ACCESS_TOKEN_SECONDS = 3600;

/** An error of the token endpoint (RFC 6749, section 5.2). */
class TokenError extends Error {
  constructor(
    readonly error: string,
    description: string,
    readonly status = 400,
  ) {
    super(description);
  }
}

const metadata = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'email', 'offline_access'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
  claims_supported: ['sub', 'email', 'https://aws.amazon.com/tags'],
  authorization_response_iss_parameter_supported: true,
});

function discover({ faults, issuer }: Realm, { response }: Exchange): void {
  if (faults.oidc === 'discoveryDown') sendPage(response, errorPage('Down for maintenance'), 503);
  else if (faults.oidc === 'discoveryNotJson') sendPage(response, errorPage('There is nothing here'));
  else sendJson(response, metadata(faults.oidc === 'discoveryIssuer' ? 'https://issuer.example.com' : issuer));
}

/** client_secret_basic, client_secret_post, or a public client that only names itself. */
function authenticateClient(realm: Realm, request: IncomingMessage, form: URLSearchParams): OidcClient {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [id, secret] =
    basic === undefined
      ? [form.get('client_id'), form.get('client_secret')]
      : Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  const client = realm.clients.get(id ?? '');
  if (!client || (client.clientSecret ?? '') !== (secret ?? '')) {
    throw new TokenError('invalid_client', 'Unknown client or wrong client secret', 401);
  }
  return client;
}

function checkGrant(grant: Grant | undefined, client: OidcClient, form: URLSearchParams, now: number): Grant {
  if (grant?.clientId !== client.clientId || grant.expiresAt <= now) {
    throw new TokenError('invalid_grant', 'The code is unknown, used or expired');
  }
  if (grant.redirectUri !== form.get('redirect_uri')) throw new TokenError('invalid_grant', 'redirect_uri differs');
  const verifier = form.get('code_verifier');
  const challenge = verifier === null ? undefined : createHash('sha256').update(verifier).digest('base64url');
  if (grant.challenge !== challenge) throw new TokenError('invalid_grant', 'code_verifier does not match');
  return grant;
}

export function oidcRoutes(realm: Realm): Routes {
  const codes = new Map<string, Grant>();
  const accessTokens = new Map<string, string>();
  const refreshTokens = new Map<string, Grant>();

  /** A code is good for one use. */
  const redeem = (form: URLSearchParams, client: OidcClient): Grant => {
    const code = form.get('code') ?? '';
    const grant = codes.get(code);
    codes.delete(code);
    return checkGrant(grant, client, form, realm.clock.now());
  };
  const refresh = (form: URLSearchParams, client: OidcClient): Grant => {
    const grant = refreshTokens.get(form.get('refresh_token') ?? '');
    if (grant?.clientId !== client.clientId) throw new TokenError('invalid_grant', 'Unknown refresh token');
    return { ...grant, nonce: undefined };
  };

  const issue = async (grant: Grant): Promise<object> => {
    const accessToken = handOut(realm, randomUUID());
    accessTokens.set(accessToken, grant.sub);
    const refreshToken = grant.offline ? handOut(realm, randomUUID()) : undefined;
    if (refreshToken !== undefined) refreshTokens.set(refreshToken, grant);
    const { clientId, nonce, scopes } = grant;
    const fault = realm.faults.oidc;
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: ACCESS_TOKEN_SECONDS,
      scope: scopes.join(' '),
      refresh_token: refreshToken,
      id_token:
        scopes.includes('openid') && fault !== 'noIdToken'
          ? await createIdToken(realm, { user: grant.sub, clientId, nonce, fault })
          : undefined,
    };
  };

  const token = async ({ request, response }: Exchange): Promise<void> => {
    const form = await readForm(request);
    try {
      if (realm.faults.oidc === 'tokenError') throw new TokenError('invalid_grant', 'Nothing is granted today');
      const client = authenticateClient(realm, request, form);
      const type = form.get('grant_type');
      if (type !== 'authorization_code' && type !== 'refresh_token') {
        throw new TokenError('unsupported_grant_type', `grant_type "${type ?? ''}" is not served`);
      }
      sendJson(response, await issue(type === 'refresh_token' ? refresh(form, client) : redeem(form, client)));
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      sendJson(response, { error: error.error, error_description: error.message }, error.status);
    }
  };

  const userInfo = ({ request, response }: Exchange): void => {
    const sub = accessTokens.get(request.headers.authorization?.replace(/^Bearer /i, '') ?? '');
    if (sub === undefined) {
      response.setHeader('www-authenticate', 'Bearer error="invalid_token"');
      sendJson(response, { error: 'invalid_token' }, 401);
      return;
    }
    const { email, claims } = userOf(realm, sub);
    sendJson(response, { ...claims, sub, email });
  };

  return {
    ...authorizationRoutes(realm, codes),
    'GET /.well-known/openid-configuration': (exchange) => discover(realm, exchange),
    'GET /jwks': ({ response }) => sendJson(response, realm.signer.jwks),
    'POST /token': token,
    'GET /userinfo': userInfo,
  };
}
