import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, failure, raw, startS3, type Harness } from './s3Harness.js';

let s3: Harness;
beforeEach(async () => {
  s3 = await startS3();
  s3.store.putObject('docs', 'a/b.txt', 'hello');
});
afterEach(() => s3.stop());

const bucket = { Bucket: 'docs' };
const object = { ...bucket, Key: 'a/b.txt' };
const upload = { ...object, UploadId: 'none' };
const DOCS = 'arn:aws:s3:::docs';
const OBJECT = 'arn:aws:s3:::docs/a/b.txt';

type Send = (client: S3Client) => Promise<unknown>;
const CASES: [name: string, send: Send, action: string, resource: string][] = [
  ['ListBuckets', (c) => c.send(new ListBucketsCommand({})), 's3:ListAllMyBuckets', 'arn:aws:s3:::*'],
  ['HeadBucket', (c) => c.send(new HeadBucketCommand(bucket)), 's3:ListBucket', DOCS],
  ['GetBucketLocation', (c) => c.send(new GetBucketLocationCommand(bucket)), 's3:GetBucketLocation', DOCS],
  ['CreateBucket', (c) => c.send(new CreateBucketCommand(bucket)), 's3:CreateBucket', DOCS],
  ['DeleteBucket', (c) => c.send(new DeleteBucketCommand(bucket)), 's3:DeleteBucket', DOCS],
  ['ListObjects', (c) => c.send(new ListObjectsCommand(bucket)), 's3:ListBucket', DOCS],
  ['ListObjectsV2', (c) => c.send(new ListObjectsV2Command(bucket)), 's3:ListBucket', DOCS],
  ['GetObject', (c) => c.send(new GetObjectCommand(object)), 's3:GetObject', OBJECT],
  ['HeadObject', (c) => c.send(new HeadObjectCommand(object)), 's3:GetObject', OBJECT],
  ['PutObject', (c) => c.send(new PutObjectCommand({ ...object, Body: 'x' })), 's3:PutObject', OBJECT],
  ['DeleteObject', (c) => c.send(new DeleteObjectCommand(object)), 's3:DeleteObject', OBJECT],
  [
    'CopyObject',
    (c) => c.send(new CopyObjectCommand({ ...object, CopySource: 'docs/a/b.txt' })),
    's3:PutObject',
    OBJECT,
  ],
  ['CreateMultipartUpload', (c) => c.send(new CreateMultipartUploadCommand(object)), 's3:PutObject', OBJECT],
  ['UploadPart', (c) => c.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' })), 's3:PutObject', OBJECT],
  ['CompleteMultipartUpload', (c) => c.send(new CompleteMultipartUploadCommand(upload)), 's3:PutObject', OBJECT],
  ['AbortMultipartUpload', (c) => c.send(new AbortMultipartUploadCommand(upload)), 's3:AbortMultipartUpload', OBJECT],
  ['ListParts', (c) => c.send(new ListPartsCommand(upload)), 's3:ListMultipartUploadParts', OBJECT],
  [
    'ListMultipartUploads',
    (c) => c.send(new ListMultipartUploadsCommand(bucket)),
    's3:ListBucketMultipartUploads',
    DOCS,
  ],
];

describe('every operation', () => {
  it.each(CASES)('%s asks before it does or tells anything', async (name, send, action, resource) => {
    s3.denies = () => true;
    // An answer to HEAD has no body, so the SDK knows only the status.
    expect(await failure(send(s3.client))).toBe(name.startsWith('Head') ? '403 Unknown' : '403 AccessDenied');
    expect(s3.asked).toMatchObject([{ action, resource }]);
    expect(s3.store.getObject('docs', 'a/b.txt')?.body.toString()).toBe('hello');
    expect(s3.store.pendingUploads('docs')).toEqual([]);
  });

  it.each(CASES)('%s is denied on a bucket that does not exist, too', async (_name, send) => {
    s3.store.deleteBucket('docs');
    s3.denies = () => true;
    expect(await failure(send(s3.client))).toMatch(/^403 /);
  });
});

describe('the finer points', () => {
  it('passes what a listing asks for to the conditions of a policy', async () => {
    await s3.client.send(new ListObjectsV2Command({ ...bucket, Prefix: 'a/', Delimiter: '/', MaxKeys: 5 }));
    await s3.client.send(new ListObjectsV2Command(bucket));
    expect(s3.asked.map(({ context }) => context)).toEqual([
      { 's3:prefix': 'a/', 's3:delimiter': '/', 's3:max-keys': '5' },
      {},
    ]);
  });

  it.each(['GET', 'HEAD'])('hides from %s that a key is missing, unless the caller may list', async (method) => {
    s3.denies = ({ action }) => action === 's3:ListBucket';
    const { status, text } = await raw(s3, method, '/docs/missing');
    expect([status, codeOf(text)]).toEqual([403, method === 'GET' ? 'AccessDenied' : undefined]);
    s3.denies = () => false;
    expect((await raw(s3, method, '/docs/missing')).status).toBe(404);
  });

  it('asks for the source of a copy as well', async () => {
    s3.store.putObject('docs', 'source', 'x');
    s3.denies = ({ action }) => action === 's3:GetObject';
    const copy = new CopyObjectCommand({ ...object, CopySource: '/docs/source' });
    expect(await failure(s3.client.send(copy))).toBe('403 AccessDenied');
    expect(s3.asked.map(({ action, resource }) => [action, resource])).toEqual([
      ['s3:PutObject', OBJECT],
      ['s3:GetObject', 'arn:aws:s3:::docs/source'],
    ]);
  });

  it('asks for the right to read where a write depends on what is there', async () => {
    s3.denies = ({ action }) => action === 's3:GetObject';
    const put = (options: object) =>
      failure(s3.client.send(new PutObjectCommand({ ...object, Body: 'x', ...options })));
    expect(await put({ IfMatch: '"x"' })).toBe('403 AccessDenied');
    expect(await put({ IfNoneMatch: '*' })).toBe('412 PreconditionFailed');
  });

  it('denies each key of DeleteObjects for itself, and tells nothing about a bucket that is not there', async () => {
    s3.denies = () => true;
    const Delete = { Objects: [{ Key: 'a/b.txt' }] };
    for (const Bucket of ['docs', 'missing']) {
      const { Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
      expect(Errors).toMatchObject([{ Key: 'a/b.txt', Code: 'AccessDenied' }]);
    }
    s3.denies = () => false;
    const missing = new DeleteObjectsCommand({ Bucket: 'missing', Delete });
    expect(await failure(s3.client.send(missing))).toBe('404 NoSuchBucket');
  });

  it('refuses an owner that is not the expected one', async () => {
    const list = new ListObjectsV2Command({ ...bucket, ExpectedBucketOwner: '999999999999' });
    expect(await failure(s3.client.send(list))).toBe('403 AccessDenied');
  });
});
