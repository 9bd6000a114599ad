// The API name of an S3 request, for faults and records.
import type { IncomingHttpHeaders } from 'node:http';

type Rule = readonly [needs: (request: S3Shape) => boolean, operation: string];

export interface S3Shape {
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
}

const parameter =
  (name: string) =>
  (request: S3Shape): boolean =>
    request.query.has(name);
const always = (): boolean => true;
const copies = (request: S3Shape): boolean => request.headers['x-amz-copy-source'] !== undefined;

const BUCKET: Readonly<Record<string, readonly Rule[]>> = {
  GET: [
    [parameter('location'), 'GetBucketLocation'],
    [(request) => request.query.get('list-type') === '2', 'ListObjectsV2'],
    [parameter('uploads'), 'ListMultipartUploads'],
    [parameter('versions'), 'ListObjectVersions'],
    [parameter('versioning'), 'GetBucketVersioning'],
    [parameter('tagging'), 'GetBucketTagging'],
    [parameter('policy'), 'GetBucketPolicy'],
    [always, 'ListObjects'],
  ],
  HEAD: [[always, 'HeadBucket']],
  PUT: [
    [parameter('policy'), 'PutBucketPolicy'],
    [always, 'CreateBucket'],
  ],
  DELETE: [
    [parameter('policy'), 'DeleteBucketPolicy'],
    [always, 'DeleteBucket'],
  ],
  POST: [[parameter('delete'), 'DeleteObjects']],
};

const OBJECT: Readonly<Record<string, readonly Rule[]>> = {
  GET: [
    [parameter('uploadId'), 'ListParts'],
    [parameter('attributes'), 'GetObjectAttributes'],
    [parameter('tagging'), 'GetObjectTagging'],
    [parameter('acl'), 'GetObjectAcl'],
    [always, 'GetObject'],
  ],
  HEAD: [[always, 'HeadObject']],
  PUT: [
    [(request) => request.query.has('uploadId') && copies(request), 'UploadPartCopy'],
    [parameter('uploadId'), 'UploadPart'],
    [parameter('tagging'), 'PutObjectTagging'],
    [copies, 'CopyObject'],
    [always, 'PutObject'],
  ],
  POST: [
    [parameter('uploads'), 'CreateMultipartUpload'],
    [parameter('uploadId'), 'CompleteMultipartUpload'],
  ],
  DELETE: [
    [parameter('uploadId'), 'AbortMultipartUpload'],
    [parameter('tagging'), 'DeleteObjectTagging'],
    [always, 'DeleteObject'],
  ],
};

/** "GetObject", "ListObjectsV2"…; "Unknown" for what S3 has no operation for. */
export function s3Operation(request: S3Shape): string {
  if (request.bucket === undefined) return request.method === 'GET' ? 'ListBuckets' : 'Unknown';
  const rules = (request.key === '' ? BUCKET : OBJECT)[request.method];
  return rules?.find(([needs]) => needs(request))?.[1] ?? 'Unknown';
}
