import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../../src/aws/s3/s3Client.js';
import type { Endpoints } from '../../../../src/model/plan/plan.js';
import { NOW, TOKEN } from '../../../support/samples.js';
import { error, startServer, xml } from './server.js';

const server = startServer();
const BUCKETS = { body: xml('<ListAllMyBucketsResult></ListAllMyBucketsResult>') };
const client = (session = server.session()) => createClient({ session, region: 'eu-west-1' });

afterEach(() => vi.restoreAllMocks());

describe('a client', () => {
  it('signs with the session’s credentials, for its region', async () => {
    server.answers = [BUCKETS];
    await client().send(new ListBucketsCommand({}));
    const { authorization, 'x-amz-security-token': token } = server.asked[0]?.headers ?? {};
    expect(authorization).toMatch(/Credential=ASIAEXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request/);
    expect(token).toBe(TOKEN);
  });

  it('signs by the clock of the session', async () => {
    server.answers = [BUCKETS];
    const clockOffsetMs = NOW - Date.now();
    await client(server.session({ clockOffsetMs })).send(new ListBucketsCommand({}));
    expect(server.asked[0]?.headers['x-amz-date']).toMatch(/^20261124T1[12]/);
  });

  it('asks three times where the server fails', async () => {
    server.answers = [error(500, 'InternalError')];
    await expect(client().send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'InternalError' });
    expect(server.asked).toHaveLength(3);
  });

  it('logs nothing', async () => {
    const methods = ['log', 'debug', 'info', 'warn', 'error', 'trace'] as const;
    const spies = methods.map((name) => vi.spyOn(console, name).mockImplementation(() => undefined));
    server.answers = [error(403, 'AccessDenied')];
    const failing = client();
    await expect(failing.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
    const { logger } = failing.config;
    for (const level of ['debug', 'warn', 'error'] as const) logger[level]('MARKED');
    expect(logger).not.toHaveProperty('info');
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it('gives a silent server up in the time it is given', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const all = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const session = server.session({ endpoints: { all } });
    const waiting = createClient({ session, region: 'eu-west-1', idleTimeoutMs: 50 });
    await expect(waiting.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'TimeoutError' });
    silent.closeAllConnections();
    silent.close();
  });
});

describe('at a server of one’s own', () => {
  it.each<[string, (endpoint: string) => Endpoints]>([
    ['of every service', (endpoint) => ({ all: endpoint })],
    ['of S3 alone', (endpoint) => ({ s3: endpoint })],
    ['of S3 rather than the others’', (endpoint) => ({ all: 'http://127.0.0.1:9', s3: endpoint })],
  ])('%s, the bucket is in the path, and no checksum is added', async (_, endpoints) => {
    const s3 = client(server.session({ endpoints: endpoints(server.endpoint) }));
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'hello' }));
    expect(server.asked).toMatchObject([{ path: '/bucket/key', body: 'hello' }]);
    expect(Object.keys(server.asked[0]?.headers ?? {}).filter((name) => name.includes('checksum'))).toEqual([]);
  });

  it('no checksum of a reply is asked for', async () => {
    server.answers = [{ body: 'hello' }];
    await client().send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }));
    expect(server.asked[0]?.headers).not.toHaveProperty('x-amz-checksum-mode');
  });
});

it('at AWS, the SDK decides about paths and checksums', async () => {
  const { config } = client(server.session({ endpoints: {} }));
  expect(config.forcePathStyle).toBe(false);
  expect(await config.requestChecksumCalculation()).toBe('WHEN_SUPPORTED');
  expect(await config.responseChecksumValidation()).toBe('WHEN_SUPPORTED');
  expect(await config.region()).toBe('eu-west-1');
});
