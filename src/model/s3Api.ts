import type { Readable } from 'node:stream';

export interface BucketEntry {
  readonly name: string;
  readonly region: string | undefined;
  readonly createdAt: Date | undefined;
}

export interface BucketPage {
  readonly buckets: readonly BucketEntry[];
  /** Undefined on the last page. */
  readonly next: string | undefined;
}

export interface ObjectEntry {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date | undefined;
  readonly etag: string | undefined;
}

export interface ListPage {
  /** Common prefixes, each with its trailing slash, as full keys. */
  readonly prefixes: readonly string[];
  readonly objects: readonly ObjectEntry[];
  readonly next: string | undefined;
}

/** What HeadObject and GetObject tell about an object. */
export interface ObjectFacts {
  /** Bytes of the whole object, also where a range was asked for. */
  readonly size: number;
  readonly modifiedAt: Date | undefined;
  readonly etag: string | undefined;
  readonly contentType: string | undefined;
}

export interface ObjectBody {
  readonly facts: ObjectFacts;
  /** Holds a socket until it has ended or is destroyed. */
  readonly body: Readable;
}

export interface ListRequest {
  readonly bucket: string;
  readonly prefix: string;
  /** Keys a page; S3 gives at most 1,000. */
  readonly max?: number;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface GetRequest {
  readonly bucket: string;
  readonly key: string;
  /** First byte wanted; default 0. */
  readonly from?: number;
  /** Answers 412 PreconditionFailed when the object has another ETag by now. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Under which condition a write may happen. */
export type WriteCondition =
  { readonly kind: 'create' } | { readonly kind: 'replace'; readonly etag: string } | { readonly kind: 'always' };

export interface PutRequest {
  readonly bucket: string;
  readonly key: string;
  readonly body: Readable | Uint8Array;
  /** Bytes of the body. */
  readonly length: number;
  readonly contentType: string;
  readonly condition: WriteCondition;
  readonly signal?: AbortSignal | undefined;
}

/** S3 as one identity sees it in one region. Throws what the SDK throws. */
export interface S3Api {
  listBuckets(request: { token?: string | undefined; signal?: AbortSignal | undefined }): Promise<BucketPage>;
  /** The bucket's region from HeadBucket, also when the reply is a refusal that names it. */
  bucketRegion(bucket: string, signal?: AbortSignal): Promise<string | undefined>;
  list(request: ListRequest): Promise<ListPage>;
  head(bucket: string, key: string, signal?: AbortSignal): Promise<ObjectFacts>;
  get(request: GetRequest): Promise<ObjectBody>;
  put(request: PutRequest): Promise<{ etag: string | undefined }>;
}
