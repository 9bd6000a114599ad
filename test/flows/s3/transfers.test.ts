import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentTypeOf } from '../../../src/aws/s3/openS3.js';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import { downloadTo } from '../../../src/s3/transfer/download.js';
import type { S3Store } from '../../../src/s3/store/store.js';
import { uploadFile, uploadSize, type UploadOptions } from '../../../src/s3/transfer/uploadFile.js';
import { TUTORIAL } from '../../sandbox/index.js';
import { storeOf, tutorialAccount, type Account } from './account.js';
import { ODD_KEYS } from '../../unit/s3/names/keys.js';

const { bucket } = TUTORIAL;
const MEGABYTE = 1024 ** 2;
const CREATE: UploadOptions = { contentType: 'text/plain', condition: { kind: 'create' } };
let account: Account;
let reader: S3Store;
let writer: S3Store;
let folder: string;

beforeAll(async () => {
  account = await tutorialAccount();
  reader = storeOf(await account.assume(TUTORIAL.readOnlyRoleArn));
  writer = storeOf(await account.assume(TUTORIAL.fullAccessRoleArn));
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transfers-'));
});
afterEach(async () => {
  account.sandbox.clearFaults();
  await rm(folder, { recursive: true });
});
afterAll(() => account.sandbox.stop());

function bytes(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, n) => (n * 31) % 251));
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error as Error,
  );
}

describe('downloading', () => {
  it('lands whole, reports its progress and leaves nothing else behind', async () => {
    const body = bytes(3 * MEGABYTE);
    account.sandbox.s3.putObject(bucket, 'big.bin', body);
    let seen = 0;
    await downloadTo(
      join(folder, 'big.bin'),
      reader,
      { bucket, key: 'big.bin' },
      { onBytes: (count) => (seen += count) },
    );
    expect((await readFile(join(folder, 'big.bin'))).equals(body)).toBe(true);
    expect(seen).toBe(body.length);
    expect(await readdir(folder)).toEqual(['big.bin']);
  });

  it.each(ODD_KEYS)('finds the object with key %j', async (key) => {
    account.sandbox.s3.putObject(bucket, key, `body of ${key}`);
    await downloadTo(join(folder, 'file'), reader, { bucket, key }, {});
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe(`body of ${key}`);
  });

  it('an empty object is an empty file', async () => {
    account.sandbox.s3.putObject(bucket, 'empty', '');
    await downloadTo(join(folder, 'empty'), reader, { bucket, key: 'empty' }, {});
    expect(await readFile(join(folder, 'empty'))).toHaveLength(0);
  });

  it('goes on where the connection broke off', async () => {
    const body = bytes(2 * MEGABYTE);
    account.sandbox.s3.putObject(bucket, 'broken.bin', body);
    account.sandbox.addFault({ operation: 'GetObject', times: 2, effect: { kind: 'reset', afterBytes: 600_000 } });
    await downloadTo(join(folder, 'broken.bin'), reader, { bucket, key: 'broken.bin' }, {});
    expect((await readFile(join(folder, 'broken.bin'))).equals(body)).toBe(true);
    const answers = account.sandbox.requests.filter(({ key }) => key === 'broken.bin').map(({ status }) => status);
    expect(answers).toEqual([200, 206, 206]);
  });

  it('never mixes two versions of an object', async () => {
    account.sandbox.s3.putObject(bucket, 'moving.bin', bytes(2 * MEGABYTE));
    account.sandbox.addFault({ operation: 'GetObject', times: 1, effect: { kind: 'reset', afterBytes: 600_000 } });
    let changed = false;
    const onBytes = () => {
      if (!changed) account.sandbox.s3.putObject(bucket, 'moving.bin', 'another version');
      changed = true;
    };
    const error = await failureOf(downloadTo(join(folder, 'm'), reader, { bucket, key: 'moving.bin' }, { onBytes }));
    expect(error).toMatchObject({ failure: { kind: 'changed' } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives up in the end, keeps the old file and removes the part', async () => {
    await writeFile(join(folder, 'kept.bin'), 'old');
    account.sandbox.s3.putObject(bucket, 'kept.bin', bytes(MEGABYTE));
    account.sandbox.addFault({ operation: 'GetObject', effect: { kind: 'reset', afterBytes: 10 } });
    const error = await failureOf(downloadTo(join(folder, 'kept.bin'), reader, { bucket, key: 'kept.bin' }, {}));
    expect(error).toMatchObject({ failure: { kind: 'interrupted' } });
    expect(account.sandbox.requests.filter(({ key }) => key === 'kept.bin')).toHaveLength(5);
    expect(await readFile(join(folder, 'kept.bin'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['kept.bin']);
  });

  it('cancelling stops a slow body and removes the part', async () => {
    account.sandbox.s3.putObject(bucket, 'slow.bin', bytes(MEGABYTE));
    account.sandbox.addFault({ operation: 'GetObject', effect: { kind: 'slow', bytesPerSecond: 20_000 } });
    const stop = new AbortController();
    const options = { signal: stop.signal, onBytes: () => stop.abort() };
    const error = await failureOf(downloadTo(join(folder, 'slow'), reader, { bucket, key: 'slow.bin' }, options));
    expect(error).toBeInstanceOf(Cancelled);
    expect(await readdir(folder)).toEqual([]);
  });

  it('an object deleted meanwhile is named', async () => {
    const error = await failureOf(downloadTo(join(folder, 'x'), reader, { bucket, key: 'gone.txt' }, {}));
    expect(error.message).toContain('no object "gone.txt"');
    expect(await readdir(folder)).toEqual([]);
  });

  it('a folder that is not there is named', async () => {
    const target = join(folder, 'missing', 'x');
    const error = await failureOf(downloadTo(target, reader, { bucket, key: 'README.md' }, {}));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe(`Cannot use ${target}: it does not exist.`);
  });
});

describe('uploading', () => {
  const source = () => join(folder, 'installing terraform.sh');

  it('with the read-only role is denied in words that name role, action and object', async () => {
    await writeFile(source(), '#!/bin/sh\n');
    const error = await failureOf(uploadFile(source(), reader, { bucket, key: 'up/terraform.sh' }, CREATE));
    expect(error.message).toContain(
      `Role sts-s3-read-only-role (account ${TUTORIAL.accountId}) may not s3:PutObject on arn:aws:s3:::${bucket}/up/terraform.sh.`,
    );
    expect(account.sandbox.s3.getObject(bucket, 'up/terraform.sh')).toBeUndefined();
  });

  it.each([0, 10, 3 * MEGABYTE])('%d bytes arrive whole, with their content type', async (length) => {
    const key = `up/${length}.bin`;
    await writeFile(source(), bytes(length));
    await uploadFile(source(), writer, { bucket, key }, { ...CREATE, contentType: 'image/png' });
    const arrived = account.sandbox.s3.getObject(bucket, key);
    expect(arrived?.body.equals(bytes(length))).toBe(true);
    expect(arrived?.contentType).toBe('image/png');
  });

  it('to a bucket of another region follows it there', async () => {
    await writeFile(source(), 'Hallo');
    await uploadFile(source(), storeOf(writer.session), { bucket: TUTORIAL.euBucket, key: 'up.txt' }, CREATE);
    expect(account.sandbox.s3.getObject(TUTORIAL.euBucket, 'up.txt')?.body.toString()).toBe('Hallo');
    // A body that has been streamed cannot be sent again to where a redirect leads.
    const puts = account.sandbox.requests.filter(({ operation, key }) => operation === 'PutObject' && key === 'up.txt');
    expect(puts.map(({ status, scope }) => [status, scope?.region])).toEqual([[200, TUTORIAL.euRegion]]);
  });

  it.each(ODD_KEYS)('keeps key %j', async (key) => {
    account.sandbox.s3.deleteObject(TUTORIAL.emptyBucket, key);
    await writeFile(source(), 'odd');
    await uploadFile(source(), writer, { bucket: TUTORIAL.emptyBucket, key }, CREATE);
    expect(account.sandbox.s3.keys(TUTORIAL.emptyBucket)).toContain(key);
  });

  it('never overwrites unasked, and asked only what the user saw', async () => {
    const object = { bucket, key: 'up/taken.txt' };
    account.sandbox.s3.putObject(bucket, object.key, 'first');
    const { etag = '' } = await writer.head(bucket, object.key);
    await writeFile(source(), 'mine');
    expect(await failureOf(uploadFile(source(), writer, object, CREATE))).toMatchObject({
      failure: { kind: 'changed' },
    });
    account.sandbox.s3.putObject(bucket, object.key, 'second');
    const replace: UploadOptions = { ...CREATE, condition: { kind: 'replace', etag } };
    expect(await failureOf(uploadFile(source(), writer, object, replace))).toMatchObject({
      failure: { kind: 'changed' },
    });
    expect(account.sandbox.s3.getObject(bucket, object.key)?.body.toString()).toBe('second');
    const seen = (await writer.head(bucket, object.key)).etag ?? '';
    await uploadFile(source(), writer, object, { ...CREATE, condition: { kind: 'replace', etag: seen } });
    expect(account.sandbox.s3.getObject(bucket, object.key)?.body.toString()).toBe('mine');
  });

  it('cancelling reaches the request', async () => {
    await writeFile(source(), bytes(MEGABYTE));
    account.sandbox.addFault({ operation: 'PutObject', effect: { kind: 'hang' } });
    const stop = new AbortController();
    const options = { ...CREATE, signal: stop.signal, onSent: () => stop.abort() };
    const error = await failureOf(uploadFile(source(), writer, { bucket, key: 'up/cancelled' }, options));
    expect(error).toBeInstanceOf(Cancelled);
  });

  it('to a bucket deleted meanwhile says so', async () => {
    await writeFile(source(), 'x');
    const error = await failureOf(uploadFile(source(), writer, { bucket: 'no-such-bucket', key: 'k' }, CREATE));
    expect(error.message).toContain('no bucket "no-such-bucket"');
  });

  it('refuses folders and files that are not there', async () => {
    await expect(uploadSize(folder)).rejects.toThrow('is not a file');
    await expect(uploadSize(join(folder, 'missing'))).rejects.toThrow('does not exist');
  });

  it.each([
    ['a.txt', 'text/plain'],
    ['a.JSON', 'application/json'],
    ['photo.png', 'image/png'],
    ['Makefile', 'application/octet-stream'],
  ])('%s is sent as %s', (name, type) => {
    expect(contentTypeOf(name)).toBe(type);
  });
});
