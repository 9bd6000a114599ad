// What is said about an object: taken from a writer's headers, given back to readers.
import { AwsError, type S3Request } from '../types.js';
import { header, quoted } from './context.js';
import { checksumHeader } from './checksums.js';
import { notImplemented } from './errors.js';
import type { ObjectMetadata, StoredObject } from './state.js';

/** Kept with the object; a GetObject may ask for others in the reply (`response-content-type`…). */
export const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];

/** User-defined metadata is limited to 2 KB, names and values in UTF-8 ("Working with object metadata"). */
const MAX_USER_METADATA_BYTES = 2048;

const UNSUPPORTED =
  /^x-amz-(tagging$|website-redirect-location$|object-lock-|grant-|server-side-encryption-(customer|aws-kms|context|bucket-key)|copy-source-server-side-encryption|write-offset-bytes$|if-match-(last-modified-time|size)$|mfa$)/;

/** Throws NotImplemented for headers whose wish this S3 would otherwise ignore. */
export function refuseUnsupportedHeaders(request: S3Request): void {
  const name = Object.keys(request.headers).find((candidate) => UNSUPPORTED.test(candidate));
  if (name !== undefined) throw notImplemented('Header', name);
  const encryption = header(request, 'x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256') {
    throw notImplemented('Header', 'x-amz-server-side-encryption');
  }
  const acl = header(request, 'x-amz-acl');
  if (acl !== undefined && acl !== 'private' && acl !== 'bucket-owner-full-control') {
    throw new AwsError(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
}

export function readMetadata(request: S3Request): ObjectMetadata {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = name === 'content-encoding' ? contentEncoding(request) : header(request, name);
    if (value !== undefined && value !== '') headers[name] = value;
  }
  headers['content-type'] ??= 'binary/octet-stream';
  const storageClass = header(request, 'x-amz-storage-class') ?? 'STANDARD';
  if (!STORAGE_CLASSES.includes(storageClass)) {
    throw new AwsError(400, 'InvalidStorageClass', 'The storage class you specified is not valid', {
      StorageClassRequested: storageClass,
    });
  }
  return { headers, user: userMetadata(request), storageClass };
}

/** aws-chunked is how the body travelled, not what it is. */
function contentEncoding(request: S3Request): string | undefined {
  return header(request, 'content-encoding')
    ?.split(/\s*,\s*/)
    .filter((coding) => coding.toLowerCase() !== 'aws-chunked')
    .join(',');
}

function userMetadata(request: S3Request): Record<string, string> {
  const user: Record<string, string> = {};
  let bytes = 0;
  for (const name of Object.keys(request.headers).filter((candidate) => candidate.startsWith('x-amz-meta-'))) {
    const value = header(request, name) ?? '';
    user[name] = value;
    // Node hands header bytes over as Latin-1: a unit is a byte.
    bytes += name.length - 'x-amz-meta-'.length + value.length;
  }
  if (bytes <= MAX_USER_METADATA_BYTES) return user;
  throw new AwsError(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    Size: bytes.toString(),
    MaxSizeAllowed: MAX_USER_METADATA_BYTES.toString(),
  });
}

export const defaultMetadata = (contentType = 'binary/octet-stream'): ObjectMetadata => ({
  headers: { 'content-type': contentType },
  user: {},
  storageClass: 'STANDARD',
});

/** The headers that answers to GetObject and HeadObject have in common. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  const { headers, user, storageClass } = object.metadata;
  return {
    ...headers,
    ...user,
    etag: quoted(object.etag),
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
    ...(storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': storageClass }),
  };
}

export function checksumHeaders({ checksum }: Pick<StoredObject, 'checksum'>): Record<string, string> {
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}
