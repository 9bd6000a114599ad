// The authorization endpoint: https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationEndpoint
import { randomUUID } from 'node:crypto';
import { BadRequest, readForm, redirect, sendPage, type Exchange, type Routes } from './http.js';
import { signInPage } from './pages.js';
import { handOut, type Realm } from './realm.js';
import type { OidcClient } from './types.js';

const CODE_LIFETIME_MS = 60_000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** What a code stands for until it is exchanged. */
export interface Grant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly scopes: readonly string[];
  readonly offline: boolean;
  readonly sub: string;
  readonly expiresAt: number;
}

/** A request that waits on the sign-in page. */
interface Pending {
  readonly client: OidcClient;
  readonly redirectUri: string;
  readonly parameters: URLSearchParams;
}

/** RFC 8252, section 7.3: the port of a loopback redirect is chosen at the time of the request. */
function sameRedirect(registered: string, asked: string): boolean {
  if (registered === asked) return true;
  if (!URL.canParse(registered) || !URL.canParse(asked)) return false;
  const [one, other] = [new URL(registered), new URL(asked)];
  if (one.protocol !== 'http:' || !LOOPBACK.has(one.hostname)) return false;
  one.port = other.port = '';
  return one.href === other.href;
}

function destination(realm: Realm, parameters: URLSearchParams): Pending {
  const client = realm.clients.get(parameters.get('client_id') ?? '');
  if (!client) throw new BadRequest(`No client "${parameters.get('client_id') ?? ''}" is registered.`);
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!client.redirectUris.some((registered) => sameRedirect(registered, redirectUri))) {
    throw new BadRequest(`redirect_uri "${redirectUri}" is not registered for this client.`);
  }
  return { client, redirectUri, parameters };
}

/** The error that goes back to the client, or undefined if the request is in order. */
function refusal({ client, parameters }: Pending): { error: string; error_description: string } | undefined {
  const invalid = (error_description: string) => ({ error: 'invalid_request', error_description });
  if (parameters.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', error_description: 'Only response_type=code is served' };
  }
  const challenge = parameters.get('code_challenge');
  if (challenge === null && client.clientSecret === undefined) return invalid('PKCE is required for public clients');
  if (challenge !== null && parameters.get('code_challenge_method') !== 'S256') {
    return invalid('Only code_challenge_method=S256 is served');
  }
  if (parameters.get('prompt') === 'none') {
    return { error: 'login_required', error_description: 'Nobody is signed in' };
  }
  return undefined;
}

export function authorizationRoutes(realm: Realm, codes: Map<string, Grant>): Routes {
  const waiting = new Map<string, Pending>();

  const answer = ({ response }: Exchange, pending: Pending, parameters: Record<string, string>): void => {
    const { oidc } = realm.faults;
    const state = pending.parameters.get('state') ?? undefined;
    redirect(response, pending.redirectUri, {
      ...parameters,
      state: oidc === 'state' ? 'the-state-of-another-sign-in' : state,
      iss:
        oidc === 'noResponseIssuer'
          ? undefined
          : oidc === 'responseIssuer'
            ? 'https://issuer.example.com'
            : realm.issuer,
    });
  };

  const show = (exchange: Exchange): void => {
    const pending = destination(realm, exchange.query);
    const refused = refusal(pending);
    if (refused) {
      answer(exchange, pending, refused);
      return;
    }
    const transaction = randomUUID();
    waiting.set(transaction, pending);
    const page = signInPage({
      title: `Sign in to ${pending.client.clientId}`,
      users: [...realm.users.values()],
      hint: exchange.query.get('login_hint') ?? undefined,
      action: '/authorize',
      fields: { transaction },
      buttons: { Allow: 'allow', Deny: 'deny' },
    });
    sendPage(exchange.response, page);
  };

  const decide = async (exchange: Exchange): Promise<void> => {
    const form = await readForm(exchange.request);
    const transaction = form.get('transaction') ?? '';
    const pending = waiting.get(transaction);
    if (!pending) throw new BadRequest('This sign-in is over. Start again.');
    waiting.delete(transaction);
    const user = realm.users.get(form.get('user') ?? '');
    if (form.get('decision') !== 'allow' || !user) {
      answer(exchange, pending, { error: 'access_denied', error_description: 'The user did not consent' });
      return;
    }
    const { parameters, redirectUri, client } = pending;
    const scopes = (parameters.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    const code = handOut(realm, randomUUID());
    codes.set(code, {
      clientId: client.clientId,
      redirectUri,
      challenge: parameters.get('code_challenge') ?? undefined,
      nonce: parameters.get('nonce') ?? undefined,
      scopes,
      offline: scopes.includes('offline_access') || parameters.get('access_type') === 'offline',
      sub: user.sub,
      expiresAt: realm.clock.now() + CODE_LIFETIME_MS,
    });
    answer(exchange, pending, { code });
  };

  return { 'GET /authorize': show, 'POST /authorize': decide };
}
