import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type GetObjectCommandOutput,
  type HeadObjectCommandOutput,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type {
  GetRequest,
  ListPage,
  ListRequest,
  ObjectFacts,
  PutRequest,
  S3Api,
  WriteCondition,
} from '../../model/s3Api.js';
import { createClient, type S3Target } from './s3Client.js';

export { contentTypeOf } from './contentType.js';

const PAGE = 1000;

/** One client for a session's credentials, one region and one endpoint. */
export function openS3(target: S3Target): S3Api {
  const client = createClient(target);
  return {
    listBuckets: async ({ token, signal }) => {
      // BucketRegion is in the reply only if the request has a parameter.
      const command = new ListBucketsCommand({ MaxBuckets: PAGE, ContinuationToken: token });
      const page = await client.send(command, options(signal));
      const buckets = (page.Buckets ?? []).flatMap(({ Name, BucketRegion, CreationDate }) =>
        Name === undefined ? [] : [{ name: Name, region: BucketRegion, createdAt: CreationDate }],
      );
      return { buckets, next: page.ContinuationToken };
    },
    bucketRegion: (bucket, signal) => bucketRegion(client, bucket, signal),
    list: (request) => list(client, request),
    head: async (bucket, key, signal) =>
      factsOf(await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), options(signal))),
    get: (request) => get(client, request),
    put: (request) => put(client, request),
  };
}

function options(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

async function bucketRegion(client: S3Client, bucket: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return (await client.send(new HeadBucketCommand({ Bucket: bucket }), options(signal))).BucketRegion;
  } catch (error) {
    const region = regionHint(error);
    if (region === undefined) {
      throw error;
    }
    return region;
  }
}

/** S3 names a bucket's region in redirects and refusals alike. */
function regionHint(error: unknown): string | undefined {
  const response: unknown = error instanceof Error ? Reflect.get(error, '$response') : undefined;
  const headers: unknown =
    typeof response === 'object' && response !== null ? Reflect.get(response, 'headers') : undefined;
  const region: unknown =
    typeof headers === 'object' && headers !== null ? Reflect.get(headers, 'x-amz-bucket-region') : undefined;
  return typeof region === 'string' ? region : undefined;
}

async function list(client: S3Client, { bucket, prefix, max, token, signal }: ListRequest): Promise<ListPage> {
  const command = new ListObjectsV2Command({
    Bucket: bucket,
    Prefix: prefix,
    Delimiter: '/',
    MaxKeys: max ?? PAGE,
    ContinuationToken: token,
    // Keys may hold characters that XML cannot.
    EncodingType: 'url',
  });
  return pageOf(await client.send(command, options(signal)));
}

function pageOf(page: ListObjectsV2CommandOutput): ListPage {
  const name = page.EncodingType === 'url' ? formDecode : (text: string) => text;
  return {
    prefixes: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [name(Prefix)])),
    objects: (page.Contents ?? []).flatMap(({ Key, Size, LastModified, ETag }) =>
      Key === undefined ? [] : [{ key: name(Key), size: Size ?? 0, modifiedAt: LastModified, etag: ETag }],
    ),
    next: page.IsTruncated === true ? page.NextContinuationToken : undefined,
  };
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

async function get(client: S3Client, { bucket, key, from = 0, ifMatch, signal }: GetRequest) {
  const range = from > 0 ? `bytes=${from}-` : undefined;
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: range, IfMatch: ifMatch });
  const reply = await client.send(command, options(signal));
  if (!(reply.Body instanceof Readable)) {
    throw new TypeError('GetObject without a stream');
  }
  return { facts: factsOf(reply), body: reply.Body };
}

function factsOf(reply: HeadObjectCommandOutput | GetObjectCommandOutput): ObjectFacts {
  const whole = reply.ContentRange?.split('/').at(-1);
  return {
    size: whole === undefined ? (reply.ContentLength ?? 0) : Number(whole),
    modifiedAt: reply.LastModified,
    etag: reply.ETag,
    contentType: reply.ContentType,
  };
}

async function put(client: S3Client, { bucket, key, body, length, contentType, condition, signal }: PutRequest) {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: body,
    ContentLength: length,
    ContentType: contentType,
    ...precondition(condition),
  });
  return { etag: (await client.send(command, options(signal))).ETag };
}

function precondition(condition: WriteCondition): { IfNoneMatch?: string; IfMatch?: string } {
  switch (condition.kind) {
    case 'create':
      return { IfNoneMatch: '*' };
    case 'replace':
      return { IfMatch: condition.etag };
    case 'always':
      return {};
  }
}
