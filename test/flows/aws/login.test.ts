import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import type { LoginCache } from '../../sandbox/signin/types.js';
import { credentialsOf, PLACE, refusal, type Circumstances } from './context.js';
import { startFront } from './proxies.js';
import type { LoginSource } from '../../../src/model/plan/source.js';

const ACCOUNT = '123456789012';
const MINUTE = 60_000;

let sandbox: Sandbox;
let folder: string;
let anna: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  folder = await mkdtemp(path.join(tmpdir(), 'login-'));
  sandbox.iam.createAccount(ACCOUNT);
  anna = sandbox.iam.createUser({ accountId: ACCOUNT, name: 'anna' }).arn;
});
afterEach(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

const source = (): LoginSource => ({ kind: 'login', profile: 'console', loginSession: anna, place: PLACE });

function run(circumstances: Circumstances = {}) {
  return credentialsOf(source(), {
    variables: { AWS_LOGIN_CACHE_DIRECTORY: folder },
    plan: { endpoints: { all: sandbox.endpoint } },
    ...circumstances,
  });
}

/** `aws login` in the user's terminal. */
function signingIn(expired = false) {
  const profiles: string[] = [];
  const signInWithAwsLogin = async (profile: string) => {
    profiles.push(profile);
    await sandbox.signin.login(folder, anna, { expired });
  };
  return { profiles, interaction: { signInWithAwsLogin } };
}

const refreshes = () => sandbox.requests.filter(({ operation }) => operation === 'CreateOAuth2Token').length;
const written = async ({ file }: LoginCache) =>
  JSON.parse(await readFile(file, 'utf8')) as { accessToken: Record<string, string>; [field: string]: unknown };

describe('aws login', () => {
  it('gives the keys of its cache while they last', async () => {
    const cache = await sandbox.signin.login(folder, anna);
    const { accessToken } = await written(cache);
    expect(await run()).toEqual({
      accessKeyId: accessToken['accessKeyId'],
      secretAccessKey: accessToken['secretAccessKey'],
      sessionToken: accessToken['sessionToken'],
      expiration: Date.parse(accessToken['expiresAt']!),
    });
    expect(refreshes()).toBe(0);
  });

  it('has its cache in the home folder, unless told otherwise', async () => {
    await sandbox.signin.login(path.join(folder, '.aws/login/cache'), anna);
    await expect(run({ variables: {}, homeDirectory: folder })).resolves.toHaveProperty('sessionToken');
  });

  it('renews keys that are over, for the CLI too', async () => {
    const cache = await sandbox.signin.login(folder, anna, { expired: true });
    const before = await written(cache);
    const credentials = await run();
    expect(credentials.expiration! - Date.now()).toBeGreaterThan(14 * MINUTE);
    const after = await written(cache);
    expect(after.accessToken).toEqual({
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
      accountId: ACCOUNT,
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    });
    expect(after['refreshToken']).not.toBe(before['refreshToken']);
    expect({ ...after, accessToken: 0, refreshToken: 0 }).toEqual({ ...before, accessToken: 0, refreshToken: 0 });
    expect((await stat(cache.file)).mode & 0o777).toBe(0o600);
    await run();
    expect(refreshes()).toBe(1);
  });

  it('tries again with a new proof when AWS Sign-In fails for a moment', async () => {
    await sandbox.signin.login(folder, anna, { expired: true });
    const effect = { kind: 'error', status: 500, code: 'InternalServerException', message: 'busy' } as const;
    sandbox.addFault({ operation: 'CreateOAuth2Token', times: 1, effect });
    await expect(run()).resolves.toHaveProperty('sessionToken');
  });

  it('asks to sign in where there is nothing, once', async () => {
    const user = signingIn();
    await expect(run({ interaction: user.interaction })).resolves.toHaveProperty('sessionToken');
    expect(user.profiles).toEqual(['console']);
  });

  it.each<[string, (cache: LoginCache) => Promise<void> | void]>([
    ['the sign-in is over', () => sandbox.clock.setOffset(13 * 60 * MINUTE)],
    ['the password was changed', () => sandbox.signin.refuse(anna, 'USER_CREDENTIALS_CHANGED')],
    ['the cache is damaged', ({ file }) => writeFile(file, '{"accessToken": {')],
  ])('asks to sign in where %s', async (_, happens) => {
    await happens(await sandbox.signin.login(folder, anna, { expired: true }));
    const user = signingIn();
    await expect(run({ interaction: user.interaction })).resolves.toHaveProperty('sessionToken');
    expect(user.profiles).toEqual(['console']);
  });

  it('is renewed once for all who want it at the same time', async () => {
    const cache = await sandbox.signin.login(folder, anna, { expired: true });
    const all = await Promise.all(Array.from({ length: 8 }, () => run()));
    expect(refreshes()).toBe(1);
    expect(new Set(all.map(({ accessKeyId }) => accessKeyId)).size).toBe(1);
    expect((await written(cache)).accessToken['accessKeyId']).toBe(all[0]?.accessKeyId);
    expect(await readdir(folder)).toEqual([path.basename(cache.file)]);
  });

  /** What happens while AWS Sign-In is being asked. */
  const meanwhile = (happens: () => Promise<unknown>, circumstances: Circumstances = {}) =>
    withFront(happens, (signin) => run({ plan: { endpoints: { signin } }, ...circumstances }));

  async function withFront<T>(before: () => Promise<unknown>, work: (endpoint: string) => Promise<T>): Promise<T> {
    const front = await startFront(sandbox.endpoint, undefined, before);
    try {
      return await work(front.endpoint);
    } finally {
      await front.stop();
    }
  }

  it('takes what another program renewed meanwhile, where its own renewal is refused', async () => {
    const cache = await sandbox.signin.login(folder, anna, { expired: true });
    const renewed = await written(await sandbox.signin.login(path.join(folder, 'other'), anna));
    sandbox.signin.refuse(anna, 'USER_CREDENTIALS_CHANGED');
    const credentials = await meanwhile(() => writeFile(cache.file, JSON.stringify(renewed)));
    expect(credentials.accessKeyId).toBe(renewed.accessToken['accessKeyId']);
    expect(refreshes()).toBe(1);
  });

  it('uses renewed keys also where they cannot be kept, and says so in the log', async () => {
    const cache = await sandbox.signin.login(folder, anna, { expired: true });
    const warnings: unknown[] = [];
    const obstruct = async () => {
      await rm(cache.file);
      await mkdir(path.join(cache.file, 'in the way'), { recursive: true });
    };
    const interaction = { warn: (...warning: unknown[]) => warnings.push(warning) };
    await expect(meanwhile(obstruct, { interaction })).resolves.toHaveProperty('sessionToken');
    const error = expect.objectContaining({ message: expect.stringMatching(/cannot be kept in/) as string }) as Error;
    expect(warnings).toEqual([['The keys of aws login were renewed', error]]);
  });

  it('does not ask twice', async () => {
    const interaction = { signInWithAwsLogin: () => Promise.resolve() };
    expect(await refusal(run({ interaction }))).toBe(
      'There is no sign-in of aws login for profile console. Run “aws login --profile console” in a terminal, then try again.',
    );
  });

  it('is cancelled by not signing in', async () => {
    const interaction = { signInWithAwsLogin: () => Promise.reject(new Cancelled()) };
    await expect(run({ interaction })).rejects.toBeInstanceOf(Cancelled);
  });

  it('says that the identity may not renew', async () => {
    await sandbox.signin.login(folder, anna, { expired: true });
    sandbox.signin.refuse(anna, 'INSUFFICIENT_PERMISSIONS');
    expect(await refusal(run())).toMatch(/its identity may not call signin:CreateOAuth2Token/);
  });

  it('says that the key of the cache is damaged, without showing it', async () => {
    const cache = await sandbox.signin.login(folder, anna, { expired: true });
    await writeFile(cache.file, JSON.stringify({ ...(await written(cache)), dpopKey: 'MARKED' }));
    const message = await refusal(run());
    expect(message).toMatch(/The key in .*\.json is damaged\. Delete the file/);
    expect(message).not.toContain('MARKED');
  });

  it('says that AWS Sign-In cannot be reached', async () => {
    await sandbox.signin.login(folder, anna, { expired: true });
    expect(await refusal(run({ plan: { endpoints: { signin: 'http://127.0.0.1:1' } } }))).toMatch(
      /AWS Sign-In, which renews the keys .* cannot be reached \(ECONNREFUSED\)/,
    );
  });

  it('makes do with keys that last a little when AWS Sign-In cannot be reached', async () => {
    const cache = await sandbox.signin.login(folder, anna);
    const { accessToken, ...rest } = await written(cache);
    const expiresAt = new Date(Date.now() + 2 * MINUTE).toISOString();
    await writeFile(cache.file, JSON.stringify({ ...rest, accessToken: { ...accessToken, expiresAt } }));
    const credentials = await run({ plan: { endpoints: { signin: 'http://127.0.0.1:1' } } });
    expect(credentials.expiration).toBe(Date.parse(expiresAt));
  });
});
