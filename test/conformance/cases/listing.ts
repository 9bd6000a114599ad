// ListObjectsV2: what is on a page, and that the pages together are the bucket.
import { ListObjectsV2Command, type ListObjectsV2CommandInput, type S3Client } from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from 'vitest';
import { createBucket, putKeys } from './buckets.js';
import { outcome, s3, type Target } from './target.js';

const BUCKET = 'listing';

/** In the order of their UTF-8 bytes, which is not that of JavaScript's strings: U+FFFD comes before the emoji. */
const KEYS = [
  'a',
  'a b+c',
  'a/',
  'a//double',
  'a/1',
  'a/2/x',
  'a/2/y',
  'a/3',
  'b/1',
  'b/2',
  'line\nbreak',
  'z',
  'é',
  '\uFFFD',
  '😀',
  '😀/inside',
];

type Query = Omit<ListObjectsV2CommandInput, 'Bucket'>;

/** Keys and common prefixes ("…/*") in the order of the answer's two lists. */
async function page(client: S3Client, query: Query) {
  const answer = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...query }));
  const keys = (answer.Contents ?? []).map(({ Key }) => Key ?? '');
  const folders = (answer.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix}*`);
  return { ...answer, entries: [...keys, ...folders] };
}

/** Every entry of every page, and the pages' sizes. */
async function pages(client: S3Client, query: Query) {
  const entries: string[] = [];
  const sizes: number[] = [];
  let ContinuationToken: string | undefined;
  do {
    const answer = await page(client, { ...query, ContinuationToken });
    entries.push(...answer.entries);
    sizes.push(answer.entries.length);
    expect(answer.KeyCount).toBe(answer.entries.length);
    expect(answer.IsTruncated).toBe(answer.NextContinuationToken !== undefined);
    ContinuationToken = answer.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return { entries, sizes };
}

export function listingCases(target: Target): void {
  const client = s3(target, target.owner);
  beforeAll(async () => {
    await createBucket(client, BUCKET);
    await createBucket(client, `${BUCKET}-empty`);
    await putKeys(client, BUCKET, [...KEYS].reverse());
  });

  it.each<[string, Query, string[]]>([
    ['everything, in byte order', {}, KEYS],
    ['below a prefix', { Prefix: 'a/2' }, ['a/2/x', 'a/2/y']],
    ['below a prefix that nothing has', { Prefix: 'nothing' }, []],
    [
      'a folder at the top',
      { Delimiter: '/' },
      ['a', 'a b+c', 'line\nbreak', 'z', 'é', '\uFFFD', '😀', 'a/*', 'b/*', '😀/*'],
    ],
    ['a folder', { Prefix: 'a/', Delimiter: '/' }, ['a/', 'a/1', 'a/3', 'a//*', 'a/2/*']],
    ['a folder without a name', { Prefix: 'a//', Delimiter: '/' }, ['a//double']],
    [
      'with a delimiter of more than a character',
      { Prefix: 'a', Delimiter: '/2/' },
      ['a', 'a b+c', 'a/', 'a//double', 'a/1', 'a/3', 'a/2/*'],
    ],
    ['after a key', { StartAfter: 'é' }, ['\uFFFD', '😀', '😀/inside']],
    ['after a key that does not exist', { StartAfter: 'b/11', Prefix: 'b/' }, ['b/2']],
    ['at most 0 keys', { MaxKeys: 0 }, []],
  ])('lists %s', async (_, query, entries) => {
    const answer = await page(client, query);
    expect(answer.entries).toEqual(entries);
    expect(answer.KeyCount).toBe(entries.length);
    expect(answer.IsTruncated).toBe(false);
  });

  it('says what was asked', async () => {
    const query = { Prefix: 'a', Delimiter: '/', StartAfter: 'a', MaxKeys: 3 };
    expect(await page(client, query)).toMatchObject({ Name: BUCKET, ...query });
  });

  it('gives each object its size, ETag, date and storage class', async () => {
    const { Contents } = await page(client, { Prefix: 'z' });
    // The MD5 of "z".
    const object = { Key: 'z', Size: 1, ETag: '"fbade9e36a3f36d3d676c1b808451dd7"', StorageClass: 'STANDARD' };
    expect(Contents).toMatchObject([object]);
    const age = Date.now() + target.clockOffsetMs() - (Contents?.[0]?.LastModified?.getTime() ?? 0);
    expect(Math.abs(age)).toBeLessThan(3_600_000);
  });

  it.each([1, 2, 3, 5, 7, 16, 1000])('pages of %i give every key once and in byte order', async (MaxKeys) => {
    const { entries, sizes } = await pages(client, { MaxKeys });
    expect(entries).toEqual(KEYS);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MaxKeys);
  });

  it.each([1, 2, 3])('pages of %i give every folder once', async (MaxKeys) => {
    const { entries } = await pages(client, { MaxKeys, Prefix: 'a/', Delimiter: '/' });
    expect(entries.sort()).toEqual(['a/', 'a/1', 'a/3', 'a//*', 'a/2/*'].sort());
  });

  it('encodes keys as a URL on request, so that XML can carry any of them', async () => {
    const { entries, EncodingType } = await page(client, { EncodingType: 'url' });
    expect(EncodingType).toBe('url');
    expect(entries.join()).toMatch(/^[\x21-\x7e]*$/);
    expect(entries.map((entry) => decodeURIComponent(entry.replaceAll('+', ' ')))).toEqual(KEYS);
  });

  it('has nothing to say about an empty bucket', async () => {
    const answer = await client.send(new ListObjectsV2Command({ Bucket: `${BUCKET}-empty` }));
    expect(answer).toMatchObject({ KeyCount: 0, IsTruncated: false });
    expect(answer.Contents).toBeUndefined();
  });

  it('says NoSuchBucket about a missing one', async () => {
    const asked = client.send(new ListObjectsV2Command({ Bucket: 'nobody-has-this' }));
    expect(await outcome(asked)).toBe('404 NoSuchBucket');
  });
}
