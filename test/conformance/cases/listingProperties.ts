// Any listing agrees with the model, however keys, query and page size fall.
import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { createBucket, putKeys } from './buckets.js';
import { inByteOrder, listModel } from './listingModel.js';
import { s3, type Target } from './target.js';

const BUCKET = 'listing-properties';
/** Few pieces, so that keys are prefixes of each other and of folders; the last two sort differently as UTF-16. */
const piece = fc.constantFrom('a', 'b', '/', '//', '-', '0', '%2F', '+', ' ', 'é', '\uFFFD', '😀');
const pieces = (minLength: number, maxLength: number) =>
  fc.array(piece, { minLength, maxLength }).map((parts) => parts.join(''));

const scenario = fc.record({
  keys: fc.uniqueArray(pieces(1, 5), { minLength: 1, maxLength: 12 }),
  prefix: pieces(0, 2),
  delimiter: fc.constantFrom('', '/', '/', '//', 'a', '😀'),
  maxKeys: fc.integer({ min: 1, max: 6 }),
});

export function listingPropertyCases(target: Target): void {
  const client = s3(target, target.owner);
  beforeAll(async () => {
    await createBucket(client, BUCKET);
  });

  /** Keys and common prefixes of all pages. A page's own two lists are merged: only pages are ordered between them. */
  const listAll = async (prefix: string, delimiter: string, maxKeys: number) => {
    const entries: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const query = { Prefix: prefix, MaxKeys: maxKeys, ContinuationToken, ...(delimiter && { Delimiter: delimiter }) };
      const page = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...query }));
      const keys = (page.Contents ?? []).map(({ Key }) => Key ?? '');
      const folders = (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? '');
      expect(keys).toEqual(inByteOrder(keys));
      expect(folders).toEqual(inByteOrder(folders));
      expect(keys.length + folders.length).toBeLessThanOrEqual(maxKeys);
      entries.push(...inByteOrder([...keys, ...folders]));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return entries;
  };

  it('pages through any bucket as the model says', { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(scenario, async ({ keys, prefix, delimiter, maxKeys }) => {
      await putKeys(client, BUCKET, keys);
      try {
        expect(await listAll(prefix, delimiter, maxKeys)).toEqual(listModel(keys, { prefix, delimiter }));
      } finally {
        const Objects = keys.map((Key) => ({ Key }));
        await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects, Quiet: true } }));
      }
    });
    await fc.assert(property, { numRuns: 60 });
  });
}
