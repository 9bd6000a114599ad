/** A place in S3: a bucket, a prefix in it (`key` ends with "/" or is empty), or an object. */
export interface Address {
  readonly bucket: string;
  readonly key: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html. */
export const MAX_KEY_BYTES = 1024;

/**
 * As lenient as the oldest buckets of us-east-1, which may hold upper case and underscores, up to 255 of them.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function isBucketName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]{2,254}$/.test(name);
}

/** Length in UTF-8; undefined for a lone surrogate, which has no UTF-8. */
export function keyBytes(key: string): number | undefined {
  try {
    return encodeURIComponent(key).replace(/%[0-9A-F]{2}/g, '.').length;
  } catch {
    return undefined;
  }
}

export function s3Uri({ bucket, key }: Address): string {
  return `s3://${bucket}/${key}`;
}

/**
 * `s3://bucket/key`, or the same without its scheme: everything behind the first slash is the key, as it stands. Names
 * are not checked; undefined for what has another scheme.
 */
export function splitS3Uri(text: string): Address | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 's3') {
    return undefined;
  }
  const path = scheme === undefined ? text : text.slice('s3://'.length);
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
