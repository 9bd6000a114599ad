import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../../src/iam/catalog.js';
import { realCatalog } from '../../support/iamCatalog.js';

const SMALL = readCatalog({
  aws: ['', '', '', 'aws:SourceIp IPAddress\naws:TagKeys ArrayOfString'],
  s3: [
    'Amazon S3',
    'GetObjectR0 ListBucketL1 PutBucketPolicyP1 PutObjectTaggingT0.1 ListAllMyBucketsL',
    'object s3:::${BucketName}/${ObjectName}\nbucket s3:::${BucketName}\nodd arn:aws:s3:::odd',
    's3:prefix String',
  ],
});

describe('a catalog', () => {
  it('tells the services, but not the one that stands for all', () => {
    expect(SMALL.prefixes).toEqual(['s3']);
    expect(SMALL.service('aws')).toBeUndefined();
    expect(SMALL.service('toString')).toBeUndefined();
    expect(SMALL.nameOf('s3')).toBe('Amazon S3');
    expect(SMALL.nameOf('other')).toBe('other');
  });

  it('reads a service once, in any case', () => {
    const service = SMALL.service('S3');
    expect(service).toBe(SMALL.service('s3'));
    expect(service?.resourceTypes).toEqual([
      { name: 'object', arn: 'arn:${Partition}:s3:::${BucketName}/${ObjectName}' },
      { name: 'bucket', arn: 'arn:${Partition}:s3:::${BucketName}' },
      { name: 'odd', arn: 'arn:aws:s3:::odd' },
    ]);
  });

  it.each([
    ['getobject', 'GetObject', 'Read', ['object']],
    ['listbucket', 'ListBucket', 'List', ['bucket']],
    ['putbucketpolicy', 'PutBucketPolicy', 'Permissions', ['bucket']],
    ['putobjecttagging', 'PutObjectTagging', 'Tagging', ['object', 'bucket']],
    ['listallmybuckets', 'ListAllMyBuckets', 'List', []],
  ])('has the action %s', (key, name, level, types) => {
    const action = SMALL.service('s3')?.actions.get(key);
    expect(action).toMatchObject({ name, level });
    expect(action?.resourceTypes.map((type) => type.name)).toEqual(types);
  });

  it('has keys with their types', () => {
    expect(SMALL.globalKeys).toEqual([
      { name: 'aws:SourceIp', type: 'IPAddress', isList: false },
      { name: 'aws:TagKeys', type: 'String', isList: true },
    ]);
    expect(SMALL.service('s3')?.conditionKeys).toEqual([{ name: 's3:prefix', type: 'String', isList: false }]);
  });
});

describe('the catalog that ships', () => {
  it('has what AWS documents', async () => {
    const catalog = await realCatalog();
    expect(catalog.prefixes.length).toBeGreaterThan(400);
    const s3 = catalog.service('s3');
    expect(s3?.actions.get('listbucket')).toMatchObject({ name: 'ListBucket', level: 'List' });
    expect(s3?.actions.get('getobject')?.resourceTypes.map(({ arn }) => arn)).toContain(
      'arn:${Partition}:s3:::${BucketName}/${ObjectName}',
    );
    expect(catalog.service('sts')?.conditionKeys).toContainEqual({
      name: 'sts:ExternalId',
      type: 'String',
      isList: false,
    });
    expect(catalog.globalKeys).toContainEqual({ name: 'aws:PrincipalTag/${TagKey}', type: 'String', isList: false });
    expect(catalog.service('s3')?.conditionKeys.filter(({ name }) => name.startsWith('aws:'))).toEqual([]);
  });

  it('has only types that are compared here, and whole ARNs', async () => {
    const catalog = await realCatalog();
    const services = catalog.prefixes.map((prefix) => catalog.service(prefix));
    const types = new Set(services.flatMap((service) => service?.conditionKeys.map(({ type }) => type)));
    expect([...types].sort()).toEqual(['ARN', 'Bool', 'Date', 'IPAddress', 'Numeric', 'String']);
    const arns = services.flatMap((service) => service?.resourceTypes.map(({ arn }) => arn) ?? []);
    expect(arns.filter((arn) => !/^(arn:[^:]+|\$\{|\*)/.test(arn))).toEqual([]);
  });
});
