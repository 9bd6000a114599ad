import type { Address } from '../../model/s3Address.js';

/** `s3:` is taken by AWS Toolkit, and two providers of one scheme cannot live together. */
export const SCHEME = 'role-s3';

/**
 * Rows of the tree have URIs for their icons and colours. With these fragments they are no files, which a tab or a
 * decoration is about.
 */
export const ROW_FRAGMENT = 'row';
export const SESSION_FRAGMENT = 'session';

/** The parts of a vscode.Uri that name a place in S3 as one role session sees it. */
export interface S3UriParts {
  readonly scheme: typeof SCHEME;
  /** `SessionFacts.key`. */
  readonly authority: string;
  readonly path: string;
}

/** A place in S3 as one session sees it. */
export interface SessionAddress extends Address {
  readonly sessionKey: string;
}

/**
 * The editor resolves ".", ".." and "//" in paths, and some of its parts decode or split at "%", "?", "#", ":" and "\".
 * Each segment of a key is therefore escaped with "~" and two hex digits where needed; "~" alone is an empty segment.
 * All else stays readable, so that languages and viewers are still chosen by the name's ending.
 */
export function toUriParts({ sessionKey, bucket, key }: SessionAddress): S3UriParts {
  const segments = key === '' ? [] : key.split('/').map(escapeSegment);
  return { scheme: SCHEME, authority: sessionKey, path: ['', bucket, ...segments].join('/') };
}

/** The reverse; undefined for a URI without a bucket. A trailing slash, as the editor may add to folders, is ignored. */
export function fromUriParts({ authority, path }: { authority: string; path: string }): SessionAddress | undefined {
  const [, bucket = '', ...segments] = path.replace(/(?<=[^/])\/$/, '').split('/');
  return bucket === '' ? undefined : { sessionKey: authority, bucket, key: segments.map(unescapeSegment).join('/') };
}

/** \p{Cc}: the control characters U+0000 to U+001F and U+007F to U+009F, two hex digits each. */
const UNSAFE = /[~%#?:\\\p{Cc}]/gu;

function escapeSegment(segment: string): string {
  if (segment === '') {
    return '~';
  }
  if (segment === '.' || segment === '..') {
    return segment.replaceAll('.', '~2e');
  }
  return segment.replace(UNSAFE, (char) => `~${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function unescapeSegment(segment: string): string {
  return segment === '~'
    ? ''
    : segment.replace(/~([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
