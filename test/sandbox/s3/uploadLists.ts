// ListParts and ListMultipartUploads.
import { authorizedBucket, countParameter, isoTime, keyEncoder, owner, quoted, sendXml, type Call } from './context.js';
import { invalidArgument } from './errors.js';
import { compareKeys } from './keyIndex.js';
import { commonPrefix } from './listing.js';
import { existingUpload } from './multipart.js';
import type { Bucket, Upload } from './state.js';

const MAX_ENTRIES = 1000;

const initiator = (upload: Upload) => ({ ID: upload.initiatorArn, DisplayName: upload.initiatorArn });

export function listParts(call: Call): void {
  const { request } = call;
  const bucket = authorizedBucket(call, 's3:ListMultipartUploadParts');
  const upload = existingUpload(request, bucket);
  const encode = keyEncoder(request);
  const marker = Number(request.query.get('part-number-marker') ?? '0');
  if (!Number.isInteger(marker) || marker < 0) {
    throw invalidArgument(
      'Provided part-number-marker not an integer or within integer range',
      'part-number-marker',
      request.query.get('part-number-marker') ?? '',
    );
  }
  const maxParts = countParameter(request, 'max-parts', MAX_ENTRIES);
  const remaining = [...upload.parts].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
  const page = remaining.slice(0, maxParts);
  const { checksum } = upload;
  sendXml(call.response, 'ListPartsResult', {
    Bucket: bucket.name,
    Key: encode(upload.key),
    UploadId: upload.uploadId,
    Initiator: initiator(upload),
    Owner: owner(bucket.accountId),
    StorageClass: upload.metadata.storageClass,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.[0] ?? 0,
    MaxParts: maxParts,
    IsTruncated: maxParts > 0 && remaining.length > page.length,
    ChecksumAlgorithm: checksum.declared ? checksum.algorithm : undefined,
    ChecksumType: checksum.declared ? checksum.type : undefined,
    Part: page.map(([number, part]) => ({
      PartNumber: number,
      LastModified: isoTime(part.lastModified),
      ETag: quoted(part.etag),
      Size: part.body.length,
      [`Checksum${part.checksum.algorithm}`]: part.checksum.value,
    })),
  });
}

interface UploadQuery {
  readonly prefix: string;
  readonly delimiter: string;
  readonly keyMarker: string;
  readonly idMarker: string;
  readonly maxUploads: number;
}

interface UploadPage {
  readonly uploads: readonly Upload[];
  readonly commonPrefixes: readonly string[];
  readonly next: { readonly key: string; readonly uploadId: string | undefined } | undefined;
}

export function listMultipartUploads(call: Call): void {
  const { request } = call;
  const { query } = request;
  const bucket = authorizedBucket(call, 's3:ListBucketMultipartUploads');
  const encode = keyEncoder(request);
  const wanted: UploadQuery = {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    keyMarker: query.get('key-marker') ?? '',
    idMarker: query.get('upload-id-marker') ?? '',
    maxUploads: countParameter(request, 'max-uploads', MAX_ENTRIES),
  };
  const page = uploadPage(bucket, wanted);
  sendXml(call.response, 'ListMultipartUploadsResult', {
    Bucket: bucket.name,
    KeyMarker: encode(wanted.keyMarker),
    UploadIdMarker: wanted.idMarker,
    NextKeyMarker: page.next === undefined ? undefined : encode(page.next.key),
    NextUploadIdMarker: page.next?.uploadId,
    Prefix: encode(wanted.prefix),
    Delimiter: wanted.delimiter === '' ? undefined : encode(wanted.delimiter),
    EncodingType: query.get('encoding-type'),
    MaxUploads: wanted.maxUploads,
    IsTruncated: page.next !== undefined,
    Upload: page.uploads.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.uploadId,
      Initiator: initiator(upload),
      Owner: owner(bucket.accountId),
      StorageClass: upload.metadata.storageClass,
      Initiated: isoTime(upload.initiated),
      ChecksumAlgorithm: upload.checksum.declared ? upload.checksum.algorithm : undefined,
      ChecksumType: upload.checksum.declared ? upload.checksum.type : undefined,
    })),
    CommonPrefixes: page.commonPrefixes.map((group) => ({ Prefix: encode(group) })),
  });
}

/** Uploads by key, then by id: there are never many, so a sort for each page will do. */
function uploadPage(bucket: Bucket, query: UploadQuery): UploadPage {
  const uploads: Upload[] = [];
  const groups = new Set<string>();
  let next: UploadPage['next'];
  const sorted = [...bucket.uploads.values()].filter((upload) => isWanted(upload, query)).sort(compareUploads);
  for (const upload of sorted) {
    const group = commonPrefix(upload.key, query);
    if (group !== undefined && groups.has(group)) continue;
    if (uploads.length + groups.size >= query.maxUploads) {
      return { uploads, commonPrefixes: [...groups], next: query.maxUploads === 0 ? undefined : next };
    }
    if (group === undefined) uploads.push(upload);
    else groups.add(group);
    next = group === undefined ? upload : { key: group, uploadId: undefined };
  }
  return { uploads, commonPrefixes: [...groups], next: undefined };
}

function compareUploads(a: Upload, b: Upload): number {
  return compareKeys(a.key, b.key) || (a.uploadId < b.uploadId ? -1 : 1);
}

/** Without an upload id, key-marker skips all uploads of that key, or of that common prefix. */
function isWanted(upload: Upload, query: UploadQuery): boolean {
  if (!upload.key.startsWith(query.prefix)) return false;
  if (query.keyMarker === '') return true;
  if (commonPrefix(upload.key, query) === query.keyMarker) return false;
  const order = compareKeys(upload.key, query.keyMarker);
  return order > 0 || (order === 0 && query.idMarker !== '' && upload.uploadId > query.idMarker);
}
