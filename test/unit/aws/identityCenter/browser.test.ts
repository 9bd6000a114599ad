import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { signInWithBrowser } from '../../../../src/aws/identityCenter/browser.js';
import { registrationFile } from '../../../../src/aws/identityCenter/portal.js';
import type { SignInPage } from '../../../../src/model/session/interaction.js';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import {
  accessTo,
  failureOf,
  homeOfEach,
  inMinutes,
  keep,
  keptIn,
  PORTAL,
  refuses,
  says,
  startService,
} from './service.js';

const service = startService();
const home = homeOfEach();
const file = () => registrationFile(PORTAL, 'browser', home.path);

/** What the page was asked with, and what the browser brought back saw. */
let page: URL;
let seen: Promise<string>;

beforeEach(async () => {
  service.answer('/token', says({ accessToken: 'a', refreshToken: 'r', expiresIn: 3600 }));
  await keep(file(), { clientId: 'id', clientSecret: 'secret', expiresAt: inMinutes(60) });
});

const keepNothing = () => Promise.resolve();

type Answer = Readonly<Record<string, string>>;

/** A sign-in whose page comes back with `answer`; "state" is that of the page unless it says otherwise. */
function signIn(answer: Answer, changes: Parameters<typeof accessTo>[2] = {}) {
  const openBrowser = ({ url }: SignInPage): Promise<void> => {
    page = new URL(url);
    const back = new URL(page.searchParams.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ state: page.searchParams.get('state') ?? '', ...answer }).toString();
    seen = fetch(back).then((response) => response.text());
    seen.catch(() => undefined);
    return Promise.resolve();
  };
  return signInWithBrowser(accessTo(service, home, { ...changes, interaction: { openBrowser } }), keepNothing);
}

describe('the page that the browser opens', () => {
  it('asks for a code in the editor’s name', async () => {
    await signIn({ code: 'the code' });
    expect(page.origin + page.pathname).toBe(`${service.endpoint}/authorize`);
    expect(Object.fromEntries(page.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'id',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/) as string,
      state: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      scopes: 'sso:account:access',
    });
  });

  it('asks for all the scopes of the section', async () => {
    const portal = { ...PORTAL, scopes: ['a', 'b:c'] };
    const file = registrationFile(portal, 'browser', home.path);
    await keep(file, { clientId: 'id', clientSecret: 'secret', expiresAt: inMinutes(60) });
    await signIn({ code: 'the code' }, { portal });
    expect(page.searchParams.get('scopes')).toBe('a b:c');
  });

  it('has a state and a challenge of its own each time', async () => {
    await signIn({ code: 'the code' });
    const first = page.searchParams;
    await signIn({ code: 'the code' });
    for (const name of ['state', 'code_challenge']) expect(page.searchParams.get(name)).not.toBe(first.get(name));
  });

  it('can be opened again', async () => {
    const again: string[] = [];
    const onAsked: NonNullable<Parameters<typeof accessTo>[2]>['onAsked'] = (ask) => {
      const interaction = { openBrowser: ({ url }: SignInPage) => Promise.resolve(void again.push(url)) };
      void ask({ ...accessTo(service, home).interaction, ...interaction });
    };
    await signIn({ code: 'the code' }, { onAsked });
    expect(again).toEqual([page.href]);
  });
});

describe('the answer', () => {
  it('is exchanged with what only the editor knows', async () => {
    expect(await signIn({ code: 'the code' })).toMatchObject({
      accessToken: 'a',
      refreshToken: 'r',
      registration: { clientId: 'id', clientSecret: 'secret' },
    });
    const body = service.askedOf('/token')[0]?.body;
    expect(body).toEqual({
      clientId: 'id',
      clientSecret: 'secret',
      grantType: 'authorization_code',
      code: 'the code',
      redirectUri: page.searchParams.get('redirect_uri'),
      codeVerifier: expect.stringMatching(/^[\w-]{64}$/) as string,
    });
    const challenge = createHash('sha256').update(String(body?.['codeVerifier'])).digest('base64url');
    expect(page.searchParams.get('code_challenge')).toBe(challenge);
    expect(await seen).toContain('You are signed in');
  });

  it.each<[string, Answer, string]>([
    [
      'that the user denied it',
      { error: 'access_denied', error_description: 'No' },
      'Signing in to corp was denied in the browser. Sign in again to allow it.',
    ],
    ['that it failed', { error: 'server_error' }, 'Signing in to corp failed with server_error.'],
    [
      'that it failed, with words',
      { code: '', error: 'server_error', error_description: 'Come back later' },
      'Signing in to corp failed with server_error. AWS says: Come back later.',
    ],
    ['that is empty', { code: '' }, 'Signing in to corp failed with an error.'],
  ])('%s gives no token, and is told here and in the browser', async (_, answer, message) => {
    const failure = await failureOf(signIn(answer));
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message });
    expect(await seen).toContain(message);
    expect(service.askedOf('/token')).toEqual([]);
  });

  it('is no use where AWS does not know the client any more, which is then forgotten', async () => {
    service.answer('/token', refuses('InvalidClientException', {}));
    const failure = await failureOf(signIn({ code: 'the code' }));
    expect(failure).toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('no longer knows this editor') as string,
    });
    await expect(keptIn(file())).rejects.toThrow('ENOENT');
  });

  it('that AWS does not accept leaves the client known', async () => {
    service.answer('/token', refuses('InvalidGrantException', {}));
    const failure = await failureOf(signIn({ code: 'the code' }));
    expect(failure).toMatchObject({
      name: 'UserError',
      message: 'IAM Identity Center no longer accepts this sign-in to corp. Start again.',
    });
    expect(await keptIn(file())).toHaveProperty('clientId', 'id');
  });
});

describe('the wait', () => {
  const waiting = (changes: Parameters<typeof accessTo>[2]) =>
    signInWithBrowser(
      accessTo(service, home, { interaction: { openBrowser: () => Promise.resolve() }, ...changes }),
      keepNothing,
    );

  it('is over in time', async () => {
    expect(await failureOf(waiting({ browserTimeoutMs: 100 }))).toMatchObject({
      message: expect.stringContaining('No answer from the browser within 1 second') as string,
    });
  });

  it('ends when the user cancels', async () => {
    const abort = new AbortController();
    const openBrowser = () => Promise.resolve().then(() => abort.abort());
    const failure = await failureOf(waiting({ signal: abort.signal, interaction: { openBrowser } }));
    expect(failure).toBeInstanceOf(Cancelled);
  });

  it('does not end by an answer to something else', async () => {
    const openBrowser = async ({ url }: SignInPage): Promise<void> => {
      const back = new URL(url).searchParams.get('redirect_uri') ?? '';
      const state = new URL(url).searchParams.get('state') ?? '';
      expect((await fetch(`${back}?state=${state}`)).status).toBe(400);
      const forged = await Promise.all(
        ['code=1&state=other', 'code=1', 'error=x'].map((query) => fetch(`${back}?${query}`)),
      );
      expect(forged.map(({ status }) => status)).toEqual([400, 400, 400]);
      expect(await forged[0]!.text()).toContain('belongs to another sign-in than the one to corp');
      expect((await fetch(back.replace('/oauth', '') + '?code=1')).status).toBe(404);
      expect((await fetch(back, { method: 'POST' })).status).toBe(405);
      void fetch(`${back}?code=1&state=${state}`).catch(() => undefined);
    };
    expect(await waiting({ interaction: { openBrowser } })).toHaveProperty('accessToken', 'a');
  });
});
