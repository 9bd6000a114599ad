// OpenID Connect sign-in: authorization code with PKCE on a loopback redirect (RFC 7636, RFC 8252).
import * as l10n from '../base/l10n.js';
import * as oidc from 'openid-client';
import { Cancelled, UserError } from '../base/errors.js';
import { receiveFromBrowser } from './loopback.js';
import { discoveryFailure, exchangeFailure, otherSignIn, redirectFailure } from './openIdFailures.js';
import { parseSignInUrl } from './signInUrl.js';

const CALLBACK_PATH = '/callback';

export interface OidcSignIn {
  /** As IAM's OpenID Connect provider names it: "https://accounts.google.com". http only on this computer. */
  readonly issuer: string;
  readonly clientId: string;
  /** For clients that the provider gave one, such as Google's desktop clients. */
  readonly clientSecret?: string | undefined;
  /** `openid` must be among them. */
  readonly scopes: readonly string[];
  /** For providers that want the redirect's port registered; default: a free one. */
  readonly redirectPort?: number | undefined;
  /** For providers that only register http://localhost; default "127.0.0.1". */
  readonly redirectHost?: '127.0.0.1' | 'localhost' | undefined;
  /** Further parameters of the authorization request, such as `prompt` or `login_hint`. */
  readonly extraParameters?: Readonly<Record<string, string>> | undefined;
  /** Throws Cancelled if the user does not want the browser. `over` aborts when its page is not awaited any more. */
  openBrowser(url: string, over: AbortSignal): PromiseLike<unknown>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the user has in the browser; default 5 minutes. */
  readonly timeoutMs?: number | undefined;
  /** One that knows the proxy and the certificate authorities; default: the platform's. */
  readonly fetch?: typeof fetch | undefined;
}

export interface OidcTokens {
  /** The WebIdentityToken of AssumeRoleWithWebIdentity: signature, issuer, audience, expiry and nonce are checked. */
  readonly idToken: string;
  readonly subject: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly refreshToken?: string;
}

/** What one sign-in sends out and wants to see again. */
interface Checks {
  readonly expectedState: string;
  readonly expectedNonce: string;
  readonly pkceCodeVerifier: string;
}

/**
 * Signs the user in with the browser. Throws Cancelled when the signal aborts, and UserError for everything that goes
 * wrong at the provider, on the way back, or with the tokens.
 */
export async function signInWithOidc(options: OidcSignIn): Promise<OidcTokens> {
  const provider = await discover(options);
  const checks: Checks = {
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
  };
  return receiveFromBrowser(
    {
      path: CALLBACK_PATH,
      method: 'GET',
      parameters: ['code', 'error', 'state'],
      refusalOf: (parameters) => otherSignIn(parameters, checks.expectedState),
      host: options.redirectHost,
      port: options.redirectPort,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    },
    {
      open: async (redirectUri, over) =>
        options.openBrowser(await authorizationUrl(provider, options, redirectUri, checks), over),
      finish: (parameters, redirectUri) => exchange(provider, options, parameters, redirectUri, checks),
    },
  );
}

async function discover(options: OidcSignIn): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret, signal } = options;
  const url = parseSignInUrl(issuer, 'issuer');
  const authentication = clientSecret === undefined ? oidc.None() : withSecret(clientSecret);
  try {
    return await oidc.discovery(url, clientId, undefined, authentication, {
      [oidc.customFetch]: cancellable(options),
      execute: [oidc.enableNonRepudiationChecks, ...(url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])],
    });
  } catch (error) {
    throw signal?.aborted === true ? new Cancelled() : discoveryFailure(error, issuer);
  }
}

/** client_secret_post where the provider says that it takes it, otherwise the default of RFC 8414. */
function withSecret(clientSecret: string): oidc.ClientAuth {
  const post = oidc.ClientSecretPost(clientSecret);
  const basic = oidc.ClientSecretBasic(clientSecret);
  return (server, ...request) =>
    server.token_endpoint_auth_methods_supported?.includes('client_secret_post') === true
      ? post(server, ...request)
      : basic(server, ...request);
}

/** The caller's fetch, which also ends when the caller's signal aborts. */
function cancellable({ fetch: send = fetch, signal }: OidcSignIn): oidc.CustomFetch {
  return (url, request) => {
    const signals = [request.signal, signal].filter((each) => each !== undefined);
    return send(url, { ...(request as RequestInit), signal: AbortSignal.any(signals) });
  };
}

async function authorizationUrl(
  provider: oidc.Configuration,
  { issuer, scopes, extraParameters }: OidcSignIn,
  redirectUri: string,
  checks: Checks,
): Promise<string> {
  if (provider.serverMetadata().authorization_endpoint === undefined) {
    throw new UserError(l10n.t('{0} offers no sign-in page for the browser (its discovery names none).', issuer));
  }
  return oidc.buildAuthorizationUrl(provider, {
    ...extraParameters,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
  }).href;
}

async function exchange(
  provider: oidc.Configuration,
  { issuer, signal }: OidcSignIn,
  parameters: URLSearchParams,
  redirectUri: string,
  checks: Checks,
): Promise<OidcTokens> {
  const refused = redirectFailure(parameters, provider.serverMetadata());
  if (refused) throw refused;
  try {
    const answer = await oidc.authorizationCodeGrant(provider, new URL(`${redirectUri}?${parameters.toString()}`), {
      ...checks,
    });
    return tokensOf(answer);
  } catch (error) {
    throw signal?.aborted === true ? new Cancelled() : exchangeFailure(error, issuer);
  }
}

function tokensOf(answer: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>): OidcTokens {
  const claims = answer.claims();
  if (!claims || answer.id_token === undefined) throw new Error('An expected ID token was let through missing');
  return {
    idToken: answer.id_token,
    subject: claims.sub,
    issuer: claims.iss,
    audience: [claims.aud].flat(),
    expiresAt: claims.exp * 1000,
    ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
  };
}
