// What every operation does before its own work: who may, where the bucket is, what is asked for.
import type { ServerResponse } from 'node:http';
import { AwsError, type S3Request } from '../types.js';
import { accessDenied, invalidArgument, noSuchBucket, noSuchKey, permanentRedirect } from './errors.js';
import { canonicalId, type Bucket, type S3State, type StoredObject } from './state.js';
import { xmlDocument, type XmlFields } from './xml.js';

export interface Call {
  readonly state: S3State;
  readonly request: S3Request;
  readonly response: ServerResponse;
}

export const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

/** The value of a request header that S3 takes once. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/**
 * The bucket, once the caller may do `action` on `resource` (default: the addressed bucket or object).
 * Throws PermanentRedirect, AccessDenied, NoSuchBucket, in this order: a caller who is not allowed never learns
 * whether the bucket exists, except in another region, where S3 redirects before it asks.
 */
export function authorizedBucket(call: Call, action: string, context?: Readonly<Record<string, string>>): Bucket {
  const { request, state } = call;
  const name = request.bucket ?? '';
  const found = state.buckets.get(name);
  if (found !== undefined && found.region !== request.region && action !== 's3:GetBucketLocation') {
    throw permanentRedirect(name, found.region);
  }
  const resource = request.key === '' ? bucketArn(name) : objectArn(name, request.key);
  request.authorize(action, resource, context);
  return ownBucket(found, name, header(request, 'x-amz-expected-bucket-owner'));
}

/** The bucket, which the caller was allowed to use: of the owner that the request expects. */
export function ownBucket(bucket: Bucket | undefined, name: string, expectedOwner: string | undefined): Bucket {
  if (bucket === undefined) throw noSuchBucket(name);
  if (expectedOwner !== undefined && expectedOwner !== bucket.accountId) throw accessDenied();
  return bucket;
}

/** The object, or NoSuchKey; AccessDenied instead for callers who may not list, as S3 hides what is missing from them. */
export function existingObject(request: S3Request, bucket: Bucket, key: string): StoredObject {
  const object = bucket.objects.get(key);
  if (object !== undefined) return object;
  request.authorize('s3:ListBucket', bucketArn(bucket.name));
  throw noSuchKey(key);
}

export const owner = (accountId: string) => ({ ID: canonicalId(accountId) });

/** A count parameter such as max-keys: an integer from `least`, cut to `most`. Throws InvalidArgument. */
export function countParameter(request: S3Request, name: string, most: number, least = 0): number {
  const text = request.query.get(name);
  if (text === undefined || text === '') return most;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < least || count > 2 ** 31 - 1) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  }
  return Math.min(count, most);
}

/** The encoder for keys that encoding-type asks for. S3 encodes like a form: space is "+", "/" stays. */
export function keyEncoder(request: S3Request): (key: string) => string {
  const type = request.query.get('encoding-type');
  if (type === undefined || type === '') return (key) => key;
  if (type !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type);
  return (key) => (UNENCODED.test(key) ? key : formEncode(key));
}

const UNENCODED = /^[\w./*-]*$/;

function formEncode(key: string): string {
  return encodeURIComponent(key)
    .replace(/%2F/g, '/')
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function sendXml(response: ServerResponse, root: string, content: XmlFields | string): void {
  const body = Buffer.from(xmlDocument(root, content));
  response.writeHead(200, { 'content-type': 'application/xml', 'content-length': body.length });
  response.end(body);
}

export function sendEmpty(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  // An explicit length keeps node from answering 200s in chunks; 204 and 304 must not have one.
  response.writeHead(status, status === 200 ? { ...headers, 'content-length': '0' } : headers);
  response.end();
}

export const isoTime = (ms: number) => new Date(ms).toISOString();
export const quoted = (etag: string) => `"${etag}"`;

export const isAwsError = (error: unknown): error is AwsError => error instanceof AwsError;
