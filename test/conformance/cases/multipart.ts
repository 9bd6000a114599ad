// Large objects in parts: put together, refused, given up.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { createBucket, listKeys } from './buckets.js';
import { expected, outcome, s3, text, type Target } from './target.js';

const BUCKET = 'multipart';
/** The least that a part may have which is not the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024;
const md5 = (data: Buffer | string) => createHash('md5').update(data).digest();

export function multipartCases(target: Target): void {
  const client = s3(target, target.owner);
  beforeAll(async () => {
    await createBucket(client, BUCKET);
  });

  const begin = async (Key: string) => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ContentType: 'text/x-big', Metadata: { by: 'anna' } }),
    );
    return { Bucket: BUCKET, Key, UploadId };
  };
  type Upload = Awaited<ReturnType<typeof begin>>;
  const part = async (upload: Upload, PartNumber: number, Body: Buffer | string): Promise<CompletedPart> => {
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (upload: Upload, Parts: CompletedPart[]) =>
    client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  const abort = (upload: Upload) => client.send(new AbortMultipartUploadCommand(upload));

  it('puts an object together from its parts', async () => {
    const first = Buffer.alloc(MIN_PART_BYTES, 'first ');
    const upload = await begin('big ü+');
    const parts = [await part(upload, 1, first), await part(upload, 7, 'the end')];
    expect(parts.map(({ ETag }) => ETag)).toEqual([first, 'the end'].map((body) => `"${md5(body).toString('hex')}"`));

    const { Parts = [] } = await client.send(new ListPartsCommand(upload));
    expect(Parts.map(({ PartNumber, Size, ETag }) => [PartNumber, Size, ETag])).toEqual([
      [1, MIN_PART_BYTES, parts[0]?.ETag],
      [7, 7, parts[1]?.ETag],
    ]);
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    expect(Uploads.map(({ Key, UploadId }) => [Key, UploadId])).toEqual([[upload.Key, upload.UploadId]]);
    expect(await listKeys(client, BUCKET)).toEqual([]);

    const ETag = `"${createHash('md5').update(md5(first)).update(md5('the end')).digest('hex')}-2"`;
    const result = await complete(upload, parts);
    expect(result).toMatchObject({ Bucket: BUCKET, Key: upload.Key });
    expect(result.ETag).toBe(expected(target, ETag, { 'completion answers no ETag': '' }));
    const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: upload.Key }));
    expect(head).toMatchObject({ ETag, ContentType: 'text/x-big', Metadata: { by: 'anna' } });
    expect(head.ContentLength).toBe(MIN_PART_BYTES + 7);
    const across = { Bucket: BUCKET, Key: upload.Key, Range: `bytes=${MIN_PART_BYTES - 4}-${MIN_PART_BYTES + 2}` };
    const { Body } = await client.send(new GetObjectCommand(across));
    expect(await text(Body)).toBe(first.subarray(-4).toString() + 'the');
  });

  it('takes the last of two uploads of a part', async () => {
    const upload = await begin('twice');
    await part(upload, 1, 'old');
    await complete(upload, [await part(upload, 1, 'new')]);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'twice' }));
    expect(await text(Body)).toBe('new');
  });

  it('lists parts page by page', async () => {
    const upload = await begin('pages');
    for (const number of [1, 2, 3]) await part(upload, number, String(number));
    const first = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    const rest = await client.send(new ListPartsCommand({ ...upload, PartNumberMarker: first.NextPartNumberMarker }));
    expect(rest.IsTruncated).toBe(false);
    expect([...(first.Parts ?? []), ...(rest.Parts ?? [])].map(({ PartNumber }) => PartNumber)).toEqual([1, 2, 3]);
    await abort(upload);
  });

  it('refuses a part that is too small unless it is the last', async () => {
    const upload = await begin('small');
    const parts = [await part(upload, 1, 'small'), await part(upload, 2, 'last')];
    expect(await outcome(complete(upload, parts))).toBe('400 EntityTooSmall');
    await abort(upload);
  });

  it('refuses a part that is not what was uploaded', async () => {
    const upload = await begin('wrong');
    await part(upload, 1, 'content');
    const ETag = '"00000000000000000000000000000000"';
    expect(await outcome(complete(upload, [{ PartNumber: 1, ETag }]))).toBe('400 InvalidPart');
    await abort(upload);
  });

  it('refuses parts out of order', async () => {
    const upload = await begin('order');
    const large = Buffer.alloc(MIN_PART_BYTES);
    const [one, two] = [await part(upload, 1, large), await part(upload, 2, large)];
    const sent = complete(upload, [two, one]);
    expect(await outcome(sent)).toBe(expected(target, '400 InvalidPartOrder', { 'part order is ignored': '200' }));
    await outcome(abort(upload));
  });

  it('leaves nothing behind when it is given up', async () => {
    const upload = await begin('given up');
    const sent = await part(upload, 1, 'content');
    expect(await outcome(abort(upload))).toBe('204');

    const gone = '404 NoSuchUpload';
    expect(await outcome(part(upload, 2, 'more').then(() => ({ $metadata: {} })))).toBe(gone);
    expect(await outcome(complete(upload, [sent]))).toBe(
      expected(target, gone, { 'gone uploads are misjudged': '500 InternalError' }),
    );
    expect(await outcome(abort(upload))).toBe(gone);
    expect(await outcome(client.send(new ListPartsCommand(upload)))).toBe(
      expected(target, gone, { 'gone uploads are misjudged': '404 NoSuchKey' }),
    );
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    expect(Uploads.filter(({ UploadId }) => UploadId === upload.UploadId)).toEqual([]);
    expect(await listKeys(client, BUCKET, 'given up')).toEqual([]);
  });
}
