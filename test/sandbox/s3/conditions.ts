// Conditional requests, as "Conditional requests" and RFC 9110 order them.
import { notImplemented, noSuchKey, preconditionFailed } from './errors.js';
import type { StoredObject } from './state.js';

export interface Conditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
}

export type Verdict = { readonly kind: 'go' } | { readonly kind: 'notModified' | 'failed'; readonly condition: string };

function matches(list: string, etag: string): boolean {
  return list.split(',').some((candidate) => {
    const bare = candidate
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
    return bare === '*' || bare === etag;
  });
}

/** Dates that cannot be read are ignored. */
function changedAfter(object: StoredObject, date: string): boolean | undefined {
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : object.lastModified > time;
}

/** What a reader's conditions mean for the object; ETags win over dates. */
export function evaluateRead(conditions: Conditions, object: StoredObject): Verdict {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) return { kind: 'failed', condition: 'If-Match' };
  } else if (ifUnmodifiedSince !== undefined && changedAfter(object, ifUnmodifiedSince) === true) {
    return { kind: 'failed', condition: 'If-Unmodified-Since' };
  }
  if (ifNoneMatch !== undefined) {
    if (matches(ifNoneMatch, object.etag)) return { kind: 'notModified', condition: 'If-None-Match' };
  } else if (ifModifiedSince !== undefined && changedAfter(object, ifModifiedSince) === false) {
    return { kind: 'notModified', condition: 'If-Modified-Since' };
  }
  return { kind: 'go' };
}

/**
 * Conditional writes: If-Match on an ETag, If-None-Match only as "*".
 * Throws PreconditionFailed, NoSuchKey (If-Match without an object), NotImplemented.
 */
export function assertWritable(
  { ifMatch, ifNoneMatch }: Pick<Conditions, 'ifMatch' | 'ifNoneMatch'>,
  key: string,
  current: StoredObject | undefined,
): void {
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*' || ifMatch !== undefined) throw notImplemented('Header', 'If-None-Match');
    if (current !== undefined) throw preconditionFailed('If-None-Match');
  }
  if (ifMatch !== undefined) {
    if (current === undefined) throw noSuchKey(key);
    if (!matches(ifMatch, current.etag)) throw preconditionFailed('If-Match');
  }
}

/** DeleteObject with If-Match: an object that is not there counts as deleted. Throws PreconditionFailed. */
export function assertDeletable(ifMatch: string | undefined, current: StoredObject | undefined): void {
  if (ifMatch !== undefined && current !== undefined && !matches(ifMatch, current.etag)) {
    throw preconditionFailed('If-Match');
  }
}
