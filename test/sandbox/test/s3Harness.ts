// The sandbox's S3 behind a bare HTTP server: no signatures, and permissions that a test sets for itself.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { AwsChunkedDecoder } from '../awsChunked.js';
import { createS3 } from '../s3/index.js';
import { AwsError, type S3Request, type S3Store } from '../types.js';

export const ACCOUNT = '111122223333';
const CALLER = `arn:aws:iam::${ACCOUNT}:user/alice`;
/** 2026-03-01T10:00:00.250Z */
export const START = Date.UTC(2026, 2, 1, 10, 0, 0, 250);

interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

export interface Harness {
  readonly endpoint: string;
  readonly store: S3Store;
  readonly client: S3Client;
  /** Milliseconds since the epoch; a test may move it. */
  now: number;
  /** Every permission asked for, in order. */
  readonly asked: Asked[];
  /** Denies what it returns true for. */
  denies: (asked: Asked) => boolean;
  newClient(config?: S3ClientConfig): S3Client;
  stop(): Promise<void>;
}

export async function startS3(): Promise<Harness> {
  const asked: Asked[] = [];
  const { service, store } = createS3({ now: () => harness.now });
  const authorize: S3Request['authorize'] = (action, resource, context = {}) => {
    asked.push({ action, resource, context });
    if (!harness.denies({ action, resource, context })) return;
    throw new AwsError(
      403,
      'AccessDenied',
      `User: ${CALLER} is not authorized to perform: ${action} on resource: "${resource}"`,
    );
  };
  const server = createServer((request, response) => {
    service.handle(toS3Request(request, authorize, harness.now), response).catch((error: unknown) => {
      sendError(request, response, error);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const newClient = (config: S3ClientConfig = {}) =>
    new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-checked-here' },
      maxAttempts: 1,
      ...config,
    });
  const client = newClient();
  const harness: Harness = {
    endpoint,
    store,
    client,
    now: START,
    asked,
    denies: () => false,
    newClient,
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  store.createBucket('docs', { region: 'us-east-1', accountId: ACCOUNT, createdAt: START });
  return harness;
}

function toS3Request(request: IncomingMessage, authorize: S3Request['authorize'], now: number): S3Request {
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s);
  const [, bucket = '', rawKey = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const query = new Map([...new URLSearchParams(search)].filter(([name]) => !name.toLowerCase().startsWith('x-amz-')));
  const decodedLength = request.headers['x-amz-decoded-content-length'] ?? request.headers['content-length'];
  const length = decodedLength === undefined ? undefined : Number(decodedLength);
  const chunked = String(request.headers['x-amz-content-sha256']).startsWith('STREAMING-');
  const decoder = new AwsChunkedDecoder(undefined, length, request.headers['x-amz-trailer'] !== undefined);
  return {
    method: request.method ?? '',
    bucket: bucket === '' ? undefined : decodeURIComponent(bucket),
    key: decodeURIComponent(rawKey),
    query,
    headers: request.headers,
    body: chunked ? request.pipe(decoder) : request,
    contentLength: length,
    trailers: decoder.trailers,
    accountId: ACCOUNT,
    callerArn: CALLER,
    region: /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? 'us-east-1',
    now,
    authorize,
    requestId: 'TESTREQUEST00001',
  };
}

function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const known =
    error instanceof AwsError ? error : new AwsError(500, 'InternalError', error instanceof Error ? error.message : '');
  const details = Object.entries({ Code: known.code, Message: known.message, ...known.details });
  const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const fields = details.map(([name, value]) => `<${name}>${escape(value)}</${name}>`).join('');
  response.writeHead(known.status, { 'content-type': 'application/xml', ...known.headers });
  response.end(request.method === 'HEAD' ? undefined : `<?xml version="1.0"?><Error>${fields}</Error>`);
  request.resume();
}

/** Status, headers and text of a raw request to `path` ("/docs/key?query"). */
export async function raw({ endpoint }: Harness, method: string, path: string, options: RequestInit = {}) {
  const response = await fetch(endpoint + path, { method, ...options });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The `<Code>` of an error's body. */
export const codeOf = (text: string) => /<Code>([^<]*)<\/Code>/.exec(text)?.[1];

/** How the SDK reports a failure: "404 NoSuchKey". */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no failure';
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode ?? 'no status'} ${name}`;
  }
}
