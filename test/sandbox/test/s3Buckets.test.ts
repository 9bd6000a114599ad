import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, codeOf, failure, raw, START, startS3, type Harness } from './s3Harness.js';

let s3: Harness;
beforeEach(async () => {
  s3 = await startS3();
  s3.store.createBucket('berlin', { region: 'eu-central-1', accountId: ACCOUNT, createdAt: START });
  s3.store.createBucket('foreign', { region: 'us-east-1', accountId: '999999999999' });
});
afterEach(() => s3.stop());

describe('ListBuckets', () => {
  it('shows the buckets of the account, without regions unless a parameter is given', async () => {
    const { text } = await raw(s3, 'GET', '/');
    expect(text.replace(/<ID>[0-9a-f]{64}</, '<ID>…<')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>…</ID></Owner><Buckets>' +
        '<Bucket><Name>berlin</Name><CreationDate>2026-03-01T10:00:00.000Z</CreationDate></Bucket>' +
        '<Bucket><Name>docs</Name><CreationDate>2026-03-01T10:00:00.000Z</CreationDate></Bucket>' +
        '</Buckets></ListAllMyBucketsResult>',
    );
  });

  it('pages, and then gives each its region', async () => {
    const first = await s3.client.send(new ListBucketsCommand({ MaxBuckets: 1 }));
    const { ContinuationToken } = first;
    const second = await s3.client.send(new ListBucketsCommand({ MaxBuckets: 1, ContinuationToken }));
    expect([first.Buckets, second.Buckets, second.ContinuationToken]).toMatchObject([
      [{ Name: 'berlin', BucketRegion: 'eu-central-1' }],
      [{ Name: 'docs', BucketRegion: 'us-east-1' }],
      undefined,
    ]);
  });

  it.each([
    ['prefix=do', ['docs']],
    ['bucket-region=eu-central-1', ['berlin']],
    ['prefix=x', []],
  ])('filters by %s', async (query, names) => {
    const { text } = await raw(s3, 'GET', `/?${query}`);
    expect([...text.matchAll(/<Name>([^<]*)/g)].map(([, name]) => name)).toEqual(names);
  });

  it.each(['max-buckets=0', 'continuation-token=bad'])('refuses %s', async (query) => {
    expect(codeOf((await raw(s3, 'GET', `/?${query}`)).text)).toBe('InvalidArgument');
  });
});

describe('a bucket in another region', () => {
  const inBerlin = { Bucket: 'berlin' };

  it('answers 301 and names the region', async () => {
    const { status, headers, text } = await raw(s3, 'GET', '/berlin?list-type=2', { redirect: 'manual' });
    expect([status, codeOf(text), headers.get('x-amz-bucket-region')]).toEqual([
      301,
      'PermanentRedirect',
      'eu-central-1',
    ]);
    expect(text).toContain('<Endpoint>berlin.s3.eu-central-1.amazonaws.com</Endpoint>');
  });

  it('is found by a client that follows', async () => {
    const client = s3.newClient({ followRegionRedirects: true });
    await client.send(new PutObjectCommand({ ...inBerlin, Key: 'a', Body: 'x' }));
    expect(await client.send(new ListObjectsV2Command(inBerlin))).toMatchObject({ KeyCount: 1 });
    expect(await client.send(new HeadBucketCommand(inBerlin))).toMatchObject({ BucketRegion: 'eu-central-1' });
    client.destroy();
  });

  it('gives its location to a client anywhere', async () => {
    const location = await s3.client.send(new GetBucketLocationCommand(inBerlin));
    expect(location.LocationConstraint).toBe('eu-central-1');
    expect((await raw(s3, 'GET', '/docs?location')).text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></LocationConstraint>',
    );
  });
});

describe('making and removing buckets', () => {
  it('makes one where the client says', async () => {
    const LocationConstraint = 'eu-west-1';
    const made = await s3.client.send(
      new CreateBucketCommand({ Bucket: 'dublin', CreateBucketConfiguration: { LocationConstraint } }),
    );
    expect(made.Location).toBe('/dublin');
    const dublin = s3.newClient({ region: LocationConstraint });
    expect(await dublin.send(new HeadBucketCommand({ Bucket: 'dublin' }))).toMatchObject({ BucketRegion: 'eu-west-1' });
    dublin.destroy();
  });

  it.each([
    ['docs', 'us-east-1', undefined, 'no failure'],
    ['berlin', 'us-east-1', undefined, '409 BucketAlreadyOwnedByYou'],
    ['foreign', 'us-east-1', undefined, '409 BucketAlreadyExists'],
    ['Upper', 'us-east-1', undefined, '400 InvalidBucketName'],
    ['a..b', 'us-east-1', undefined, '400 InvalidBucketName'],
    ['10.0.0.1', 'us-east-1', undefined, '400 InvalidBucketName'],
    ['new-one', 'us-east-1', 'mars', '400 InvalidLocationConstraint'],
    ['new-one', 'eu-west-1', 'eu-west-2', '400 IllegalLocationConstraintException'],
    ['new-one', 'eu-west-1', 'eu-west-1', 'no failure'],
  ])('%s from %s at %s: %s', async (Bucket, region, location, outcome) => {
    const client = s3.newClient({ region });
    const CreateBucketConfiguration = location === undefined ? undefined : { LocationConstraint: location as 'EU' };
    expect(await failure(client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration })))).toBe(outcome);
    client.destroy();
  });

  it('removes an empty one only', async () => {
    s3.store.putObject('docs', 'a', '');
    const remove = () => failure(s3.client.send(new DeleteBucketCommand({ Bucket: 'docs' })));
    expect(await remove()).toBe('409 BucketNotEmpty');
    s3.store.deleteObject('docs', 'a');
    expect(await remove()).toBe('no failure');
    expect(await remove()).toBe('404 NoSuchBucket');
    expect(await failure(s3.client.send(new HeadBucketCommand({ Bucket: 'docs' })))).toBe('404 NotFound');
  });
});

describe('what this S3 does not do', () => {
  it.each([
    ['GET', '/docs?policyStatus', 501, 'NotImplemented'],
    ['GET', '/docs?versions', 501, 'NotImplemented'],
    ['GET', '/docs?list-type=2&optional=x', 501, 'NotImplemented'],
    ['PUT', '/docs?versioning', 501, 'NotImplemented'],
    ['DELETE', '/docs?tagging', 501, 'NotImplemented'],
    ['GET', '/docs/a?acl', 501, 'NotImplemented'],
    ['PUT', '/docs/a?partNumber=1', 501, 'NotImplemented'],
    ['POST', '/docs/a?restore', 501, 'NotImplemented'],
    ['POST', '/docs/a', 405, 'MethodNotAllowed'],
    ['GET', '/docs/a?versionId=abc', 400, 'InvalidArgument'],
  ])('%s %s answers %i', async (method, path, status, code) => {
    const answer = await raw(s3, method, path);
    expect([answer.status, codeOf(answer.text)]).toEqual([status, code]);
  });
});
