import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRegion, dnsSuffix, PARTITION_NAMES } from '../../../../src/model/partition.js';
import { s3Uri } from '../../../../src/model/s3Address.js';
import { bucketArn, objectArn, objectUrl, parseAddress } from '../../../../src/s3/names/address.js';
import { anyKey, ODD_KEYS } from './keys.js';

const aws = { partition: 'aws', region: 'eu-west-1', endpoint: undefined };
const ENDPOINT = 'http://127.0.0.1:9000';

describe('reading an address that someone pastes', () => {
  it.each([
    ['my-bucket', 'my-bucket', ''],
    ['  my-bucket  ', 'my-bucket', ''],
    ['my-bucket/logs/2026/', 'my-bucket', 'logs/2026/'],
    ['s3://my-bucket', 'my-bucket', ''],
    ['s3://my-bucket/', 'my-bucket', ''],
    ['S3://my-bucket/a//b', 'my-bucket', 'a//b'],
    ['my-bucket/https://x', 'my-bucket', 'https://x'],
    ['s3://my-bucket//leading', 'my-bucket', '/leading'],
    ['s3://my-bucket/100%25#x?y', 'my-bucket', '100%25#x?y'],
    ['arn:aws:s3:::my-bucket', 'my-bucket', ''],
    ['arn:aws-cn:s3:::my-bucket/a/b:c', 'my-bucket', 'a/b:c'],
    ['https://my-bucket.s3.eu-west-1.amazonaws.com/a%20b/c.txt?X-Amz-Date=1', 'my-bucket', 'a b/c.txt'],
    ['https://my-bucket.s3.amazonaws.com/a/../b', 'my-bucket', 'a/../b'],
    ['https://my.dotted.bucket.s3.dualstack.eu-west-1.amazonaws.com/k', 'my.dotted.bucket', 'k'],
    ['https://s3.eu-west-1.amazonaws.com/my-bucket/k', 'my-bucket', 'k'],
    ['https://s3-us-west-2.amazonaws.com/my-bucket/k', 'my-bucket', 'k'],
    ['https://s3.amazonaws.com/my-bucket', 'my-bucket', ''],
    ['https://my-bucket.s3.cn-north-1.amazonaws.com.cn/k', 'my-bucket', 'k'],
    ['https://eu-west-1.console.aws.amazon.com/s3/buckets/my-bucket?region=eu-west-1&prefix=a/b/', 'my-bucket', 'a/b/'],
    ['http://127.0.0.1:9000/my-bucket/k', 'my-bucket', 'k'],
    ['Legacy_Bucket', 'Legacy_Bucket', ''],
    ['ARN:aws:s3:::my-bucket/k', 'my-bucket', 'k'],
    ['arn:aws:s3:eu-west-1:123456789012:my-bucket/k', 'my-bucket', 'k'],
    ['arn:aws:s3:::my-bucket/a\nb', 'my-bucket', 'a\nb'],
    ['HTTPS://my-bucket.s3.amazonaws.com/k', 'my-bucket', 'k'],
    ['https://my-bucket.s3.amazonaws.com', 'my-bucket', ''],
    ['https://my-bucket.s3.amazonaws.com?prefix=x', 'my-bucket', ''],
    ['https://my-bucket.s3.amazonaws.com/k#a\nb', 'my-bucket', 'k'],
    ['https://my-bucket.s3.amazonaws.com//k', 'my-bucket', '/k'],
    ['https://my-bucket.s3.eusc-de-east-1.amazonaws.eu/k', 'my-bucket', 'k'],
    ['https://my-bucket.s3.eu-west-1.api.aws/k', 'my-bucket', 'k'],
    ['https://s3.console.aws.amazon.com/s3/object/my-bucket?prefix=a/b.txt', 'my-bucket', 'a/b.txt'],
    ['https://console.aws.amazon.com/s3/buckets/my-bucket', 'my-bucket', ''],
    ['https://console.amazonaws.cn/s3/buckets/my-bucket', 'my-bucket', ''],
    ['https://console.amazonaws-us-gov.com/s3/buckets/my-bucket/x', 'my-bucket', ''],
    ['https://my-bucket.s3-fips.us-gov-west-1.amazonaws.com/k', 'my-bucket', 'k'],
    ['https://s3-fips.dualstack.us-gov-west-1.amazonaws.com/my-bucket/k', 'my-bucket', 'k'],
  ])('%s', (text, bucket, key) => {
    expect(parseAddress(text, ENDPOINT)).toEqual({ ok: true, address: { bucket, key } });
  });

  it.each([
    ['', /^Give a bucket name/],
    ['  ', /^Give a bucket name/],
    ['ab', /not a bucket name/],
    ['has space', /not a bucket name/],
    ['s3://', /missing/],
    ['s3:///key', /missing/],
    ['gs://my-bucket/k', /^"gs:\/\/" is not an S3 address\. Give/],
    ['GS://my-bucket/k:l', /^"gs:\/\/" is not an S3 address/],
    ['arn:aws:s3:::/k', /name is missing/],
    ['arn:aws:iam::123456789012:role/x', /not the ARN of a bucket/],
    ['arn:aws:s3:eu-west-1:123456789012:accesspoint/x', /Access points/],
    ['arn:aws:s3', /not the ARN of a bucket/],
    ['x arn:aws:s3:::my-bucket', /not a bucket name/],
    ['arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/x', /not the ARN of a bucket/],
    ['http://', /not a URL\./],
    ['https://example.com/my-bucket', /not an S3 host/],
    ['http://127.0.0.1:9001/my-bucket', /127\.0\.0\.1:9001 is not an S3 host/],
    ['https://my-bucket.s3.amazonaws.com.evil.com/k', /not an S3 host/],
    ['https://my-bucket.xs3.amazonaws.com/k', /not an S3 host/],
    ['https://my-bucket.s3-fipsy.us-gov-west-1.amazonaws.com/k', /not an S3 host/],
    ['https://my-bucket.s3.us-iso-east-1.ic.gov/k', /not an S3 host/],
    ['https://my-bucket.s3.us-iso-east-1.c2sxic.gov/k', /not an S3 host/],
    ['https://my-bucket.s3.us-iso-east-1.evilc2s.ic.gov/k', /not an S3 host/],
    ['https://console.c2s.ic.gov/s3/buckets/my-bucket', /not an S3 host/],
    ['https://console.c2shome.ic.gov.evil.com/s3/buckets/my-bucket', /not an S3 host/],
    ['https://evils3.amazonaws.com/my-bucket', /not an S3 host/],
    ['https://my-bucket.s3.a.b.amazonaws.com/k', /not an S3 host/],
    ['https://my-bucket.s3xamazonaws.com/k', /not an S3 host/],
    ['https://s3-amazonaws.com/my-bucket', /not an S3 host/],
    ['https://evils3.eu-west-1.amazonaws.com/my-bucket', /not an S3 host/],
    ['https://my-bucket.s3.eu-west-1.amazonaws.com.evil.com/k', /not an S3 host/],
    ['https://my-bucket.s3.amazonawsxcom/k', /not an S3 host/],
    ['https://console.aws.amazon.com.evil.com/s3/buckets/my-bucket', /not an S3 host/],
    ['https://evilconsole.aws.amazon.com/s3/buckets/my-bucket', /not an S3 host/],
    ['https://console.aws.amazon.com/s3/home', /bucket name is missing/],
    ['https://console.aws.amazon.com/x/s3/buckets/my-bucket', /bucket name is missing/],
    ['https://my-bucket.s3.amazonaws.com/%zz', /encodes nothing/],
    [`s3://my-bucket/${'k'.repeat(1025)}`, /1025 bytes/],
    [`s3://my-bucket/${'ü'.repeat(513)}`, /1026 bytes/],
    ['s3://my-bucket/\ud800', /not valid Unicode/],
  ])('refuses %j and says why', (text, why) => {
    const parsed = parseAddress(text, ENDPOINT);
    expect(parsed.ok ? 'accepted' : parsed.message).toMatch(why);
  });

  it.each(PARTITION_NAMES)('knows the hosts of %s', (partition) => {
    const region = defaultRegion(partition);
    const suffix = dnsSuffix(partition);
    const address = { bucket: 'my-bucket', key: 'a b/c' };
    for (const url of [
      objectUrl(address, { partition, region, endpoint: undefined }),
      `https://s3.${region}.${suffix}/my-bucket/a%20b/c`,
      `https://my-bucket.s3.dualstack.${region}.${suffix}/a%20b/c`,
    ]) {
      expect(parseAddress(url)).toEqual({ ok: true, address });
    }
  });

  it.each([
    'aws.amazon.com',
    'amazonaws.cn',
    'amazonaws-us-gov.com',
    'amazonaws-eusc.eu',
    'c2shome.ic.gov',
    'sc2shome.sgov.gov',
    'csphome.adc-e.uk',
    'csphome.hci.ic.gov',
  ])('knows the console at %s', (domain) => {
    const address = { bucket: 'my-bucket', key: 'a/b/' };
    for (const host of [`console.${domain}`, `x-east-1.console.${domain}`]) {
      expect(parseAddress(`https://${host}/s3/buckets/my-bucket?prefix=a/b/`)).toEqual({ ok: true, address });
    }
    expect(parseAddress(`https://evilconsole.${domain}/s3/buckets/my-bucket`).ok).toBe(false);
  });

  it.each(ODD_KEYS.filter((key) => key === key.trim()))('reads back the S3 URI and the ARN of key %j', (key) => {
    const address = { bucket: 'my-bucket', key };
    expect(parseAddress(s3Uri(address))).toEqual({ ok: true, address });
    expect(parseAddress(objectArn('aws', 'my-bucket', key))).toEqual({ ok: true, address });
  });

  it('knows the hosts of buckets at the role’s own endpoint', () => {
    const own = 'https://s3.corp.example:9443/';
    const address = { bucket: 'my-bucket', key: 'a b/c' };
    expect(parseAddress('https://my-bucket.s3.corp.example:9443/a%20b/c', own)).toEqual({ ok: true, address });
    expect(parseAddress('https://s3.corp.example:9443/my-bucket/a%20b/c', own)).toEqual({ ok: true, address });
    for (const host of ['my-bucket.s3.corp.example', 'my-bucketXs3.corp.example:9443', 'ab.s3.corp.example:9443']) {
      expect(parseAddress(`https://${host}/a`, own).ok).toBe(false);
    }
  });

  it('takes a key of as many bytes as S3 does', () => {
    expect(parseAddress(`s3://my-bucket/${'ü'.repeat(512)}`).ok).toBe(true);
  });

  it('knows no endpoint where the role has none, or none that is a URL', () => {
    const url = 'http://127.0.0.1:9000/my-bucket/k';
    expect([parseAddress(url).ok, parseAddress(url, '127.0.0.1:9000').ok]).toEqual([false, false]);
  });

  it('reads back the URL of any key', () => {
    fc.assert(
      fc.property(anyKey, fc.constantFrom(undefined, ENDPOINT), (key, endpoint) => {
        const address = { bucket: 'my-bucket', key };
        const url = objectUrl(address, { ...aws, endpoint });
        expect(parseAddress(url, endpoint)).toEqual({ ok: true, address });
      }),
    );
  });
});

describe('writing addresses', () => {
  it.each([
    ['my-bucket', 'a b/c+d.txt', aws, 'https://my-bucket.s3.eu-west-1.amazonaws.com/a%20b/c%2Bd.txt'],
    ['my.bucket', 'k', aws, 'https://s3.eu-west-1.amazonaws.com/my.bucket/k'],
    ['my-bucket', "it's(1)*", aws, 'https://my-bucket.s3.eu-west-1.amazonaws.com/it%27s%281%29%2A'],
    [
      'my-bucket',
      'k',
      { ...aws, partition: 'aws-cn', region: 'cn-north-1' },
      'https://my-bucket.s3.cn-north-1.amazonaws.com.cn/k',
    ],
    ['my-bucket', 'a//b', { ...aws, endpoint: 'http://localhost:9000/' }, 'http://localhost:9000/my-bucket/a//b'],
    ['my-bucket', 'k', { ...aws, endpoint: 'http://localhost:9000//' }, 'http://localhost:9000/my-bucket/k'],
    ['my-bucket', 'k', { ...aws, endpoint: 'http://localhost//a' }, 'http://localhost//a/my-bucket/k'],
    ['Bucket', 'k', aws, 'https://s3.eu-west-1.amazonaws.com/Bucket/k'],
    ['bucketX', 'k', aws, 'https://s3.eu-west-1.amazonaws.com/bucketX/k'],
    ['my-bucket', 'é', aws, 'https://my-bucket.s3.eu-west-1.amazonaws.com/%C3%A9'],
  ])('object URL of %s/%s', (bucket, key, place, url) => {
    expect(objectUrl({ bucket, key }, place)).toBe(url);
  });

  it('ARNs name the partition', () => {
    expect(bucketArn('aws-us-gov', 'b')).toBe('arn:aws-us-gov:s3:::b');
    expect(objectArn('aws-cn', 'b', 'a/c')).toBe('arn:aws-cn:s3:::b/a/c');
  });
});
