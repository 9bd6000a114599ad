// How each service words what is wrong with a request's signature, key or session.
import { amzTimestamp, parseTimestamp } from './sigv4.js';
import { AwsError } from './types.js';

interface Mismatch {
  readonly accessKeyId: string;
  readonly stringToSign: string;
  readonly canonicalRequest: string;
  readonly signature: string;
}

export interface Dialect {
  readonly unsigned: () => AwsError;
  /** Signed by another scheme than Signature Version 4. */
  readonly unsupported: () => AwsError;
  readonly malformed: (problem: string) => AwsError;
  readonly unknownKey: (accessKeyId: string) => AwsError;
  /** Temporary keys sent without their token. */
  readonly missingToken: (accessKeyId: string) => AwsError;
  readonly badToken: () => AwsError;
  readonly expired: (token: string) => AwsError;
  readonly mismatch: (found: Mismatch) => AwsError;
  readonly maxSkewMs: number;
  readonly skewed: (timestamp: string, now: number) => AwsError;
}

const MINUTE_MS = 60_000;

const invalidClientToken = (): AwsError =>
  new AwsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');

const STS_MAX_SKEW_MS = 5 * MINUTE_MS;

function stsSkewed(timestamp: string, now: number): AwsError {
  const current = amzTimestamp(now);
  const message =
    parseTimestamp(timestamp) < now
      ? `Signature expired: ${timestamp} is now earlier than ${amzTimestamp(now - STS_MAX_SKEW_MS)} (${current} - 5 min.)`
      : `Signature not yet current: ${timestamp} is still later than ${amzTimestamp(now + STS_MAX_SKEW_MS)} (${current} + 5 min.)`;
  return new AwsError(403, 'SignatureDoesNotMatch', message);
}

export const stsDialect: Dialect = {
  unsigned: () => new AwsError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'),
  unsupported: () => new AwsError(400, 'IncompleteSignature', "Authorization header requires 'Credential' parameter."),
  malformed: (problem) => new AwsError(400, 'IncompleteSignature', problem),
  unknownKey: invalidClientToken,
  missingToken: invalidClientToken,
  badToken: invalidClientToken,
  expired: () => new AwsError(403, 'ExpiredToken', 'The security token included in the request is expired'),
  mismatch: () =>
    new AwsError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
  maxSkewMs: STS_MAX_SKEW_MS,
  skewed: stsSkewed,
};

const unknownS3Key = (accessKeyId: string): AwsError =>
  new AwsError(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
    AWSAccessKeyId: accessKeyId,
  });

const hexBytes = (text: string): string =>
  Buffer.from(text)
    .toString('hex')
    .replace(/..(?!$)/g, '$& ');

const s3Mismatch = (found: Mismatch): AwsError =>
  new AwsError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    {
      AWSAccessKeyId: found.accessKeyId,
      StringToSign: found.stringToSign,
      SignatureProvided: found.signature,
      StringToSignBytes: hexBytes(found.stringToSign),
      CanonicalRequest: found.canonicalRequest,
      CanonicalRequestBytes: hexBytes(found.canonicalRequest),
    },
  );

const S3_MAX_SKEW_MS = 15 * MINUTE_MS;

export const s3Dialect: Dialect = {
  unsigned: () => new AwsError(403, 'AccessDenied', 'Access Denied'),
  unsupported: () =>
    new AwsError(
      400,
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ),
  malformed: (problem) => new AwsError(400, 'AuthorizationHeaderMalformed', problem),
  unknownKey: unknownS3Key,
  missingToken: unknownS3Key,
  badToken: () => new AwsError(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.'),
  expired: (token) => new AwsError(400, 'ExpiredToken', 'The provided token has expired.', { 'Token-0': token }),
  mismatch: s3Mismatch,
  maxSkewMs: S3_MAX_SKEW_MS,
  skewed: (timestamp, now) =>
    new AwsError(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      {
        RequestTime: timestamp,
        ServerTime: new Date(now).toISOString().replace(/\.\d+/, ''),
        MaxAllowedSkewMilliseconds: String(S3_MAX_SKEW_MS),
      },
    ),
};
