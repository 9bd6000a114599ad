// S3 as a test writes its answers down, over http.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { LiveSession } from '../../../../src/model/session/session.js';
import { liveSession } from '../../../support/samples.js';

interface Asked {
  readonly method: string | undefined;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

export interface Server {
  endpoint: string;
  readonly asked: Asked[];
  /** The next answers; the last one stays. */
  answers: Answer[];
  /** What is told as soon as something was asked. */
  onAsked: () => void;
  session(overrides?: Partial<LiveSession>): LiveSession;
}

export const xml = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;

export const error = (status: number, code: string, headers: OutgoingHttpHeaders = {}): Answer => ({
  status,
  headers,
  body: xml(`<Error><Code>${code}</Code><Message>Said so</Message></Error>`),
});

/** For the tests of a file. */
export function startServer(): Server {
  const started: Server = {
    endpoint: '',
    asked: [],
    answers: [],
    onAsked: () => undefined,
    session: (overrides) => liveSession({ endpoints: { all: started.endpoint }, ...overrides }),
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
      const query = Object.fromEntries(searchParams);
      const body = Buffer.concat(chunks).toString();
      started.asked.push({ method: request.method, path: pathname, query, headers: request.headers, body });
      const { answers } = started;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      started.onAsked();
      response.writeHead(answer?.status ?? 200, answer?.headers);
      response.end(answer?.body ?? '');
    });
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    started.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    started.asked.length = 0;
    started.answers = [];
    started.onAsked = () => undefined;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return started;
}
