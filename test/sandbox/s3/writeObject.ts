// PutObject, DeleteObject, DeleteObjects.
import type { S3Request } from '../types.js';
import { announcedAlgorithm, readBody, verifiedChecksum } from './body.js';
import type { Checksum } from './checksums.js';
import { assertDeletable, assertWritable } from './conditions.js';
import {
  authorizedBucket,
  header,
  isAwsError,
  objectArn,
  ownBucket,
  quoted,
  sendEmpty,
  sendXml,
  type Call,
} from './context.js';
import { invalidRequest, malformedXml, noSuchBucket, permanentRedirect } from './errors.js';
import { checksumHeaders, readMetadata, refuseUnsupportedHeaders } from './metadata.js';
import { md5Hex, type Bucket, type ObjectMetadata, type S3State, type StoredObject } from './state.js';
import { childText, parseXml, type XmlFields } from './xml.js';

const MAX_DELETES = 1000;

export function writeConditions(request: S3Request) {
  return { ifMatch: header(request, 'if-match'), ifNoneMatch: header(request, 'if-none-match') };
}

/** The bucket for a write to the addressed key; If-Match tells about the object, so it takes s3:GetObject as well. */
export function writableBucket(call: Call): Bucket {
  const bucket = authorizedBucket(call, 's3:PutObject');
  if (header(call.request, 'if-match') !== undefined) authorizedBucket(call, 's3:GetObject');
  refuseUnsupportedHeaders(call.request);
  return bucket;
}

/** Stores an object, unless the bucket went away while its bytes were on their way. */
export function storeObject(
  state: S3State,
  bucket: Bucket,
  key: string,
  content: { body: Buffer; metadata: ObjectMetadata; checksum: Checksum; etag?: string; partSizes?: readonly number[] },
): StoredObject {
  if (state.buckets.get(bucket.name) !== bucket) throw noSuchBucket(bucket.name);
  const object: StoredObject = {
    body: content.body,
    etag: content.etag ?? md5Hex(content.body),
    lastModified: state.second(),
    metadata: content.metadata,
    checksum: content.checksum,
    partSizes: content.partSizes ?? [],
  };
  bucket.objects.set(key, object);
  return object;
}

export async function putObject(call: Call): Promise<void> {
  const { state, request, response } = call;
  const bucket = writableBucket(call);
  const metadata = readMetadata(request);
  announcedAlgorithm(request);
  const body = await readBody(request);
  const checksum = verifiedChecksum(request, body, 'CRC64NVME');
  assertWritable(writeConditions(request), request.key, bucket.objects.get(request.key));
  const object = storeObject(state, bucket, request.key, { body, metadata, checksum });
  sendEmpty(response, 200, {
    etag: quoted(object.etag),
    'x-amz-server-side-encryption': 'AES256',
    ...checksumHeaders(object),
  });
}

export function deleteObject(call: Call): void {
  const { request, response } = call;
  const bucket = authorizedBucket(call, 's3:DeleteObject');
  refuseUnsupportedHeaders(request);
  assertDeletable(header(request, 'if-match'), bucket.objects.get(request.key));
  bucket.objects.delete(request.key);
  sendEmpty(response, 204);
}

interface DeleteOrder {
  readonly quiet: boolean;
  readonly objects: readonly { readonly key: string; readonly etag: string | undefined }[];
}

/** Each key is allowed or denied for itself; the request as a whole needs no permission. */
export async function deleteObjects(call: Call): Promise<void> {
  const { state, request, response } = call;
  const name = request.bucket ?? '';
  const bucket = state.buckets.get(name);
  if (bucket !== undefined && bucket.region !== request.region) throw permanentRedirect(name, bucket.region);
  const algorithm = announcedAlgorithm(request);
  if (algorithm === undefined && header(request, 'content-md5') === undefined) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const body = await readBody(request);
  verifiedChecksum(request, body, 'CRC64NVME');
  const order = parseDelete(body.toString('utf8'));
  const results = order.objects.map((object) => deleteOne(call, bucket, object));
  sendXml(response, 'DeleteResult', {
    Deleted: order.quiet ? [] : results.filter((result) => result['Code'] === undefined),
    Error: results.filter((result) => result['Code'] !== undefined),
  });
}

function deleteOne(
  { request }: Call,
  bucket: Bucket | undefined,
  { key, etag }: { key: string; etag: string | undefined },
): XmlFields {
  const [name, action] = [request.bucket ?? '', 's3:DeleteObject'];
  const resource = objectArn(name, key);
  try {
    request.authorize(action, resource);
    const owned = ownBucket(bucket, name, header(request, 'x-amz-expected-bucket-owner'));
    assertDeletable(etag, owned.objects.get(key));
    owned.objects.delete(key);
    return { Key: key };
  } catch (error) {
    // A bucket that is not there fails the whole request.
    if (!isAwsError(error) || error.code === 'NoSuchBucket') throw error;
    return { Key: key, Code: error.code, Message: error.message };
  }
}

function parseDelete(source: string): DeleteOrder {
  const root = parseXml(source);
  const objects = root.children.filter((child) => child.name === 'Object');
  if (root.name !== 'Delete' || objects.length === 0 || objects.length > MAX_DELETES) throw malformedXml();
  return {
    quiet: childText(root, 'Quiet')?.trim().toLowerCase() === 'true',
    objects: objects.map((object) => {
      const key = childText(object, 'Key');
      if (key === undefined || key === '') throw malformedXml();
      return { key, etag: childText(object, 'ETag') };
    }),
  };
}
