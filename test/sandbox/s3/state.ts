// What this S3 holds, and the look-ups that every operation starts with.
import { createHash } from 'node:crypto';
import type { PolicyDocument } from '../iam/policy.js';
import type { Clock } from '../types.js';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.js';
import { KeyIndex } from './keyIndex.js';

/** What a writer says about an object besides its bytes; header names in lower case. */
export interface ObjectMetadata {
  /** Content-Type, Cache-Control, Content-Disposition, Content-Encoding, Content-Language, Expires. */
  readonly headers: Readonly<Record<string, string>>;
  /** With the prefix x-amz-meta-. */
  readonly user: Readonly<Record<string, string>>;
  readonly storageClass: string;
}

export interface StoredObject {
  readonly body: Buffer;
  /** Without quotes. */
  readonly etag: string;
  /** Milliseconds, cut to the second as S3 keeps it. */
  readonly lastModified: number;
  readonly metadata: ObjectMetadata;
  readonly checksum: Checksum;
  /** Sizes of the parts of a multipart upload; empty for an object put in one piece. */
  readonly partSizes: readonly number[];
}

export interface Part {
  readonly body: Buffer;
  readonly etag: string;
  readonly lastModified: number;
  readonly checksum: Checksum;
}

export interface Upload {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: number;
  readonly initiatorArn: string;
  readonly metadata: ObjectMetadata;
  /** `declared` is false where the client named no algorithm and S3 chose its own. */
  readonly checksum: {
    readonly algorithm: ChecksumAlgorithm;
    readonly type: ChecksumType;
    readonly declared: boolean;
  };
  readonly parts: Map<number, Part>;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly objects: KeyIndex<StoredObject>;
  readonly uploads: Map<string, Upload>;
  /** ETags of completed uploads: completing again, after a lost answer, succeeds again. */
  readonly completed: Map<string, { readonly key: string; readonly etag: string }>;
  policy: PolicyDocument | undefined;
}

export class S3State {
  readonly buckets = new Map<string, Bucket>();

  constructor(readonly clock: Clock) {}

  /** Now, cut to the second. */
  second(): number {
    return toSecond(this.clock.now());
  }

  createBucket(name: string, region: string, accountId: string, createdAt = this.second()): Bucket {
    const bucket: Bucket = {
      name,
      region,
      accountId,
      createdAt: toSecond(createdAt),
      objects: new KeyIndex(),
      uploads: new Map(),
      completed: new Map(),
      policy: undefined,
    };
    this.buckets.set(name, bucket);
    return bucket;
  }
}

export const toSecond = (ms: number) => Math.floor(ms / 1000) * 1000;

export const md5Hex = (data: Uint8Array) => createHash('md5').update(data).digest('hex');

/** The canonical user id of an account: 64 hexadecimal digits, stable. */
export const canonicalId = (accountId: string) => createHash('sha256').update(`canonical:${accountId}`).digest('hex');
