import * as l10n from '../../base/l10n.js';
import { isThrottled, transportFailure, type TransportFailure } from '../../base/transportFailure.js';
import { errorCode, UserError } from '../../base/errors.js';
import { bucketArn, objectArn } from '../names/address.js';

/** What was being done, in the terms of IAM: for S3's refusals, which often say nothing. */
export interface Operation {
  readonly action: 's3:ListAllMyBuckets' | 's3:ListBucket' | 's3:GetObject' | 's3:PutObject';
  readonly bucket?: string;
  /** An object's key; for s3:ListBucket the prefix. */
  readonly key?: string;
}

export type S3Failure =
  | { readonly kind: 'denied'; readonly action: string; readonly resource: string; readonly detail: string }
  | { readonly kind: 'no-bucket'; readonly bucket: string }
  | { readonly kind: 'no-object'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'wrong-region'; readonly bucket: string; readonly region: string | undefined }
  | { readonly kind: 'expired' }
  | { readonly kind: 'rejected-keys'; readonly code: string }
  | { readonly kind: 'clock' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'archived'; readonly key: string }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'interrupted' }
  | TransportFailure
  /** Said already, in words for the user: a proxy, or a file of certificate authorities. */
  | { readonly kind: 'explained'; readonly message: string }
  | { readonly kind: 'other'; readonly code: string; readonly detail: string };

/** Sorts an error of the SDK by its code, and by HTTP status where the reply has no body (HEAD). */
export function failureOf(error: unknown, operation: Operation, partition: string): S3Failure {
  if (error instanceof UserError) {
    return { kind: 'explained', message: error.message };
  }
  const code = errorCode(error) ?? 'Error';
  const asked = { bucket: '', key: '', ...operation };
  return byCode(error, code, asked) ?? byStatus(error, code, asked, partition);
}

function byCode(error: unknown, code: string, { bucket, key }: Required<Operation>): S3Failure | undefined {
  switch (code) {
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenRefreshRequired':
      return { kind: 'expired' };
    case 'InvalidAccessKeyId':
    case 'InvalidToken':
    case 'SignatureDoesNotMatch':
      return { kind: 'rejected-keys', code };
    case 'RequestTimeTooSkewed':
      return { kind: 'clock' };
    case 'NoSuchBucket':
      return { kind: 'no-bucket', bucket };
    case 'NoSuchKey':
      return { kind: 'no-object', bucket, key };
    case 'InvalidObjectState':
      return { kind: 'archived', key };
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return { kind: 'wrong-region', bucket, region: redirectRegion(error) };
    case 'RequestLimitExceeded':
    case 'ServiceUnavailable':
      return { kind: 'throttled' };
    default:
      return onTheWay(error, code);
  }
}

const BROKEN_OFF: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

function onTheWay(error: unknown, code: string): S3Failure | undefined {
  if (BROKEN_OFF.has(property(error, 'code'))) {
    return { kind: 'interrupted' };
  }
  return isThrottled(code) ? { kind: 'throttled' } : transportFailure(error);
}

function byStatus(error: unknown, code: string, asked: Required<Operation>, partition: string): S3Failure {
  const { action, bucket, key } = asked;
  const detail = messageOf(error, code);
  switch (httpStatus(error)) {
    case 403:
      return { kind: 'denied', action, resource: resourceOf(asked, partition), detail };
    case 404:
      return action === 's3:ListBucket' ? { kind: 'no-bucket', bucket } : { kind: 'no-object', bucket, key };
    case 400:
      // HEAD has no body to say that the region is wrong, only the header that names the right one.
      return detail === '' && redirectRegion(error) !== undefined
        ? { kind: 'wrong-region', bucket, region: redirectRegion(error) }
        : { kind: 'other', code, detail };
    case 301:
      return { kind: 'wrong-region', bucket, region: redirectRegion(error) };
    case 409:
    case 412:
      return { kind: 'changed' };
    case 503:
      return { kind: 'throttled' };
    default:
      return { kind: 'other', code, detail };
  }
}

function resourceOf({ action, bucket, key }: Required<Operation>, partition: string): string {
  switch (action) {
    case 's3:ListAllMyBuckets':
      return `arn:${partition}:s3:::*`;
    case 's3:ListBucket':
      return key === ''
        ? bucketArn(partition, bucket)
        : l10n.t('{0} (prefix "{1}")', bucketArn(partition, bucket), key);
    case 's3:GetObject':
    case 's3:PutObject':
      return objectArn(partition, bucket, key);
  }
}

/** Replies without a body leave the SDK to invent a message; those say nothing to a reader. */
function messageOf(error: unknown, code: string): string {
  const message = error instanceof Error ? error.message : '';
  return message === code || message === 'UnknownError' || message === 'Unknown' ? '' : message;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function httpStatus(error: unknown): unknown {
  return property(property(error, '$metadata'), 'httpStatusCode');
}

function redirectRegion(error: unknown): string | undefined {
  const header = property(property(property(error, '$response'), 'headers'), 'x-amz-bucket-region');
  const element = property(error, 'Region');
  return [header, element].find((region): region is string => typeof region === 'string');
}
