import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openS3 } from '../../../../src/aws/s3/openS3.js';
import type { S3Api, WriteCondition } from '../../../../src/model/s3Api.js';
import { error, startServer, xml } from './server.js';

const server = startServer();
const api = (): S3Api => openS3({ session: server.session(), region: 'eu-west-1' });
const WHEN = 'Tue, 24 Nov 2026 12:00:00 GMT';
const ISO = '2026-11-24T12:00:00.000Z';

/** Cancelled as soon as the server knows of it, so that nothing comes of it. */
function cancelled(work: (s3: S3Api, signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
  const abort = new AbortController();
  server.answers = [{ status: 500 }];
  server.onAsked = () => abort.abort();
  return work(api(), abort.signal).then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

describe('the buckets', () => {
  it('are read with their regions, page by page', async () => {
    const buckets = [
      `<Bucket><Name>one</Name><BucketRegion>eu-west-1</BucketRegion><CreationDate>${ISO}</CreationDate></Bucket>`,
      '<Bucket><BucketRegion>eu-west-1</BucketRegion></Bucket>',
      '<Bucket><Name>two</Name></Bucket>',
    ];
    const token = '<ContinuationToken>next</ContinuationToken>';
    server.answers = [
      { body: xml(`<ListAllMyBucketsResult><Buckets>${buckets.join('')}</Buckets>${token}</ListAllMyBucketsResult>`) },
      { body: xml('<ListAllMyBucketsResult></ListAllMyBucketsResult>') },
    ];
    const s3 = api();
    expect(await s3.listBuckets({})).toEqual({
      buckets: [
        { name: 'one', region: 'eu-west-1', createdAt: new Date(ISO) },
        { name: 'two', region: undefined, createdAt: undefined },
      ],
      next: 'next',
    });
    expect(await s3.listBuckets({ token: 'next' })).toEqual({ buckets: [], next: undefined });
    expect(server.asked.map(({ query }) => query)).toMatchObject([
      { 'max-buckets': '1000' },
      { 'max-buckets': '1000', 'continuation-token': 'next' },
    ]);
  });
});

describe('the region of a bucket', () => {
  it.each([
    ['by the answer', { status: 200 }],
    ['by a redirect', { status: 301 }],
    ['by a refusal', { status: 403 }],
  ])('is known %s', async (_, answer) => {
    server.answers = [{ ...answer, headers: { 'x-amz-bucket-region': 'us-west-2' } }];
    expect(await api().bucketRegion('bucket')).toBe('us-west-2');
    expect(server.asked).toMatchObject([{ method: 'HEAD', path: '/bucket/' }]);
  });

  it('is not known where the answer does not say it', async () => {
    expect(await api().bucketRegion('bucket')).toBeUndefined();
  });

  it('is not known by a refusal that does not say it', async () => {
    server.answers = [{ status: 404 }];
    await expect(api().bucketRegion('bucket')).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('is not known where nobody answers', async () => {
    const session = server.session({ endpoints: { s3: 'http://127.0.0.1:9' } });
    await expect(openS3({ session, region: 'eu-west-1' }).bucketRegion('bucket')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});

describe('a list', () => {
  const page = (content: string) => ({ body: xml(`<ListBucketResult>${content}</ListBucketResult>`) });

  it('is asked for by folders, a thousand at a time', async () => {
    server.answers = [page('')];
    expect(await api().list({ bucket: 'bucket', prefix: 'a b/' })).toEqual({
      prefixes: [],
      objects: [],
      next: undefined,
    });
    await api().list({ bucket: 'bucket', prefix: '', max: 7, token: 'next' });
    expect(server.asked).toMatchObject([
      {
        method: 'GET',
        path: '/bucket/',
        query: { 'list-type': '2', prefix: 'a b/', delimiter: '/', 'max-keys': '1000', 'encoding-type': 'url' },
      },
      { query: { prefix: '', 'max-keys': '7', 'continuation-token': 'next' } },
    ]);
    expect(server.asked[0]?.query).not.toHaveProperty('continuation-token');
  });

  const FOLDERS = ['<Prefix>a%2Fb+c%2B/</Prefix>', '']
    .map((each) => `<CommonPrefixes>${each}</CommonPrefixes>`)
    .join('');
  const OBJECTS = [
    `<Contents><Key>a%2Fb+c%2B.txt</Key><Size>5</Size><LastModified>${ISO}</LastModified><ETag>"1"</ETag></Contents>`,
    '<Contents><Size>5</Size></Contents>',
    '<Contents><Key>bare</Key></Contents>',
  ].join('');

  it.each([
    ['as forms write them', '<EncodingType>url</EncodingType>', 'a/b c+'],
    ['as they are where the server does not say so', '', 'a%2Fb+c%2B'],
  ])('has its keys %s', async (_, encoding, name) => {
    server.answers = [page(`${encoding}${FOLDERS}${OBJECTS}`)];
    expect(await api().list({ bucket: 'bucket', prefix: '' })).toEqual({
      prefixes: [`${name}/`],
      objects: [
        { key: `${name}.txt`, size: 5, modifiedAt: new Date(ISO), etag: '"1"' },
        { key: 'bare', size: 0, modifiedAt: undefined, etag: undefined },
      ],
      next: undefined,
    });
  });

  it.each([
    ['more', '<IsTruncated>true</IsTruncated><NextContinuationToken>next</NextContinuationToken>', 'next'],
    ['no more', '<IsTruncated>false</IsTruncated><NextContinuationToken>next</NextContinuationToken>', undefined],
    ['nobody says what more', '<NextContinuationToken>next</NextContinuationToken>', undefined],
  ])('goes on where there is %s', async (_, content, next) => {
    server.answers = [page(content)];
    expect((await api().list({ bucket: 'bucket', prefix: '' })).next).toBe(next);
  });
});

describe('an object', () => {
  const headers = { etag: '"1"', 'last-modified': WHEN, 'content-type': 'text/plain' };
  const FACTS = { size: 5, modifiedAt: new Date(ISO), etag: '"1"', contentType: 'text/plain' };

  it('has facts', async () => {
    server.answers = [{ headers: { ...headers, 'content-length': '5' } }];
    expect(await api().head('bucket', 'a b+c/ü.txt')).toEqual(FACTS);
    expect(server.asked).toMatchObject([{ method: 'HEAD', path: '/bucket/a%20b%2Bc/%C3%BC.txt' }]);
  });

  it('may have none', async () => {
    server.answers = [{ headers: { 'transfer-encoding': 'chunked' } }];
    expect(await api().head('bucket', 'key')).toEqual({
      size: 0,
      modifiedAt: undefined,
      etag: undefined,
      contentType: undefined,
    });
  });

  it.each([
    ['the whole', {}, undefined],
    ['the whole also from its beginning', { from: 0 }, undefined],
    ['the rest', { from: 1 }, 'bytes=1-'],
  ])('is read: %s', async (_, from, range) => {
    const partial = {
      status: 206,
      headers: { ...headers, 'content-length': '4', 'content-range': 'bytes 1-4/15' },
      body: 'ello',
    };
    server.answers = [
      range === undefined ? { headers: { ...headers, 'content-length': '5' }, body: 'hello' } : partial,
    ];
    const { facts, body } = await api().get({ bucket: 'bucket', key: 'key', ...from });
    expect(facts).toEqual({ ...FACTS, size: range === undefined ? 5 : 15 });
    expect(await text(body)).toBe(range === undefined ? 'hello' : 'ello');
    expect(server.asked).toMatchObject([{ method: 'GET', path: '/bucket/key' }]);
    expect(server.asked[0]?.headers.range).toBe(range);
    expect(server.asked[0]?.headers['if-match']).toBeUndefined();
  });

  it('is read as it was', async () => {
    server.answers = [error(412, 'PreconditionFailed')];
    const read = api().get({ bucket: 'bucket', key: 'key', from: 1, ifMatch: '"1"' });
    await expect(read).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(server.asked[0]?.headers['if-match']).toBe('"1"');
  });

  it.each<[WriteCondition, string | undefined, string | undefined]>([
    [{ kind: 'create' }, undefined, '*'],
    [{ kind: 'replace', etag: '"1"' }, '"1"', undefined],
    [{ kind: 'always' }, undefined, undefined],
  ])('is written under the condition %j', async (condition, ifMatch, ifNoneMatch) => {
    server.answers = [{ headers: { etag: '"2"' } }];
    const request = { bucket: 'bucket', key: 'key', body: Buffer.from('hello'), length: 5, contentType: 'text/x' };
    expect(await api().put({ ...request, condition })).toEqual({ etag: '"2"' });
    expect(server.asked).toMatchObject([{ method: 'PUT', path: '/bucket/key', body: 'hello' }]);
    expect(server.asked[0]?.headers).toMatchObject({ 'content-type': 'text/x', 'content-length': '5' });
    expect(server.asked[0]?.headers['if-match']).toBe(ifMatch);
    expect(server.asked[0]?.headers['if-none-match']).toBe(ifNoneMatch);
  });

  it('is written from a stream of a length that is known', async () => {
    const body = Readable.from([Buffer.from('hel'), Buffer.from('lo')]);
    const request = { bucket: 'bucket', key: 'key', body, length: 5, contentType: 'text/x' };
    await api().put({ ...request, condition: { kind: 'always' } });
    expect(server.asked).toMatchObject([{ body: 'hello', headers: { 'content-length': '5' } }]);
  });
});

it.each<[string, (s3: S3Api, signal: AbortSignal) => Promise<unknown>]>([
  ['listing buckets', (s3, signal) => s3.listBuckets({ signal })],
  ['asking for a region', (s3, signal) => s3.bucketRegion('bucket', signal)],
  ['listing', (s3, signal) => s3.list({ bucket: 'bucket', prefix: '', signal })],
  ['asking for facts', (s3, signal) => s3.head('bucket', 'key', signal)],
  ['reading', (s3, signal) => s3.get({ bucket: 'bucket', key: 'key', signal })],
  [
    'writing',
    (s3, signal) =>
      s3.put({
        bucket: 'bucket',
        key: 'key',
        body: Buffer.from('x'),
        length: 1,
        contentType: 'text/x',
        condition: { kind: 'always' },
        signal,
      }),
  ],
])('%s ends when the user cancels', async (_, work) => {
  expect(await cancelled(work)).toMatchObject({ name: 'AbortError' });
});
