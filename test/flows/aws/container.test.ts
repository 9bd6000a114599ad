import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { credentialsOf, PLACE, refusal } from './context.js';
import type { ContainerSource } from '../../../src/model/plan/source.js';

const ACCOUNT = '123456789012';
const HOUR = 3_600_000;

let sandbox: Sandbox;
let roleArn: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.iam.createAccount(ACCOUNT);
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  roleArn = sandbox.iam.createRole({ accountId: ACCOUNT, name: 'task-role', trustPolicy }).arn;
});
afterAll(() => sandbox.stop());

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
});
