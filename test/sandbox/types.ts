// The seam between the sandbox's front (HTTP, signatures, IAM, STS) and its S3.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Guard } from './iam/decide.js';
import type { IdentityCenterAdmin } from './identityCenter/types.js';
import type {
  ContainerMetadata,
  ContainerMetadataOptions,
  InstanceMetadata,
  InstanceMetadataOptions,
} from './metadata/types.js';
import type { SigninAdmin } from './signin/types.js';

/** An error as AWS would answer it; the front renders it in the service's own XML shape. */
export class AwsError extends Error {
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** "AccessDenied", "NoSuchKey"… */
    readonly code: string,
    message: string,
    /** Further elements of S3's `<Error>`, such as Key, BucketName, Resource, Region. */
    readonly details: Readonly<Record<string, string>> = {},
    /** Response headers to send with it, such as x-amz-bucket-region. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** A clock that tests can move; `now()` in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** Throws AwsError 403 AccessDenied, worded as AWS words it, unless the caller may do `action` on `resource`. */
export type Authorize = (action: string, resource: string, context?: Readonly<Record<string, string>>) => void;

/** An S3 request whose signature, session and body signatures the front has verified. */
export interface S3Request {
  readonly method: string;
  /** undefined for the service root (ListBuckets). Path style and virtual-host style both end up here. */
  readonly bucket: string | undefined;
  /** Decoded UTF-8 key, exactly as addressed ("a//b/../c" stays so); '' addresses the bucket. */
  readonly key: string;
  /** Decoded query parameters, signature parameters of presigned URLs removed. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  /** The object's bytes: aws-chunked framing already removed and chunk signatures verified. */
  readonly body: Readable;
  /** Length of `body` when the client declared it (x-amz-decoded-content-length or content-length). */
  readonly contentLength: number | undefined;
  /** Trailing headers (checksums), lower-case names; complete once `body` has ended. */
  readonly trailers: ReadonlyMap<string, string>;
  /** The account that the caller belongs to; owns the buckets it lists. */
  readonly accountId: string;
  readonly callerArn: string;
  /** The region in the request's credential scope. */
  readonly region: string;
  readonly now: number;
  readonly authorize: Authorize;
  readonly requestId: string;
}

export interface S3Service {
  /** Answers the request or throws AwsError (before the first byte of the response). */
  handle(request: S3Request, response: ServerResponse): Promise<void>;
  /** Whose the bucket is, and its policy; undefined when there is none of that name. */
  guardOf(bucket: string): Guard | undefined;
}

/** Direct access to stored objects for seeding and for asserting on what arrived. */
export interface S3Store {
  createBucket(name: string, options: { region: string; accountId: string; createdAt?: number }): void;
  deleteBucket(name: string): void;
  /** undefined takes it away. */
  putBucketPolicy(name: string, document: object | undefined): void;
  putObject(
    bucket: string,
    key: string,
    body: Uint8Array | string,
    options?: { contentType?: string; lastModified?: number },
  ): void;
  /** Adds keys of one byte each, fast: 1,000,000 in a few seconds. */
  fillBucket(bucket: string, keys: Iterable<string>): void;
  getObject(bucket: string, key: string): { body: Buffer; contentType: string; etag: string } | undefined;
  deleteObject(bucket: string, key: string): void;
  keys(bucket: string): string[];
  /** Uploads neither completed nor aborted. */
  pendingUploads(bucket: string): { key: string; uploadId: string; parts: number }[];
}

export interface MovableClock {
  now(): number;
  /** Milliseconds, relative to the machine's clock; 0 puts it right. */
  setOffset(ms: number): void;
}

/** What goes wrong on demand. Matching requests in order; each fault is spent after `times` uses (default: for ever). */
export interface Fault {
  /** Operation to hit: "AssumeRole", "ListObjectsV2", "GetObject"…, or "*". */
  readonly operation: string;
  readonly times?: number;
  readonly effect:
    | { readonly kind: 'latency'; readonly ms: number }
    /** Accepts the request and never answers. */
    | { readonly kind: 'hang' }
    | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message: string }
    /** Destroys the socket after this many bytes of the response's body. */
    | { readonly kind: 'reset'; readonly afterBytes: number }
    /** Sends the response's body in pieces. */
    | { readonly kind: 'slow'; readonly bytesPerSecond: number }
    /** STS answers with a session that lasts this long, whatever was asked for. */
    | { readonly kind: 'brief'; readonly seconds: number }
    /** STS answers as one that has no such action. */
    | { readonly kind: 'unknown-action' };
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** AWS words denials in several ways, by service, age and account; by default as it does within one account. */
export interface DenialOptions {
  /** Whether explicit denies name their policy's ARN, within one account or organization; default true. */
  readonly policyArns?: boolean;
  /** Whether a link and an authorization ID follow, as in the preview of Access Troubleshooter; default false. */
  readonly authorizationIds?: boolean;
  /** Whether an encoded message follows, as in EC2's; default false. */
  readonly encoded?: boolean;
  /** Whether denials of AssumeRole tell the kind of policy, within one account or organization; default "plain". */
  readonly assumeRole?: 'plain' | 'reasons';
  /** Whether no denial tells the kind of policy; default false. */
  readonly plain?: boolean;
}

type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** IAM as tests set it up. Policies are JSON documents as IAM takes them (objects, not strings). */
export interface IamAdmin {
  createAccount(accountId: string): void;
  createUser(user: {
    /** Default "aws". */
    partition?: Partition;
    accountId: string;
    name: string;
    /** Default "/". */
    path?: string;
    mfaSerial?: string;
    mfaSecretBase32?: string;
  }): AccessKey & { arn: string };
  addAccessKey(userArn: string, key: AccessKey & { expiresAt?: number; sessionToken?: string }): void;
  deleteAccessKey(accessKeyId: string): void;
  putUserPolicy(userArn: string, policyName: string, document: object): void;
  createRole(role: {
    /** Default "aws". */
    partition?: Partition;
    accountId: string;
    name: string;
    /** Default "/". */
    path?: string;
    trustPolicy: object;
    /** Seconds; default 3600. */
    maxSessionDuration?: number;
    /** "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"… */
    managedPolicyArns?: readonly string[];
    inlinePolicies?: Readonly<Record<string, object>>;
  }): { arn: string };
  putRolePolicy(roleArn: string, policyName: string, document: object): void;
  updateTrustPolicy(roleArn: string, trustPolicy: object): void;
  deleteRole(roleArn: string): void;
  createGroup(group: { partition?: Partition; accountId: string; name: string }): { arn: string };
  putGroupPolicy(groupArn: string, policyName: string, document: object): void;
  addUserToGroup(userArn: string, groupArn: string): void;
  /** A managed policy of the customer's. */
  createPolicy(policy: { partition?: Partition; accountId: string; name: string; path?: string; document: object }): {
    arn: string;
  };
  /** A managed policy to a user, group or role. */
  attachPolicy(identityArn: string, policyArn: string): void;
  /** undefined takes it away. */
  putPermissionsBoundary(identityArn: string, policyArn: string | undefined): void;
  /** A user's or role's: aws:PrincipalTag of what it asks, aws:ResourceTag of what is asked of it. */
  tag(identityArn: string, tags: Readonly<Record<string, string>>): void;
  /** There is at most one; its management account is bound by none of its policies. */
  createOrganization(organization: {
    /** Default "o-sandboxorg1". */
    id?: string;
    managementAccountId: string;
    accountIds: readonly string[];
  }): void;
  /**
   * Replaces what is attached to "root" or to an account; returns the ARNs. AWS's FullAWSAccess stays beside them unless
   * `keepFullAccess` is false.
   */
  setServiceControlPolicies(
    target: string,
    documents: Readonly<Record<string, object>>,
    keepFullAccess?: boolean,
  ): readonly string[];
  setResourceControlPolicies(target: string, documents: Readonly<Record<string, object>>): readonly string[];
  /** How denials are worded from now on; what is left out stays as it is. */
  setDenials(options: DenialOptions): void;
  /** Condition keys of every request from now on, over its own: { 'aws:SecureTransport': 'false' }. */
  setRequestContext(context: Readonly<Record<string, string | readonly string[]>>): void;
  createSamlProvider(provider: {
    partition?: Partition;
    accountId: string;
    name: string;
    /** The issuer of its assertions. */
    entityId: string;
    /** What its signatures are checked with. */
    certificatePem: string;
  }): { arn: string };
  createOpenIdConnectProvider(provider: {
    partition?: Partition;
    accountId: string;
    /** The issuer of its tokens, "https://…"; the sandbox takes "http://…" too. */
    url: string;
    clientIds: readonly string[];
  }): { arn: string };
}

/** One line per request answered, for assertions on what was (not) sent. Holds no secrets. */
export interface RequestRecord {
  readonly operation: string;
  readonly callerArn: string | undefined;
  /** Of the signature, whether or not it was accepted; undefined for an unsigned request. */
  readonly scope: { readonly accessKeyId: string; readonly region: string; readonly service: string } | undefined;
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Decoded query (S3) or form (STS) parameters, without signatures and TokenCode. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The names of the secret parameters that were sent: "TokenCode". */
  readonly withheld: readonly string[];
}

/** A further address of a sandbox, whose requests are in a log of its own. */
export interface Door {
  readonly endpoint: string;
  readonly requests: readonly RequestRecord[];
  close(): Promise<void>;
}

export interface Sandbox {
  /**
   * "http://127.0.0.1:PORT": STS, IAM (with its troubleshooter and Access Analyzer's validation) and S3 (path style, and
   * virtual-host style under BUCKET.s3.localhost), Identity Center (OIDC and access portal) and sign-in in one.
   */
  readonly endpoint: string;
  readonly clock: MovableClock;
  readonly iam: IamAdmin;
  readonly s3: S3Store;
  readonly identityCenter: IdentityCenterAdmin;
  readonly signin: SigninAdmin;
  readonly requests: readonly RequestRecord[];
  /** The caller closes it. */
  openDoor(): Promise<Door>;
  /** The metadata service of an EC2 instance, on a port of its own. */
  startMetadata(options?: InstanceMetadataOptions): Promise<InstanceMetadata>;
  /** The credentials endpoint of an ECS task, on a port of its own. */
  startContainer(options: ContainerMetadataOptions): Promise<ContainerMetadata>;
  /** What STS and the others lent so far: secrets that must turn up nowhere. */
  issued(): readonly (AccessKey & { readonly sessionToken: string })[];
  /** Tokens, codes, client secrets and keys other than AWS's that were given out: as secret as those. */
  issuedTokens(): readonly string[];
  addFault(fault: Fault): void;
  clearFaults(): void;
  stop(): Promise<void>;
}
