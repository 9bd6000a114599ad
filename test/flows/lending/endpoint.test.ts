// What programs that mean no good get from the endpoint, over real sockets.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Endpoint } from '../../../src/lending/endpoint/endpoint.js';
import type { SessionAct } from '../../../src/model/sessionAct.js';
import { expire, type LiveSession } from '../../../src/model/session/session.js';
import { CONTAINER_TOKEN, CONTAINER_URI } from '../../../src/model/variables/strayVariables.js';
import { liveSession } from '../../support/samples.js';
import { FakeSessions, liveEntry } from '../../support/sessions.js';
import { Store } from '../../unit/session/store.js';

const HOUR_MS = 3_600_000;
const BORROWER = { kind: 'terminal', name: 'bash' } as const;

let sessions: FakeSessions;
let memento: Store;
let secrets: Store;
let storage: string;
let acts: SessionAct[];
let wanted: string[];
let moved: number;
let endpoint: Endpoint;
let dev: LiveSession;

const open = () =>
  Endpoint.open({
    ...{ sessions, memento, secrets, storage },
    record: (act) => void acts.push(act),
    wanted: ({ id }) => void wanted.push(id),
    moved: () => (moved += 1),
    log: { warn: () => undefined },
  });

beforeEach(async () => {
  sessions = new FakeSessions();
  memento = new Store();
  secrets = new Store();
  storage = mkdtempSync(join(tmpdir(), 'endpoint-'));
  acts = [];
  wanted = [];
  moved = 0;
  dev = liveSession({ startedAt: Date.now(), expiresAt: Date.now() + HOUR_MS });
  sessions.put(liveEntry(dev));
  endpoint = await open();
});
afterEach(() => {
  endpoint.dispose();
  rmSync(storage, { recursive: true });
});

interface Terminal {
  readonly url: URL;
  readonly token: string;
}

function terminal(scope = 'window', session = dev): Terminal {
  const { variables } = endpoint.grant(session, scope, { borrower: BORROWER, shielded: false });
  return { url: new URL(variables.get(CONTAINER_URI) ?? ''), token: variables.get(CONTAINER_TOKEN) ?? '' };
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function ask(url: URL, headers: Readonly<Record<string, string>>, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => (text += part))
        .on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
        .on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

const fetchAs = ({ url, token }: Terminal): Promise<Reply> => ask(url, { authorization: token });

/** Sends bytes, and takes what comes until the other side has enough. */
function talk(port: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('error', () => undefined).on('close', () => resolve(text));
  });
}

describe('the endpoint', () => {
  it('gives a terminal the credentials of its session, in the form of ECS', async () => {
    const { status, headers, text } = await fetchAs(terminal());
    expect([status, JSON.parse(text)]).toEqual([
      200,
      {
        AccessKeyId: dev.credentials.accessKeyId,
        SecretAccessKey: dev.credentials.secretAccessKey,
        Token: dev.credentials.sessionToken,
        Expiration: new Date(dev.expiresAt).toISOString(),
        AccountId: dev.identity.accountId,
      },
    ]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control') || name === 'location')).toEqual([]);
  });

  it('has nothing secret in its address', () => {
    const { url, token } = terminal();
    expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/credentials$/);
    expect(url.href).not.toContain(token);
  });

  it('gives each terminal its own session, and none that of another', async () => {
    const prod = liveSession({
      ...{ id: 'prod', key: 'prod', startedAt: Date.now(), expiresAt: Date.now() + HOUR_MS },
      credentials: { ...dev.credentials, accessKeyId: 'ASIAPROD' },
    });
    sessions.put(liveEntry(prod));
    const [one, two] = [terminal('terminal:1'), terminal('terminal:2', prod)];
    const keys = async (each: Terminal) =>
      (JSON.parse((await fetchAs(each)).text) as { AccessKeyId: string }).AccessKeyId;
    expect([await keys(one), await keys(two)]).toEqual([dev.credentials.accessKeyId, 'ASIAPROD']);
  });

  it('says the same to every token that it does not know, and nothing of what it has', async () => {
    const { url, token } = terminal();
    const strange = ['x', `${token}x`, `Bearer ${token}`, token.slice(1), token.toLowerCase(), 'ü', 'x'.repeat(4_000)];
    const replies = await Promise.all(strange.map((each) => ask(url, { authorization: encodeURIComponent(each) })));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(acts).toEqual([]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('refuses %s', async (method) => {
    const { url, token } = terminal();
    expect(await ask(url, { authorization: token }, method)).toMatchObject({ status: 405, text: '{}' });
  });

  it('refuses a page whose name was bound to this address', async () => {
    const { url, token } = terminal();
    const rebound = await ask(url, { authorization: token, host: `attacker.example:${url.port}` });
    const ofPage = await ask(url, { authorization: token, origin: 'http://attacker.example' });
    expect([rebound, ofPage].map(({ status, text }) => [status, text])).toEqual([
      [403, '{}'],
      [403, '{}'],
    ]);
  });

  it('is at no other address of this machine', async () => {
    const { port } = terminal().url;
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    const reached = await Promise.all(
      ['127.0.0.2', ...others.map(({ address }) => address)].map(
        (host) =>
          new Promise<boolean>((resolve) => {
            const socket = connect({ host, port: Number(port) }, () => resolve(true));
            socket.on('error', () => resolve(false)).on('close', () => socket.destroy());
          }),
      ),
    );
    expect(reached.some(Boolean)).toBe(false);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['endless headers', `GET /credentials HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a body', 'GET /credentials HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000000\r\n\r\nx'],
    ['a request that never ends', 'GET /credentials HTTP/1.1\r\nhost: '],
    ['a tunnel', 'CONNECT attacker.example:443 HTTP/1.1\r\nhost: attacker.example\r\n\r\n'],
  ])('ends the connection of %s, and goes on for others', async (_, bytes) => {
    const own = terminal();
    expect(await talk(own.url.port, bytes)).not.toMatch(/AccessKeyId|200 OK/);
    expect((await fetchAs(own)).status).toBe(200);
  });

  it('goes on for its terminals while a thousand connections hang', async () => {
    const own = terminal();
    const sockets: Socket[] = [];
    for (let count = 0; count < 1_000; count += 1) {
      sockets.push(connect(Number(own.url.port), '127.0.0.1').on('error', () => undefined));
    }
    try {
      await expect.poll(async () => (await fetchAs(own).catch(() => undefined))?.status, { timeout: 15_000 }).toBe(200);
    } finally {
      sockets.forEach((socket) => socket.destroy());
    }
  });

  it('answers a thousand that ask at once, all of them right', async () => {
    const own = terminal();
    const replies: Reply[] = [];
    for (let round = 0; round < 20; round += 1) {
      replies.push(...(await Promise.all(Array.from({ length: 50 }, () => fetchAs(own)))));
    }
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('in the course of time', () => {
  it('what ends too soon is not given, and who could renew it is told', async () => {
    const short = { ...dev, startedAt: Date.now() - HOUR_MS, expiresAt: Date.now() + 10 * 60_000 };
    const own = terminal();
    sessions.put(liveEntry(short));
    const { status, text } = await fetchAs(own);
    expect([status, JSON.parse(text), wanted]).toEqual([
      503,
      { code: 'NotAvailable', message: expect.stringContaining('ends soon') as string },
      [dev.id],
    ]);
    expect(text).not.toContain(dev.credentials.secretAccessKey);
  });

  it('nobody is told of what will be renewed by itself', async () => {
    const own = terminal();
    const short = { ...dev, startedAt: Date.now() - HOUR_MS, expiresAt: Date.now() + 10 * 60_000 };
    sessions.put(liveEntry(short, { renewal: { kind: 'at', at: Date.now() } }));
    expect([(await fetchAs(own)).status, wanted]).toEqual([503, []]);
  });

  it('a session that has expired gives nothing, and again once it is renewed', async () => {
    const own = terminal();
    sessions.put(liveEntry(dev, { state: expire(dev) }));
    expect((await fetchAs(own)).status).toBe(503);
    sessions.put(liveEntry(dev));
    expect((await fetchAs(own)).status).toBe(200);
  });

  it('what is asked for after the end is on record with whoever asks, once, and nothing that was never given out', async () => {
    const own = terminal();
    sessions.drop(dev.id);
    const first = await fetchAs(own);
    await expect.poll(() => acts).toHaveLength(1);
    const replies = [first, await fetchAs(own), await fetchAs({ ...own, token: `${own.token}x` })];
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    endpoint.dispose();
    expect(acts).toMatchObject([
      {
        kind: 'withheld',
        session: { id: dev.id },
        by: { ...BORROWER, pid: process.pid },
        message: expect.stringContaining('has ended') as string,
      },
      { kind: 'withheld', session: { id: dev.id }, by: BORROWER, times: 1 },
    ]);
    expect(JSON.stringify(acts)).not.toContain(own.token);
    expect(JSON.stringify(acts)).not.toContain(dev.credentials.secretAccessKey);
  });

  it('a session that is somebody else by now gives nothing', async () => {
    const own = terminal();
    sessions.put(liveEntry({ ...dev, identity: { ...dev.identity, arn: 'arn:aws:iam::999999999999:role/other' } }));
    const { status, text } = await fetchAs(own);
    expect([status, text]).toEqual([503, expect.stringContaining('somebody else')]);
  });

  it('a reload of the window changes neither address nor token', async () => {
    const before = terminal();
    expect((await fetchAs(before)).status).toBe(200);
    endpoint.dispose();
    endpoint = await open();
    expect(terminal()).toEqual(before);
    expect((await fetchAs(before)).status).toBe(200);
  });

  it('what nothing goes by any more is given nothing, also after a reload', async () => {
    const [kept, closed] = [terminal('terminal:1'), terminal('terminal:2')];
    const { grant } = endpoint.grant(dev, 'terminal:1', { borrower: BORROWER, shielded: false });
    endpoint.retain(new Set([grant]));
    expect([(await fetchAs(kept)).status, (await fetchAs(closed)).status]).toEqual([200, 401]);
    endpoint.dispose();
    endpoint = await open();
    expect([(await fetchAs(kept)).status, (await fetchAs(closed)).status]).toEqual([200, 401]);
  });

  it('with a port that another program has taken, it is at another', async () => {
    const before = terminal();
    expect((await fetchAs(before)).status).toBe(200);
    endpoint.dispose();
    const heard: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.end('{}');
    });
    await new Promise<void>((resolve) => other.listen(Number(before.url.port), '127.0.0.1', resolve));
    endpoint = await open();
    await fetchAs(before);
    other.close();
    const after = terminal();
    expect(after.url.port).not.toBe(before.url.port);
    expect((await fetchAs(after)).status).toBe(200);
    // What it was sent opens nothing, and that is told.
    expect((await fetchAs({ ...after, token: heard[0] ?? '' })).status).toBe(401);
    expect([heard, moved]).toEqual([[before.token], 1]);
  });

  it('with a secret store that keeps nothing, it opens all the same, and knows no token of before', async () => {
    const own = terminal();
    endpoint.dispose();
    secrets = new Store();
    endpoint = await open();
    expect((await fetchAs(own)).status).toBe(401);
    expect((await fetchAs(terminal())).status).toBe(200);
  });

  it('nothing that is written opens anything', async () => {
    const own = terminal();
    await fetchAs(own);
    const files = readdirSync(join(storage, 'lending')).map((name) => join(storage, 'lending', name));
    const written = [
      JSON.stringify(memento.get('roleSessions.endpoint')),
      ...files.map((file) => readFileSync(file, 'utf8')),
    ];
    const secret = [own.token, dev.credentials.secretAccessKey, dev.credentials.sessionToken];
    expect(written.filter((text) => secret.some((each) => text.includes(each)))).toEqual([]);
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual(files.map(() => 0o600));
    expect(JSON.stringify(acts)).not.toContain(own.token);
  });
});
