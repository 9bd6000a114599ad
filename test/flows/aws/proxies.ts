// Servers between the extension and AWS.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { Signer } from '../../sandbox/idp/signer.js';

interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

async function start(server: Server): Promise<Running> {
  const open = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket: { destroy(): unknown }) => open.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

export interface Proxy extends Running {
  /** What it was asked for: "CONNECT host:port", "POST http://host/path". */
  readonly asked: string[];
  /** Proxy-Authorization, decoded. */
  readonly users: (string | undefined)[];
  /** A status instead of passing anything on. */
  refuse: number | undefined;
}

/** An HTTP proxy: CONNECT for TLS, whole URLs for the rest. */
export async function startProxy(): Promise<Proxy> {
  const asked: string[] = [];
  const users: (string | undefined)[] = [];
  const state: { refuse: number | undefined } = { refuse: undefined };
  const note = ({ method, url, headers }: IncomingMessage) => {
    asked.push(`${method ?? ''} ${url ?? ''}`);
    const [, basic] = /^Basic (.*)$/.exec(headers['proxy-authorization'] ?? '') ?? [];
    users.push(basic === undefined ? undefined : Buffer.from(basic, 'base64').toString());
  };
  const server = createServer((incoming, response) => {
    note(incoming);
    if (state.refuse !== undefined) {
      response.writeHead(state.refuse).end('<html>No</html>');
      return;
    }
    const { method, headers, url = '' } = incoming;
    const onward = request(url, { method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 0, reply.headers);
      reply.pipe(response);
    });
    incoming.pipe(onward);
  });
  server.on('connect', (incoming: IncomingMessage, client) => {
    note(incoming);
    client.on('error', () => undefined);
    if (state.refuse !== undefined) {
      client.end(`HTTP/1.1 ${state.refuse} No\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${incoming.url ?? ''}`);
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n');
      onward.pipe(client).pipe(onward);
    }).on('error', () => client.destroy());
    client.on('close', () => onward.destroy());
  });
  return Object.assign(state, { asked, users, ...(await start(server)) });
}

export interface Front extends Running {
  readonly endpoint: string;
  /** How many connections were made to it. */
  connections(): number;
  /** How many of them are open. */
  open(): Promise<number>;
}

/** What listens at `behind`, on another port and with TLS where there is a signer. `before` comes before each request. */
export async function startFront(
  behind: string,
  signer?: Signer,
  before: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Front> {
  const server = signer ? createTlsServer({ key: signer.privateKeyPem, cert: signer.certificatePem }) : createServer();
  let count = 0;
  server.on(signer ? 'secureConnection' : 'connection', () => count++);
  const pass = (incoming: IncomingMessage, response: ServerResponse) => {
    const { method, url = '', headers } = incoming;
    const onward = request(behind + url, { method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 0, reply.headers);
      reply.pipe(response);
    });
    incoming.pipe(onward);
  };
  server.on('request', (incoming, response) => void before().then(() => pass(incoming, response)));
  const running = await start(server);
  return {
    ...running,
    endpoint: `${signer ? 'https' : 'http'}://127.0.0.1:${running.port}`,
    connections: () => count,
    open: () => promisify(server.getConnections.bind(server))(),
  };
}
