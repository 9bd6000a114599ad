import { ListObjectsV2Command, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyIndex } from '../s3/keyIndex.js';
import { listPage, type Page } from '../s3/listing.js';
import { ACCOUNT, codeOf, raw, startS3, type Harness } from './s3Harness.js';

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
/** Few characters, so that prefixes and delimiters meet; some on either side of the surrogates. */
const character = fc.constantFrom('a', 'b', '/', '-', '\0', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}');
const key = fc.array(character, { minLength: 1, maxLength: 6 }).map((characters) => characters.join(''));

describe('the key index', () => {
  it('keeps keys in the order of their UTF-8 bytes through any inserts and deletes', () => {
    const steps = fc.array(fc.record({ key, add: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.array(key), steps, (filled, changes) => {
        const [index, model] = [new KeyIndex<number>(), new Set(filled)];
        index.fill(filled, 1);
        for (const { key: changed, add } of changes) {
          if (add) index.set(changed, 2);
          else expect(index.delete(changed)).toBe(model.has(changed));
          if (add) model.add(changed);
          else model.delete(changed);
        }
        expect(Array.from(index.from(''), ([each]) => each)).toEqual([...model].sort(byBytes));
        expect(index.size).toBe(model.size);
      }),
    );
  });

  it('stays whole across many blocks, filled twice and written to in between', () => {
    const index = new KeyIndex<string>();
    const keys = Array.from({ length: 5000 }, (_unused, at) => `k${(at * 7919) % 5000}`);
    index.fill(keys.slice(0, 3000), 'filled');
    for (const each of keys.slice(2000, 4000)) index.set(each, 'set');
    index.fill(keys.slice(3500), 'again');
    expect(Array.from(index.from(''), ([each]) => each)).toEqual([...keys].sort(byBytes));
    expect([keys[0]!, keys[2500]!, keys[3999]!].map((each) => index.get(each))).toEqual(['filled', 'set', 'again']);
    for (const each of keys) expect(index.delete(each)).toBe(true);
    expect([index.size, index.get('k1'), [...index.from('')]]).toEqual([0, undefined, []]);
  });
});

describe('pages of a listing', () => {
  it('put together are what a scan of all keys gives', () => {
    const delimiter = fc.constantFrom('', '/', '-', '/a', '😀');
    fc.assert(
      fc.property(fc.array(key), key, delimiter, fc.integer({ min: 1, max: 4 }), (keys, prefix, cut, maxKeys) => {
        const index = new KeyIndex<number>();
        index.fill(keys, 0);
        const found: string[] = [];
        let after: string | undefined = '';
        for (let page = 0; after !== undefined && page < 100; page++) {
          const result: Page<number> = listPage(index, { prefix, delimiter: cut, after, maxKeys });
          const lines = [...result.entries.map(([each]) => each), ...result.commonPrefixes];
          expect(lines.length).toBeLessThanOrEqual(maxKeys);
          found.push(...lines.sort(byBytes));
          after = result.next;
        }
        const scan = keys.filter((each) => each.startsWith(prefix)).map((each) => folded(each, prefix, cut));
        expect(found).toEqual([...new Set(scan)].sort(byBytes));
      }),
    );
  });
});

function folded(each: string, prefix: string, delimiter: string): string {
  const at = delimiter === '' ? -1 : each.indexOf(delimiter, prefix.length);
  return at < 0 ? each : each.slice(0, at + delimiter.length);
}

describe('ListObjectsV2', () => {
  let s3: Harness;
  beforeAll(async () => {
    s3 = await startS3();
    for (const each of ['a.txt', 'b/1.txt', 'b/2.txt', 'b/c/3.txt', 'd & <e>.txt', 'z/']) {
      s3.store.putObject('docs', each, 'hello');
    }
  });
  afterAll(() => s3.stop());

  it('answers with the elements of the API reference', async () => {
    const { status, headers, text } = await raw(s3, 'GET', '/docs?list-type=2&delimiter=%2F&max-keys=2');
    expect([status, headers.get('content-type'), headers.get('x-amz-request-id')]).toEqual([
      200,
      'application/xml',
      'TESTREQUEST00001',
    ]);
    expect(text.replace(/(<NextContinuationToken>)[^<]+/, '$1…')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>docs</Name><Prefix></Prefix>' +
        '<NextContinuationToken>…</NextContinuationToken><KeyCount>2</KeyCount><MaxKeys>2</MaxKeys>' +
        '<Delimiter>/</Delimiter><IsTruncated>true</IsTruncated>' +
        '<Contents><Key>a.txt</Key><LastModified>2026-03-01T10:00:00.000Z</LastModified>' +
        '<ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>' +
        '<ChecksumType>FULL_OBJECT</ChecksumType><Size>5</Size><StorageClass>STANDARD</StorageClass></Contents>' +
        '<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes></ListBucketResult>',
    );
  });

  it('gives the SDK folders, files and the rest of the pages', async () => {
    const pages = [];
    const options = { client: s3.client, pageSize: 2 };
    for await (const page of paginateListObjectsV2(options, { Bucket: 'docs', Delimiter: '/' })) {
      pages.push([page.Contents?.map(({ Key }) => Key), page.CommonPrefixes?.map(({ Prefix }) => Prefix)]);
    }
    expect(pages).toEqual([
      [['a.txt'], ['b/']],
      [['d & <e>.txt'], ['z/']],
    ]);
    const folder = await s3.client.send(new ListObjectsV2Command({ Bucket: 'docs', Prefix: 'b/', Delimiter: '/' }));
    expect([folder.Contents?.map(({ Key }) => Key), folder.CommonPrefixes]).toEqual([
      ['b/1.txt', 'b/2.txt'],
      [{ Prefix: 'b/c/' }],
    ]);
  });

  it.each([
    ['start-after=b/1.txt', ['b/2.txt', 'b/c/3.txt', 'd & <e>.txt', 'z/']],
    ['start-after=b/1.txt&prefix=b/&max-keys=1', ['b/2.txt']],
    ['prefix=z/', ['z/']],
    ['prefix=nothing', []],
    ['max-keys=0', []],
    ['max-keys=5000&prefix=a', ['a.txt']],
  ])('%s', async (query, keys) => {
    const { text } = await raw(s3, 'GET', `/docs?list-type=2&encoding-type=url&${query}`);
    const found = [...text.matchAll(/<Key>([^<]*)/g)].map(([, each = '']) =>
      decodeURIComponent(each.replace(/\+/g, ' ')),
    );
    expect(found).toEqual(keys);
    expect(text).toContain(`<KeyCount>${keys.length}</KeyCount>`);
  });

  it('caps max-keys at 1000 and adds owners on request', async () => {
    const { text } = await raw(s3, 'GET', '/docs?list-type=2&max-keys=5000&fetch-owner=true');
    expect(text).toContain('<MaxKeys>1000</MaxKeys>');
    expect(text).toMatch(/<Owner><ID>[0-9a-f]{64}<\/ID><\/Owner>/);
  });

  it.each(['continuation-token=bm90IG91cnM', 'continuation-token=', 'max-keys=-1', 'max-keys=x', 'encoding-type=xml'])(
    'refuses %s',
    async (query) => {
      const { status, text } = await raw(s3, 'GET', `/docs?list-type=2&${query}`);
      expect([status, codeOf(text)]).toEqual([400, 'InvalidArgument']);
    },
  );

  it('pages version 1 by marker, naming the next one only with a delimiter', async () => {
    const plain = await raw(s3, 'GET', '/docs?max-keys=2&marker=a.txt');
    expect(plain.text).toContain('<Marker>a.txt</Marker><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>');
    const first = await raw(s3, 'GET', '/docs?max-keys=2&delimiter=/');
    expect(first.text).toContain('<NextMarker>b/</NextMarker>');
    const second = await raw(s3, 'GET', '/docs?max-keys=2&delimiter=/&marker=b/');
    expect(second.text).toContain('<Key>d &amp; &lt;e&gt;.txt</Key>');
    expect(second.text).toContain('<IsTruncated>false</IsTruncated>');
  });

  it('walks a large bucket page by page', async () => {
    s3.store.createBucket('large', { region: 'us-east-1', accountId: ACCOUNT });
    s3.store.fillBucket(
      'large',
      Array.from({ length: 25_000 }, (_unused, at) => `f${at % 3}/${at}`),
    );
    let count = 0;
    for await (const page of paginateListObjectsV2({ client: s3.client }, { Bucket: 'large' })) {
      count += page.KeyCount ?? 0;
    }
    expect(count).toBe(25_000);
    const top = await s3.client.send(new ListObjectsV2Command({ Bucket: 'large', Delimiter: '/' }));
    expect(top.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['f0/', 'f1/', 'f2/']);
  });
});
