// Links that carry their own signature.
import { beforeAll, expect, it } from 'vitest';
import { session } from './assume.js';
import { createBucket, putKeys } from './buckets.js';
import { presign, type PresignOptions } from './presign.js';
import { expected, s3, type Credentials, type Target } from './target.js';

const BUCKET = 'presigned';
const KEY = 'ü/a b+100%.txt';

export function presignedCases(target: Target): void {
  beforeAll(async () => {
    const owner = s3(target, target.owner);
    await createBucket(owner, BUCKET);
    await putKeys(owner, BUCKET, [KEY, 'other']);
  });

  const now = () => Date.now() + target.clockOffsetMs();
  const link = (credentials: Credentials, options: Partial<PresignOptions> = {}) =>
    presign(target, credentials, { bucket: BUCKET, key: KEY, now: now(), expiresInSeconds: 60, ...options });
  /** "200 content" or "403 AccessDenied". */
  const open = async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, init);
    const body = await response.text();
    return `${response.status} ${/<Code>(\w+)</.exec(body)?.[1] ?? body}`;
  };
  const denied = (aws: string) => expected(target, aws, { 'denies without a reason': '403 AccessDenied' });

  it('opens, for a user and for a session', async () => {
    expect(await open(link(target.owner))).toBe(`200 ${KEY}`);
    expect(await open(link(await session(target, target.roles.readOnly)))).toBe(`200 ${KEY}`);
  });

  it.each<[string, (url: string) => string]>([
    ['signature', (url) => url.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
    ['key', (url) => url.replace(/presigned\/[^?]*/, 'presigned/other')],
    ['expiry', (url) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')],
  ])('refuses a link with another %s', async (_, tamper) => {
    const url = link(target.owner);
    expect(tamper(url)).not.toBe(url);
    expect(await open(tamper(url))).toBe(denied('403 SignatureDoesNotMatch'));
  });

  it('refuses another method', async () => {
    expect(await open(link(target.owner), { method: 'DELETE' })).toBe(denied('403 SignatureDoesNotMatch'));
  });

  it('refuses a link past its time', async () => {
    const url = link(target.owner, { now: now() - 61_000 });
    expect(await open(url)).toBe('403 AccessDenied');
  });

  it('refuses a request without a signature', async () => {
    expect(await open(`${target.endpoint}/${BUCKET}/other`)).toBe('403 AccessDenied');
  });

  it('lets a link do no more than its session may', async () => {
    const put = { method: 'PUT', key: 'new' } as const;
    const reader = await session(target, target.roles.readOnly);
    expect(await open(link(reader, put), { method: 'PUT', body: 'x' })).toBe('403 AccessDenied');
    const writer = await session(target, target.roles.full);
    expect(await open(link(writer, put), { method: 'PUT', body: 'x' })).toBe('200 ');
  });
}
