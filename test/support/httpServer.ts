import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (request: Received, response: ServerResponse) => void;

/** A server on this machine that answers as a test says. */
export interface HttpServer {
  readonly endpoint: string;
  readonly received: Received[];
  readonly sockets: Socket[];
  /** At first everything is answered with 404. */
  answer: Answer;
  stop(): Promise<void>;
}

export async function startHttpServer(): Promise<HttpServer> {
  const received: Received[] = [];
  const sockets: Socket[] = [];
  const state: { answer: Answer } = { answer: (_, response) => void response.writeHead(404).end() };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(request);
      state.answer(request, response);
    });
  });
  server.keepAliveTimeout = 60_000; // whoever closes a connection, it is not the server
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(state, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    sockets,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}

/** Breaks the connection instead. */
export const breaking: Answer = (_, response) => void response.socket?.destroy();

/** Never. */
export const silent: Answer = () => undefined;
