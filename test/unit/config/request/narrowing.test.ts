import { describe, expect, it } from 'vitest';
import { narrow, narrowingContext } from '../../../../src/config/request/narrowing.js';
import type { Narrowing } from '../../../../src/model/request.js';
import { contextOf } from '../../../sandbox/iam/authorize.js';
import { judge } from '../../../sandbox/iam/judge.js';
import { managedPolicy } from '../../../sandbox/iam/managed.js';
import { parseIdentityPolicy } from '../../../sandbox/iam/policy.js';

const AWS = { partition: 'aws', ownServers: false };

function narrowed(narrowing: Narrowing, scope = AWS) {
  const result = narrow(narrowing, scope);
  if (!result.ok) {
    throw new Error(result.problem.message);
  }
  return result.value;
}

/** What a role that may do everything may still do. */
function may(narrowing: Narrowing, action: string, resource: string, context: Record<string, string> = {}): boolean {
  const { policy, policyArns } = narrowed(narrowing);
  const inline = policy === undefined ? [] : [parseIdentityPolicy(JSON.parse(policy))];
  const documents = [...inline, ...policyArns.map((arn) => managedPolicy(arn)!)];
  return judge(documents, { action, resource, context: contextOf(context) }) === 'allow';
}

const AT = 'arn:aws:s3:::data';
const reports = (access: 'read' | 'write', prefix = 'reports/'): Narrowing => ({
  kind: 's3-location',
  bucket: 'data',
  prefix,
  access,
});

describe('where a plan goes', () => {
  it.each([
    ['AWS', {}, false],
    ['an STS of its own', { sts: 'https://sts.example.com' }, true],
    ['a server for everything', { all: 'https://aws.example.com' }, true],
    ['an S3 of its own, which judges no session policy', { s3: 'https://s3.example.com' }, false],
    ['other hosts of AWS', { fips: true, dualstack: true } as const, false],
  ])('%s', (_, endpoints, ownServers) => {
    expect(narrowingContext({ endpoints }, 'aws-cn')).toEqual({ partition: 'aws-cn', ownServers });
  });
});

describe('read-only', () => {
  it.each([
    ['s3:GetObject', true],
    ['s3:ListBucket', true],
    ['iam:ListRoles', true],
    ['s3:PutObject', false],
    ['iam:CreateUser', false],
  ])('%s: %s', (action, allowed) => {
    expect(may({ kind: 'read-only' }, action, '*')).toBe(allowed);
  });

  it.each(['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'])('takes the policy of the partition %s', (partition) => {
    expect(narrowed({ kind: 'read-only' }, { partition, ownServers: false })).toEqual({
      policy: undefined,
      policyArns: [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`],
      narrowedTo: 'read-only',
    });
  });

  it('says it inline too where another server may not look at policy ARNs', () => {
    const { policy, policyArns } = narrowed({ kind: 'read-only' }, { partition: 'aws', ownServers: true });
    expect(policyArns).toHaveLength(1);
    const documents = [parseIdentityPolicy(JSON.parse(policy!))];
    const judged = (action: string) => judge(documents, { action, resource: `${AT}/a`, context: contextOf({}) });
    expect(judged('s3:GetObject')).toBe('allow');
    expect(judged('s3:ListBucket')).toBe('allow');
    expect(judged('s3:DeleteObject')).not.toBe('allow');
  });
});

describe('S3 only', () => {
  it.each<[string, string, Record<string, string>, boolean]>([
    ['s3:PutObject', `${AT}/a`, {}, true],
    ['s3:CreateBucket', AT, {}, true],
    ['iam:ListRoles', '*', {}, false],
    ['kms:Decrypt', 'arn:aws:kms:eu-west-1:1:key/a', { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' }, true],
    ['kms:Decrypt', 'arn:aws:kms:eu-west-1:1:key/a', { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' }, false],
    ['kms:GenerateDataKey', 'arn:aws:kms:eu-west-1:1:key/a', { 'kms:ViaService': 's3.cn-north-1.amazonaws.com' }, true],
    ['kms:Decrypt', 'arn:aws:kms:eu-west-1:1:key/a', {}, false],
  ])('%s on %s %j: %s', (action, resource, context, allowed) => {
    expect(may({ kind: 's3-only' }, action, resource, context)).toBe(allowed);
  });

  it('asks another server for nothing but S3', () => {
    const { policy } = narrowed({ kind: 's3-only' }, { partition: 'aws', ownServers: true });
    expect(policy).toBe('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}]}');
  });
});

describe('one place in S3', () => {
  it.each<['read' | 'write', string, string, string | undefined, boolean]>([
    ['read', 's3:ListBucket', AT, 'reports/', true],
    ['read', 's3:ListBucket', AT, 'reports/2026/', true],
    ['read', 's3:ListBucket', AT, 'secrets/', false],
    ['read', 's3:ListBucket', AT, '', false],
    ['read', 's3:ListBucket', AT, undefined, false],
    ['read', 's3:ListBucket', 'arn:aws:s3:::other', 'reports/', false],
    ['read', 's3:GetBucketLocation', AT, undefined, true],
    ['read', 's3:GetObject', `${AT}/reports/a.csv`, undefined, true],
    ['read', 's3:GetObjectVersion', `${AT}/reports/a.csv`, undefined, true],
    ['read', 's3:GetObjectTagging', `${AT}/reports/a.csv`, undefined, true],
    ['read', 's3:GetObjectAttributes', `${AT}/reports/a.csv`, undefined, true],
    ['read', 's3:ListBucketMultipartUploads', AT, 'reports/', false],
    ['read', 's3:GetObject', `${AT}/reports`, undefined, false],
    ['read', 's3:GetObject', `${AT}/secrets/a.csv`, undefined, false],
    ['read', 's3:PutObject', `${AT}/reports/a.csv`, undefined, false],
    ['read', 's3:DeleteObject', `${AT}/reports/a.csv`, undefined, false],
    ['write', 's3:GetObject', `${AT}/reports/a.csv`, undefined, true],
    ['write', 's3:PutObject', `${AT}/reports/a.csv`, undefined, true],
    ['write', 's3:PutObjectTagging', `${AT}/reports/a.csv`, undefined, true],
    ['write', 's3:ListMultipartUploadParts', `${AT}/reports/a.csv`, undefined, true],
    ['write', 's3:AbortMultipartUpload', `${AT}/reports/a.csv`, undefined, true],
    ['write', 's3:ListBucketMultipartUploads', AT, 'reports/', true],
    ['write', 's3:DeleteObject', `${AT}/reports/a.csv`, undefined, true],
    ['write', 's3:DeleteObject', `${AT}/secrets/a.csv`, undefined, false],
    ['write', 's3:PutBucketPolicy', AT, undefined, false],
    ['write', 'iam:ListRoles', '*', undefined, false],
  ])('%s: %s on %s with prefix %s: %s', (access, action, resource, prefix, allowed) => {
    const context: Record<string, string> = prefix === undefined ? {} : { 's3:prefix': prefix };
    expect(may(reports(access), action, resource, context)).toBe(allowed);
  });

  it.each<[string, string, string]>([
    ['a*b/', 'a*b/x', 'aXb/x'],
    ['a?b/', 'a?b/x', 'aXb/x'],
    ['${aws:userid}/', '${aws:userid}/x', 'AIDA/x'],
    ['ключ/', 'ключ/x', 'другой/x'],
    ['say "hi"\n/', 'say "hi"\n/x', 'x'],
  ])('takes the prefix %j by the letter', (prefix, inside, outside) => {
    const user = { 'aws:userid': 'AIDA' };
    expect(may(reports('read', prefix), 's3:GetObject', `${AT}/${inside}`, user)).toBe(true);
    expect(may(reports('read', prefix), 's3:GetObject', `${AT}/${outside}`, user)).toBe(false);
    expect(may(reports('read', prefix), 's3:ListBucket', AT, { ...user, 's3:prefix': prefix })).toBe(true);
    expect(narrowed(reports('read', prefix)).policy).toMatch(/^[\u0009\u000A\u000D\u0020-\u00FF]+$/);
  });

  it('is the whole bucket without a prefix', () => {
    expect(may(reports('read', ''), 's3:ListBucket', AT)).toBe(true);
    expect(may(reports('read', ''), 's3:GetObject', `${AT}/anything`)).toBe(true);
  });

  it('names the partition’s ARNs', () => {
    const { policy } = narrowed(reports('read'), { partition: 'aws-cn', ownServers: false });
    expect(policy).toContain('"arn:aws-cn:s3:::data/reports/*"');
    expect(policy).not.toContain('arn:aws:');
  });

  it.each<['read' | 'write', string, string]>([
    ['read', 'reports/', 'reading s3://data/reports/'],
    ['write', 'reports/', 's3://data/reports/'],
    ['write', 'reports/2026-', 's3://data/reports/2026-*'],
    ['read', '', 'reading s3://data/'],
  ])('to %s under %j is called “%s”', (access, prefix, text) => {
    expect(narrowed(reports(access, prefix)).narrowedTo).toBe(text);
  });

  it.each<[string, string, string]>([
    ['a/b', '', 'is not the name of a bucket'],
    ['*', '', 'is not the name of a bucket'],
    ['data', 'x'.repeat(1025), 'longer than the 1024 bytes of a key'],
    ['data', 'ü'.repeat(512), 'ok'],
    ['data', 'я'.repeat(512), 'too long for a session policy'],
  ])('in the bucket %s under %.20s: %s', (bucket, prefix, message) => {
    const result = narrow({ kind: 's3-location', bucket, prefix, access: 'read' }, AWS);
    expect(result.ok ? 'ok' : result.problem.message).toContain(message);
  });
});

describe('a policy of the user’s', () => {
  it('is sent without its spaces under the user’s name for it', () => {
    const policy = '{\n  "Version": "2012-10-17",\n  "Statement": [ { "Effect": "Allow" } ]\n}';
    expect(narrowed({ kind: 'policy', name: ' audit ', policy })).toEqual({
      policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}',
      policyArns: [],
      narrowedTo: 'audit',
    });
  });

  it('without a name is called one', () => {
    const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}';
    expect(narrowed({ kind: 'policy', name: ' ', policy }).narrowedTo).toBe('a policy');
  });

  it.each([
    ['{', 'The policy is not JSON.'],
    ['[]', 'The policy is not a JSON object.'],
    ['{}', 'The policy has no Statement.'],
    ['{"Statement":[]}', 'The policy has no Statement.'],
  ])('%s is refused: %s', (policy, message) => {
    expect(narrow({ kind: 'policy', name: 'x', policy }, AWS)).toMatchObject({ ok: false, problem: { message } });
  });
});
