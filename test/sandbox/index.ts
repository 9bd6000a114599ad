// The embedded AWS that the extension is tried and tested against. Development only: never in the VSIX.
import type { S3Store } from './types.js';

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
    | { readonly kind: 'slow'; readonly bytesPerSecond: number };
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** IAM as tests set it up. Policies are JSON documents as IAM takes them (objects, not strings). */
export interface IamAdmin {
  createAccount(accountId: string): void;
  createUser(user: { accountId: string; name: string; mfaSerial?: string; mfaSecretBase32?: string }): AccessKey & { arn: string };
  addAccessKey(userArn: string, key: AccessKey & { expiresAt?: number; sessionToken?: string }): void;
  deleteAccessKey(accessKeyId: string): void;
  putUserPolicy(userArn: string, policyName: string, document: object): void;
  createRole(role: {
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
}

/** One line per request answered, for assertions on what was (not) sent. Holds no secrets. */
export interface RequestRecord {
  readonly operation: string;
  readonly callerArn: string | undefined;
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Decoded query (S3) or form (STS) parameters, without signatures and TokenCode. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Sandbox {
  /** "http://127.0.0.1:PORT": STS, IAM and S3 (path style, and virtual-host style under BUCKET.s3.localhost) in one. */
  readonly endpoint: string;
  readonly clock: MovableClock;
  readonly iam: IamAdmin;
  readonly s3: S3Store;
  readonly requests: readonly RequestRecord[];
  addFault(fault: Fault): void;
  clearFaults(): void;
  stop(): Promise<void>;
}
