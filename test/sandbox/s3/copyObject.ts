// CopyObject, and the source that it shares with UploadPartCopy.
import type { S3Request } from '../types.js';
import { computeChecksum, parseAlgorithm } from './checksums.js';
import { assertWritable, evaluateRead } from './conditions.js';
import { existingObject, header, isoTime, objectArn, ownBucket, quoted, sendXml, type Call } from './context.js';
import { invalidArgument, invalidRequest, preconditionFailed } from './errors.js';
import { readMetadata } from './metadata.js';
import type { ObjectMetadata, StoredObject } from './state.js';
import { storeObject, writableBucket, writeConditions } from './writeObject.js';

interface CopySource {
  readonly bucket: string;
  readonly key: string;
}

/** Takes "/bucket/key" or "bucket/key", URL-encoded. Throws InvalidArgument. */
function parseCopySource(value: string): CopySource {
  const refuse = (message: string) => invalidArgument(message, 'x-amz-copy-source', value);
  const [path = '', version] = value.split('?');
  if (version !== undefined && version !== 'versionId=null') throw refuse('Invalid version id specified');
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replace(/\+/g, ' '));
  } catch {
    throw refuse('Invalid copy source encoding.');
  }
  const match = /^\/?([^/]+)\/([\s\S]+)$/.exec(decoded);
  if (match === null) throw refuse('Invalid copy source object key');
  return { bucket: match[1]!, key: match[2]! };
}

/** The source object, which the caller must be able to get and whose conditions must hold. */
export function copySource({ state, request }: Call): CopySource & { object: StoredObject } {
  const source = parseCopySource(header(request, 'x-amz-copy-source') ?? '');
  const resource = objectArn(source.bucket, source.key);
  request.authorize('s3:GetObject', resource);
  const bucket = ownBucket(
    state.buckets.get(source.bucket),
    source.bucket,
    header(request, 'x-amz-source-expected-bucket-owner'),
  );
  const object = existingObject(request, bucket, source.key);
  const verdict = evaluateRead(
    {
      ifMatch: header(request, 'x-amz-copy-source-if-match'),
      ifNoneMatch: header(request, 'x-amz-copy-source-if-none-match'),
      ifModifiedSince: header(request, 'x-amz-copy-source-if-modified-since'),
      ifUnmodifiedSince: header(request, 'x-amz-copy-source-if-unmodified-since'),
    },
    object,
  );
  if (verdict.kind !== 'go') throw preconditionFailed(`x-amz-copy-source-${verdict.condition}`);
  return { ...source, object };
}

export function copyObject(call: Call): void {
  const { state, request, response } = call;
  const bucket = writableBucket(call);
  const source = copySource(call);
  const metadata = copiedMetadata(request, source);
  assertWritable(writeConditions(request), request.key, bucket.objects.get(request.key));
  const { body, checksum } = source.object;
  const algorithm = parseAlgorithm(header(request, 'x-amz-checksum-algorithm') ?? checksum.algorithm);
  if (algorithm === undefined) throw invalidRequest('Value for x-amz-checksum-algorithm header is invalid.');
  const object = storeObject(state, bucket, request.key, {
    body,
    metadata,
    // A copy is one piece again, so a composite checksum gives way to one of the whole.
    checksum: { algorithm, type: 'FULL_OBJECT', value: computeChecksum(algorithm, body) },
  });
  response.setHeader('x-amz-server-side-encryption', 'AES256');
  sendXml(response, 'CopyObjectResult', {
    LastModified: isoTime(object.lastModified),
    ETag: quoted(object.etag),
    ChecksumType: object.checksum.type,
    [`Checksum${algorithm}`]: object.checksum.value,
  });
}

function copiedMetadata(request: S3Request, source: CopySource & { object: StoredObject }): ObjectMetadata {
  const directive = header(request, 'x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  }
  if (directive === 'REPLACE') return readMetadata(request);
  const { storageClass } = readMetadata(request);
  const ontoItself = source.bucket === request.bucket && source.key === request.key;
  if (ontoItself && storageClass === source.object.metadata.storageClass) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  return { ...source.object.metadata, storageClass };
}
