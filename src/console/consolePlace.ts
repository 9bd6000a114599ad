import type { ConsolePlace } from './consoleUrls.js';

/** The place in S3 that a command was called on, where it was on one. */
export function consolePlaceOf(argument: unknown): ConsolePlace {
  const { place } = { ...(argument as { readonly place?: unknown } | null | undefined) };
  const { bucket, key, region } = {
    ...(place as { readonly bucket?: unknown; readonly key?: unknown; readonly region?: unknown } | null | undefined),
  };
  return typeof bucket === 'string' && typeof key === 'string'
    ? { kind: 's3', bucket, key, region: typeof region === 'string' ? region : undefined }
    : { kind: 'home' };
}
