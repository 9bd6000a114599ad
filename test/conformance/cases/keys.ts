// Keys that paths, URLs, XML and file systems would like to change on the way.
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from 'vitest';
import { createBucket, listKeys } from './buckets.js';
import { expected, outcome, s3, text, type Target } from './target.js';

const BUCKET = 'keys';
const KEYS = [
  'a//b',
  '//',
  '/leading',
  'trailing/',
  '.',
  '..',
  '../up',
  'a/../b',
  'a/./b',
  '100%',
  'a%2Fb',
  '%',
  '#hash',
  'q?x=1&y',
  'a+b',
  'a b',
  ' around ',
  'new\nline',
  'tab\t',
  'ü',
  'u\u0308',
  '😀',
  '\uFFFD',
  'a:b',
  '<x>&"\'',
  'back\\slash',
  "(1)!*~'",
  'k'.repeat(1024),
];

export function keyCases(target: Target): void {
  const client = s3(target, target.owner);
  beforeAll(async () => {
    await createBucket(client, BUCKET);
  });

  it.each(KEYS.map((key) => [key.slice(0, 20), key] as const))('round trip of %j', async (_, Key) => {
    const object = { Bucket: BUCKET, Key };
    await client.send(new PutObjectCommand({ ...object, Body: `content of ${Key}` }));
    expect(await listKeys(client, BUCKET)).toEqual([Key]);
    expect(await listKeys(client, BUCKET, Key)).toEqual([Key]);
    const { Body } = await client.send(new GetObjectCommand(object));
    expect(await text(Body)).toBe(`content of ${Key}`);
    await client.send(new DeleteObjectCommand(object));
    expect(await outcome(client.send(new HeadObjectCommand(object)))).toBe('404 NotFound');
    expect(await listKeys(client, BUCKET)).toEqual([]);
  });

  it('deletes all of them in one request', async () => {
    await Promise.all(KEYS.map((Key) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: '' }))));
    expect(new Set(await listKeys(client, BUCKET))).toEqual(new Set(KEYS));
    const Objects = KEYS.map((Key) => ({ Key }));
    await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    expect(await listKeys(client, BUCKET)).toEqual([]);
  });

  it('refuses a key of more than 1,024 bytes', async () => {
    const sent = client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'ü'.repeat(513), Body: '' }));
    expect(await outcome(sent)).toBe(
      expected(target, '400 KeyTooLongError', { 'long keys are invalid names': '400 InvalidObjectName' }),
    );
  });
}
