// The seam between the sandbox's front (HTTP, signatures, IAM, STS) and its S3.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

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
}

/** Direct access to stored objects for seeding and for asserting on what arrived. */
export interface S3Store {
  createBucket(name: string, options: { region: string; accountId: string; createdAt?: number }): void;
  deleteBucket(name: string): void;
  putObject(bucket: string, key: string, body: Uint8Array | string, options?: { contentType?: string; lastModified?: number }): void;
  /** Adds keys of one byte each, fast: 1,000,000 in a few seconds. */
  fillBucket(bucket: string, keys: Iterable<string>): void;
  getObject(bucket: string, key: string): { body: Buffer; contentType: string; etag: string } | undefined;
  deleteObject(bucket: string, key: string): void;
  keys(bucket: string): string[];
  /** Uploads neither completed nor aborted. */
  pendingUploads(bucket: string): { key: string; uploadId: string; parts: number }[];
}
