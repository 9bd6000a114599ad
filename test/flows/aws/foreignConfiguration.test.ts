// What the SDK's clients would look up by themselves belongs to whatever profile the editor was started with.
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListAccountsCommand } from '@aws-sdk/client-sso';
import { StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { CreateOAuth2TokenCommand, SigninClient } from '@aws-sdk/nested-clients/signin';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withOidc, withPortal } from '../../../src/aws/identityCenter/clients.js';
import { createClient } from '../../../src/aws/s3/s3Client.js';
import { stsClient } from '../../../src/aws/sts/stsClient.js';
import { clientTransport } from '../../../src/aws/transport/transport.js';
import type { Endpoints } from '../../../src/model/plan/plan.js';
import { startHttpServer, type HttpServer } from '../../support/httpServer.js';
import { liveSession, plan } from '../../support/samples.js';
import { stayHere } from '../../support/stayHere.js';

const region = 'eu-west-1';
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const portal = { id: 'x', region, startUrl: 'https://d-1234567890.awsapps.com/start', scopes: [] } as never;

/** A call of each service whose client is made for a plan. */
const CALLS: readonly [string, (endpoints: Endpoints) => Promise<unknown>][] = [
  [
    'sts.eu-west-1.amazonaws.com',
    (endpoints) => stsClient(plan({ endpoints, region }), keys, 0).send(new GetCallerIdentityCommand({})),
  ],
  [
    's3.eu-west-1.amazonaws.com',
    (endpoints) => createClient({ session: liveSession({ endpoints }), region }).send(new ListBucketsCommand({})),
  ],
  [
    'portal.sso.eu-west-1.amazonaws.com',
    (endpoints) =>
      withPortal({ portal, endpoints }, (client) => client.send(new ListAccountsCommand({ accessToken: 'token' }))),
  ],
  [
    'oidc.eu-west-1.amazonaws.com',
    (endpoints) =>
      withOidc({ portal, endpoints }, (client) =>
        client.send(new StartDeviceAuthorizationCommand({ clientId: 'x', clientSecret: 'x', startUrl: 'https://x' })),
      ),
  ],
  [
    'eu-west-1.signin.aws.amazon.com',
    (endpoints) =>
      new SigninClient({ region, credentials: keys, ...clientTransport(endpoints, 'signin') }).send(
        new CreateOAuth2TokenCommand({
          tokenInput: { clientId: 'x', refreshToken: 'x', grantType: 'refresh_token' },
        }),
      ),
  ],
];

let folder: string;
let stranger: HttpServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  // A reader waits for a writer, and there is none: whatever reads it hangs.
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  vi.stubEnv('AWS_CONFIG_FILE', pipe);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', pipe);
  stranger = await startHttpServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await stranger.stop();
  rmSync(folder, { recursive: true });
});

describe.each(CALLS)('a call to %s', (host, call) => {
  it('goes to AWS, whatever endpoint the variables name, and reads none of the AWS files', async () => {
    for (const service of ['', '_STS', '_S3', '_SSO', '_SSO_OIDC', '_SIGNIN']) {
      vi.stubEnv(`AWS_ENDPOINT_URL${service}`, stranger.endpoint);
    }
    const asked = stayHere();
    await expect(call({})).rejects.toThrow();
    expect(new Set(asked)).toEqual(new Set([`${host}:443`]));
    expect(stranger.received).toEqual([]);
  });

  it('goes to the endpoint of the plan, and reads none of the AWS files', async () => {
    stranger.answer = (_, response) => void response.writeHead(403).end();
    await expect(call({ all: stranger.endpoint })).rejects.toThrow();
    expect(stranger.received.length).toBeGreaterThan(0);
  });
});
