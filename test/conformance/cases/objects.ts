// One object at a time: written, read in part and on conditions, copied, deleted.
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBucket, listKeys, putKeys } from './buckets.js';
import { expected, outcome, s3, text, type Target } from './target.js';

const BUCKET = 'objects';
const DAY_MS = 86_400_000;
/** MD5 of "0123456789". */
const DIGITS_ETAG = '"781e5e245d69b566979b86e28d23f2c7"';
const OTHER_ETAG = '"00000000000000000000000000000000"';
const bare = (etag: string | undefined) => etag?.replaceAll('"', '');

export function objectCases(target: Target): void {
  const client = s3(target, target.owner);
  beforeAll(async () => {
    await createBucket(client, BUCKET);
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'digits', Body: '0123456789' }));
  });
  describe('reading', () => readingCases(target, client));
  describe('writing', () => writingCases(target, client));
  describe('copying', () => copyingCases(target, client));
  describe('deleting', () => deletingCases(client));
}

function readingCases(target: Target, client: S3Client): void {
  const get = (input: Partial<GetObjectCommandInput>) =>
    client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'digits', ...input }));

  it.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-1000', '89', 'bytes 8-9/10'],
    ['bytes=-1000', '0123456789', 'bytes 0-9/10'],
  ])('reads the range %s', async (Range, content, ContentRange) => {
    const { Body, ...answer } = await get({ Range });
    expect(await text(Body)).toBe(content);
    expect(answer).toMatchObject({ ContentRange, ContentLength: content.length, ETag: DIGITS_ETAG });
    expect(answer.$metadata.httpStatusCode).toBe(206);
  });

  it('has no range beyond the end', async () => {
    expect(await outcome(get({ Range: 'bytes=10-' }))).toBe('416 InvalidRange');
  });

  it.each<[string, () => Partial<GetObjectCommandInput>, string]>([
    ['If-Match, the same', () => ({ IfMatch: DIGITS_ETAG }), '200'],
    ['If-Match, another', () => ({ IfMatch: OTHER_ETAG }), '412'],
    ['If-None-Match, the same', () => ({ IfNoneMatch: DIGITS_ETAG }), '304'],
    ['If-None-Match, another', () => ({ IfNoneMatch: OTHER_ETAG }), '200'],
    [
      'If-Modified-Since, long ago',
      () => ({ IfModifiedSince: new Date(target.clockOffsetMs() + Date.now() - DAY_MS) }),
      '200',
    ],
    ['If-Modified-Since, just now', () => ({ IfModifiedSince: new Date(target.clockOffsetMs() + Date.now()) }), '304'],
    [
      'If-Unmodified-Since, long ago',
      () => ({ IfUnmodifiedSince: new Date(target.clockOffsetMs() + Date.now() - DAY_MS) }),
      '412',
    ],
  ])('%s: %3$s', async (_, condition, status) => {
    const name = { '200': '', '304': ' Unknown', '412': ' PreconditionFailed' }[status] ?? '';
    const got = get(condition());
    expect(await outcome(got)).toBe(status + name);
    if (status === '200') expect(await text((await got).Body)).toBe('0123456789');
    // A HEAD has no body, so the SDK finds no code in it.
    const head = client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'digits', ...condition() }));
    expect(await outcome(head)).toBe(status === '200' ? '200' : `${status} Unknown`);
  });

  it('misses a key: GET tells NoSuchKey, HEAD can only tell 404', async () => {
    expect(await outcome(get({ Key: 'nowhere' }))).toBe('404 NoSuchKey');
    const head = client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'nowhere' }));
    expect(await outcome(head)).toBe('404 NotFound');
  });

  it('answers the headers that were asked for', async () => {
    const { Body, ...answer } = await get({
      ResponseContentType: 'text/csv',
      ResponseContentDisposition: 'attachment; filename="digits.csv"',
    });
    await text(Body);
    expect(answer).toMatchObject({ ContentType: 'text/csv', ContentDisposition: 'attachment; filename="digits.csv"' });
  });
}

function writingCases(target: Target, client: S3Client): void {
  const frugal = s3(target, target.owner, { requestChecksumCalculation: 'WHEN_REQUIRED' });
  const put = (
    Key: string,
    Body: NonNullable<PutObjectCommandInput['Body']>,
    more: Partial<PutObjectCommandInput> = {},
  ) => new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more });
  const read = async (Key: string) => text((await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body);

  it('keeps content type, system headers and metadata', async () => {
    const headers = {
      ContentType: 'text/markdown; charset=utf-8',
      CacheControl: 'no-cache',
      ContentDisposition: 'inline',
      ContentLanguage: 'de',
      Metadata: { author: 'anna', 'two-words': 'a b' },
    };
    await client.send(put('headers', '# Hi', headers));
    const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'headers' }));
    expect(head).toMatchObject({ ...headers, ContentLength: 4 });
  });

  it('makes an object without a content', async () => {
    const { ETag } = await client.send(put('empty', ''));
    expect(ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
    expect(await read('empty')).toBe('');
  });

  it.each<[string, S3Client]>([
    ['with the default checksum', client],
    ['without a checksum', frugal],
  ])('takes a buffer %s', async (_, sender) => {
    const content = Buffer.alloc(200_000, 'buffer ');
    await sender.send(put('buffer', content));
    expect(await read('buffer')).toBe(content.toString());
  });

  it('takes a stream without a checksum', async () => {
    const chunks = Array.from({ length: 20 }, (_, i) => Buffer.alloc(10_000, `${i} `));
    await frugal.send(put('stream', Readable.from(chunks), { ContentLength: 200_000 }));
    expect(await read('stream')).toBe(Buffer.concat(chunks).toString());
  });

  it('takes a stream with the default checksum, which trails it in aws-chunked encoding', async () => {
    const chunks = Array.from({ length: 20 }, (_, i) => Buffer.alloc(10_000, `${i} `));
    const sent = client.send(put('trailing', Readable.from(chunks), { ContentLength: 200_000 }));
    expect(await outcome(sent)).toBe(expected(target, '200', { 'no streamed checksums': '411 MissingContentLength' }));
    const content = await read('trailing').catch((error: unknown) => (error as Error).name);
    const aws = Buffer.concat(chunks).toString();
    expect(content).toBe(expected(target, aws, { 'no streamed checksums': 'NoSuchKey' }));
    const { ContentEncoding } = await client
      .send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'trailing' }))
      .catch(() => ({ ContentEncoding: undefined }));
    expect(ContentEncoding).toBeUndefined();
  });

  it('creates only: If-None-Match *', async () => {
    expect(await outcome(client.send(put('once', 'first', { IfNoneMatch: '*' })))).toBe('200');
    expect(await outcome(client.send(put('once', 'second', { IfNoneMatch: '*' })))).toBe('412 PreconditionFailed');
    expect(await read('once')).toBe('first');
  });

  it('replaces only what was read: If-Match', async () => {
    const { ETag } = await client.send(put('edited', 'one'));
    const IfMatch = expected(target, ETag, { 'If-Match is bare': bare(ETag) });
    expect(await outcome(client.send(put('edited', 'two', { IfMatch })))).toBe('200');
    expect(await outcome(client.send(put('edited', 'three', { IfMatch })))).toBe('412 PreconditionFailed');
    expect(await read('edited')).toBe('two');
  });

  it('takes the ETag in If-Match as it gave it: in quotes', async () => {
    const { ETag } = await client.send(put('quoted', 'one'));
    const sent = client.send(put('quoted', 'two', { IfMatch: ETag }));
    expect(await outcome(sent)).toBe(expected(target, '200', { 'If-Match is bare': '412 PreconditionFailed' }));
  });

  it('says NoSuchBucket about a missing bucket', async () => {
    const sent = client.send(put('key', 'x', { Bucket: 'nobody-has-this' }));
    expect(await outcome(sent)).toBe('404 NoSuchBucket');
  });
}

function copyingCases(target: Target, client: S3Client): void {
  const copy = (from: string, to: string, more: object = {}) =>
    client.send(
      new CopyObjectCommand({ Bucket: BUCKET, Key: to, CopySource: `${BUCKET}/${encodeURIComponent(from)}`, ...more }),
    );
  const head = (Key: string) => client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));

  it.each(['plain', 'sp ace+plus', '100%', 'a%2Fb', 'q?x=1#frag', 'ü/😀', '//slashes//', 'new\nline'])(
    'copies from and to a key like %j',
    async (key) => {
      await putKeys(client, BUCKET, [key]);
      const { CopyObjectResult } = await copy(key, `copy of ${key}`);
      const { ETag } = await head(`copy of ${key}`);
      expect(CopyObjectResult?.ETag).toBe(expected(target, ETag, { 'copies answer bare ETags': bare(ETag) }));
      const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: `copy of ${key}` }));
      expect(await text(Body)).toBe(key);
    },
  );

  it('takes the metadata along, or replaces it', async () => {
    const old = { ContentType: 'text/plain', Metadata: { author: 'anna' } };
    const changed = { ContentType: 'text/html', Metadata: { author: 'ben' } };
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'meta', Body: 'x', ...old }));
    await copy('meta', 'meta-copied', changed);
    await copy('meta', 'meta-replaced', { ...changed, MetadataDirective: 'REPLACE' });
    expect(await head('meta-copied')).toMatchObject(old);
    expect(await head('meta-replaced')).toMatchObject(changed);
  });

  it('copies an object to itself only to change it', async () => {
    expect(await outcome(copy('digits', 'digits'))).toBe('400 InvalidRequest');
    const change = { MetadataDirective: 'REPLACE', Metadata: { checked: 'yes' } };
    expect(await outcome(copy('digits', 'digits', change))).toBe('200');
    expect(await head('digits')).toMatchObject({ ETag: DIGITS_ETAG, Metadata: { checked: 'yes' } });
  });

  it('misses a source', async () => {
    expect(await outcome(copy('nowhere', 'somewhere'))).toBe('404 NoSuchKey');
  });
}

function deletingCases(client: S3Client): void {
  const deleteAll = async (keys: string[], Quiet?: boolean) => {
    const Objects = keys.map((Key) => ({ Key }));
    const answer = await client.send(
      new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects, ...(Quiet !== undefined && { Quiet }) } }),
    );
    return { deleted: (answer.Deleted ?? []).map(({ Key }) => Key).sort(), errors: answer.Errors ?? [] };
  };

  it('deletes one, also when it is gone already', async () => {
    await putKeys(client, BUCKET, ['doomed']);
    for (let times = 0; times < 2; times++) {
      const sent = client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'doomed' }));
      expect(await outcome(sent)).toBe('204');
    }
    expect(await listKeys(client, BUCKET, 'doomed')).toEqual([]);
  });

  it('deletes many, and names them, missing ones too', async () => {
    await putKeys(client, BUCKET, ['many/1', 'many/ü&<😀>']);
    const { deleted, errors } = await deleteAll(['many/1', 'many/ü&<😀>', 'many/missing']);
    expect(deleted).toEqual(['many/1', 'many/missing', 'many/ü&<😀>']);
    expect(errors).toEqual([]);
    expect(await listKeys(client, BUCKET, 'many/')).toEqual([]);
  });

  it('deletes many quietly', async () => {
    await putKeys(client, BUCKET, ['quiet/1', 'quiet/2']);
    expect(await deleteAll(['quiet/1', 'quiet/2', 'quiet/missing'], true)).toEqual({ deleted: [], errors: [] });
    expect(await listKeys(client, BUCKET, 'quiet/')).toEqual([]);
  });
}
