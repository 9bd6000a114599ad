import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loginCredentials } from '../../../../src/aws/sources/login.js';
import { loginFile } from '../../../../src/aws/sources/loginCache.js';
import { Cancelled } from '../../../../src/base/errors.js';
import type { LoginSource } from '../../../../src/model/plan/source.js';
import { startProxy } from '../../../flows/aws/proxies.js';
import { breaking, silent, startHttpServer, type Answer, type HttpServer } from '../../../support/httpServer.js';
import { refusal } from '../../../support/refusal.js';
import { PLACE, sourceContext, type Circumstances } from '../../../support/sourceContext.js';

const ANNA = 'arn:aws:iam::123456789012:user/anna';
const SOURCE: LoginSource = { kind: 'login', profile: 'console', loginSession: ANNA, place: PLACE };
const MINUTE = 60_000;
const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ format: 'pem', type: 'sec1' })
  .toString();
const OLD = { accessKeyId: 'ASIAOLD', secretAccessKey: 'old', sessionToken: 'old' };
const NEW = { accessKeyId: 'ASIANEW', secretAccessKey: 'new', sessionToken: 'new' };
const REPLY = { accessToken: NEW, tokenType: 'aws_sigv4', expiresIn: 900, refreshToken: 'refresh-2' };

let signin: HttpServer;
let folder: string;

beforeEach(async () => {
  signin = await startHttpServer();
  signin.answer = saying(REPLY);
  folder = await mkdtemp(path.join(tmpdir(), 'login-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await signin.stop();
  await rm(folder, { recursive: true });
});

function saying(reply: object, status = 200, code?: string): Answer {
  const headers = { 'Content-Type': 'application/json', ...(code !== undefined && { 'x-amzn-ErrorType': code }) };
  return (_, response) => void response.writeHead(status, headers).end(JSON.stringify(reply));
}
const denying = (error: string): Answer => saying({ error, message: 'No' }, 400, 'AccessDeniedException');

const file = () => loginFile(ANNA, folder, '/home/me');
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

/** What the cache holds; the keys end in so many milliseconds. */
async function cached(endsIn: number, changes: object = {}, where = file()): Promise<void> {
  const content = {
    accessToken: { ...OLD, accountId: '123456789012', expiresAt: inMs(endsIn) },
    clientId: 'arn:aws:signin:::devtools/same-device',
    refreshToken: 'refresh-1',
    dpopKey: PEM,
    ...changes,
  };
  await mkdir(path.dirname(where), { recursive: true });
  await writeFile(where, JSON.stringify(content));
}

function run(circumstances: Circumstances = {}) {
  return loginCredentials(
    SOURCE,
    sourceContext({
      variables: { AWS_LOGIN_CACHE_DIRECTORY: folder },
      plan: { endpoints: { signin: signin.endpoint } },
      ...circumstances,
    }),
  );
}

describe('the cache of aws login', () => {
  it('gives its keys while they last for five minutes', async () => {
    const steps: string[] = [];
    await cached(5 * MINUTE + 2000);
    const credentials = await run({ interaction: { report: (step) => void steps.push(step) } });
    const { accessToken } = JSON.parse(await readFile(file(), 'utf8')) as { accessToken: { expiresAt: string } };
    const expiration: unknown = expect.closeTo(Date.parse(accessToken.expiresAt), -1);
    expect(credentials).toStrictEqual({ ...OLD, expiration });
    expect([signin.received, steps]).toEqual([[], ['aws login (console)']]);
  });

  it('is renewed before, for the CLI too', async () => {
    await cached(5 * MINUTE);
    const before = Date.now();
    const credentials = await run();
    expect(credentials).toMatchObject(NEW);
    expect(credentials.expiration! - before).toBeGreaterThanOrEqual(900_000);
    expect(credentials.expiration! - Date.now()).toBeLessThanOrEqual(900_000);
    expect(
      signin.received.map(({ method, path: where, body }) => [method, where, JSON.parse(body) as unknown]),
    ).toEqual([
      [
        'POST',
        '/v1/token',
        {
          clientId: 'arn:aws:signin:::devtools/same-device',
          refreshToken: 'refresh-1',
          grantType: 'refresh_token',
        },
      ],
    ]);
    expect(signin.received[0]?.headers).toHaveProperty('dpop');
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({
      accessToken: { ...NEW, accountId: '123456789012' },
      refreshToken: 'refresh-2',
      dpopKey: PEM,
    });
    await run();
    expect(signin.received).toHaveLength(1);
  });

  it('is in the home folder, unless told otherwise', async () => {
    await cached(60 * MINUTE, {}, loginFile(ANNA, undefined, folder));
    for (const variables of [{}, { AWS_LOGIN_CACHE_DIRECTORY: '' }]) {
      await expect(run({ variables, homeDirectory: folder })).resolves.toMatchObject(OLD);
    }
  });

  it.each(['~/cache', '$PLACE/cache'])('is where %s leads', async (written) => {
    await cached(60 * MINUTE, {}, loginFile(ANNA, path.join(folder, 'cache'), '/home/me'));
    const variables = { AWS_LOGIN_CACHE_DIRECTORY: written, PLACE: folder };
    await expect(run({ variables, homeDirectory: folder })).resolves.toMatchObject(OLD);
  });

  it.each(['cache', './cache', '$NOWHERE/cache', '~bob/cache'])('is not at %s', async (written) => {
    expect(await refusal((async () => run({ variables: { AWS_LOGIN_CACHE_DIRECTORY: written } }))())).toBe(
      `AWS_LOGIN_CACHE_DIRECTORY is “${written}”, which is no whole path. Give one, or start it with ~/.`,
    );
  });
});

describe('a sign-in that is over', () => {
  const signingIn = (happens: () => Promise<void>) => {
    const profiles: string[] = [];
    const signInWithAwsLogin = (profile: string) => (profiles.push(profile), happens());
    return { profiles, interaction: { signInWithAwsLogin } };
  };
  const RUN = 'Run “aws login --profile console” in a terminal, then try again.';

  it.each<[string, () => Promise<void>, Answer, string]>([
    ['is not there', () => Promise.resolve(), breaking, 'There is no sign-in of aws login for profile console.'],
    [
      'is half damaged',
      () => cached(60 * MINUTE, { clientId: '' }),
      breaking,
      'There is no sign-in of aws login for profile console.',
    ],
    [
      'has expired',
      () => cached(-MINUTE),
      denying('TOKEN_EXPIRED'),
      'The sign-in of aws login for profile console has expired.',
    ],
    [
      'is of another password',
      () => cached(MINUTE),
      denying('USER_CREDENTIALS_CHANGED'),
      'The password of profile console was changed since aws login.',
    ],
    [
      'is refused for something else',
      () => cached(-MINUTE),
      saying({ error: 'INVALID_REQUEST', message: 'No' }, 400, 'ValidationException'),
      'AWS Sign-In did not renew the keys of aws login for profile console (ValidationException).',
    ],
    [
      'is denied for a reason that nobody knows',
      () => cached(-MINUTE),
      denying('AUTHCODE_EXPIRED'),
      'AWS Sign-In did not renew the keys of aws login for profile console (AccessDeniedException).',
    ],
  ])('because it %s: the user signs in, once', async (_, before, answer, reason) => {
    await before();
    signin.answer = answer;
    const helped = signingIn(() => cached(60 * MINUTE));
    expect(await run({ interaction: helped.interaction })).toMatchObject(OLD);
    expect(helped.profiles).toEqual(['console']);
    await rm(file());
    await before();
    const idle = signingIn(() => Promise.resolve());
    expect(await refusal(run({ interaction: idle.interaction }))).toBe(`${reason} ${RUN}`);
    expect(idle.profiles).toEqual(['console']);
  });

  it('is not asked about again where the user ends it meanwhile', async () => {
    const abort = new AbortController();
    const user = signingIn(async () => {
      await cached(60 * MINUTE);
      abort.abort();
    });
    await expect(run({ interaction: user.interaction, signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
  });

  it('is cancelled by not signing in', async () => {
    const { interaction } = signingIn(() => Promise.reject(new Cancelled()));
    await expect(run({ interaction })).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('a renewal', () => {
  it('is tried again where AWS Sign-In fails for a moment', async () => {
    await cached(-MINUTE);
    let times = 0;
    signin.answer = (...asked) => (++times < 3 ? saying({ error: 'server_error' }, 500) : saying(REPLY))(...asked);
    expect(await run()).toMatchObject(NEW);
  });

  it('is made once for all who want it at the same time', async () => {
    await cached(-MINUTE);
    const all = await Promise.all(Array.from({ length: 4 }, () => run()));
    expect(signin.received).toHaveLength(1);
    expect(all.map(({ accessKeyId }) => accessKeyId)).toEqual(all.map(() => NEW.accessKeyId));
  });

  it.each([
    ['the region of the plan', {}, 'eu-central-1'],
    ['where it was signed in', { signInRegion: 'ap-southeast-2' }, 'ap-southeast-2'],
  ])('is made in %s', async (_, changes, region) => {
    const proxy = await startProxy();
    proxy.refuse = 403;
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`);
    await cached(-MINUTE, changes);
    expect(await refusal(run({ plan: { region: 'eu-central-1', endpoints: {} } }))).toMatch(/^The proxy /);
    expect(proxy.asked).toEqual([`CONNECT ${region}.signin.aws.amazon.com:443`]);
    await proxy.stop();
  });

  it('may not be made by every identity', async () => {
    await cached(MINUTE);
    signin.answer = denying('INSUFFICIENT_PERMISSIONS');
    expect(await refusal(run())).toBe(
      'The keys of aws login for profile console cannot be renewed: its identity may not call signin:CreateOAuth2Token.',
    );
  });

  it('is not made with a key that is damaged', async () => {
    await cached(MINUTE, { dpopKey: 'MARKED' });
    expect(await refusal(run())).toBe(`The key in ${file()} is damaged. Delete the file, then run aws login again.`);
  });

  const { accessToken, ...rest } = REPLY;

  it.each<[string, object]>([
    ['keys', rest],
    ...Object.keys(accessToken).map((field): [string, object] => [
      field,
      { ...REPLY, accessToken: { ...accessToken, [field]: undefined } },
    ]),
    ['a refresh token', { ...REPLY, refreshToken: undefined }],
    ['an end', { ...REPLY, expiresIn: undefined }],
    ['any time left', { ...REPLY, expiresIn: 0 }],
  ])('without %s is none', async (_, reply) => {
    await cached(MINUTE);
    signin.answer = saying(reply);
    expect(await refusal(run())).toBe('AWS Sign-In answered without credentials. Is the endpoint really AWS Sign-In?');
  });

  it('fails where nobody is there, unless the keys last a little', async () => {
    const nobody = { plan: { endpoints: { signin: 'http://127.0.0.1:1' } } };
    await cached(-MINUTE);
    expect(await refusal(run(nobody))).toBe(
      'AWS Sign-In, which renews the keys of aws login for profile console, cannot be reached (ECONNREFUSED).',
    );
    await cached(MINUTE);
    expect(await run(nobody)).toMatchObject(OLD);
  });

  it('fails where there is no answer in 25 seconds, unless the keys last a little', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 25_000 ? 100 : ms));
    signin.answer = silent;
    await cached(-MINUTE);
    expect(await refusal(run())).toBe(
      'AWS Sign-In, which renews the keys of aws login for profile console, did not answer in time.',
    );
    await cached(MINUTE);
    expect(await run()).toMatchObject(OLD);
  });

  it('is not waited for where the user ends it', async () => {
    await cached(MINUTE);
    const abort = new AbortController();
    signin.answer = () => abort.abort();
    await expect(run({ signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
  });

  it('gives its keys also where they cannot be kept, and says so in the log', async () => {
    await cached(-MINUTE);
    const warnings: unknown[] = [];
    signin.answer = (request, response) => {
      void rm(file())
        .then(() => mkdir(path.join(file(), 'in the way'), { recursive: true }))
        .then(() => saying(REPLY)(request, response));
    };
    const interaction = { warn: (...warning: unknown[]) => void warnings.push(warning) };
    expect(await run({ interaction })).toMatchObject(NEW);
    const error = expect.objectContaining({ message: expect.stringMatching(/cannot be kept in/) as string }) as Error;
    expect(warnings).toEqual([['The keys of aws login were renewed', error]]);
  });

  it.each<[string, number, object, boolean]>([
    ['keys that last', 60 * MINUTE, {}, true],
    ['keys that end soon', MINUTE, {}, false],
    ['the same keys', 60 * MINUTE, OLD, false],
  ])('by another program is taken where ours is refused: %s', async (_, endsIn, keys, isTaken) => {
    await cached(-MINUTE);
    const theirs = { accessKeyId: 'ASIATHEIRS', secretAccessKey: 's', sessionToken: 't', ...keys };
    signin.answer = (request, response) =>
      void cached(0, { accessToken: { ...theirs, expiresAt: inMs(endsIn) } }).then(() =>
        denying('INSUFFICIENT_PERMISSIONS')(request, response),
      );
    await expect(
      run().then(
        ({ accessKeyId }) => accessKeyId,
        () => 'refused',
      ),
    ).resolves.toBe(isTaken ? 'ASIATHEIRS' : 'refused');
  });

  it('by another program is not looked for in a file that cannot be read', async () => {
    await cached(-MINUTE);
    signin.answer = (request, response) =>
      void rm(file())
        .then(() => mkdir(file()))
        .then(() => denying('INSUFFICIENT_PERMISSIONS')(request, response));
    expect(await refusal(run())).toMatch(/may not call signin:CreateOAuth2Token/);
  });
});
