import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unlessQuick } from '../../base/waiting/unlessQuick.js';
import { checkRequest } from './request.js';

/** What is answered to a token. `text` holds credentials where the status is 200, and says why where it is not. */
export interface Answer {
  readonly status: 200 | 401 | 503;
  readonly text: string;
  /** Who asks is found out while the connection is there: the answer waits for it, for a moment. */
  readonly after?: Promise<unknown>;
}

/** Who asks, as far as the connection tells. */
export interface Caller {
  readonly port: number | undefined;
}

const MOST_CONNECTIONS = 128;
const HEADER_BYTES = 8 * 1024;
/** A client sends all it has to say at once. */
const REQUEST_MS = 2_000;
/** botocore waits for two seconds, JavaScript for one. */
const FINDING_OUT_MS = 100;
const KEPT_ALIVE_MS = 5_000;

const HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

/** Hands out what it is told to, on this machine's own address alone. */
export class EndpointServer {
  private server: Server | undefined;
  private bound = 0;

  constructor(private readonly answer: (token: string, caller: Caller) => Answer) {}

  /** 0 until it listens. */
  get port(): number {
    return this.bound;
  }

  /**
   * @param wanted the port that programs of before know; another one where that is taken by now
   * @throws where none can be had
   */
  async listen(wanted: number): Promise<void> {
    try {
      await this.listenAt(wanted);
    } catch (error) {
      if (wanted === 0) {
        throw error;
      }
      await this.listenAt(0);
    }
  }

  dispose(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async listenAt(port: number): Promise<void> {
    const server = createServer(
      {
        maxHeaderSize: HEADER_BYTES,
        headersTimeout: REQUEST_MS,
        requestTimeout: REQUEST_MS,
        connectionsCheckingInterval: REQUEST_MS / 2,
        keepAliveTimeout: KEPT_ALIVE_MS,
      },
      (request, response) => this.serve(request, response),
    );
    server.maxConnections = MOST_CONNECTIONS;
    server.on('clientError', (_error, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
    });
    server.on('error', () => undefined); // of a single connection
    this.server = server;
    this.bound = (server.address() as AddressInfo).port;
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const checked = checkRequest(request, this.bound);
    if (checked.kind === 'refused') {
      // Whatever else it would send is not read.
      response.writeHead(checked.status, { ...HEADERS, connection: 'close' }).end('{}', () => request.socket.destroy());
      return;
    }
    const { status, text, after } = this.answer(checked.token, { port: request.socket.remotePort });
    const send = (): void => void response.writeHead(status, HEADERS).end(text);
    if (after === undefined) {
      send();
    } else {
      void unlessQuick(after, FINDING_OUT_MS, () => Promise.resolve()).then(send, send);
    }
  }
}
