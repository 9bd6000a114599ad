import { getEventListeners, once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askMetadata, type MetadataRequest } from '../../../../src/aws/sources/metadataRequest.js';
import { Cancelled } from '../../../../src/base/errors.js';
import { createSigner } from '../../../sandbox/idp/signer.js';
import { breaking, silent, startHttpServer, type Answer, type HttpServer } from '../../../support/httpServer.js';
import { stayHere } from '../../../support/stayHere.js';

const LIMIT_BYTES = 262_144;

let service: HttpServer;
/** Where else it would have asked. */
let elsewhere: readonly string[];

beforeEach(async () => {
  service = await startHttpServer();
  elsewhere = stayHere();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await service.stop();
});

const ask = (request: Partial<MetadataRequest> = {}) =>
  askMetadata({
    url: new URL(service.endpoint),
    method: 'GET',
    headers: {},
    timeoutMs: 1000,
    signal: new AbortController().signal,
    ...request,
  });

/** Time passes only by hand; the promise says that the service has been asked. */
function byHand(answer: Answer): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  return new Promise((resolve) => {
    service.answer = (...asked) => {
      answer(...asked);
      resolve();
    };
  });
}

const soFar = (running: Promise<unknown>) => Promise.race([running, Promise.resolve('waits')]);

describe('a metadata service', () => {
  it('is asked straight and once', async () => {
    service.answer = (_, response) => void response.end('here');
    const url = new URL('/latest/x?a=1', service.endpoint);
    const answer = await ask({ url, method: 'PUT', headers: { 'X-Seconds': '60' } });
    expect(answer).toEqual({ kind: 'answer', status: 200, body: 'here' });
    expect(service.received).toEqual([
      expect.objectContaining({
        method: 'PUT',
        path: '/latest/x?a=1',
        headers: { host: url.host, 'x-seconds': '60', connection: 'close', 'content-length': '0' },
      }),
    ]);
  });

  it.each([
    [404, ''],
    [503, 'Wait…'],
  ])('answers with %i', async (status, body) => {
    service.answer = (_, response) => void response.writeHead(status).end(body);
    expect(await ask()).toEqual({ kind: 'answer', status, body });
  });

  it('answers in as many bytes as are read, and no more', async () => {
    const long = 'x'.repeat(LIMIT_BYTES);
    service.answer = (_, response) => void response.end(long);
    expect(await ask()).toEqual({ kind: 'answer', status: 200, body: long });
    service.answer = (_, response) => void response.end(`${long}x`);
    expect(await ask()).toEqual({ kind: 'broken', detail: 'the answer is too long' });
  });

  it('is not there', async () => {
    expect(await ask({ url: new URL('http://127.0.0.1:1') })).toEqual({ kind: 'absent', detail: 'ECONNREFUSED' });
  });

  it.each([
    ['http://metadata.invalid', 'metadata.invalid:80'],
    ['https://metadata.invalid', 'metadata.invalid:443'],
    ['http://[fd00:ec2::254]:8080', 'fd00:ec2::254:8080'],
  ])('is looked for where %s says', async (url, place) => {
    expect(await ask({ url: new URL(url) })).toEqual({ kind: 'absent', detail: 'ECONNREFUSED' });
    expect(elsewhere).toEqual([place]);
  });

  it.each<[string, Answer]>([
    ['before it answers', breaking],
    [
      'in the middle',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': 100 });
        response.write('half', () => response.socket?.destroy());
      },
    ],
  ])('breaks the connection %s', async (_, answer) => {
    service.answer = answer;
    expect(await ask()).toEqual({ kind: 'broken', detail: 'ECONNRESET' });
  });

  it('is not trusted by a certificate of its own', async () => {
    const { privateKeyPem: key, certificatePem: cert } = await createSigner();
    const server = createTlsServer({ key, cert }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await ask({ url })).toEqual({ kind: 'broken', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    server.close();
  });
});

describe('the time', () => {
  it('to connect is limited', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const running = ask();
    vi.advanceTimersByTime(1000);
    expect(await running).toEqual({ kind: 'absent', detail: 'nothing answers there' });
  });

  it('to answer is as long again', async () => {
    const asked = byHand(silent);
    const running = ask();
    vi.advanceTimersByTime(999);
    await asked;
    vi.advanceTimersByTime(999);
    expect(await soFar(running)).toBe('waits');
    vi.advanceTimersByTime(1);
    expect(await running).toEqual({ kind: 'silent' });
  });

  it('is up for good: no timer, connection or listener is left', async () => {
    const { signal } = new AbortController();
    const asked = byHand((_, response) => void response.end('here'));
    const running = ask({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await asked;
    await running;
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const again = byHand(silent);
    const second = ask({ signal });
    await again;
    vi.advanceTimersByTime(1000);
    expect(await second).toEqual({ kind: 'silent' });
    const socket = service.sockets.at(-1)!;
    if (!socket.destroyed) {
      await once(socket, 'close');
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('the user', () => {
  it('says so before anything is sent', async () => {
    await expect(ask({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
    expect(service.sockets).toEqual([]);
  });

  it('says so while there is no answer', async () => {
    const abort = new AbortController();
    const asked = byHand(silent);
    const running = ask({ signal: abort.signal });
    await asked;
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(vi.getTimerCount()).toBe(0);
  });
});
