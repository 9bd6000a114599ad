import { createHash, randomBytes } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../clock.js';
import { formOf, signIn, type Person } from '../idp/browser.js';
import { startIdentityProvider, type IdentityProvider, type OidcFault } from '../idp/index.js';

const clock = createClock();
let idp: IdentityProvider;

const TAGS = { 'https://aws.amazon.com/tags': { principal_tags: { team: ['blue'] } } };
const REDIRECT = 'http://127.0.0.1:49152/callback';

beforeAll(async () => {
  idp = await startIdentityProvider({ clock });
  idp.addUser({ sub: 'ada', email: 'ada@example.com', claims: TAGS });
  idp.addUser({ sub: 'bob', email: 'bob@example.com' });
  idp.addClient({ clientId: 'editor', redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback'] });
  idp.addClient({ clientId: 'server', clientSecret: 's&c ret', redirectUris: ['https://app.example.com/cb'] });
});
afterAll(() => idp.stop());
beforeEach(() => {
  idp.faults.oidc = undefined;
  clock.setOffset(0);
});

const VERIFIER = randomBytes(32).toString('base64url');
const REQUEST = {
  client_id: 'editor',
  redirect_uri: REDIRECT,
  response_type: 'code',
  scope: 'openid email',
  state: 'the-state',
  nonce: 'the-nonce',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
};

const authorizeUrl = (changes: Record<string, string | undefined> = {}): string => {
  const url = new URL(`${idp.issuer}/authorize`);
  for (const [name, value] of Object.entries<string | undefined>({ ...REQUEST, ...changes })) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
};

/** Where the browser is sent after the form, as parameters. */
async function authorize(changes: Record<string, string | undefined> = {}, person: Person = { user: 'ada' }) {
  const response = await signIn(authorizeUrl(changes), person, 'manual');
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location')!).searchParams;
}

async function exchange(code: string, changes: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const form = {
    grant_type: 'authorization_code',
    client_id: 'editor',
    redirect_uri: REDIRECT,
    code,
    code_verifier: VERIFIER,
    ...changes,
  };
  const response = await fetch(`${idp.issuer}/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const getCode = async (changes?: Record<string, string | undefined>): Promise<string> =>
  (await authorize(changes)).get('code')!;

describe('discovery', () => {
  it('names the endpoints and the key that signs', async () => {
    const response = await fetch(`${idp.issuer}/.well-known/openid-configuration`);
    const { issuer, jwks_uri } = (await response.json()) as Record<string, string>;
    expect(issuer).toBe(idp.issuer);
    expect(await (await fetch(jwks_uri!)).json()).toEqual(idp.jwks);
    expect(idp.jwks.keys).toEqual([expect.objectContaining({ kty: 'RSA', alg: 'RS256', x5c: [expect.any(String)] })]);
  });
});

describe('a sign-in', () => {
  it('ends in an ID token that the JWKS verifies', async () => {
    const parameters = await authorize();
    expect(parameters.get('state')).toBe('the-state');
    expect(parameters.get('iss')).toBe(idp.issuer);
    const { status, body } = await exchange(parameters.get('code')!);
    expect(status).toBe(200);
    const { payload } = await jwtVerify(body['id_token']!, createLocalJWKSet({ keys: [...idp.jwks.keys] as never }), {
      issuer: idp.issuer,
      audience: 'editor',
      subject: 'ada',
    });
    expect(payload).toMatchObject({ nonce: 'the-nonce', email: 'ada@example.com', ...TAGS });
    expect(body['refresh_token']).toBeUndefined();
  });

  it('tells who the access token stands for', async () => {
    const { body } = await exchange(await getCode());
    const ask = (token: string) => fetch(`${idp.issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await ask(body['access_token']!)).json()).toMatchObject({ sub: 'ada', email: 'ada@example.com' });
    expect((await ask('another')).status).toBe(401);
  });

  it.each([{ scope: 'openid offline_access' }, { access_type: 'offline' }])('may be renewed if %o', async (asked) => {
    const { body } = await exchange(await getCode(asked));
    const renewed = await exchange('', { grant_type: 'refresh_token', refresh_token: body['refresh_token']! });
    expect(decodeJwt(renewed.body['id_token']!).sub).toBe('ada');
  });

  it('preselects the user that the client hints at', async () => {
    const page = await fetch(authorizeUrl({ login_hint: 'bob@example.com' }));
    expect(formOf(await page.text(), page.url)!.fields.get('user')).toBe('bob');
  });

  it.each(['client_secret_post', 'client_secret_basic'])('knows a confidential client by %s', async (method) => {
    const redirect_uri = 'https://app.example.com/cb';
    const code = await getCode({ client_id: 'server', redirect_uri, code_challenge: undefined });
    const secret = 's&c ret';
    const basic = Buffer.from(`server:${encodeURIComponent(secret)}`).toString('base64');
    const [form, headers] =
      method === 'client_secret_post'
        ? [{ client_secret: secret }, {}]
        : [{ client_id: '' }, { authorization: `Basic ${basic}` }];
    const body = { client_id: 'server', redirect_uri, ...form };
    const answer = await fetch(`${idp.issuer}/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'authorization_code', code, ...body }),
    });
    expect(answer.status).toBe(200);
  });
});

describe('what the client may not do', () => {
  it.each([
    ['an unknown client', { client_id: 'stranger' }],
    ['another redirect', { redirect_uri: 'https://evil.example.com/callback' }],
    ['another path', { redirect_uri: 'http://127.0.0.1:49152/other' }],
    ['a loopback name that is not registered', { redirect_uri: 'http://[::1]:49152/callback' }],
    ['another port of a site', { client_id: 'server', redirect_uri: 'https://app.example.com:8443/cb' }],
  ])('%s gets a page, no redirect', async (_, changes) => {
    const response = await fetch(authorizeUrl(changes), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('registered');
  });

  it.each([
    ['no PKCE', { code_challenge: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['prompt=none', { prompt: 'none' }, 'login_required'],
  ])('%s is sent back as an error', async (_, changes, error) => {
    const response = await fetch(authorizeUrl(changes), { redirect: 'manual' });
    const parameters = new URL(response.headers.get('location')!).searchParams;
    expect([parameters.get('error'), parameters.get('state')]).toEqual([error, 'the-state']);
  });

  it('goes on after the user denied', async () => {
    expect((await authorize({}, { decision: 'deny' })).get('error')).toBe('access_denied');
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['another redirect_uri', { redirect_uri: 'http://127.0.0.1:1/callback' }],
    ['the code of another client', { client_id: 'server', client_secret: 's&c ret' }],
  ])('%s gets no token', async (_, changes) => {
    expect((await exchange(await getCode(), changes)).body['error']).toBe('invalid_grant');
  });

  it('uses a code twice, or late', async () => {
    const code = await getCode();
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).body['error']).toBe('invalid_grant');
    const late = await getCode();
    clock.setOffset(61_000);
    expect((await exchange(late)).body['error']).toBe('invalid_grant');
  });

  it('shows a wrong secret', async () => {
    const { status, body } = await exchange('', { client_id: 'server', client_secret: 'guess' });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });
});

describe('faults', () => {
  const verify = (token: string) =>
    jwtVerify(token, createLocalJWKSet({ keys: [...idp.jwks.keys] as never }), {
      issuer: idp.issuer,
      audience: 'editor',
    });

  it.each<[OidcFault, string]>([
    ['issuer', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['noIssuer', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['audience', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['expired', 'ERR_JWT_EXPIRED'],
    ['signature', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    ['unknownKey', 'ERR_JWKS_NO_MATCHING_KEY'],
  ])('%s makes an ID token that does not verify', async (fault, code) => {
    const token = await idp.idToken({ user: 'ada', clientId: 'editor', fault });
    await expect(verify(token)).rejects.toMatchObject({ code });
    await expect(verify(await idp.idToken({ user: 'ada', clientId: 'editor' }))).resolves.toBeDefined();
  });

  it('follows a moved clock', async () => {
    clock.setOffset(-7_200_000);
    await expect(verify(await idp.idToken({ user: 'ada', clientId: 'editor' }))).rejects.toMatchObject({
      code: 'ERR_JWT_EXPIRED',
    });
  });

  it.each<[OidcFault, string, string | null]>([
    ['state', 'state', 'the-state-of-another-sign-in'],
    ['responseIssuer', 'iss', 'https://issuer.example.com'],
    ['noResponseIssuer', 'iss', null],
  ])('%s changes the redirect', async (fault, parameter, value) => {
    idp.faults.oidc = fault;
    expect((await authorize()).get(parameter)).toBe(value);
  });

  it.each<[OidcFault, object]>([
    ['tokenError', { error: 'invalid_grant' }],
    ['noIdToken', { access_token: expect.any(String) as string }],
  ])('%s changes the token response', async (fault, expected) => {
    const code = await getCode();
    idp.faults.oidc = fault;
    const { body } = await exchange(code);
    expect(body).toMatchObject(expected);
    expect(body).not.toHaveProperty('id_token');
  });
});
