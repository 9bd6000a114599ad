// A bucket of the sandbox's S3 behind a bare server: no signatures, no policies, one socket away.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createS3 } from '../sandbox/s3/index.js';

export const BUCKET = 'many-keys';
/** The prefix of as many keys as fill some pages, with no folder among them. */
export const FLAT = 'flat/';
const FLAT_KEYS = 10_000;
const PUTS = 1_000;
const ACCOUNT = '111122223333';

export interface BigBucket {
  readonly endpoint: string;
  /** Milliseconds that the service alone took for each answer; to be emptied by whoever measures. */
  readonly served: number[];
  readonly filledInMs: number;
  /** For one object, on average. */
  readonly putMs: number;
  stop(): Promise<void>;
}

type S3 = ReturnType<typeof createS3>;

function* keyNames(keys: number, folders: number): Generator<string> {
  for (let at = 0; at < FLAT_KEYS; at += 1) yield `${FLAT}object-${at.toString().padStart(6, '0')}.txt`;
  for (let at = 0; at < keys - FLAT_KEYS; at += 1) {
    const folder = (at % folders).toString().padStart(5, '0');
    yield `folder-${folder}/object-${Math.floor(at / folders)}.txt`;
  }
}

function answer({ service }: S3, query: string, response: ServerResponse): Promise<void> {
  const request = {
    method: 'GET',
    bucket: BUCKET,
    key: '',
    query: new Map(new URLSearchParams(query)),
    headers: {},
    body: Readable.from([]),
    contentLength: undefined,
    trailers: new Map<string, string>(),
    accountId: ACCOUNT,
    callerArn: `arn:aws:iam::${ACCOUNT}:user/bench`,
    region: 'us-east-1',
    now: Date.now(),
    authorize: () => undefined,
    requestId: 'BENCH',
  };
  return service.handle(request, response);
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** `keys`: 10,000 at least. */
export async function bigBucket({ keys, folders }: { keys: number; folders: number }): Promise<BigBucket> {
  const s3 = createS3({ now: () => Date.now() });
  const served: number[] = [];
  const server = createServer((request, response) => {
    const started = performance.now();
    void answer(s3, request.url?.split('?')[1] ?? '', response).then(() => served.push(performance.now() - started));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  s3.store.createBucket(BUCKET, { region: 'us-east-1', accountId: ACCOUNT });
  const filledInMs = timed(() => s3.store.fillBucket(BUCKET, keyNames(keys, folders)));
  const putMs = timed(() => {
    // All over the bucket: 7919 is a prime.
    for (let at = 0; at < PUTS; at += 1) s3.store.putObject(BUCKET, `folder-${(at * 7919) % folders}/new-${at}`, 'x');
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    filledInMs,
    putMs: putMs / PUTS,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
