// What ListObjectsV2 has to answer, worked out the plain way.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html

export interface ListQuery {
  readonly prefix: string;
  /** '' for none. */
  readonly delimiter: string;
}

/** Keys and common prefixes together, in the order of their UTF-8 bytes. */
export function listModel(keys: readonly string[], { prefix, delimiter }: ListQuery): string[] {
  const rolledUp = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return end < 0 ? key : key.slice(0, end + delimiter.length);
    });
  return inByteOrder(new Set(rolledUp));
}

export function inByteOrder(keys: Iterable<string>): string[] {
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
