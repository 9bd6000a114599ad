import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, writeAwsFiles, type Sandbox } from '../index.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
});
afterEach(() => sandbox.stop());

const USER = { accessKeyId: TUTORIAL.accessKeyId, secretAccessKey: TUTORIAL.secretAccessKey };

const sts = (): STSClient => new STSClient({ region: TUTORIAL.region, endpoint: sandbox.endpoint, credentials: USER });

async function session(roleArn: string = TUTORIAL.fullAccessRoleArn) {
  const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'front' });
  const { Credentials: keys } = await sts().send(command);
  return {
    accessKeyId: keys!.AccessKeyId!,
    secretAccessKey: keys!.SecretAccessKey!,
    sessionToken: keys!.SessionToken!,
  };
}

const s3 = async (more: object = {}): Promise<S3Client> =>
  new S3Client({
    region: TUTORIAL.region,
    endpoint: sandbox.endpoint,
    credentials: await session(),
    forcePathStyle: true,
    ...more,
  });

const readme = new GetObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'README.md' });

/** A request that no SDK would send. */
function plain(method: string, target: string, options: { headers?: Record<string, string>; body?: string } = {}) {
  return new Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(sandbox.endpoint);
      const request = httpRequest(
        { hostname, port, method, path: target, headers: options.headers ?? {} },
        (response) => {
          text(response).then(
            (body) => resolve({ status: response.statusCode, headers: response.headers, body }),
            reject,
          );
        },
      );
      request.on('error', reject);
      request.end(options.body);
    },
  );
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

describe('an error', () => {
  it("of STS has STS's shape", async () => {
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const answer = await plain('POST', '/', { headers: FORM, body });
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toBe('text/xml');
    expect(answer.body).toBe(
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>MissingAuthenticationToken</Code><Message>Request is missing Authentication Token</Message></Error><RequestId>${String(answer.headers['x-amzn-requestid'])}</RequestId></ErrorResponse>`,
    );
  });

  it.each([
    [
      'an unknown action',
      'Action=Fly&Version=2011-06-15',
      'InvalidAction',
      'Could not find operation Fly for version 2011-06-15',
    ],
    [
      'an old version',
      'Action=AssumeRole&Version=2000-01-01',
      'InvalidAction',
      'Could not find operation AssumeRole for version 2000-01-01',
    ],
    ['no action', 'Version=2011-06-15', 'MissingAction', 'Missing Action'],
  ])('of STS names %s', async (_what, body, code, message) => {
    const answer = await plain('POST', '/', { headers: FORM, body });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.body).toContain(`<Code>${code}</Code><Message>${message}</Message>`);
  });

  it("of S3 has S3's shape", async () => {
    const answer = await plain('GET', `/${TUTORIAL.bucket}`);
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toBe('application/xml');
    expect(answer.body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>AccessDenied<\/Code><Message>Access Denied<\/Message><RequestId>[0-9A-F]{16}<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/,
    );
  });

  it('of S3 has no body in answer to HEAD', async () => {
    expect(await plain('HEAD', `/${TUTORIAL.bucket}`)).toMatchObject({ status: 403, body: '' });
  });

  it.each(['/%zz', '/bucket/%ff'])('is the answer to the address %s', async (target) => {
    const answer = await plain('GET', target);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<Code>InvalidURI</Code>');
  });
});

describe('the clock', () => {
  it('dates every answer, and a client off by ten minutes is told so and recovers', async () => {
    sandbox.clock.setOffset(600_000);
    const { headers } = await plain('GET', '/');
    expect(Math.abs(Date.parse(headers.date ?? '') - sandbox.clock.now())).toBeLessThan(30_000);
    const { $metadata } = await sts().send(new GetCallerIdentityCommand({}));
    expect($metadata.attempts).toBe(2);
    expect(sandbox.requests.map((request) => request.errorCode)).toEqual([
      'AccessDenied',
      'SignatureDoesNotMatch',
      undefined,
    ]);
  });
});

describe('addresses', () => {
  // Names below localhost lead to the sandbox, as they do in browsers.
  const agent = (): Agent =>
    new Agent({
      lookup: (_name, options, done) =>
        options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
    });

  it.each(['s3.localhost', 'localhost', 's3.us-west-2.localhost'])('BUCKET.%s', async (host) => {
    const { port } = new URL(sandbox.endpoint);
    const httpAgent = agent();
    const client = await s3({
      endpoint: `http://${host}:${port}`,
      forcePathStyle: false,
      requestHandler: { httpAgent },
    });
    const answer = await client.send(readme);
    expect(await answer.Body?.transformToString()).toMatch(/^# mynewuser's bucket/);
    const { Contents: contents } = await client.send(new ListObjectsV2Command({ Bucket: TUTORIAL.emptyBucket }));
    expect(contents).toBeUndefined();
    httpAgent.destroy();
  });

  it.each([
    'a//b',
    'a/../b',
    '../x',
    './y',
    '/z',
    'a+b c',
    '100%',
    '%41',
    'a?b#c&d=e',
    "q'(!)*",
    'é 🙂',
    'line\nbreak',
    'z/',
  ])('the key %j comes and goes as it is', async (key) => {
    const client = await s3();
    await client.send(new PutObjectCommand({ Bucket: TUTORIAL.emptyBucket, Key: key, Body: key }));
    expect(sandbox.s3.keys(TUTORIAL.emptyBucket)).toEqual([key]);
    const answer = await client.send(new GetObjectCommand({ Bucket: TUTORIAL.emptyBucket, Key: key }));
    expect(await answer.Body?.transformToString()).toBe(key);
  });
});

describe('a denied upload', () => {
  it('leaves the connection fit for the next request', async () => {
    const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 });
    const client = await s3({ credentials: await session(TUTORIAL.readOnlyRoleArn), requestHandler: { httpAgent } });
    const upload = client.send(
      new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'x', Body: Buffer.alloc(3_000_000) }),
    );
    await expect(upload).rejects.toMatchObject({ name: 'AccessDenied' });
    expect((await client.send(new ListBucketsCommand({}))).Buckets).toHaveLength(3);
    expect(sandbox.s3.keys(TUTORIAL.bucket)).not.toContain('x');
    httpAgent.destroy();
  });
});

describe('faults', () => {
  it('answer an error as often as told, then no more', async () => {
    const client = await s3();
    const error = {
      kind: 'error',
      status: 503,
      code: 'SlowDown',
      message: 'Please reduce your request rate.',
    } as const;
    sandbox.addFault({ operation: 'GetObject', times: 2, effect: error });
    await client.send(new ListBucketsCommand({}));
    expect((await client.send(readme)).$metadata.attempts).toBe(3);
    expect(sandbox.requests.slice(-3)).toMatchObject([
      { operation: 'GetObject', status: 503, errorCode: 'SlowDown', bucket: TUTORIAL.bucket, key: 'README.md' },
      { operation: 'GetObject', status: 503, errorCode: 'SlowDown' },
      { operation: 'GetObject', status: 200, errorCode: undefined },
    ]);
  });

  it('hit STS as well, in its own shape', async () => {
    const error = { kind: 'error', status: 400, code: 'Throttling', message: 'Rate exceeded' } as const;
    sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: error });
    await session();
    expect(sandbox.requests.map((request) => request.errorCode)).toEqual(['Throttling', undefined]);
  });

  it('cut the connection in mid-body', async () => {
    sandbox.s3.putObject(TUTORIAL.bucket, 'big', Buffer.alloc(500_000));
    sandbox.addFault({ operation: 'GetObject', effect: { kind: 'reset', afterBytes: 100_000 } });
    const { Body: body } = await (await s3()).send(new GetObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'big' }));
    let received = 0;
    const reading = (async () => {
      for await (const piece of body as unknown as AsyncIterable<Uint8Array>) received += piece.length;
    })();
    await expect(reading).rejects.toThrow('aborted');
    expect(received).toBe(100_000);
  });

  it('slow a body down without changing it', async () => {
    sandbox.addFault({ operation: 'GetObject', times: 1, effect: { kind: 'slow', bytesPerSecond: 2000 } });
    const { Body: body } = await (await s3()).send(readme);
    const file = sandbox.s3.getObject(TUTORIAL.bucket, 'README.md');
    expect(await body?.transformToString()).toBe(file?.body.toString());
  });

  it('hold an answer back until the client gives up', async () => {
    sandbox.addFault({ operation: 'GetCallerIdentity', effect: { kind: 'hang' } });
    const abort = new AbortController();
    const call = sts().send(new GetCallerIdentityCommand({}), { abortSignal: abort.signal });
    const { status } = await plain('GET', '/');
    expect(status).toBe(403);
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    sandbox.clearFaults();
    expect((await sts().send(new GetCallerIdentityCommand({}))).Arn).toBe(TUTORIAL.userArn);
  });

  it('delay an answer', async () => {
    sandbox.addFault({ operation: '*', times: 1, effect: { kind: 'latency', ms: 5 } });
    expect((await sts().send(new GetCallerIdentityCommand({}))).Arn).toBe(TUTORIAL.userArn);
  });
});

describe('the files for clients', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'front-test-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('hold the source profile and the roles', async () => {
    const { configFile, credentialsFile, env } = await writeAwsFiles(dir, sandbox, {
      profiles: { mine: { role_arn: TUTORIAL.mfaRoleArn } },
    });
    const config = await readFile(configFile, 'utf8');
    const names = [...config.matchAll(/^\[profile (.+)\]$/gm)].map((match) => match[1]);
    expect(names).toEqual(['ststestprofile', 's3-read-only', 's3-full-access', 'with-mfa', 'with-external-id', 'mine']);
    expect(await readFile(credentialsFile, 'utf8')).toContain(`aws_access_key_id = ${TUTORIAL.accessKeyId}`);
    expect(env).toEqual({ AWS_CONFIG_FILE: configFile, AWS_SHARED_CREDENTIALS_FILE: credentialsFile });
  });

  it('start from the command line, and end with SIGTERM', async () => {
    const script = path.join(import.meta.dirname, '../main.ts');
    const child = execFile(process.execPath, ['--import', 'tsx', script, '--aws-dir', dir]);
    const line = await new Promise<string>((resolve) => child.stdout?.once('data', resolve));
    const { endpoint, awsDir } = JSON.parse(line) as { endpoint: string; awsDir: string };
    expect(awsDir).toBe(dir);
    const client = new STSClient({ region: TUTORIAL.region, endpoint, credentials: USER });
    expect((await client.send(new GetCallerIdentityCommand({}))).Arn).toBe(TUTORIAL.userArn);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
