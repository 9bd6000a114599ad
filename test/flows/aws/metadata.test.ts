import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import type { InstanceMetadataOptions } from '../../sandbox/metadata/types.js';
import { credentialsOf, PLACE, refusal } from './context.js';
import type { InstanceMetadataSource } from '../../../src/model/plan/source.js';

const ACCOUNT = '123456789012';
const HOUR = 3_600_000;

let sandbox: Sandbox;
let roleArn: string;
/** Takes connections, and with `reset` breaks them. */
const lonely = createServer((socket) => void socket.on('error', () => undefined).destroy());

beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.iam.createAccount(ACCOUNT);
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
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
});
