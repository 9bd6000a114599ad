import type { Address } from './s3Address.js';

/** A bucket, prefix or object, as rooms name it to each other. */
export interface S3Place extends Address {
  /** Of the bucket, where it is known. */
  readonly region: string | undefined;
}

/** The place in S3 that a command was called on, where it was on one: `{ sessionId, place }`. */
export function s3PlaceOf(argument: unknown): S3Place | undefined {
  const { place } = { ...(argument as { readonly place?: unknown } | null | undefined) };
  const { bucket, key, region } = {
    ...(place as { readonly bucket?: unknown; readonly key?: unknown; readonly region?: unknown } | null | undefined),
  };
  return typeof bucket === 'string' && typeof key === 'string'
    ? { bucket, key, region: typeof region === 'string' ? region : undefined }
    : undefined;
}
