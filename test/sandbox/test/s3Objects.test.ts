import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type ChecksumAlgorithm,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, failure, raw, startS3, type Harness } from './s3Harness.js';

const HELLO_ETAG = '"5d41402abc4b2a76b9719d911017c592"';
const OTHER_ETAG = '"00000000000000000000000000000000"';
const BEFORE = 'Sun, 01 Mar 2026 09:59:59 GMT';
const SAVED = 'Sun, 01 Mar 2026 10:00:00 GMT';

let s3: Harness;
beforeEach(async () => {
  s3 = await startS3();
  s3.store.putObject('docs', 'hello.txt', 'hello', { contentType: 'text/plain' });
});
afterEach(() => s3.stop());

describe('reading an object', () => {
  it('answers with its headers, for HEAD without the body', async () => {
    for (const [method, text] of [
      ['GET', 'hello'],
      ['HEAD', ''],
    ] as const) {
      const answer = await raw(s3, method, '/docs/hello.txt');
      expect([answer.status, answer.text]).toEqual([200, text]);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'accept-ranges': 'bytes',
        'content-length': '5',
        'content-type': 'text/plain',
        etag: HELLO_ETAG,
        'last-modified': SAVED,
        'x-amz-request-id': 'TESTREQUEST00001',
      });
    }
  });

  it.each([
    ['bytes=1-2', 206, 'el', 'bytes 1-2/5'],
    ['bytes=3-', 206, 'lo', 'bytes 3-4/5'],
    ['bytes=-2', 206, 'lo', 'bytes 3-4/5'],
    ['bytes=-99', 206, 'hello', 'bytes 0-4/5'],
    ['bytes=2-99', 206, 'llo', 'bytes 2-4/5'],
    ['bytes=2-1', 200, 'hello', null],
    ['bytes=0-1,3-4', 200, 'hello', null],
    ['lines=1-2', 200, 'hello', null],
  ])('Range: %s', async (range, status, text, contentRange) => {
    const answer = await raw(s3, 'GET', '/docs/hello.txt', { headers: { range } });
    expect([answer.status, answer.text, answer.headers.get('content-range')]).toEqual([status, text, contentRange]);
  });

  it.each(['bytes=5-', 'bytes=-0'])('refuses the range %s, which has no byte of it', async (range) => {
    const { status, text } = await raw(s3, 'GET', '/docs/hello.txt', { headers: { range } });
    expect([status, codeOf(text)]).toEqual([416, 'InvalidRange']);
    expect(text).toContain('<ActualObjectSize>5</ActualObjectSize>');
  });

  it.each([
    [{ 'if-match': HELLO_ETAG }, 200],
    [{ 'if-match': OTHER_ETAG }, 412],
    [{ 'if-match': HELLO_ETAG, 'if-unmodified-since': BEFORE }, 200],
    [{ 'if-unmodified-since': BEFORE }, 412],
    [{ 'if-unmodified-since': SAVED }, 200],
    [{ 'if-none-match': HELLO_ETAG }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': OTHER_ETAG, 'if-modified-since': SAVED }, 200],
    [{ 'if-modified-since': SAVED }, 304],
    [{ 'if-modified-since': BEFORE }, 200],
    [{ 'if-modified-since': 'yesterday' }, 200],
  ])('%o answers %i', async (headers, status) => {
    const get = await raw(s3, 'GET', '/docs/hello.txt', { headers: headers as Record<string, string> });
    const head = await raw(s3, 'HEAD', '/docs/hello.txt', { headers: headers as Record<string, string> });
    expect([get.status, head.status]).toEqual([status, status]);
    if (status === 304) expect([get.text, get.headers.get('etag')]).toEqual(['', HELLO_ETAG]);
  });

  it('serves it as a link asks', async () => {
    const { headers } = await raw(
      s3,
      'GET',
      '/docs/hello.txt?response-content-type=text%2Fhtml&response-content-disposition=attachment&response-cache-control=no-store',
    );
    expect(['content-type', 'content-disposition', 'cache-control'].map((name) => headers.get(name))).toEqual([
      'text/html',
      'attachment',
      'no-store',
    ]);
  });

  it('streams a large body whole', async () => {
    const body = Buffer.alloc(3_000_001, 'abcdefg');
    s3.store.putObject('docs', 'large', body);
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: 'docs', Key: 'large' }));
    expect(Buffer.compare(await Body!.transformToByteArray(), body)).toBe(0);
  });

  it('says what is missing', async () => {
    expect(await failure(s3.client.send(new GetObjectCommand({ Bucket: 'docs', Key: 'no' })))).toBe('404 NoSuchKey');
    expect(await failure(s3.client.send(new HeadObjectCommand({ Bucket: 'docs', Key: 'no' })))).toBe('404 NotFound');
    expect(await failure(s3.client.send(new GetObjectCommand({ Bucket: 'no', Key: 'no' })))).toBe('404 NoSuchBucket');
  });
});

describe('writing an object', () => {
  it('keeps everything said about it', async () => {
    const said = {
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'gzip',
      ContentLanguage: 'de',
      ContentType: 'text/plain',
      Metadata: { owner: 'alice', 'long-name': 'two words' },
    };
    const put = await s3.client.send(new PutObjectCommand({ Bucket: 'docs', Key: 'a', Body: 'hello', ...said }));
    expect(put.ETag).toBe(HELLO_ETAG);
    expect(await s3.client.send(new HeadObjectCommand({ Bucket: 'docs', Key: 'a' }))).toMatchObject({
      ...said,
      ETag: HELLO_ETAG,
      ContentLength: 5,
    });
  });

  it('defaults to binary/octet-stream and moves Last-Modified', async () => {
    s3.now += 61_000;
    await raw(s3, 'PUT', '/docs/hello.txt', { body: new Uint8Array([1]) });
    const { headers } = await raw(s3, 'HEAD', '/docs/hello.txt');
    expect([headers.get('content-type'), headers.get('last-modified')]).toEqual([
      'binary/octet-stream',
      'Sun, 01 Mar 2026 10:01:01 GMT',
    ]);
  });

  it.each<[ChecksumAlgorithm, string]>([
    ['CRC32', 'y/Q5Jg=='],
    ['CRC32C', '4waSgw=='],
    ['CRC64NVME', 'rosUhgp5mIg='],
    ['SHA1', sha('sha1')],
    ['SHA256', sha('sha256')],
  ])('verifies and gives back %s, sent by the SDK', async (algorithm, value) => {
    const put = new PutObjectCommand({ Bucket: 'docs', Key: 'n', Body: '123456789', ChecksumAlgorithm: algorithm });
    expect(await s3.client.send(put)).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' });
    const head = new HeadObjectCommand({ Bucket: 'docs', Key: 'n', ChecksumMode: 'ENABLED' });
    expect(await s3.client.send(head)).toMatchObject({ [`Checksum${algorithm}`]: value });
  });

  it.each([
    [{ 'content-md5': Buffer.alloc(16).toString('base64') }, 'BadDigest'],
    [{ 'content-md5': 'short' }, 'InvalidDigest'],
    [{ 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest'],
    [{ 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }, 'BadDigest'],
    [{ 'x-amz-checksum-sha256': 'AAAA' }, 'InvalidRequest'],
    [{ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'InvalidRequest'],
    [{ 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidRequest'],
    [{ 'x-amz-trailer': 'x-amz-checksum-crc32' }, 'MalformedTrailerError'],
    [{ 'x-amz-meta-long': 'x'.repeat(2048) }, 'MetadataTooLarge'],
    [{ 'x-amz-storage-class': 'ATTIC' }, 'InvalidStorageClass'],
    [{ 'x-amz-acl': 'public-read' }, 'AccessControlListNotSupported'],
    [{ 'x-amz-tagging': 'a=b' }, 'NotImplemented'],
    [{ 'x-amz-server-side-encryption': 'aws:kms' }, 'NotImplemented'],
    [{ 'if-none-match': HELLO_ETAG }, 'NotImplemented'],
  ])('refuses %o', async (headers, code) => {
    const { text } = await raw(s3, 'PUT', '/docs/new', { body: 'hello', headers: headers as Record<string, string> });
    expect(codeOf(text)).toBe(code);
    expect(s3.store.getObject('docs', 'new')).toBeUndefined();
  });

  it.each([
    ['hello.txt', { IfMatch: HELLO_ETAG }, 'no failure'],
    ['hello.txt', { IfMatch: OTHER_ETAG }, '412 PreconditionFailed'],
    ['missing', { IfMatch: HELLO_ETAG }, '404 NoSuchKey'],
    ['hello.txt', { IfNoneMatch: '*' }, '412 PreconditionFailed'],
    ['missing', { IfNoneMatch: '*' }, 'no failure'],
  ])('to %s with %o: %s', async (Key, condition, outcome) => {
    const put = new PutObjectCommand({ Bucket: 'docs', Key, Body: 'new', ...condition });
    expect(await failure(s3.client.send(put))).toBe(outcome);
    const written = s3.store.getObject('docs', Key)?.body.toString() === 'new';
    expect(written).toBe(outcome === 'no failure');
  });

  it('takes keys of 1024 bytes, not characters', async () => {
    const fits = encodeURIComponent('ü'.repeat(512));
    expect((await raw(s3, 'PUT', `/docs/${fits}`, { body: '' })).status).toBe(200);
    const { status, text } = await raw(s3, 'PUT', `/docs/${fits}a`, { body: '' });
    expect([status, codeOf(text)]).toEqual([400, 'KeyTooLongError']);
  });
});

function sha(algorithm: string): string {
  return createHash(algorithm).update('123456789').digest('base64');
}

describe('copying an object', () => {
  beforeEach(async () => {
    const put = { Bucket: 'docs', Key: 'from/a b+ü.txt', Body: 'hello', ContentType: 'text/x', Metadata: { a: '1' } };
    await s3.client.send(new PutObjectCommand(put));
  });
  const CopySource = `/docs/${encodeURIComponent('from/a b+ü.txt')}`;

  it('takes its metadata along, or replaces it', async () => {
    const copied = await s3.client.send(new CopyObjectCommand({ Bucket: 'docs', Key: 'to', CopySource }));
    expect(copied.CopyObjectResult).toMatchObject({ ETag: HELLO_ETAG, LastModified: new Date(SAVED) });
    const head = () => s3.client.send(new HeadObjectCommand({ Bucket: 'docs', Key: 'to' }));
    expect(await head()).toMatchObject({ ContentType: 'text/x', Metadata: { a: '1' } });
    const replaced = { MetadataDirective: 'REPLACE', ContentType: 'text/y', Metadata: { b: '2' } } as const;
    await s3.client.send(new CopyObjectCommand({ Bucket: 'docs', Key: 'to', CopySource, ...replaced }));
    expect(await head()).toMatchObject({ ContentType: 'text/y', Metadata: { b: '2' } });
  });

  it.each([
    [{ CopySourceIfMatch: OTHER_ETAG }, '412 PreconditionFailed'],
    [{ CopySourceIfNoneMatch: HELLO_ETAG }, '412 PreconditionFailed'],
    [{ CopySourceIfMatch: HELLO_ETAG }, 'no failure'],
    [{ IfNoneMatch: '*' }, 'no failure'],
    [{ Key: 'hello.txt', IfNoneMatch: '*' }, '412 PreconditionFailed'],
    [{ CopySource: '/docs/missing' }, '404 NoSuchKey'],
    [{ CopySource: '/missing/key' }, '404 NoSuchBucket'],
    [{ CopySource: 'docs' }, '400 InvalidArgument'],
    [{ Key: 'from/a b+ü.txt' }, '400 InvalidRequest'],
  ])('with %o: %s', async (options, outcome) => {
    const copy = new CopyObjectCommand({ Bucket: 'docs', Key: 'to', CopySource, ...options });
    expect(await failure(s3.client.send(copy))).toBe(outcome);
  });
});

describe('deleting objects', () => {
  it('answers 204 whether or not there was one', async () => {
    expect((await raw(s3, 'DELETE', '/docs/hello.txt')).status).toBe(204);
    expect((await raw(s3, 'DELETE', '/docs/hello.txt')).status).toBe(204);
    expect(s3.store.keys('docs')).toEqual([]);
  });

  it('holds a condition against what is there', async () => {
    const remove = (Key: string) =>
      failure(s3.client.send(new DeleteObjectCommand({ Bucket: 'docs', Key, IfMatch: OTHER_ETAG })));
    expect([await remove('hello.txt'), await remove('missing')]).toEqual(['412 PreconditionFailed', 'no failure']);
  });

  it('deletes many at once, each answered for itself', async () => {
    s3.denies = ({ resource }) => resource.endsWith('/secret');
    for (const key of ['a&b', 'secret']) s3.store.putObject('docs', key, '');
    const Objects = ['hello.txt', 'a&b', 'secret', 'missing'].map((Key) => ({ Key }));
    const { Deleted, Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket: 'docs', Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['hello.txt', 'a&b', 'missing']);
    expect(Errors).toMatchObject([{ Key: 'secret', Code: 'AccessDenied' }]);
    expect(s3.store.keys('docs')).toEqual(['secret']);
  });

  it('names only the failures when asked to be quiet', async () => {
    const Delete = { Objects: [{ Key: 'hello.txt' }], Quiet: true };
    const result = await s3.client.send(new DeleteObjectsCommand({ Bucket: 'docs', Delete }));
    expect([result.Deleted, result.Errors, s3.store.keys('docs')]).toEqual([undefined, undefined, []]);
  });

  it.each([
    ['<Delete></Delete>', 'MalformedXML'],
    ['<Delete><Object><Key>a</Object></Delete>', 'MalformedXML'],
    ['<!DOCTYPE a><Delete><Object><Key>a</Key></Object></Delete>', 'MalformedXML'],
    [`<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`, 'MalformedXML'],
  ])('refuses %.40s', async (body, code) => {
    const md5 = createHash('md5').update(body).digest('base64');
    const { text } = await raw(s3, 'POST', '/docs?delete', { body, headers: { 'content-md5': md5 } });
    expect(codeOf(text)).toBe(code);
  });

  it('wants a checksum of the list', async () => {
    const body = '<Delete><Object><Key>hello.txt</Key></Object></Delete>';
    expect(codeOf((await raw(s3, 'POST', '/docs?delete', { body })).text)).toBe('InvalidRequest');
  });
});
