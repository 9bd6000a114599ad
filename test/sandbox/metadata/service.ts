// An HTTP server that behaves as it is told.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Behaviour, MetadataRequest } from './types.js';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export const plain = (body: string, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  body,
  headers: { 'Content-Type': 'text/plain', ...headers },
});

export const json = (status: number, body: object): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'Content-Type': 'application/json' },
});

/** The answer that the behaviour allows; undefined for none at all. */
export function behave(behaviour: Behaviour, answer: () => Answer): Answer | undefined {
  switch (behaviour) {
    case 'serve':
      return answer();
    case 'absent':
      return { status: 404, body: '' };
    case 'garbage':
      return plain('<html><body>Sign in to the hotel network</body></html>');
    case 'error':
      return { status: 500, body: '' };
    case 'hang':
      return undefined;
  }
}

export interface Server {
  /** "http://127.0.0.1:PORT". */
  readonly origin: string;
  readonly requests: readonly MetadataRequest[];
  readonly stop: () => Promise<void>;
}

/** Starts a server; `answer` gives undefined for a request that is to hang. */
export async function serve(
  hasToken: (headers: IncomingHttpHeaders) => boolean,
  answer: (asked: Asked) => Answer | undefined,
): Promise<Server> {
  const requests: MetadataRequest[] = [];
  const server = createServer(({ method = '', url = '/', headers }, response) => {
    // Also in the form that a proxy gets it: "GET http://169.254.170.2/…".
    const { pathname: path } = new URL(url, 'http://metadata');
    const reply = answer({ method, path, headers });
    requests.push({ method, path, status: reply?.status, token: hasToken(headers) });
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
