// CreateMultipartUpload, UploadPart, UploadPartCopy, AbortMultipartUpload.
import { randomBytes } from 'node:crypto';
import { AwsError, type S3Request } from '../types.js';
import { announcedAlgorithm, readBody, verifiedChecksum } from './body.js';
import { checksumHeader, computeChecksum, parseAlgorithm } from './checksums.js';
import { authorizedBucket, header, isoTime, quoted, sendEmpty, sendXml, type Call } from './context.js';
import { copySource } from './copyObject.js';
import { invalidArgument, invalidRequest, noSuchUpload } from './errors.js';
import { readMetadata, refuseUnsupportedHeaders } from './metadata.js';
import { md5Hex, type Bucket, type Part, type Upload } from './state.js';

const MAX_PART_NUMBER = 10_000;

/** The upload that the request names, for the key that it was made for. Throws NoSuchUpload. */
export function existingUpload(request: S3Request, bucket: Bucket): Upload {
  const uploadId = request.query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(uploadId);
  if (upload?.key !== request.key) throw noSuchUpload(uploadId);
  return upload;
}

export function createMultipartUpload(call: Call): void {
  const { state, request, response } = call;
  const bucket = authorizedBucket(call, 's3:PutObject');
  refuseUnsupportedHeaders(request);
  const upload: Upload = {
    key: request.key,
    uploadId: randomBytes(48).toString('base64url'),
    initiated: state.second(),
    initiatorArn: request.callerArn,
    metadata: readMetadata(request),
    checksum: uploadChecksum(request),
    parts: new Map(),
  };
  bucket.uploads.set(upload.uploadId, upload);
  response.setHeader('x-amz-server-side-encryption', 'AES256');
  if (upload.checksum.declared) {
    response.setHeader('x-amz-checksum-algorithm', upload.checksum.algorithm);
    response.setHeader('x-amz-checksum-type', upload.checksum.type);
  }
  sendXml(response, 'InitiateMultipartUploadResult', {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.uploadId,
  });
}

function uploadChecksum(request: S3Request): Upload['checksum'] {
  const named = header(request, 'x-amz-checksum-algorithm');
  const type = header(request, 'x-amz-checksum-type');
  if (named === undefined) {
    if (type !== undefined) {
      throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
    }
    return { algorithm: 'CRC64NVME', type: 'FULL_OBJECT', declared: false };
  }
  const algorithm = parseAlgorithm(named);
  if (algorithm === undefined) throw invalidRequest('Checksum algorithm provided is unsupported.');
  const only = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : algorithm.startsWith('SHA') ? 'COMPOSITE' : undefined;
  if (type === undefined) return { algorithm, type: only ?? 'COMPOSITE', declared: true };
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE') {
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  if (only !== undefined && type !== only) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type, declared: true };
}

function partNumber({ query }: S3Request): number {
  const text = query.get('partNumber') ?? '';
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= MAX_PART_NUMBER) return Number(text);
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text);
}

export async function uploadPart(call: Call): Promise<void> {
  const { request, response } = call;
  const bucket = authorizedBucket(call, 's3:PutObject');
  const upload = existingUpload(request, bucket);
  const number = partNumber(request);
  const { algorithm, declared } = upload.checksum;
  const announced = announcedAlgorithm(request);
  if (declared && announced !== undefined && announced !== algorithm) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${announced.toLowerCase()}`,
    );
  }
  const body = await readBody(request);
  const checksum = verifiedChecksum(request, body, algorithm);
  const part = addPart(call, bucket, upload, number, { body, checksum });
  sendEmpty(response, 200, {
    etag: quoted(part.etag),
    'x-amz-server-side-encryption': 'AES256',
    [checksumHeader(checksum.algorithm)]: checksum.value,
  });
}

export function uploadPartCopy(call: Call): void {
  const { request, response } = call;
  const bucket = authorizedBucket(call, 's3:PutObject');
  const upload = existingUpload(request, bucket);
  const number = partNumber(request);
  const source = copySource(call).object.body;
  const body = copyRange(header(request, 'x-amz-copy-source-range'), source);
  const { algorithm } = upload.checksum;
  const checksum = { algorithm, type: 'FULL_OBJECT', value: computeChecksum(algorithm, body) } as const;
  const part = addPart(call, bucket, upload, number, { body, checksum });
  sendXml(response, 'CopyPartResult', {
    LastModified: isoTime(part.lastModified),
    ETag: quoted(part.etag),
    [`Checksum${algorithm}`]: upload.checksum.declared ? checksum.value : undefined,
  });
}

/** Unlike Range, x-amz-copy-source-range names both ends, and both have to exist. */
function copyRange(range: string | undefined, source: Buffer): Buffer {
  if (range === undefined) return source;
  const match = /^bytes=(\d+)-(\d+)$/.exec(range);
  const [start, last] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || start > last) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      range,
    );
  }
  if (last >= source.length) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${source.length}`,
      'x-amz-copy-source-range',
      range,
    );
  }
  return source.subarray(start, last + 1);
}

function addPart(
  { state }: Call,
  bucket: Bucket,
  upload: Upload,
  number: number,
  content: Pick<Part, 'body' | 'checksum'>,
): Part {
  // The upload may have been aborted while the part was on its way.
  if (bucket.uploads.get(upload.uploadId) !== upload) throw noSuchUpload(upload.uploadId);
  const part = { ...content, etag: md5Hex(content.body), lastModified: state.second() };
  upload.parts.set(number, part);
  return part;
}

export function abortMultipartUpload(call: Call): void {
  const bucket = authorizedBucket(call, 's3:AbortMultipartUpload');
  bucket.uploads.delete(existingUpload(call.request, bucket).uploadId);
  sendEmpty(call.response, 204);
}

/** Thrown where the list of parts does not fit what was uploaded. */
export const invalidPart = (upload: Upload, number: number, etag: string) =>
  new AwsError(
    400,
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: upload.uploadId, PartNumber: number.toString(), ETag: etag },
  );
