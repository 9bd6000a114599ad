import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type CreateMultipartUploadCommandInput,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, failure, raw, startS3, type Harness } from './s3Harness.js';

const MIB = 1024 ** 2;
const FIRST = Buffer.alloc(5 * MIB, 'first');
const LAST = Buffer.from('the rest');
const md5 = (data: Uint8Array) => createHash('md5').update(data).digest();
const ETAG = `"${md5(Buffer.concat([md5(FIRST), md5(LAST)])).toString('hex')}-2"`;

let s3: Harness;
beforeEach(async () => {
  s3 = await startS3();
});
afterEach(() => s3.stop());

const target = { Bucket: 'docs', Key: 'big/file.bin' };

async function create(options: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ ...target, ...options }));
  return UploadId!;
}

const upload = (UploadId: string, PartNumber: number, Body: Buffer, options = {}) =>
  s3.client.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body, ...options }));

const complete = (UploadId: string, Parts: CompletedPart[], options = {}) =>
  s3.client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts }, ...options }));

async function uploadBoth(UploadId: string): Promise<CompletedPart[]> {
  const last = await upload(UploadId, 7, LAST);
  const first = await upload(UploadId, 2, FIRST);
  return [
    { PartNumber: 2, ETag: first.ETag },
    { PartNumber: 7, ETag: last.ETag },
  ];
}

describe('a multipart upload', () => {
  it('puts its parts together in order, with the metadata it began with', async () => {
    const id = await create({ ContentType: 'video/mp4', Metadata: { a: 'b' } });
    expect(s3.store.pendingUploads('docs')).toEqual([{ key: target.Key, uploadId: id, parts: 0 }]);
    const parts = await uploadBoth(id);
    expect(s3.store.keys('docs')).toEqual([]);
    expect(await complete(id, parts)).toMatchObject({ ...target, ETag: ETAG, ChecksumType: 'FULL_OBJECT' });
    const { Body, ...head } = await s3.client.send(new GetObjectCommand(target));
    expect(head).toMatchObject({ ContentType: 'video/mp4', Metadata: { a: 'b' }, ETag: ETAG });
    expect(Buffer.compare(await Body!.transformToByteArray(), Buffer.concat([FIRST, LAST]))).toBe(0);
    expect(s3.store.pendingUploads('docs')).toEqual([]);
  });

  it('gives single parts back', async () => {
    const id = await create();
    await complete(id, await uploadBoth(id));
    const part = await s3.client.send(new GetObjectCommand({ ...target, PartNumber: 2 }));
    expect([await part.Body!.transformToString(), part.PartsCount]).toEqual([LAST.toString(), 2]);
    const beyond = await raw(s3, 'GET', '/docs/big/file.bin?partNumber=3');
    expect([beyond.status, codeOf(beyond.text)]).toEqual([416, 'InvalidPartNumber']);
  });

  it('completes again when the first answer was lost', async () => {
    const id = await create();
    const parts = await uploadBoth(id);
    await complete(id, parts);
    expect((await complete(id, parts)).ETag).toBe(ETAG);
  });

  it.each([
    ['twice the same part', ([a]: CompletedPart[]) => [a!, a!], '400 InvalidPartOrder'],
    ['parts out of order', ([a, b]: CompletedPart[]) => [b!, a!], '400 InvalidPartOrder'],
    ['another ETag', ([a, b]: CompletedPart[]) => [{ ...a!, ETag: b!.ETag }, b!], '400 InvalidPart'],
    ['a part never sent', ([a]: CompletedPart[]) => [a!, { ...a!, PartNumber: 9 }], '400 InvalidPart'],
    ['no parts', () => [], '400 MalformedXML'],
  ])('refuses %s', async (_what, choose, outcome) => {
    const id = await create();
    expect(await failure(complete(id, choose(await uploadBoth(id))))).toBe(outcome);
    expect(s3.store.pendingUploads('docs')).toHaveLength(1);
  });

  it('refuses small parts, except the last', async () => {
    const id = await create();
    const small = await upload(id, 1, LAST);
    const { ETag } = await upload(id, 2, LAST);
    const parts = [
      { PartNumber: 1, ETag: small.ETag },
      { PartNumber: 2, ETag },
    ];
    expect(await failure(complete(id, parts))).toBe('400 EntityTooSmall');
    expect(await failure(complete(id, parts.slice(1)))).toBe('no failure');
  });

  it.each([
    [{ IfNoneMatch: '*' }, '412 PreconditionFailed'],
    [{ IfMatch: '"00000000000000000000000000000000"' }, '412 PreconditionFailed'],
    [{ MpuObjectSize: 1 }, '400 InvalidRequest'],
    [{ ChecksumCRC64NVME: 'AAAAAAAAAAA=' }, '400 BadDigest'],
  ])('holds %o against the outcome', async (options, outcome) => {
    s3.store.putObject('docs', target.Key, 'here first');
    const id = await create();
    const parts = await uploadBoth(id);
    expect(await failure(complete(id, parts, options))).toBe(outcome);
    expect(s3.store.getObject('docs', target.Key)?.body.toString()).toBe('here first');
  });

  it('makes a composite checksum of the parts, which have to be named with theirs', async () => {
    const id = await create({ ChecksumAlgorithm: 'SHA256' });
    const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
    const { ETag, ChecksumSHA256 } = await upload(id, 1, LAST, { ChecksumAlgorithm: 'SHA256' });
    expect(ChecksumSHA256).toBe(sha256(LAST).toString('base64'));
    expect(await failure(complete(id, [{ PartNumber: 1, ETag }]))).toBe('400 InvalidRequest');
    const done = await complete(id, [{ PartNumber: 1, ETag, ChecksumSHA256 }]);
    const expected = `${sha256(sha256(LAST)).toString('base64')}-1`;
    expect(done).toMatchObject({ ChecksumSHA256: expected, ChecksumType: 'COMPOSITE' });
    const head = await s3.client.send(new HeadObjectCommand({ ...target, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ChecksumSHA256: expected, ChecksumType: 'COMPOSITE' });
  });

  it('wants the algorithm it began with', async () => {
    const id = await create({ ChecksumAlgorithm: 'SHA1' });
    expect(await failure(upload(id, 1, LAST, { ChecksumAlgorithm: 'CRC32C' }))).toBe('400 InvalidRequest');
  });

  it('is gone after an abort', async () => {
    const id = await create();
    const parts = await uploadBoth(id);
    const gone = { ...target, UploadId: id };
    await s3.client.send(new AbortMultipartUploadCommand(gone));
    expect(s3.store.pendingUploads('docs')).toEqual([]);
    expect(await failure(upload(id, 1, LAST))).toBe('404 NoSuchUpload');
    expect(await failure(complete(id, parts))).toBe('404 NoSuchUpload');
    expect(await failure(s3.client.send(new ListPartsCommand(gone)))).toBe('404 NoSuchUpload');
    expect(await failure(s3.client.send(new AbortMultipartUploadCommand(gone)))).toBe('404 NoSuchUpload');
  });

  it.each(['0', '10001', 'x'])('has no part %s', async (number) => {
    const id = await create();
    const { text } = await raw(s3, 'PUT', `/docs/big/file.bin?uploadId=${id}&partNumber=${number}`, { body: 'x' });
    expect(codeOf(text)).toBe('InvalidArgument');
  });
});

describe('copying parts', () => {
  const copy = (UploadId: string, range?: string, CopySource = 'docs/source') =>
    s3.client.send(
      new UploadPartCopyCommand({ ...target, UploadId, PartNumber: 1, CopySource, CopySourceRange: range }),
    );

  it('takes a range of another object', async () => {
    s3.store.putObject('docs', 'source', '0123456789');
    const id = await create();
    const { CopyPartResult } = await copy(id, 'bytes=2-4');
    await complete(id, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    expect(s3.store.getObject('docs', target.Key)?.body.toString()).toBe('234');
    expect(await failure(copy(await create(), 'bytes=2-10'))).toBe('400 InvalidArgument');
    expect(await failure(copy(await create(), 'bytes=2-'))).toBe('400 InvalidArgument');
    expect(await failure(copy(await create(), undefined, 'docs/missing'))).toBe('404 NoSuchKey');
  });
});

describe('listing uploads', () => {
  it('pages the parts', async () => {
    const UploadId = await create();
    for (const number of [3, 1, 2]) await upload(UploadId, number, LAST);
    const first = await s3.client.send(new ListPartsCommand({ ...target, UploadId, MaxParts: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', ...target, UploadId });
    const PartNumberMarker = first.NextPartNumberMarker;
    const second = await s3.client.send(new ListPartsCommand({ ...target, UploadId, PartNumberMarker }));
    expect([second.IsTruncated, second.Parts]).toMatchObject([false, [{ PartNumber: 3, Size: LAST.length }]]);
  });

  it('pages the uploads by key and id, folding folders', async () => {
    const ids: [string, string][] = [];
    for (const Key of ['b', 'a/1', 'b', 'a/2', 'c']) ids.push([Key, await create({ Key })]);
    const found: (string | undefined)[][] = [];
    let next: ListMultipartUploadsCommandOutput | undefined;
    do {
      const markers = { KeyMarker: next?.NextKeyMarker, UploadIdMarker: next?.NextUploadIdMarker };
      next = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: 'docs', MaxUploads: 1, ...markers }));
      found.push(...(next.Uploads ?? []).map(({ Key, UploadId }) => [Key, UploadId]));
    } while (next.IsTruncated === true && found.length < ids.length);
    expect([found, next.IsTruncated]).toEqual([[...ids].sort(), false]);
    const folded = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: 'docs', Delimiter: '/' }));
    expect([folded.CommonPrefixes, folded.Uploads?.map(({ Key }) => Key)]).toEqual([
      [{ Prefix: 'a/' }],
      ['b', 'b', 'c'],
    ]);
  });
});
