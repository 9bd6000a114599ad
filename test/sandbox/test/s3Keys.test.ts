import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, raw, startS3, type Harness } from './s3Harness.js';

let s3: Harness;
beforeEach(async () => {
  s3 = await startS3();
});
afterEach(() => s3.stop());

const KEYS = [
  'a//b',
  '/leading',
  'trailing/',
  '//',
  './dot',
  'a/../b',
  '..',
  '100%',
  '%2F%41',
  'what?x=1&y',
  'part#2',
  'a b+c',
  'tab\tand\nnewline',
  'carriage\rreturn',
  'bell\u0007 and \u0001',
  '\u007f\u0085\u2028',
  'ünïcödé',
  '😀/🎉.txt',
  '\uffee after \ud83d\ude00',
  `<&>"'`,
  '!*()~:;,=@$|[]{}^`\\',
];

const Bucket = 'docs';
/** What S3's form-like encoding of keys means. */
const decode = (key: string) => decodeURIComponent(key.replace(/\+/g, ' '));

describe('any key', () => {
  it.each(KEYS)('%j comes back as it was', async (Key) => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    expect(s3.store.keys(Bucket)).toEqual([Key]);
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe(Key);
    const list = await s3.client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: Key }));
    expect([list.Contents?.map((each) => decode(each.Key!)), decode(list.Prefix!)]).toEqual([[Key], Key]);
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    expect(s3.store.getObject(Bucket, 'copy')?.body.toString()).toBe(Key);
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(s3.store.keys(Bucket)).toEqual(['copy']);
  });

  it.each(KEYS)('%j may be a multipart upload', async (Key) => {
    const { UploadId, Key: begun } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { ETag } = await s3.client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
    expect([begun, s3.store.keys(Bucket)]).toEqual([Key, [Key]]);
  });

  it.each(KEYS)('%j can be deleted with others', async (Key) => {
    s3.store.putObject(Bucket, Key, '');
    await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
    expect(s3.store.keys(Bucket)).toEqual([]);
  });
});

describe('many odd keys', () => {
  it('are listed in the order of their bytes, with or without encoding', async () => {
    s3.store.fillBucket(Bucket, KEYS);
    const sorted = [...KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const encoded = await s3.client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
    expect(encoded.Contents?.map((each) => decode(each.Key!))).toEqual(sorted);
    const plain = await raw(s3, 'GET', '/docs?list-type=2');
    expect(plain.text).toContain("<Key>&lt;&amp;&gt;&quot;'</Key>");
    expect(plain.text).toContain('<Key>carriage&#xd;return</Key>');
    expect(plain.text).toContain('<Key>bell&#x7; and &#x1;</Key>');
  });

  it('are encoded like a form, with slashes left alone', async () => {
    s3.store.putObject(Bucket, 'a b/+~(1)*-_.ü', '');
    const { text } = await raw(s3, 'GET', '/docs?list-type=2&encoding-type=url');
    expect(text).toContain('<Key>a+b/%2B%7E%281%29*-_.%C3%BC</Key>');
  });

  it('do not meet in the middle', async () => {
    s3.store.putObject(Bucket, 'a/b', '');
    for (const Key of ['a//b', '/a/b', 'a/b/', 'A/b', 'a/./b']) {
      expect(await failure(s3.client.send(new HeadObjectCommand({ Bucket, Key })))).toBe('404 NotFound');
    }
  });
});
