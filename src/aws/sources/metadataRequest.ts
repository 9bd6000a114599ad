import * as l10n from '../../base/l10n.js';
import { Agent, ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { Cancelled, errorCode } from '../../base/errors.js';

export interface MetadataRequest {
  readonly url: URL;
  readonly method: 'GET' | 'PUT';
  readonly headers: OutgoingHttpHeaders;
  /** For the connection and then for the answer, each. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type MetadataAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** Nobody is there: the code, or that the connection was not made in time. */
  | { readonly kind: 'absent'; readonly detail: string }
  /** Somebody took the connection and gave no answer in time. */
  | { readonly kind: 'silent' }
  /** The connection broke, or was not trusted. */
  | { readonly kind: 'broken'; readonly detail: string };

const BODY_LIMIT_BYTES = 262_144;

/**
 * One request to a metadata service, straight and once. The constructor is what `http.request` calls: the editor's own
 * proxies, which it puts into `http.request`, would ask the metadata service of another machine, and give its identity.
 * @throws Cancelled when `signal` aborts
 */
export function askMetadata(request: MetadataRequest): Promise<MetadataAnswer> {
  const { url, method, headers, timeoutMs, signal } = request;
  if (signal.aborted) {
    return Promise.reject(new Cancelled());
  }
  return new Promise((resolve, reject) => {
    let connected = false;
    const agent = url.protocol === 'https:' ? new HttpsAgent() : new Agent();
    const sent = new ClientRequest({
      protocol: url.protocol,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port, // without one it is the agent's own
      path: url.pathname + url.search,
      method,
      headers: { ...headers, Connection: 'close' },
      agent,
    });
    let timer = setTimeout(giveUp, timeoutMs);
    const end = (answer: MetadataAnswer) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      sent.destroy();
      agent.destroy();
      resolve(answer);
    };
    function giveUp(): void {
      end(connected ? { kind: 'silent' } : { kind: 'absent', detail: l10n.t('nothing answers there') });
    }
    function cancel(): void {
      reject(new Cancelled());
      end({ kind: 'silent' });
    }
    signal.addEventListener('abort', cancel);
    sent.on('socket', (socket: Socket) =>
      socket.once('connect', () => {
        connected = true;
        clearTimeout(timer);
        timer = setTimeout(giveUp, timeoutMs);
      }),
    );
    sent.on('response', (response) => void collect(response).then(end, (error: unknown) => end(failed(error, true))));
    sent.on('error', (error) => end(failed(error, connected)));
    sent.end();
  });
}

async function collect(response: IncomingMessage): Promise<MetadataAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) {
      return { kind: 'broken', detail: l10n.t('the answer is too long') };
    }
    chunks.push(chunk);
  }
  return { kind: 'answer', status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}

function failed(error: unknown, connected: boolean): MetadataAnswer {
  return { kind: connected ? 'broken' : 'absent', detail: errorCode(error) ?? l10n.t('error') };
}
