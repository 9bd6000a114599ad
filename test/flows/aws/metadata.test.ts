import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import type { InstanceMetadataOptions } from '../../sandbox/metadata/types.js';
import { credentialsOf, PLACE, refusal } from './context.js';
import type { InstanceMetadataSource, ContainerSource } from '../../../src/model/source.js';

const ACCOUNT = '123456789012';
const HOUR = 3_600_000;

let sandbox: Sandbox;
let roleArn: string;
/** Takes connections, and with `reset` breaks them. */
const lonely = createServer((socket) => void socket.on('error', () => undefined).destroy());

beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.iam.createAccount(ACCOUNT);
  const trust = (service: string) => ({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' });
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'].map(trust),
  };
  roleArn = sandbox.iam.createRole({ accountId: ACCOUNT, name: 'instance-role', trustPolicy }).arn;
  await new Promise<void>((resolve) => lonely.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  delete process.env['HTTP_PROXY'];
});
afterAll(async () => {
  lonely.close();
  await sandbox.stop();
});

const port = () => (lonely.address() as AddressInfo).port;

describe('credential_source = Ec2InstanceMetadata', () => {
  const source = (endpoint: string | undefined, v1Allowed = true): InstanceMetadataSource => ({
    kind: 'instance-metadata',
    endpoint,
    v1Allowed,
    place: PLACE,
  });
  const start = (options: InstanceMetadataOptions = {}) => sandbox.startMetadata({ roleArn, ...options });

  it('gives the role of the instance by IMDSv2', async () => {
    const { endpoint, requests } = await start();
    const credentials = await credentialsOf(source(endpoint, false));
    expect(credentials).toMatchObject({ accessKeyId: expect.stringMatching(/^ASIA/) as string });
    expect(credentials.sessionToken).not.toBe('');
    expect(credentials.expiration! - Date.now()).toBeGreaterThan(5 * HOUR);
    expect(requests.map(({ method, path, token }) => [method, path.split('/').at(-1), token])).toEqual([
      ['PUT', 'token', false],
      ['GET', '', true],
      ['GET', 'instance-role', true],
    ]);
  });

  it('falls back to IMDSv1 only where that is allowed', async () => {
    const old = await start({ tokens: 'unsupported' });
    await expect(credentialsOf(source(old.endpoint))).resolves.toHaveProperty('sessionToken');
    expect(await refusal(credentialsOf(source(old.endpoint, false)))).toMatch(/IMDSv1 is not allowed here/);
  });

  it('falls back where no session token comes through, as beyond the hop limit', async () => {
    const far = await start({ tokens: 'optional' });
    far.behaviour = 'tokensHang';
    await expect(credentialsOf(source(far.endpoint))).resolves.toHaveProperty('sessionToken');
    expect(await refusal(credentialsOf(source(far.endpoint, false)))).toMatch(/hop limit .* 2 or more\. IMDSv1 is not/);
  });

  it('says that IMDSv2 is needed', async () => {
    const far = await start({ tokens: 'required' });
    far.behaviour = 'tokensHang';
    expect(await refusal(credentialsOf(source(far.endpoint)))).toMatch(/wants IMDSv2 and gave no session token/);
  });

  it('says that the instance has no role', async () => {
    const { endpoint } = await sandbox.startMetadata();
    expect(await refusal(credentialsOf(source(endpoint)))).toMatch(/The EC2 instance has no role/);
  });

  it('asks the service straight, also where a proxy is set', async () => {
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
    const { endpoint } = await start();
    await expect(credentialsOf(source(endpoint))).resolves.toHaveProperty('accessKeyId');
  });

  it.each([
    ['garbage', /gave no session token\. Is something else answering there\?/],
    ['error', /failed with status 500/],
    ['hang', /did not answer in time/],
    ['absent', /has no role|knows no credentials/],
  ] as const)('says what is wrong with a service that does this: %s', async (behaviour, text) => {
    const service = await start();
    service.behaviour = behaviour;
    expect(await refusal(credentialsOf(source(service.endpoint)))).toMatch(text);
  });

  it('says that nobody is there, without asking twice', async () => {
    expect(await refusal(credentialsOf(source('http://127.0.0.1:1')))).toMatch(
      /no EC2 instance metadata service at http:\/\/127\.0\.0\.1:1\/ \(ECONNREFUSED\)/,
    );
    expect(await refusal(credentialsOf(source(`http://127.0.0.1:${port()}`)))).toMatch(/broke \(ECONNRESET\)/);
  });

  it('is not asked where AWS_EC2_METADATA_DISABLED says so', async () => {
    const { endpoint, requests } = await start();
    const variables = { AWS_EC2_METADATA_DISABLED: 'TRUE' };
    expect(await refusal(credentialsOf(source(endpoint), { variables }))).toMatch(/AWS_EC2_METADATA_DISABLED is set/);
    expect(requests).toEqual([]);
  });

  it('can be cancelled', async () => {
    const service = await start();
    service.behaviour = 'hang';
    const abort = new AbortController();
    const running = credentialsOf(source(service.endpoint), { signal: abort.signal });
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('credential_source = EcsContainer', () => {
  const source: ContainerSource = { kind: 'container', place: PLACE };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'container-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = (variables: Record<string, string | undefined>) => credentialsOf(source, { variables });
  const start = (authorization = true) => sandbox.startContainer({ roleArn, authorization });

  it('gives the role of the task', async () => {
    const { fullUri, authorizationToken } = await start();
    const credentials = await run({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: authorizationToken,
    });
    expect(credentials.accessKeyId).toMatch(/^ASIA/);
    expect(credentials.expiration! - Date.now()).toBeGreaterThan(5 * HOUR);
  });

  it('without a token, where none is asked for', async () => {
    const { fullUri } = await start(false);
    await expect(run({ AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri })).resolves.toHaveProperty('sessionToken');
  });

  it('with the token of a file, which comes before the variable', async () => {
    const { fullUri, authorizationToken } = await start();
    const file = path.join(folder, 'token');
    await writeFile(file, `${authorizationToken ?? ''}\n`);
    const variables = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'another',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
    };
    await expect(run(variables)).resolves.toHaveProperty('sessionToken');
    await writeFile(file, 'two\nlines');
    expect(await refusal(run(variables))).toMatch(/TOKEN_FILE has more than one line/);
    await rm(file);
    expect(await refusal(run(variables))).toMatch(/token, which cannot be read \(ENOENT\)/);
  });

  it.each([
    ['wants a token', undefined, /refused \(401\): it wants an authorization token, and neither/],
    ['wants another token', 'MARKED', /refused \(403\): it does not accept the authorization token/],
  ])('says that the service %s', async (_, token, text) => {
    const { fullUri } = await start();
    const variables = { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri, AWS_CONTAINER_AUTHORIZATION_TOKEN: token };
    const message = await refusal(run(variables));
    expect(message).toMatch(text);
    expect(message).not.toContain('MARKED');
  });

  it.each([
    ['garbage', /gave something that is not JSON/],
    ['error', /failed with status 500/],
    ['hang', /did not answer in time/],
    ['absent', /failed with status 404/],
  ] as const)('says what is wrong with a service that does this: %s', async (behaviour, text) => {
    const service = await start();
    service.behaviour = behaviour;
    expect(await refusal(run({ AWS_CONTAINER_CREDENTIALS_FULL_URI: service.fullUri }))).toMatch(text);
    expect(service.requests).toHaveLength(behaviour === 'error' ? 3 : 1);
  });

  it.each([
    ['neither is set', {}, /Neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI/],
    ['not a URL', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'here' }, /FULL_URI is not an http or https URL/],
    ['a file', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'file:///x' }, /FULL_URI is not an http or https URL/],
    [
      'plain http to the world',
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://credentials.example.com/x' },
      /names credentials\.example\.com, to which credentials must not be entrusted without TLS/,
    ],
    [
      'a name that only begins like this machine',
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1.example.com/x' },
      /must not be entrusted/,
    ],
    [
      'a relative address that leads elsewhere',
      { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '.example.com/x' },
      /RELATIVE_URI names 169\.254\.170\.2\.example\.com/,
    ],
    [
      'nobody there',
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://[::1]:1/x' },
      /no container credentials service at \[::1\]:1/,
    ],
  ])('refuses: %s', async (_, variables, text) => {
    expect(await refusal(run(variables))).toMatch(text);
  });
});
