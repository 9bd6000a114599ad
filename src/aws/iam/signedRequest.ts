// Calls of services for which no client is shipped: JSON over a path, signed with Signature Version 4.
import { createHash, createHmac, type Hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { isThrottled } from '../../base/transportFailure.js';
import { clientTransport } from '../transport/transport.js';
import { signingKeys, type IamTarget } from './iamTarget.js';

type Handle = ReturnType<typeof clientTransport>['requestHandler']['handle'];

interface SignedRequest {
  readonly method: 'GET' | 'POST';
  /** Of the service. */
  readonly origin: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** What it is signed for. */
  readonly scope: { readonly service: string; readonly region: string };
}

const TRIES = 3;
const PAUSE_MS = 200;
const TIMEOUT_MS = 25_000;
const LIMIT_BYTES = 4 * 1024 * 1024;

/** What the service answers: JSON text. @throws an Error named by the code of the service, or as the transport fails */
export async function sendSigned(target: IamTarget, request: SignedRequest, tries = TRIES): Promise<string> {
  try {
    return await sendOnce(target, request);
  } catch (error) {
    if (tries <= 1 || !(error instanceof ServiceError) || !error.isTemporary) {
      throw error;
    }
  }
  await pause(PAUSE_MS * 2 ** (TRIES - tries));
  return sendSigned(target, request, tries - 1);
}

/** As the clients of the SDK throw: by the name they are known by. */
class ServiceError extends Error {
  readonly isTemporary: boolean;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = code;
    this.isTemporary = isThrottled(code) || status === 429 || status >= 500;
  }
}

async function sendOnce(target: IamTarget, { method, origin, path, query = {}, body, scope }: SignedRequest) {
  const { protocol, hostname, port, host, pathname } = new URL(origin);
  const unsigned = {
    ...{ method, protocol, hostname, path: pathname.replace(/\/$/, '') + path, query: { ...query } },
    ...(port !== '' && { port: Number(port) }),
    headers: { host, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  };
  const signer = new SignatureV4({ ...scope, credentials: signingKeys(target), sha256: Sha256, applyChecksum: true });
  const signingDate = new Date(Date.now() + target.clockOffsetMs);
  const signed = await signer.sign(unsigned, { signingDate });
  const { requestHandler } = clientTransport(target.endpoints, 'iam');
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  const { response } = await requestHandler.handle(signed as unknown as Parameters<Handle>[0], { abortSignal });
  const text = await textOf(response.body as IncomingMessage);
  if (response.statusCode !== 200) {
    throw refusalOf(response.headers, text, response.statusCode);
  }
  return text;
}

function refusalOf(headers: Readonly<Record<string, string>>, text: string, status: number): ServiceError {
  const { message, Message, code, __type: type } = parsed(text);
  const named = headers['x-amzn-errortype'] ?? type ?? code;
  const name = typeof named === 'string' ? named.split(':')[0]?.split('#').at(-1) : undefined;
  const said = message ?? Message;
  return new ServiceError(name ?? `Status${status}`, typeof said === 'string' ? said : '', status);
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return { ...(value as object) };
  } catch {
    return {};
  }
}

async function textOf(body: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT_BYTES) {
      body.destroy();
      throw new ServiceError('TooLongAnswer', '', 200);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** As the signer wants it. */
class Sha256 {
  private readonly hash: Hash | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    throw new Error('A digest is made once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') {
    return Buffer.from(data);
  }
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
