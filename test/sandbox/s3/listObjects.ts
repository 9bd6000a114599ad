// ListObjectsV2 and the older ListObjects.
import type { S3Request } from '../types.js';
import { authorizedBucket, countParameter, isoTime, keyEncoder, owner, quoted, sendXml, type Call } from './context.js';
import { invalidArgument } from './errors.js';
import { listPage, type Page } from './listing.js';
import type { StoredObject } from './state.js';
import { readToken, writeToken } from './token.js';
import { escapeXml, fieldsXml, Xml, type XmlFields } from './xml.js';

const MAX_KEYS = 1000;

/** The condition keys of s3:ListBucket; absent where the request has no such parameter. */
function listContext({ query }: S3Request): Record<string, string> {
  const context: Record<string, string> = {};
  for (const name of ['prefix', 'delimiter', 'max-keys']) {
    const value = query.get(name);
    if (value !== undefined) context[`s3:${name}`] = value;
  }
  return context;
}

export function listObjectsV2(call: Call): void {
  const { request } = call;
  const { query } = request;
  const bucket = authorizedBucket(call, 's3:ListBucket', listContext(request));
  if (query.get('list-type') !== '2') {
    throw invalidArgument('Invalid List Type specified in Request', 'list-type', query.get('list-type') ?? '');
  }
  const encode = keyEncoder(request);
  const token = query.get('continuation-token');
  if (token === '') throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', '');
  const startAfter = query.get('start-after');
  const maxKeys = countParameter(request, 'max-keys', MAX_KEYS);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const after = token === undefined ? (startAfter ?? '') : readToken(token);
  const page = listPage(bucket.objects, { prefix, delimiter, after, maxKeys });
  const fetchOwner = query.get('fetch-owner') === 'true' ? bucket.accountId : undefined;
  sendXml(call.response, 'ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: page.next === undefined ? undefined : writeToken(page.next),
    KeyCount: page.entries.length + page.commonPrefixes.length,
    MaxKeys: maxKeys,
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: query.get('encoding-type'),
    IsTruncated: page.next !== undefined,
    ...contents(page, encode, fetchOwner),
  });
}

export function listObjects(call: Call): void {
  const { request } = call;
  const { query } = request;
  const bucket = authorizedBucket(call, 's3:ListBucket', listContext(request));
  const encode = keyEncoder(request);
  const marker = query.get('marker') ?? '';
  const maxKeys = countParameter(request, 'max-keys', MAX_KEYS);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const page = listPage(bucket.objects, { prefix, delimiter, after: marker, maxKeys });
  sendXml(call.response, 'ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    Marker: encode(marker),
    // Without a delimiter the last key is the next marker, and S3 leaves it to the client.
    NextMarker: page.next === undefined || delimiter === '' ? undefined : encode(page.next),
    MaxKeys: maxKeys,
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: query.get('encoding-type'),
    IsTruncated: page.next !== undefined,
    ...contents(page, encode, bucket.accountId),
  });
}

function contents(
  page: Page<StoredObject>,
  encode: (key: string) => string,
  ownerAccount: string | undefined,
): XmlFields {
  const ownerXml = ownerAccount === undefined ? '' : fieldsXml({ Owner: owner(ownerAccount) });
  return {
    Contents: page.entries.map(
      ([key, object]) => new Xml(`<Key>${escapeXml(encode(key))}</Key>${objectXml(object)}${ownerXml}`),
    ),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

/** Written once for each object: a page of 1,000 would else spend most of its time here. */
const WRITTEN = new WeakMap<StoredObject, string>();

function objectXml(object: StoredObject): string {
  const written = WRITTEN.get(object);
  if (written !== undefined) return written;
  const xml = fieldsXml({
    LastModified: isoTime(object.lastModified),
    ETag: quoted(object.etag),
    ChecksumAlgorithm: object.checksum.algorithm,
    ChecksumType: object.checksum.type,
    Size: object.body.length,
    StorageClass: object.metadata.storageClass,
  });
  WRITTEN.set(object, xml);
  return xml;
}
