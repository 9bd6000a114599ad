// The metadata service of an EC2 instance, as the SDK's provider meets it.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromInstanceMetadata } from '@smithy/credential-provider-imds';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import type { InstanceMetadata, InstanceMetadataOptions } from '../metadata/types.js';

const TOKEN_PATH = '/latest/api/token';
const ROLES_PATH = '/latest/meta-data/iam/security-credentials/';
const ROLE_NAME = 'sts-s3-read-only-role';
const TTL = 'x-aws-ec2-metadata-token-ttl-seconds';
const TOKEN = 'x-aws-ec2-metadata-token';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sandbox.stop();
});

const start = (options: InstanceMetadataOptions = {}) =>
  sandbox.startMetadata({ roleArn: TUTORIAL.readOnlyRoleArn, ...options });

/** The SDK's own provider, pointed at the instance. */
function provider(instance: InstanceMetadata, options: Parameters<typeof fromInstanceMetadata>[0] = {}) {
  vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', instance.endpoint);
  return fromInstanceMetadata({ timeout: 500, maxRetries: 0, ...options });
}

async function token(instance: InstanceMetadata, seconds = '60'): Promise<string> {
  const answer = await fetch(instance.endpoint + TOKEN_PATH, { method: 'PUT', headers: { [TTL]: seconds } });
  return answer.text();
}

const status = async (instance: InstanceMetadata, path: string, init: RequestInit = {}): Promise<number> =>
  (await fetch(instance.endpoint + path, init)).status;

async function read(instance: InstanceMetadata, path: string): Promise<string> {
  const answer = await fetch(instance.endpoint + path, { headers: { [TOKEN]: await token(instance) } });
  return answer.text();
}

it('lends the role to the SDK, under the name of the instance', async () => {
  const instance = await start();
  const credentials = await provider(instance)();
  const sts = new STSClient({ region: TUTORIAL.region, endpoint: sandbox.endpoint, credentials });
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws:sts::${TUTORIAL.accountId}:assumed-role/${ROLE_NAME}/${instance.instanceId}`);
  expect(instance.instanceId).toMatch(/^i-[0-9a-f]{17}$/);
  expect(instance.requests).toEqual([
    { method: 'PUT', path: TOKEN_PATH, status: 200, token: false },
    { method: 'GET', path: ROLES_PATH, status: 200, token: true },
    { method: 'GET', path: ROLES_PATH + ROLE_NAME, status: 200, token: true },
  ]);
  expect(sandbox.issued().map(({ accessKeyId }) => accessKeyId)).toContain(credentials.accessKeyId);
});

it('says where it is and what it is', async () => {
  const instance = await start({ region: 'eu-west-1' });
  expect(await read(instance, '/latest/meta-data/placement/region')).toBe('eu-west-1');
  expect(await read(instance, '/latest/meta-data/placement/availability-zone/')).toBe('eu-west-1a');
  expect(await read(instance, '/latest/meta-data/instance-id')).toBe(instance.instanceId);
  expect(JSON.parse(await read(instance, '/latest/dynamic/instance-identity/document'))).toMatchObject({
    accountId: TUTORIAL.accountId,
    region: 'eu-west-1',
    instanceId: instance.instanceId,
  });
});

it('keeps the same credentials until they are about to run out', async () => {
  const instance = await start({ sessionSeconds: 3600 });
  const keys = async (): Promise<string> =>
    (JSON.parse(await read(instance, ROLES_PATH + ROLE_NAME)) as { AccessKeyId: string }).AccessKeyId;
  const first = await keys();
  expect(await keys()).toBe(first);
  sandbox.clock.setOffset(3500_000);
  expect(await keys()).not.toBe(first);
});

describe('its tokens', () => {
  it.each([
    [{ headers: {} }, 400],
    [{ headers: { [TTL]: '0' } }, 400],
    [{ headers: { [TTL]: '21601' } }, 400],
    [{ headers: { [TTL]: 'x' } }, 400],
    [{ headers: { [TTL]: '60', 'x-forwarded-for': '10.0.0.1' } }, 403],
    [{ headers: { [TTL]: '60' } }, 200],
    [{ method: 'GET', headers: { [TTL]: '60' } }, 405],
  ])('asked for with %o: %i', async (init, expected) => {
    expect(await status(await start(), TOKEN_PATH, { method: 'PUT', ...init })).toBe(expected);
  });

  it('are needed, known, and not expired', async () => {
    const instance = await start();
    const withToken = (value: string): RequestInit => ({ headers: { [TOKEN]: value } });
    const good = withToken(await token(instance));
    expect(await status(instance, ROLES_PATH)).toBe(401);
    expect(await status(instance, ROLES_PATH, withToken('made-up'))).toBe(401);
    expect(await status(instance, ROLES_PATH, good)).toBe(200);
    sandbox.clock.setOffset(61_000);
    expect(await status(instance, ROLES_PATH, good)).toBe(401);
  });

  it('are secrets', async () => {
    expect(sandbox.issuedTokens()).toEqual([]);
    const value = await token(await start());
    expect(sandbox.issuedTokens()).toEqual([value]);
  });
});

describe('version 1', () => {
  it.each([
    ['required', 401],
    ['optional', 200],
    ['unsupported', 200],
  ] as const)('where tokens are %s: %i', async (tokens, expected) => {
    expect(await status(await start({ tokens }), ROLES_PATH)).toBe(expected);
  });

  it('does not excuse a token that is wrong', async () => {
    expect(await status(await start({ tokens: 'optional' }), ROLES_PATH, { headers: { [TOKEN]: 'x' } })).toBe(401);
  });

  it('is what the SDK falls back to, unless it may not', async () => {
    const instance = await start({ tokens: 'unsupported' });
    expect((await provider(instance)()).accessKeyId).toMatch(/^ASIA/);
    await expect(provider(instance, { ec2MetadataV1Disabled: true })()).rejects.toThrow('fallback has been blocked');
  });

  it('is what the SDK falls back to where token requests get no answer', async () => {
    const instance = await start({ tokens: 'optional' });
    instance.behaviour = 'tokensHang';
    expect((await provider(instance)()).accessKeyId).toMatch(/^ASIA/);
    expect(instance.requests[0]).toMatchObject({ path: TOKEN_PATH, status: undefined });
  });
});

describe('out of order', () => {
  it.each(['absent', 'hang', 'garbage', 'error'] as const)('%s gives the SDK nothing', async (behaviour) => {
    const instance = await start();
    instance.behaviour = behaviour;
    await expect(provider(instance)()).rejects.toThrow();
    instance.behaviour = 'serve';
    expect((await provider(instance)()).accessKeyId).toMatch(/^ASIA/);
  });

  it('without a role there are no credentials', async () => {
    const instance = await sandbox.startMetadata();
    expect(await status(instance, ROLES_PATH, { headers: { [TOKEN]: await token(instance) } })).toBe(404);
  });

  it('once the role is gone there are none either', async () => {
    const instance = await start();
    sandbox.iam.deleteRole(TUTORIAL.readOnlyRoleArn);
    expect(await status(instance, ROLES_PATH + ROLE_NAME, { headers: { [TOKEN]: await token(instance) } })).toBe(404);
  });

  it('stopped, nobody listens', async () => {
    const instance = await start();
    await instance.stop();
    await expect(provider(instance)()).rejects.toThrow();
  });
});
