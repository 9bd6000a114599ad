// What `aws login` leaves, and how the SDK renews it.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromLoginCredentials } from '@aws-sdk/credential-provider-login';
import { exportJWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, writeAwsFiles, type Sandbox } from '../index.js';

const HOUR_MS = 3600_000;

let sandbox: Sandbox;
let folder: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  folder = await mkdtemp(path.join(tmpdir(), 'signin-'));
  vi.stubEnv('AWS_LOGIN_CACHE_DIRECTORY', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

interface Cached {
  readonly accessToken: { readonly accessKeyId: string; readonly accountId: string; readonly expiresAt: string };
  readonly refreshToken: string;
  readonly clientId: string;
  readonly dpopKey: string;
}

const cached = async (file: string): Promise<Cached> => JSON.parse(await readFile(file, 'utf8')) as Cached;

/** The SDK's provider for a profile with this `login_session`. */
async function provider(loginSession: string) {
  const settings = { login_session: loginSession, region: TUTORIAL.region, endpoint_url: sandbox.endpoint };
  const { configFile, credentialsFile, env } = await writeAwsFiles(folder, sandbox, {
    profiles: { console: settings },
  });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return fromLoginCredentials({
    profile: 'console',
    configFilepath: configFile,
    filepath: credentialsFile,
    ignoreCache: true,
    clientConfig: { endpoint: sandbox.endpoint, maxAttempts: 1 },
  });
}

async function whoAmI(credentials: Awaited<ReturnType<Awaited<ReturnType<typeof provider>>>>) {
  const sts = new STSClient({ region: TUTORIAL.region, endpoint: sandbox.endpoint, credentials });
  return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
}

const refreshes = () => sandbox.requests.filter(({ operation }) => operation === 'CreateOAuth2Token');

describe('the SDK', () => {
  it.each([
    ['a user', TUTORIAL.userArn],
    ['a role', `arn:aws:sts::${TUTORIAL.accountId}:assumed-role/sts-s3-read-only-role/somebody`],
  ])('is %s without a call while the keys are fresh', async (_, arn) => {
    const { loginSession, file } = await sandbox.signin.login(folder, arn);
    expect(await whoAmI(await (await provider(loginSession))())).toBe(arn);
    expect(refreshes()).toEqual([]);
    expect((await cached(file)).accessToken.accountId).toBe(TUTORIAL.accountId);
  });

  it('renews keys that are past their time, and keeps what it got', async () => {
    const { loginSession, file } = await sandbox.signin.login(folder, TUTORIAL.userArn, { expired: true });
    const before = await cached(file);
    expect(Date.parse(before.accessToken.expiresAt)).toBeLessThan(Date.now());
    const credentials = await (await provider(loginSession))();
    expect(await whoAmI(credentials)).toBe(TUTORIAL.userArn);
    const after = await cached(file);
    expect(after.accessToken.accessKeyId).toBe(credentials.accessKeyId);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(Date.parse(after.accessToken.expiresAt) - Date.now()).toBeGreaterThan(800_000);
    expect(refreshes()).toMatchObject([{ status: 200, parameters: { grantType: 'refresh_token' } }]);
  });

  it.each([
    ['USER_CREDENTIALS_CHANGED', 'change in your password'],
    ['INSUFFICIENT_PERMISSIONS', 'insufficient permissions'],
  ] as const)('learns of %s', async (reason, words) => {
    const { loginSession } = await sandbox.signin.login(folder, TUTORIAL.userArn, { expired: true });
    sandbox.signin.refuse(TUTORIAL.userArn, reason);
    await expect((await provider(loginSession))()).rejects.toThrow(words);
  });

  it('has to sign in again after twelve hours', async () => {
    const { loginSession } = await sandbox.signin.login(folder, TUTORIAL.userArn, { expired: true });
    sandbox.clock.setOffset(12 * HOUR_MS + 1000);
    await expect((await provider(loginSession))()).rejects.toThrow('session has expired');
  });
});

describe('a refresh', () => {
  interface Proof {
    readonly key?: KeyObject;
    readonly typ?: string;
    readonly claims?: object;
  }

  const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

  async function proof(dpopKey: string, { key = createPrivateKey(dpopKey), typ = 'dpop+jwt', claims = {} }: Proof) {
    const iat = Math.floor(Date.now() / 1000);
    const payload = { jti: randomUUID(), htm: 'POST', htu: `${sandbox.endpoint}/v1/token`, iat, ...claims };
    const jwk = await exportJWK(createPublicKey(key));
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ, jwk }).sign(key);
  }

  async function refresh(body: object, dpop: string | undefined) {
    const answer = await fetch(`${sandbox.endpoint}/v1/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(dpop !== undefined && { dpop }) },
      body: JSON.stringify(body),
    });
    const type = answer.headers.get('x-amzn-errortype');
    return { status: answer.status, type, body: (await answer.json()) as Record<string, unknown> };
  }

  const signedIn = async () => {
    const { file } = await sandbox.signin.login(folder, TUTORIAL.userArn);
    const { clientId, refreshToken, dpopKey } = await cached(file);
    return { dpopKey, body: { clientId, refreshToken, grantType: 'refresh_token' } };
  };

  it('answers with keys for at most 15 minutes, as often as it is asked', async () => {
    const { dpopKey, body } = await signedIn();
    for (let count = 0; count < 2; count += 1) {
      const answer = await refresh(body, await proof(dpopKey, {}));
      expect(answer).toMatchObject({ status: 200, body: { tokenType: 'aws_sigv4', expiresIn: 900 } });
      expect(Object.keys(answer.body['accessToken'] as object).sort()).toEqual([
        'accessKeyId',
        'secretAccessKey',
        'sessionToken',
      ]);
      expect(sandbox.issuedTokens()).toContain(answer.body['refreshToken']);
    }
  });

  const invalid = { status: 400, type: 'ValidationException', body: { error: 'INVALID_REQUEST' } };

  it.each<[string, () => Proof]>([
    ['by another key', () => ({ key: keyPair().privateKey })],
    ['of another type', () => ({ typ: 'JWT' })],
    ['for another method', () => ({ claims: { htm: 'GET' } })],
    ['for another place', () => ({ claims: { htu: 'https://us-west-2.signin.aws.amazon.com/v1/token' } })],
    ['from long ago', () => ({ claims: { iat: Math.floor(Date.now() / 1000) - 3600 } })],
    ['without a number', () => ({ claims: { jti: undefined } })],
  ])('refuses a proof %s', async (_, made) => {
    const { dpopKey, body } = await signedIn();
    expect(await refresh(body, await proof(dpopKey, made()))).toMatchObject(invalid);
  });

  it('refuses a proof that is missing, broken or used', async () => {
    const { dpopKey, body } = await signedIn();
    const good = await proof(dpopKey, {});
    const [header = '', payload = ''] = good.split('.');
    const broken = [header, payload, Buffer.alloc(64, 1).toString('base64url')].join('.');
    for (const dpop of [undefined, 'nonsense', broken]) expect(await refresh(body, dpop)).toMatchObject(invalid);
    expect((await refresh(body, good)).status).toBe(200);
    expect(await refresh(body, good)).toMatchObject(invalid);
  });

  it.each([
    { refreshToken: 'unknown' },
    { clientId: 'arn:aws:signin:::devtools/cross-device' },
    { grantType: 'password' },
  ])('refuses %o', async (more) => {
    const { dpopKey, body } = await signedIn();
    expect(await refresh({ ...body, ...more }, await proof(dpopKey, {}))).toMatchObject(invalid);
  });

  it('says what has happened to the user', async () => {
    const { dpopKey, body } = await signedIn();
    sandbox.signin.refuse(TUTORIAL.userArn, 'USER_CREDENTIALS_CHANGED');
    expect(await refresh(body, await proof(dpopKey, {}))).toMatchObject({
      status: 400,
      type: 'AccessDeniedException',
      body: { error: 'USER_CREDENTIALS_CHANGED' },
    });
  });
});
