import { decodeJwt } from 'jose';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import { signInWithOidc, type OidcSignIn } from '../../../src/signIn/openIdConnect.js';
import { signIn, type Person } from '../../sandbox/idp/browser.js';
import { startIdentityProvider, type IdentityProvider, type OidcFault } from '../../sandbox/idp/index.js';

let idp: IdentityProvider;
/** What the browser ended on. */
let page: Promise<string>;

const REDIRECTS = ['http://127.0.0.1/callback', 'http://localhost/callback'];

beforeAll(async () => {
  idp = await startIdentityProvider();
  idp.addUser({ sub: 'ada', email: 'ada@example.com' });
  idp.addUser({ sub: 'bob', email: 'bob@example.com' });
  idp.addClient({ clientId: 'editor', redirectUris: REDIRECTS });
  idp.addClient({ clientId: 'desktop', clientSecret: 'not-so-secret', redirectUris: REDIRECTS });
});
afterAll(() => idp.stop());
beforeEach(() => {
  idp.faults.oidc = undefined;
  page = Promise.resolve('');
});

/** A browser in which that person signs in. */
const browserOf = (person: Person) => (url: string) => {
  page = signIn(url, person).then((response) => response.text());
  page.catch(() => undefined);
  return Promise.resolve();
};

const attempt = (changes: Partial<OidcSignIn> = {}, person: Person = { user: 'ada' }) =>
  signInWithOidc({
    issuer: idp.issuer,
    clientId: 'editor',
    scopes: ['openid', 'email'],
    openBrowser: browserOf(person),
    ...changes,
  });

describe('a sign-in', () => {
  it('gives the ID token of whom the user chose', async () => {
    const before = Date.now();
    const tokens = await attempt({}, { user: 'bob' });
    expect(tokens).toStrictEqual({
      idToken: expect.any(String) as string,
      subject: 'bob',
      issuer: idp.issuer,
      audience: ['editor'],
      expiresAt: expect.any(Number) as number,
    });
    expect(tokens.expiresAt).toBeGreaterThan(before + 3_500_000);
    expect(decodeJwt(tokens.idToken)).toMatchObject({ sub: 'bob', email: 'bob@example.com' });
    expect(await page).toContain('You are signed in');
  });

  it('sends further parameters, and gets a refresh token for offline access', async () => {
    let asked = new URLSearchParams();
    const tokens = await attempt({
      extraParameters: { access_type: 'offline', login_hint: 'bob' },
      openBrowser: (url) => {
        asked = new URL(url).searchParams;
        return browserOf({})(url);
      },
    });
    expect(tokens).toMatchObject({ subject: 'bob', refreshToken: expect.any(String) as string });
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('scope')).toBe('openid email');
  });

  it("uses a desktop client's secret, on a fixed port of localhost", async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    let redirect: string | null = null;
    const changes = { clientId: 'desktop', clientSecret: 'not-so-secret', redirectPort: port };
    const tokens = await attempt({
      ...changes,
      redirectHost: 'localhost',
      openBrowser: (url) => {
        redirect = new URL(url).searchParams.get('redirect_uri');
        return browserOf({})(url);
      },
    });
    expect(tokens.audience).toEqual(['desktop']);
    expect(redirect).toBe(`http://localhost:${port}/callback`);
  });

  it.each([
    ['in the form where the provider takes that', ['client_secret_basic', 'client_secret_post'], true],
    ['in a header where it takes that alone', ['client_secret_basic'], false],
    ['in a header where it does not say', undefined, false],
  ])('sends the secret %s', async (_, methods, inForm) => {
    let sent: RequestInit | undefined;
    const send: typeof fetch = async (input, init) => {
      if ((input as string).endsWith('/token')) sent = init;
      const reply = await fetch(input, init);
      if (!(input as string).endsWith('openid-configuration')) return reply;
      const document = (await reply.json()) as object;
      return Response.json({ ...document, token_endpoint_auth_methods_supported: methods });
    };
    await attempt({ clientId: 'desktop', clientSecret: 'not-so-secret', fetch: send }).catch(() => undefined);
    expect(new URLSearchParams(sent?.body as string).has('client_secret')).toBe(inForm);
    expect(new Headers(sent?.headers).has('authorization')).toBe(!inForm);
  });

  it("goes through the caller's fetch", async () => {
    const asked: string[] = [];
    await attempt({
      fetch: (input, init) => {
        asked.push(new URL(input as string).pathname);
        return fetch(input, init);
      },
    });
    expect(asked).toEqual(['/.well-known/openid-configuration', '/token', '/jwks']);
  });
});

describe('what goes wrong at the provider', () => {
  it.each<[OidcFault, RegExp]>([
    ['discoveryDown', /openid-configuration answered with HTTP status 503\. Check the issuer/],
    ['discoveryNotJson', /openid-configuration is no OpenID Connect discovery document\./],
    ['discoveryIssuer', /is about another issuer, "https:\/\/issuer\.example\.com"/],
  ])('%s is told without opening the browser', async (fault, message) => {
    idp.faults.oidc = fault;
    const openBrowser = () => Promise.reject(new Error('The browser was opened'));
    await expect(attempt({ openBrowser })).rejects.toThrow(UserError);
    await expect(attempt({ openBrowser })).rejects.toThrow(message);
  });

  it.each<[OidcFault, RegExp]>([
    ['responseIssuer', /does not come from http:\/\/127\S+ but from "https:\/\/issuer\.example\.com"/],
    ['noResponseIssuer', /does not come from http:\/\/127\S+ but names no issuer/],
    ['tokenError', /did not accept the sign-in's code \("invalid_grant": Nothing is granted today\)/],
    ['noIdToken', /gave no ID token\. Add openid to the scopes/],
    ['nonce', /ID token \S+ \S+ belongs to another sign-in \(its nonce differs\)/],
    ['issuer', /names another issuer, "https:\/\/issuer\.example\.com", instead of http:\/\/127/],
    ['noIssuer', /ID token of \S+ lacks iss,/],
    ['audience', /is meant for another audience, "another-client"/],
    ['expired', /is already expired\. Check this computer's clock/],
    ['signature', /signature of the ID token of \S+ is wrong/],
    ['unknownKey', /is signed with a key that the provider does not publish/],
  ])('%s gives no token, and a message here and in the browser', async (fault, message) => {
    idp.faults.oidc = fault;
    const failure = await attempt().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).message).toMatch(message);
    expect((failure as UserError).message).not.toContain('eyJ');
    expect(await page).toContain('The sign-in failed');
  });
});

describe('what the user or the configuration does wrong', () => {
  it('does not allow it', async () => {
    await expect(attempt({}, { decision: 'deny' })).rejects.toThrow(
      /^The sign-in was not allowed: \S+ answered "access_denied": The user did not consent\. Start the sign-in again/,
    );
  });

  it.each<[string, Partial<OidcSignIn>, RegExp]>([
    ['asks for no ID token', { scopes: ['email'] }, /gave no ID token\. Add openid/],
    ['has a wrong secret', { clientId: 'desktop', clientSecret: 'guess' }, /Check client id and client secret/],
    ['asks in a way that is not served', { extraParameters: { prompt: 'none' } }, /refused the sign-in \("login_requ/],
    ['writes no URL', { issuer: 'accounts.google.com' }, /The issuer "accounts\.google\.com" is not a URL/],
    ['would go unencrypted', { issuer: 'http://issuer.example.com' }, /must start with https:/],
    ['writes an issuer that is not there', { issuer: 'http://127.0.0.1:1' }, /cannot be reached \(.+\)\. Check the is/],
  ])('%s', async (_, changes, message) => {
    const failure = attempt(changes);
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });

  it('closes the browser: the wait is over in time', async () => {
    const openBrowser = () => Promise.resolve();
    await expect(attempt({ openBrowser, timeoutMs: 100 })).rejects.toThrow(/^No answer from the browser within/);
  });

  it('cancels while the browser is open', async () => {
    const abort = new AbortController();
    const openBrowser = () => {
      abort.abort();
      return Promise.resolve();
    };
    await expect(attempt({ openBrowser, signal: abort.signal })).rejects.toThrow(Cancelled);
  });

  it.each(['/.well-known/openid-configuration', '/token'])('cancels while %s is slow', async (path) => {
    const abort = new AbortController();
    const slow: typeof fetch = (input, init) => {
      if ((input as string).endsWith(path)) abort.abort();
      return fetch(input, init);
    };
    await expect(attempt({ fetch: slow, signal: abort.signal })).rejects.toThrow(Cancelled);
  });

  it.each(['/.well-known/openid-configuration', '/token'])('cancels while nothing comes from %s', async (path) => {
    const abort = new AbortController();
    let ended = false;
    const silent: typeof fetch = (input, init) =>
      (input as string).endsWith(path)
        ? new Promise((_, reject) => {
            init?.signal?.addEventListener('abort', () => {
              ended = true;
              reject(new Error('Ended'));
            });
            setImmediate(() => abort.abort());
          })
        : fetch(input, init);
    await expect(attempt({ fetch: silent, signal: abort.signal })).rejects.toThrow(Cancelled);
    expect(ended).toBe(true);
  });
});

describe('what comes back to this computer', () => {
  it.each(['code=x', 'error=access_denied', 'state=other', 'code=x&state=other'])(
    'with another state does not end the sign-in: %s',
    async (query) => {
      const forged: string[] = [];
      const openBrowser = async (url: string) => {
        const back = new URL(url).searchParams.get('redirect_uri') ?? '';
        const page = await fetch(`${back}?${query}`);
        forged.push(`${page.status} ${await page.text()}`);
        void browserOf({ user: 'ada' })(url);
      };
      expect(await attempt({ openBrowser })).toHaveProperty('issuer', idp.issuer);
      expect(forged).toEqual([expect.stringMatching(/^400 [^]*belongs to another sign-in/)]);
    },
  );

  it('is over for who opened the page once it has come', async () => {
    let over: AbortSignal | undefined;
    await attempt({
      openBrowser: (url, signal) => {
        over = signal;
        expect(signal.aborted).toBe(false);
        return browserOf({ user: 'ada' })(url);
      },
    });
    expect(over?.aborted).toBe(true);
  });
});

describe('a provider elsewhere', () => {
  const issuer = 'https://issuer.example.com';
  const asked: string[] = [];
  /** As its discovery says it is, and nothing else. */
  const elsewhere = (document: object): Partial<OidcSignIn> => ({
    issuer,
    fetch: (input) => {
      asked.push(input as string);
      return Promise.resolve(Response.json({ issuer, ...document }));
    },
    openBrowser: (url) => {
      const { searchParams } = new URL(url);
      const answer = new URLSearchParams({ code: 'x', state: searchParams.get('state') ?? '' });
      void fetch(`${searchParams.get('redirect_uri')}?${answer.toString()}`).catch(() => undefined);
      return Promise.resolve();
    },
  });

  it('without a page to sign in is told', async () => {
    const failure = attempt(elsewhere({ token_endpoint: `${issuer}/token` }));
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(`${issuer} offers no sign-in page for the browser`);
  });

  it('gets no code unencrypted', async () => {
    asked.length = 0;
    const endpoints = {
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: 'http://issuer.example.com/token',
    };
    await expect(attempt(elsewhere(endpoints))).rejects.toThrow(UserError);
    expect(asked).toEqual([`${issuer}/.well-known/openid-configuration`]);
  });
});
