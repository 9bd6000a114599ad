/** A bucket, or the part of it under a prefix. */
export interface S3Location {
  readonly bucket: string;
  /** '' for the whole bucket. */
  readonly prefix: string;
}

/** From `s3://bucket/prefix/` or `bucket/prefix/`; undefined where there is no bucket in it. Names are not checked. */
export function parseS3Location(text: string): S3Location | undefined {
  const [, bucket = '', prefix = ''] = /^(?:s3:\/\/)?([^/\s]+)(?:\/(.*))?$/is.exec(text) ?? [];
  return bucket === '' || bucket.endsWith(':') ? undefined : { bucket, prefix };
}
