import { s3Dialect, type Dialect } from './dialect.js';
import type { Caller, Credential, Keyring } from './iam/principal.js';
import {
  canonicalRequest,
  hmac,
  parseSignature,
  parseTimestamp,
  sameText,
  signingKey,
  stringToSign,
  type Signable,
  type Signature,
} from './sigv4.js';
import { AwsError } from './types.js';

export interface Verified extends Caller {
  readonly signature: Signature;
  /** For the signatures of a body's chunks. */
  readonly signingKey: Buffer;
}

/** What a signature has to be for; S3 finds that out for itself. */
export interface Scope {
  readonly service: string;
  readonly takes: (region: string) => boolean;
}

const WEEK_SECONDS = 604_800;

/** The limits of presigned URLs, and the end of one. */
function checkPresigned(signature: Signature, now: number): void {
  const wrong = (problem: string): AwsError => new AwsError(400, 'AuthorizationQueryParametersError', problem);
  const text = signature.expires ?? '';
  if (text === '') {
    throw wrong(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (!/^-?\d+$/.test(text)) throw wrong('X-Amz-Expires should be a number');
  const seconds = Number(text);
  if (seconds < 0) throw wrong('X-Amz-Expires must be non-negative');
  if (seconds > WEEK_SECONDS) {
    throw wrong(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  const end = parseTimestamp(signature.timestamp) + seconds * 1000;
  if (now <= end) return;
  const iso = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');
  throw new AwsError(403, 'AccessDenied', 'Request has expired', {
    'X-Amz-Expires': text,
    Expires: iso(end),
    ServerTime: iso(now),
  });
}

function checkTime(signature: Signature, dialect: Dialect, now: number): void {
  const time = parseTimestamp(signature.timestamp);
  if (Number.isNaN(time)) {
    throw dialect.malformed(`Date must be in ISO-8601 'basic format'. Got '${signature.timestamp}'.`);
  }
  if (!signature.timestamp.startsWith(signature.day)) {
    throw dialect.malformed(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${signature.day}' != '${signature.timestamp.slice(0, 8)}', from '${signature.timestamp}'.`,
    );
  }
  const presignedS3 = signature.kind === 'query' && dialect === s3Dialect;
  if (presignedS3) checkPresigned(signature, now);
  // A presigned URL may be old, but not from the future.
  const skew = presignedS3 ? time - now : Math.abs(time - now);
  if (skew > dialect.maxSkewMs) throw dialect.skewed(signature.timestamp, now);
}

function checkScope(signature: Signature, { service, takes }: Scope): void {
  const refuse = (what: string): AwsError =>
    new AwsError(403, 'SignatureDoesNotMatch', `Credential should be scoped to ${what}.`);
  if (signature.service !== service) throw refuse(`correct service: '${service}'`);
  if (!takes(signature.region)) throw refuse('a valid region');
}

function checkToken(credential: Credential, sent: string | undefined, dialect: Dialect, options: Options): void {
  const { accessKeyId, sessionToken, expiresAt } = credential;
  if (sent === undefined && sessionToken !== undefined) throw dialect.missingToken(accessKeyId);
  if (sent !== undefined && sent !== sessionToken) {
    const others = [...options.keyring.values()].some((other) => other.sessionToken === sent);
    throw others ? dialect.unknownKey(accessKeyId) : dialect.badToken();
  }
  if (expiresAt !== undefined && expiresAt <= options.now) throw dialect.expired(sent ?? '');
}

/** S3 takes no x-amz- header on trust: an unsigned one is refused. */
function checkSignedHeaders(request: Signable, signature: Signature): void {
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signature.signedHeaders.includes(name),
  );
  if (signature.signedHeaders.includes('host') && unsigned.length === 0) return;
  throw new AwsError(403, 'AccessDenied', 'There were headers present in the request which were not signed', {
    HeadersNotSigned: unsigned.join(', ') || 'host',
  });
}

interface Options {
  readonly dialect: Dialect;
  readonly keyring: Keyring;
  readonly now: number;
  readonly scope?: Scope;
}

/** Throws AwsError in the words of the service. */
function checkSignature(request: Signable, payloadHash: string, key: Buffer, signature: Signature, dialect: Dialect) {
  const canonical = canonicalRequest(request, signature, payloadHash);
  const toSign = stringToSign(signature, canonical);
  if (sameText(hmac(key, toSign).toString('hex'), signature.signature)) return;
  throw dialect.mismatch({
    accessKeyId: signature.accessKeyId,
    stringToSign: toSign,
    canonicalRequest: canonical,
    signature: signature.signature,
  });
}

/**
 * Verifies a request's signature over `payloadHash` (its hexadecimal SHA-256, or S3's word for a body that is not
 * hashed), last of all, as AWS does. Throws AwsError in the words of the service.
 */
export function authenticate(request: Signable, payloadHash: string, options: Options): Verified {
  const { dialect, keyring, now, scope } = options;
  const signature = parseSignature(request);
  if (signature.kind === 'none') throw dialect.unsigned();
  if (signature.kind === 'unsupported') throw dialect.unsupported();
  if (signature.kind === 'malformed') throw dialect.malformed(signature.problem);
  if (scope) checkScope(signature, scope);
  const credential = keyring.get(signature.accessKeyId);
  if (!credential) throw dialect.unknownKey(signature.accessKeyId);
  checkToken(credential, signature.sessionToken, dialect, options);
  const principal = credential.principal(now);
  if (!principal) throw dialect.unknownKey(signature.accessKeyId);
  checkTime(signature, dialect, now);
  const key = signingKey(credential.secretAccessKey, signature);
  checkSignature(request, payloadHash, key, signature, dialect);
  if (dialect === s3Dialect) checkSignedHeaders(request, signature);
  return { principal, credential, signature, signingKey: key };
}
