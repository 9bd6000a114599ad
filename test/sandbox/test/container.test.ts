// The credentials endpoint of an ECS task, as the SDK's provider meets it.
import { request as httpRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { fromHttp } from '@aws-sdk/credential-provider-http';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import type { ContainerMetadata } from '../metadata/types.js';

let sandbox: Sandbox;
let container: ContainerMetadata;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  container = await sandbox.startContainer({ roleArn: TUTORIAL.fullAccessRoleArn });
});
afterEach(() => sandbox.stop());

const provider = (token: string | undefined, { fullUri }: ContainerMetadata = container) =>
  fromHttp({
    awsContainerCredentialsFullUri: fullUri,
    ...(token !== undefined && { awsContainerAuthorizationToken: token }),
    timeout: 300,
    maxRetries: 0,
  });

it('lends the role of the task to the SDK', async () => {
  const credentials = await provider(container.authorizationToken)();
  const sts = new STSClient({ region: TUTORIAL.region, endpoint: sandbox.endpoint, credentials });
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toMatch(/^arn:aws:sts::\d{12}:assumed-role\/sts-s3-full-access-role\/[0-9a-f]{32}$/);
  expect(container.requests).toEqual([{ method: 'GET', path: container.relativeUri, status: 200, token: true }]);
});

it('answers with four strings and the role', async () => {
  const answer = await fetch(container.fullUri, { headers: { authorization: container.authorizationToken! } });
  expect(answer.headers.get('content-type')).toBe('application/json');
  const body = (await answer.json()) as Record<string, unknown>;
  expect(Object.keys(body).sort()).toEqual(['AccessKeyId', 'Expiration', 'RoleArn', 'SecretAccessKey', 'Token']);
  expect(Object.values(body).every((value) => typeof value === 'string')).toBe(true);
  expect(body['Expiration']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

it.each([
  [{}, 401, 'Unauthorized'],
  [{ authorization: 'wrong' }, 403, 'AccessDenied'],
])('refuses %o', async (headers, status, Code) => {
  const answer = await fetch(container.fullUri, { headers });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ Code });
  await expect(provider('wrong')()).rejects.toThrow('403');
});

it('asks for no token where there is none', async () => {
  const open = await sandbox.startContainer({ roleArn: TUTORIAL.readOnlyRoleArn, authorization: false });
  expect(open.authorizationToken).toBeUndefined();
  expect((await provider(undefined, open)()).accessKeyId).toMatch(/^ASIA/);
});

it('is found at the link-local address through a proxy', async () => {
  const { port } = new URL(container.fullUri);
  const body = await new Promise((resolve, reject) => {
    const path = `http://169.254.170.2${container.relativeUri}`;
    const headers = { host: '169.254.170.2', authorization: container.authorizationToken };
    const request = httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      json(response).then(resolve, reject);
    });
    request.on('error', reject).end();
  });
  expect(body).toMatchObject({ RoleArn: TUTORIAL.fullAccessRoleArn });
});

it.each(['absent', 'garbage', 'error'] as const)('%s gives the SDK nothing', async (behaviour) => {
  container.behaviour = behaviour;
  await expect(provider(container.authorizationToken)()).rejects.toThrow();
  container.behaviour = 'serve';
  expect((await provider(container.authorizationToken)()).accessKeyId).toMatch(/^ASIA/);
});

it('hangs on demand', async () => {
  container.behaviour = 'hang';
  // Not the SDK's provider: its time limit on an answer only warns.
  const headers = { authorization: container.authorizationToken! };
  const call = fetch(container.fullUri, { headers, signal: AbortSignal.timeout(300) });
  await expect(call).rejects.toThrow('timeout');
  expect(container.requests).toMatchObject([{ status: undefined, token: true }]);
});

it('tells when the role is gone', async () => {
  sandbox.iam.deleteRole(TUTORIAL.fullAccessRoleArn);
  await expect(provider(container.authorizationToken)()).rejects.toThrow('500');
});

it('keeps its token among the secrets', () => {
  expect(sandbox.issuedTokens()).toContain(container.authorizationToken);
});
