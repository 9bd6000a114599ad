// CompleteMultipartUpload.
import { createHash } from 'node:crypto';
import { AwsError, type S3Request } from '../types.js';
import { readBody } from './body.js';
import { ALGORITHMS, checksumHeader, compositeChecksum, computeChecksum, type Checksum } from './checksums.js';
import { assertWritable } from './conditions.js';
import { header, quoted, sendXml, type Call } from './context.js';
import { badDigest, invalidRequest, malformedXml } from './errors.js';
import { existingUpload, invalidPart } from './multipart.js';
import type { Part, Upload } from './state.js';
import { storeObject, writableBucket, writeConditions } from './writeObject.js';
import { childText, parseXml } from './xml.js';

const MIN_PART_BYTES = 5 * 1024 ** 2;

interface ListedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksums: ReadonlyMap<string, string>;
}

export async function completeMultipartUpload(call: Call): Promise<void> {
  const { state, request } = call;
  const bucket = writableBucket(call);
  const source = (await readBody(request)).toString('utf8');
  const done = bucket.completed.get(request.query.get('uploadId') ?? '');
  if (done?.key === request.key) {
    sendCompleted(call, done.etag, {});
    return;
  }
  const upload = existingUpload(request, bucket);
  const parts = chooseParts(upload, parseParts(source));
  const body = Buffer.concat(parts.map((part) => part.body));
  assertSize(header(request, 'x-amz-mp-object-size'), body.length);
  const checksum = objectChecksum(upload, parts, body);
  assertObjectChecksum(request, checksum);
  assertWritable(writeConditions(request), request.key, bucket.objects.get(request.key));
  const object = storeObject(state, bucket, request.key, {
    body,
    metadata: upload.metadata,
    checksum,
    etag: multipartEtag(parts),
    partSizes: parts.map((part) => part.body.length),
  });
  bucket.uploads.delete(upload.uploadId);
  bucket.completed.set(upload.uploadId, { key: upload.key, etag: object.etag });
  sendCompleted(call, object.etag, { ChecksumType: checksum.type, [`Checksum${checksum.algorithm}`]: checksum.value });
}

function sendCompleted({ request, response }: Call, etag: string, checksum: Record<string, string>): void {
  const [bucket, key] = [request.bucket ?? '', request.key];
  const path = key.split('/').map(encodeURIComponent).join('/');
  response.setHeader('x-amz-server-side-encryption', 'AES256');
  sendXml(response, 'CompleteMultipartUploadResult', {
    Location: `http://${header(request, 'host') ?? 's3.amazonaws.com'}/${bucket}/${path}`,
    Bucket: bucket,
    Key: key,
    ETag: quoted(etag),
    ...checksum,
  });
}

function parseParts(source: string): readonly ListedPart[] {
  const root = parseXml(source);
  const parts = root.children.filter((child) => child.name === 'Part');
  if (root.name !== 'CompleteMultipartUpload' || parts.length === 0) throw malformedXml();
  return parts.map((part) => {
    const [number, etag] = [childText(part, 'PartNumber')?.trim() ?? '', childText(part, 'ETag')?.trim()];
    if (!/^\d+$/.test(number) || etag === undefined) throw malformedXml();
    const checksums = part.children.filter((child) => child.name.startsWith('Checksum'));
    return {
      number: Number(number),
      etag: etag.replace(/^"(.*)"$/, '$1'),
      checksums: new Map(checksums.map((child) => [child.name, child.text.trim()])),
    };
  });
}

/** The uploaded parts that the client lists. Throws InvalidPartOrder, InvalidPart, InvalidRequest, EntityTooSmall. */
function chooseParts(upload: Upload, listed: readonly ListedPart[]): readonly Part[] {
  if (listed.some((part, at) => at > 0 && part.number <= listed[at - 1]!.number)) {
    throw new AwsError(
      400,
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
      { UploadId: upload.uploadId },
    );
  }
  const chosen = listed.map((wanted) => {
    const part = upload.parts.get(wanted.number);
    if (part?.etag !== wanted.etag) throw invalidPart(upload, wanted.number, wanted.etag);
    assertPartChecksum(upload, part, wanted);
    return part;
  });
  const small = chosen.slice(0, -1).findIndex((part) => part.body.length < MIN_PART_BYTES);
  if (small >= 0) throw entityTooSmall(chosen[small]!, listed[small]!.number);
  return chosen;
}

function assertPartChecksum(upload: Upload, part: Part, wanted: ListedPart): void {
  const { algorithm, type, declared } = upload.checksum;
  const sent = wanted.checksums.get(`Checksum${part.checksum.algorithm}`);
  if (sent !== undefined && sent !== part.checksum.value) throw invalidPart(upload, wanted.number, wanted.etag);
  if (sent === undefined && declared && type === 'COMPOSITE') {
    throw invalidRequest(
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${wanted.number} in the request.`,
    );
  }
}

const entityTooSmall = (part: Part, number: number) =>
  new AwsError(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: part.body.length.toString(),
    MinSizeAllowed: MIN_PART_BYTES.toString(),
    PartNumber: number.toString(),
    ETag: part.etag,
  });

function assertSize(declared: string | undefined, size: number): void {
  if (declared !== undefined && Number(declared) !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${declared} does not match what was computed: ${size}`,
    );
  }
}

function objectChecksum({ checksum }: Upload, parts: readonly Part[], body: Buffer): Checksum {
  const { algorithm, type } = checksum;
  if (type === 'FULL_OBJECT') return { algorithm, type, value: computeChecksum(algorithm, body) };
  return compositeChecksum(
    algorithm,
    parts.map((part) => part.checksum.value),
  );
}

function assertObjectChecksum(request: S3Request, checksum: Checksum): void {
  for (const algorithm of ALGORITHMS) {
    const sent = header(request, checksumHeader(algorithm));
    if (sent === undefined) continue;
    if (algorithm !== checksum.algorithm || sent !== checksum.value) throw badDigest(algorithm);
  }
}

function multipartEtag(parts: readonly Part[]): string {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
  return `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
}
