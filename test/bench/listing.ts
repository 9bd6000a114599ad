// Milliseconds per page of ListObjectsV2 in a bucket of 1,000,000 keys, over a real socket: npx tsx test/bench/listing.ts
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createS3 } from '../sandbox/s3/index.js';

const KEYS = 1_000_000;
const FOLDERS = 10_000;
const PAGES = 200;
const BUCKET = 'million';

const { service, store } = createS3({ now: () => Date.now() });

function* keys() {
  for (let at = 0; at < KEYS; at++) {
    const folder = (at % FOLDERS).toString().padStart(5, '0');
    yield `folder-${folder}/object-${Math.floor(at / FOLDERS).toString()}.txt`;
  }
}

const list = (query: string, response: ServerResponse) =>
  service.handle(
    {
      method: 'GET',
      bucket: BUCKET,
      key: '',
      query: new Map(new URLSearchParams(query)),
      headers: {},
      body: Readable.from([]),
      contentLength: undefined,
      trailers: new Map(),
      accountId: '111122223333',
      callerArn: 'arn:aws:iam::111122223333:user/bench',
      region: 'us-east-1',
      now: Date.now(),
      authorize: () => undefined,
      requestId: 'BENCH',
    },
    response,
  );

/** What the service alone took for each page, in milliseconds. */
const served: number[] = [];

const summary = (times: number[]) => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!.toFixed(2);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms`;
};

/** Consecutive pages, from the top again at the end. */
async function measure(endpoint: string, query: string): Promise<string> {
  const times: number[] = [];
  let token = '';
  served.length = 0;
  for (let page = 0; page < PAGES; page++) {
    const started = performance.now();
    const body = await (await fetch(`${endpoint}/?list-type=2&max-keys=1000${query}${token}`)).text();
    times.push(performance.now() - started);
    const next = /<NextContinuationToken>([^<]+)/.exec(body)?.[1];
    token = next === undefined ? '' : `&continuation-token=${next}`;
  }
  return `${summary(served)}; with HTTP and fetch in the same process ${summary(times)}`;
}

const server = createServer((request, response) => {
  const started = performance.now();
  void list(request.url?.split('?')[1] ?? '', response).then(() => served.push(performance.now() - started));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

store.createBucket(BUCKET, { region: 'us-east-1', accountId: '111122223333' });
const filling = performance.now();
store.fillBucket(BUCKET, keys());
console.log(`fillBucket, ${KEYS.toLocaleString('en')} keys: ${(performance.now() - filling).toFixed(0)} ms`);

const writing = performance.now();
for (let at = 0; at < 10_000; at++) store.putObject(BUCKET, `folder-${(at * 7919) % FOLDERS}/new-${at}`, 'x');
console.log(`putObject into it: ${((performance.now() - writing) / 10).toFixed(1)} µs each`);

console.log(`page of 1000, plain:               ${await measure(endpoint, '')}`);
console.log(`page of 1000, delimiter=/:         ${await measure(endpoint, '&delimiter=/')}`);
console.log(`page of 1000, encoding-type=url:   ${await measure(endpoint, '&encoding-type=url')}`);
server.close();
server.closeAllConnections();
