// What a request line addresses. Read by hand: a URL parser would resolve ".." and drop what keys may hold.
import { AwsError } from '../types.js';

export interface Target {
  /** Path as sent, before the "?". */
  readonly rawPath: string;
  /** Decoded pairs in the order sent. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw Object.assign(new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI."), { cause });
  }
}

/** Pairs of a query or form; "+" is a space in both. */
export function parsePairs(text: string): (readonly [string, string])[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...rest] = pair.replaceAll('+', ' ').split('=');
      return [decode(name), decode(rest.join('='))] as const;
    });
}

/** Throws AwsError InvalidURI. */
export function parseTarget(url: string): Target {
  const path = url.replace(/^https?:\/\/[^/?]*/, '');
  const mark = path.indexOf('?');
  const rawPath = mark < 0 ? path : path.slice(0, mark);
  return { rawPath: rawPath || '/', query: mark < 0 ? [] : parsePairs(path.slice(mark + 1)) };
}

const RESERVED_HOSTS = /^(?:(?:s3|sts)(?:[.-][a-z0-9-]+)?\.)?localhost$/;

/** The bucket of a virtual-host style name: BUCKET.s3.localhost, BUCKET.s3.REGION.localhost, BUCKET.localhost. */
function hostBucket(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!name.endsWith('.localhost') || RESERVED_HOSTS.test(name)) return undefined;
  return name.replace(/(?:\.s3(?:[.-][a-z0-9-]+)?)?\.localhost$/, '');
}

/** Bucket and key, from the host or the path. Throws AwsError InvalidURI. */
export function addressOf(
  host: string,
  rawPath: string,
): { readonly bucket: string | undefined; readonly key: string } {
  const path = rawPath.replace(/^\//, '');
  const bucket = hostBucket(host);
  if (bucket !== undefined) return { bucket, key: decode(path) };
  const slash = path.indexOf('/');
  const first = decode(slash < 0 ? path : path.slice(0, slash));
  return { bucket: first === '' ? undefined : first, key: slash < 0 ? '' : decode(path.slice(slash + 1)) };
}
