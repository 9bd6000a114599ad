// What a case is run against, and where a target is known not to be AWS.
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { IdentityProvider } from '../../sandbox/idp/index.js';

/** Where Ceph RGW 16 answers unlike AWS. A case meets a difference by asserting the other answer, not by staying away. */
export const RGW_DIFFERENCES = {
  'denies without a reason': 'a wrong key, secret, signature, token or date is a plain AccessDenied',
  'bare STS errors':
    'STS errors are a bare <Error>, in which the SDK finds no code: "Unknown" (or "NotFound" for a 404)',
  'no GetCallerIdentity': 'the action answers 405',
  'no GetScopedCredentials': 'the action answers 405',
  'wrong tokens are denied':
    'a web identity token that is expired, forged or for somebody else is a 403, where AWS says 400 and why',
  'ARNs without account': 'arn:aws:iam:::role/NAME, arn:aws:sts:::assumed-role/NAME/SESSION',
  'roles see no buckets': 'ListBuckets shows a role the buckets that it owns itself: none',
  'location is the zone group': 'GetBucketLocation answers "default", where us-east-1 is an absent value on AWS',
  'no streamed checksums':
    'the trailing checksum that the SDK adds to a stream hides its length: 411 MissingContentLength',
  'bulk deletes are denied whole': 'DeleteObjects checks the bucket first: one 403 instead of one error a key',
  'copies answer bare ETags': 'CopyObject answers the ETag without its quotes',
  'completion answers no ETag': 'CompleteMultipartUpload answers an empty ETag; HeadObject knows it',
  'If-Match is bare': 'PutObject compares If-Match with the ETag without its quotes',
  'gone uploads are misjudged':
    'of an aborted upload, ListParts says NoSuchKey and CompleteMultipartUpload InternalError',
  'long keys are invalid names': 'InvalidObjectName, where AWS says KeyTooLongError',
  'part order is ignored': 'CompleteMultipartUpload sorts the parts',
} as const;
export type Difference = keyof typeof RGW_DIFFERENCES;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Who signs in with the identity provider, and to what. */
export const WEB_IDENTITY = { subject: 'anna', email: 'anna@example.com', clientId: 'editor' } as const;

export interface Target {
  readonly name: string;
  /** STS and S3 in one. */
  readonly endpoint: string;
  readonly region: string;
  readonly pathStyle: boolean;
  /** May do everything in S3, and owns the buckets. */
  readonly owner: Credentials;
  /** May do nothing but assume the roles that trust it. */
  readonly tester: Credentials;
  /** ARNs. */
  readonly roles: {
    /** Named S3ReadOnly. Trusts tester; s3:Get* and s3:List*. */
    readonly readOnly: string;
    /** Trusts tester; s3:*. MaxSessionDuration is one hour. */
    readonly full: string;
    /** Trusts `full` only; s3:Get* and s3:List*. */
    readonly chained: string;
    /** Trusts owner only. */
    readonly stranger: string;
    /** Does not exist. */
    readonly missing: string;
  };
  readonly webIdentity: {
    /** Its tokens for WEB_IDENTITY are trusted; it knows that user. */
    readonly provider: IdentityProvider;
    /** Named Web. Trusts the provider's tokens for WEB_IDENTITY; s3:Get* and s3:List*. MaxSessionDuration is one hour. */
    readonly role: string;
    /** Trusts the provider's tokens of another subject. */
    readonly otherSubject: string;
  };
  readonly differs: ReadonlySet<Difference>;
  /** The shortest DurationSeconds that STS takes here. */
  readonly shortestSession: number;
  /** Lets this many seconds pass on the target's clock. */
  elapse(seconds: number): Promise<void>;
  /** How far the target's clock is ahead of this machine's. */
  clockOffsetMs(): number;
}

/** AWS's answer, or the other one on a target that differs in a named way. */
export function expected<T>(target: Target, aws: T, elsewhere: Partial<Record<Difference, T>>): T {
  for (const [difference, answer] of Object.entries(elsewhere)) {
    if (target.differs.has(difference as Difference)) return answer;
  }
  return aws;
}

const ignore = () => undefined;
/** The SDK warns about empty bodies and about refused streams, which the cases send on purpose. */
const QUIET = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

/** One attempt only: what a case sees is the target's first answer. */
function clientConfig(target: Target, credentials: Credentials) {
  return {
    endpoint: target.endpoint,
    region: target.region,
    credentials,
    maxAttempts: 1,
    logger: QUIET,
    systemClockOffset: target.clockOffsetMs(),
  };
}

export function s3(target: Target, credentials: Credentials, config: S3ClientConfig = {}): S3Client {
  return new S3Client({ ...clientConfig(target, credentials), forcePathStyle: target.pathStyle, ...config });
}

export function sts(target: Target, credentials: Credentials): STSClient {
  return new STSClient(clientConfig(target, credentials));
}

/** "403 AccessDenied": how the SDK reports a refused request; "200" when it was not refused. */
export async function outcome(request: Promise<{ $metadata: { httpStatusCode?: number } }>): Promise<string> {
  try {
    return String((await request).$metadata.httpStatusCode);
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === undefined) throw error;
    return `${$metadata.httpStatusCode} ${name}`;
  }
}

/** A body's text; '' when there is none. */
export async function text(body: { transformToString(): Promise<string> } | undefined): Promise<string> {
  return (await body?.transformToString()) ?? '';
}
