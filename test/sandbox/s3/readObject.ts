// GetObject and HeadObject.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Request } from '../types.js';
import { evaluateRead } from './conditions.js';
import { authorizedBucket, existingObject, header, sendEmpty, type Call } from './context.js';
import { invalidArgument, invalidRequest, preconditionFailed } from './errors.js';
import { checksumHeaders, KEPT_HEADERS, objectHeaders } from './metadata.js';
import { parseRange, partRange, type ByteRange } from './range.js';
import type { StoredObject } from './state.js';

const CHUNK_BYTES = 64 * 1024;
export async function readObject(call: Call): Promise<void> {
  const { request, response } = call;
  const bucket = authorizedBucket(call, 's3:GetObject');
  const object = existingObject(request, bucket, request.key);
  const headers = objectHeaders(object);
  const verdict = evaluateRead(readConditions(request), object);
  if (verdict.kind === 'failed') throw preconditionFailed(verdict.condition);
  if (verdict.kind === 'notModified') {
    sendEmpty(response, 304, { etag: headers['etag']!, 'last-modified': headers['last-modified']! });
    return;
  }
  const range = wantedRange(request, object);
  const { start, end } = range ?? { start: 0, end: object.body.length };
  if (range === undefined && header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    Object.assign(headers, checksumHeaders(object));
  }
  if (request.query.has('partNumber') && object.partSizes.length > 0) {
    headers['x-amz-mp-parts-count'] = object.partSizes.length.toString();
  }
  if (range !== undefined) headers['content-range'] = `bytes ${start}-${end - 1}/${object.body.length}`;
  response.writeHead(range === undefined ? 200 : 206, {
    ...headers,
    ...responseOverrides(request),
    'content-length': (end - start).toString(),
  });
  if (request.method === 'HEAD') response.end();
  else await send(object.body.subarray(start, end), call);
}

function readConditions(request: S3Request) {
  return {
    ifMatch: header(request, 'if-match'),
    ifNoneMatch: header(request, 'if-none-match'),
    ifModifiedSince: header(request, 'if-modified-since'),
    ifUnmodifiedSince: header(request, 'if-unmodified-since'),
  };
}

function wantedRange(request: S3Request, object: StoredObject): ByteRange | undefined {
  const range = header(request, 'range');
  const part = request.query.get('partNumber');
  if (part === undefined) return parseRange(range, object.body.length);
  if (range !== undefined) throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  if (!/^[1-9]\d{0,4}$/.test(part) || Number(part) > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', part);
  }
  return partRange(Number(part), object.partSizes, object.body.length);
}

/** The response-… parameters by which the owner of a link chooses how it is served. */
function responseOverrides({ query }: S3Request): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function* chunks(body: Buffer) {
  for (let at = 0; at < body.length; at += CHUNK_BYTES) yield body.subarray(at, at + CHUNK_BYTES);
}

async function send(body: Buffer, { response }: Call): Promise<void> {
  try {
    await pipeline(Readable.from(chunks(body), { objectMode: false }), response);
  } catch (error) {
    // A client that has seen enough is no failure of ours; there is nobody left to tell.
    if (!response.destroyed) throw error;
  }
}
