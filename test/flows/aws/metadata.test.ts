import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
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
  vi.useRealTimers();
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

  it('can be cancelled while it does not answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // so that it waits for ever
    const abort = new AbortController();
    await answering(async (endpoint, next) => {
      const running = credentialsOf(source(endpoint), { signal: abort.signal });
      await next();
      abort.abort();
      await expect(running).rejects.toBeInstanceOf(Cancelled);
    });
  });

  it('has a second for each answer, as with the AWS CLI', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await answering(async (endpoint, next) => {
      const running = credentialsOf(source(endpoint));
      for (const answer of ['a-token', 'instance-role', CREDENTIALS]) {
        const { request, response } = await next();
        vi.advanceTimersByTime(999);
        response.end(answer);
        expect(request.headers['x-aws-ec2-metadata-token']).toBe(answer === 'a-token' ? undefined : 'a-token');
      }
      await expect(running).resolves.toMatchObject({ accessKeyId: 'ASIAEXAMPLE' });
    });
  });

  it('has no more than that second: then version 1 is asked, where it may be', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await answering(async (endpoint, next) => {
      const running = credentialsOf(source(endpoint));
      await next();
      vi.advanceTimersByTime(1000);
      for (const answer of ['instance-role', CREDENTIALS]) {
        const { request, response } = await next();
        expect(request.headers).not.toHaveProperty('x-aws-ec2-metadata-token');
        response.end(answer);
      }
      await expect(running).resolves.toMatchObject({ accessKeyId: 'ASIAEXAMPLE' });
    });
  });

  it('has as long as AWS_METADATA_SERVICE_TIMEOUT says', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await answering(async (endpoint, next) => {
      const running = refusal(credentialsOf({ ...source(endpoint, false), timeoutSeconds: 3 }));
      const { response } = await next();
      vi.advanceTimersByTime(2999);
      response.end('a-token');
      await next();
      vi.advanceTimersByTime(3000);
      expect(await running).toMatch(/did not answer in time/);
    });
  });

  it('is asked as often as AWS_METADATA_SERVICE_NUM_ATTEMPTS says', async () => {
    await answering(async (endpoint, next) => {
      const running = credentialsOf({ ...source(endpoint, false), attempts: 3 });
      for (const answer of ['a-token', 'instance-role', CREDENTIALS]) {
        (await next()).response.writeHead(500).end();
        (await next()).response.end();
        (await next()).response.end(answer);
      }
      await expect(running).resolves.toMatchObject({ accessKeyId: 'ASIAEXAMPLE' });
    });
  });

  it.each([
    ['fails', (response: ServerResponse) => void response.writeHead(500).end()],
    ['breaks the connection', (response: ServerResponse) => void response.socket?.destroy()],
  ])('falls back to IMDSv1 also where IMDSv2 %s', async (_, answer) => {
    await answering(async (endpoint, next) => {
      const running = credentialsOf(source(endpoint));
      answer((await next()).response);
      (await next()).response.end('instance-role');
      (await next()).response.end(CREDENTIALS);
      await expect(running).resolves.toMatchObject({ accessKeyId: 'ASIAEXAMPLE' });
    });
  });

  it.each(['Failed', 'AssumeRoleUnauthorizedAccess'])('says that it has none, by its Code: %s', async (Code) => {
    const refused = JSON.stringify({ ...(JSON.parse(CREDENTIALS) as object), Code });
    expect(await answeredWith(refused)).toMatch(
      new RegExp(`has no credentials for the role instance-role \\(${Code}\\)\\. Does its trust policy allow ec2`),
    );
  });

  it('extends credentials that are over for a quarter of an hour, as the CLI, and no others', async () => {
    const withEnd = async (msFromNow: number) => {
      const Expiration = new Date(Date.now() + msFromNow).toISOString();
      const text = JSON.stringify({ ...(JSON.parse(CREDENTIALS) as object), Expiration });
      let left = 0;
      await answering(async (endpoint, next) => {
        const running = credentialsOf(source(endpoint));
        for (const answer of ['a-token', 'instance-role', text]) {
          (await next()).response.end(answer);
        }
        const { expiration = 0 } = await running;
        left = Math.round((expiration - Date.now()) / 60_000);
      });
      return left;
    };
    expect([await withEnd(-5 * HOUR), await withEnd(-1), await withEnd(2 * 60_000)]).toEqual([15, 15, 2]);
  });

  it('does not read an answer without end', async () => {
    const long = JSON.stringify({ ...(JSON.parse(CREDENTIALS) as object), Note: 'x'.repeat(262_144) });
    expect(await answeredWith(long)).toMatch(/connection .* broke \(the answer is too long\)/);
    await expect(answeredWith(long.slice(0, 1000))).resolves.toMatch(/gave something that is not JSON/);
  });
});

const CREDENTIALS = JSON.stringify({
  Code: 'Success',
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: 'secret',
  Token: 'token',
  Expiration: new Date(Date.now() + HOUR).toISOString(),
});

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A metadata service whose every answer is given by hand. */
async function answering(work: (endpoint: string, next: () => Promise<Asked>) => Promise<void>): Promise<void> {
  const asked: Asked[] = [];
  const server = createHttpServer((request, response) => {
    asked.push({ request, response });
    server.emit('asked');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const next = async (): Promise<Asked> => {
    if (asked.length === 0) {
      await once(server, 'asked');
    }
    return asked.shift()!;
  };
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, next);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What the user reads where the role's credentials are `text`. */
async function answeredWith(text: string): Promise<string> {
  let message = '';
  await answering(async (endpoint, next) => {
    const source = { kind: 'instance-metadata', endpoint, v1Allowed: false, place: PLACE } as const;
    const running = refusal(credentialsOf(source));
    for (const answer of ['a-token', 'instance-role', text]) {
      (await next()).response.end(answer);
    }
    message = await running;
  });
  return message;
}
