import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import type { Verified } from '../authenticate.js';
import { AwsChunkedDecoder, HashCheck } from '../awsChunked.js';
import { AwsError } from '../types.js';

export interface S3Body {
  readonly stream: Readable;
  readonly contentLength: number | undefined;
  readonly trailers: ReadonlyMap<string, string>;
}

const MAX_FORM_BYTES = 1 << 20;

/** The whole body of a form. Throws AwsError 413 for one that no STS action needs. */
export async function readForm(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_FORM_BYTES) throw new AwsError(413, 'RequestEntityTooLarge', 'Request too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function declaredLength(request: IncomingMessage, name: string): number | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

function chunked(request: IncomingMessage, payloadHash: string, caller: Verified): AwsChunkedDecoder {
  const length = declaredLength(request, 'x-amz-decoded-content-length');
  if (length === undefined) {
    throw new AwsError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  const signer = payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD') ? caller : undefined;
  return new AwsChunkedDecoder(signer, length, payloadHash.endsWith('-TRAILER'));
}

const STREAMING = new Set([
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
]);

/** x-amz-content-sha256 as S3 demands it; presigned URLs leave the body unsigned. Throws AwsError InvalidRequest. */
export function payloadHashOf(request: IncomingMessage, presigned: boolean): string {
  const value = request.headers['x-amz-content-sha256'];
  if (typeof value !== 'string') {
    if (presigned) return 'UNSIGNED-PAYLOAD';
    throw new AwsError(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  if (value !== 'UNSIGNED-PAYLOAD' && !STREAMING.has(value) && !/^[0-9a-f]{64}$/i.test(value)) {
    const message =
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.';
    throw new AwsError(400, 'InvalidArgument', message, { ArgumentName: 'x-amz-content-sha256', ArgumentValue: value });
  }
  return value;
}

/** The object's bytes: framing removed, hash or chunk signatures verified as they pass. */
export function openBody(request: IncomingMessage, payloadHash: string, caller: Verified): S3Body {
  const streaming = STREAMING.has(payloadHash);
  const decoder = streaming
    ? chunked(request, payloadHash, caller)
    : payloadHash === 'UNSIGNED-PAYLOAD'
      ? new PassThrough()
      : new HashCheck(payloadHash.toLowerCase());
  // A service that fails before reading never sees this error; unheard, it would end the process.
  decoder.on('error', () => undefined);
  request.once('close', () => {
    if (!request.complete) decoder.destroy(new AwsError(400, 'RequestTimeout', 'The connection was closed.'));
  });
  request.pipe(decoder);
  return {
    stream: decoder,
    contentLength: declaredLength(request, streaming ? 'x-amz-decoded-content-length' : 'content-length'),
    trailers: decoder instanceof AwsChunkedDecoder ? decoder.trailers : new Map(),
  };
}
