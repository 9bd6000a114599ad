// Which operation a request is: its method, what it addresses, and one parameter that names a subresource.
import { AwsError, type S3Request } from '../types.js';
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from './bucketPolicy.js';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.js';
import { completeMultipartUpload } from './completeUpload.js';
import { header, type Call } from './context.js';
import { copyObject } from './copyObject.js';
import { invalidArgument, methodNotAllowed, notImplemented } from './errors.js';
import { listObjects, listObjectsV2 } from './listObjects.js';
import { abortMultipartUpload, createMultipartUpload, uploadPart, uploadPartCopy } from './multipart.js';
import { readObject } from './readObject.js';
import { listMultipartUploads, listParts } from './uploadLists.js';
import { deleteObject, deleteObjects, putObject } from './writeObject.js';

interface Operation {
  readonly method: string;
  readonly target: 'service' | 'bucket' | 'object';
  /** The parameter that tells this operation from others of the same method and target. */
  readonly subresource?: string;
  /** Has x-amz-copy-source. */
  readonly copies?: true;
  readonly parameters?: readonly string[];
  readonly run: (call: Call) => void | Promise<void>;
}

const LISTING = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];
const READING = [
  'partNumber',
  'versionId',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
];

/** The first one that fits is meant. */
const OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    target: 'service',
    parameters: ['prefix', 'bucket-region', 'max-buckets', 'continuation-token'],
    run: listBuckets,
  },
  { method: 'HEAD', target: 'bucket', run: headBucket },
  { method: 'GET', target: 'bucket', subresource: 'location', run: getBucketLocation },
  {
    method: 'GET',
    target: 'bucket',
    subresource: 'uploads',
    parameters: ['prefix', 'delimiter', 'encoding-type', 'key-marker', 'max-uploads', 'upload-id-marker'],
    run: listMultipartUploads,
  },
  {
    method: 'GET',
    target: 'bucket',
    subresource: 'list-type',
    parameters: [...LISTING, 'continuation-token', 'start-after', 'fetch-owner'],
    run: listObjectsV2,
  },
  { method: 'GET', target: 'bucket', subresource: 'policy', run: getBucketPolicy },
  { method: 'GET', target: 'bucket', parameters: [...LISTING, 'marker'], run: listObjects },
  { method: 'PUT', target: 'bucket', subresource: 'policy', run: putBucketPolicy },
  { method: 'PUT', target: 'bucket', run: createBucket },
  { method: 'DELETE', target: 'bucket', subresource: 'policy', run: deleteBucketPolicy },
  { method: 'DELETE', target: 'bucket', run: deleteBucket },
  { method: 'POST', target: 'bucket', subresource: 'delete', run: deleteObjects },
  {
    method: 'GET',
    target: 'object',
    subresource: 'uploadId',
    parameters: ['max-parts', 'part-number-marker', 'encoding-type'],
    run: listParts,
  },
  { method: 'GET', target: 'object', parameters: READING, run: readObject },
  { method: 'HEAD', target: 'object', parameters: READING, run: readObject },
  {
    method: 'PUT',
    target: 'object',
    subresource: 'uploadId',
    copies: true,
    parameters: ['partNumber'],
    run: uploadPartCopy,
  },
  { method: 'PUT', target: 'object', subresource: 'uploadId', parameters: ['partNumber'], run: uploadPart },
  { method: 'PUT', target: 'object', copies: true, run: copyObject },
  { method: 'PUT', target: 'object', run: putObject },
  { method: 'DELETE', target: 'object', subresource: 'uploadId', run: abortMultipartUpload },
  { method: 'DELETE', target: 'object', parameters: ['versionId'], run: deleteObject },
  { method: 'POST', target: 'object', subresource: 'uploads', run: createMultipartUpload },
  { method: 'POST', target: 'object', subresource: 'uploadId', run: completeMultipartUpload },
];

/** Throws KeyTooLongError, MethodNotAllowed, and NotImplemented for every parameter that would be ignored. */
export function findOperation(request: S3Request): (call: Call) => void | Promise<void> {
  const target = request.bucket === undefined ? 'service' : request.key === '' ? 'bucket' : 'object';
  assertKeyLength(request.key);
  const candidates = OPERATIONS.filter(({ method, target: on }) => method === request.method && on === target);
  const copies = header(request, 'x-amz-copy-source') !== undefined;
  const operation = candidates.find(
    (candidate) =>
      (candidate.copies !== true || copies) &&
      (candidate.subresource === undefined || request.query.has(candidate.subresource)),
  );
  const known = ['x-id', operation?.subresource, ...(operation?.parameters ?? [])];
  const unknown = [...request.query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw notImplemented('Parameter', unknown);
  if (operation === undefined) throw methodNotAllowed(request.method);
  const version = request.query.get('versionId');
  if (version !== undefined && version !== 'null') {
    // Nothing here is versioned: "null" is the only version there is.
    throw invalidArgument('Invalid version id specified', 'versionId', version);
  }
  return operation.run;
}

const MAX_KEY_BYTES = 1024;

function assertKeyLength(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= MAX_KEY_BYTES) return;
  throw new AwsError(400, 'KeyTooLongError', 'Your key is too long', {
    Size: size.toString(),
    MaxSizeAllowed: MAX_KEY_BYTES.toString(),
  });
}
