// The Range header as S3 reads it: one range; anything else is ignored (RFC 9110, section 14.2).
import { AwsError } from '../types.js';

/** Half open: `end` is behind the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** undefined stands for the whole object. Throws InvalidRange when no byte of it is wanted. */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/.exec(header ?? '');
  const [first = '', last = ''] = match?.slice(1) ?? [];
  if (header === undefined || (first === '' && last === '')) return undefined;
  if (first === '') return satisfiable({ start: Math.max(0, size - Number(last)), end: size }, header, size);
  if (last !== '' && Number(last) < Number(first)) return undefined;
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  return satisfiable({ start: Number(first), end }, header, size);
}

function satisfiable(range: ByteRange, header: string, size: number): ByteRange {
  if (range.start < range.end) return range;
  throw new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable', {
    RangeRequested: header,
    ActualObjectSize: size.toString(),
  });
}

/** The range of one part of a multipart object, or of the whole as part 1. Throws InvalidPartNumber. */
export function partRange(partNumber: number, partSizes: readonly number[], size: number): ByteRange {
  const sizes = partSizes.length === 0 ? [size] : partSizes;
  const length = sizes[partNumber - 1];
  if (length === undefined) {
    throw new AwsError(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      PartNumberRequested: partNumber.toString(),
      ActualPartCount: sizes.length.toString(),
    });
  }
  const start = sizes.slice(0, partNumber - 1).reduce((sum, each) => sum + each, 0);
  return { start, end: start + length };
}
