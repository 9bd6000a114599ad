// A page of ListObjectsV2 in a big bucket: what the sandbox takes for it, and what ours adds to the bare request.
import { join } from 'node:path';
import { liveSession } from '../support/samples.js';
import { ROOT } from '../tools/environment.js';
import { bigBucket, BUCKET, FLAT, type BigBucket } from './bigBucket.js';
import { requireBundle, type AwsBundle } from './bundle.js';
import { median, ms, quantile, spread, times, type Row, type Section } from './figures.js';

export interface ListingCounts {
  readonly keys: number;
  readonly folders: number;
  /** Of each kind. */
  readonly pages: number;
}

const AIM_MS = 5;

type S3 = ReturnType<AwsBundle['openS3']>;

const summary = (values: readonly number[]): string => `${ms(median(values))}, p95 ${ms(quantile(values, 0.95))}`;

/** Milliseconds, and where the next page starts; from the top again at the end. */
async function bareRequest(endpoint: string, query: string, token: string | undefined) {
  const next = token === undefined ? '' : `&continuation-token=${encodeURIComponent(token)}`;
  const started = performance.now();
  const reply = await fetch(`${endpoint}/${BUCKET}?list-type=2&max-keys=1000${query}${next}`);
  const body = await reply.text();
  const taken = performance.now() - started;
  if (!reply.ok) throw new Error(`${reply.status}: ${body}`);
  return { taken, token: /<NextContinuationToken>([^<]+)/.exec(body)?.[1] };
}

/** What the sandbox takes for consecutive pages. */
async function sandboxRows({ endpoint, served }: BigBucket, pages: number, what: string, query: string) {
  const requests: number[] = [];
  served.length = 0;
  let token: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const answer = await bareRequest(endpoint, query, token);
    requests.push(answer.taken);
    token = answer.token;
  }
  const aim = { text: `under ${AIM_MS} ms`, met: median(served) < AIM_MS };
  return [
    { what: `sandbox, ${what}`, value: summary(served), aim },
    { what: '  with HTTP and fetch in the same process', value: summary(requests) },
  ];
}

/** Pages of 1,000 objects by ours and by the bare request, in turn. */
async function oursRows({ endpoint }: BigBucket, s3: S3, pages: number): Promise<Row[]> {
  const query = `&prefix=${FLAT}&delimiter=%2F&encoding-type=url`;
  const bare: number[] = [];
  const ours: number[] = [];
  let tokens: { bare: string | undefined; ours: string | undefined } = { bare: undefined, ours: undefined };
  for (let page = 0; page <= pages; page += 1) {
    const answer = await bareRequest(endpoint, query, tokens.bare);
    const started = performance.now();
    const listed = await s3.list({ bucket: BUCKET, prefix: FLAT, token: tokens.ours });
    const taken = performance.now() - started;
    if (listed.objects.length === 0) throw new Error('A page without objects');
    tokens = { bare: answer.token, ours: listed.next };
    if (page === 0) continue; // Loads code, opens sockets.
    bare.push(answer.taken);
    ours.push(taken);
  }
  return [
    { what: 'objects, the bare request', value: spread(bare) },
    { what: 'objects, ours: dist/aws.js', value: spread(ours) },
    { what: '  ratio', value: times(median(ours) / median(bare)) },
  ];
}

export async function listing({ keys, folders, pages }: ListingCounts): Promise<Section> {
  const bucket = await bigBucket({ keys, folders });
  try {
    const session = liveSession({ endpoints: { all: bucket.endpoint } });
    const s3 = requireBundle(join(ROOT, 'dist/aws.js')).openS3({ session, region: session.region });
    return {
      title: `ListObjectsV2, pages of 1,000 in a bucket of ${keys.toLocaleString('en')} keys, median of ${pages}`,
      rows: [
        ...(await sandboxRows(bucket, pages, 'plain', '')),
        ...(await sandboxRows(bucket, pages, 'delimiter=/', '&delimiter=%2F')),
        ...(await sandboxRows(bucket, pages, 'encoding-type=url', '&encoding-type=url')),
        ...(await oursRows(bucket, s3, pages)),
        { what: 'sandbox, filling the bucket', value: ms(bucket.filledInMs) },
        { what: 'sandbox, an object put into it', value: ms(bucket.putMs) },
      ],
    };
  } finally {
    await bucket.stop();
  }
}
