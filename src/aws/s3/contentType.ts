import { lookup } from 'mrmime';

/** The media type that a file's name suggests, for Content-Type on upload. */
export function contentTypeOf(fileName: string): string {
  return lookup(fileName) ?? 'application/octet-stream';
}
