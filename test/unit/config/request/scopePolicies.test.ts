import { describe, expect, it } from 'vitest';
import { scopePolicies } from '../../../../src/config/request/scopePolicies.js';
import { MAX_POLICY_CHARACTERS } from '../../../../src/config/rules/sessionPolicies.js';
import type { Narrowing } from '../../../../src/model/request.js';
import { contextOf } from '../../../sandbox/iam/authorize.js';
import { judge } from '../../../sandbox/iam/judge.js';
import { parseIdentityPolicy } from '../../../sandbox/iam/policy.js';

const AWS = { partition: 'aws', ownServers: false };
const OWN = { partition: 'aws', ownServers: true };
const READ_ONLY: Narrowing = { kind: 'read-only' };
const S3_ONLY: Narrowing = { kind: 's3-only' };
const at = (prefix: string, access: 'read' | 'write' = 'write'): Narrowing => ({
  kind: 's3-location',
  bucket: 'data',
  prefix,
  access,
});
const OWN_POLICY = '{"Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}';
const POLICY: Narrowing = { kind: 'policy', name: 'uploads', policy: OWN_POLICY };

function policiesOf(narrowings: readonly Narrowing[], context = AWS) {
  const result = scopePolicies(narrowings, context);
  if (!result.ok) {
    throw new Error(result.problem.message);
  }
  return result.value;
}

/** Whether a session that may do everything may still do this, within all layers. */
function may(narrowings: readonly Narrowing[], action: string, resource = '*'): boolean {
  const context = contextOf({ 'kms:ViaService': 's3.us-east-1.amazonaws.com' });
  return policiesOf(narrowings).every(
    ({ policy }) => judge([parseIdentityPolicy(JSON.parse(policy))], { action, resource, context }) === 'allow',
  );
}

const REPORT = 'arn:aws:s3:::data/reports/may';

describe('what narrowings share', () => {
  it.each<[string, readonly Narrowing[], readonly string[]]>([
    ['nothing', [], []],
    ['one', [S3_ONLY], ['S3 only']],
    ['the same twice', [READ_ONLY, READ_ONLY], ['read-only']],
    ['reading, of S3', [S3_ONLY, READ_ONLY], ['reading S3']],
    ['reading, of a place', [READ_ONLY, at('reports/')], ['reading s3://data/reports/']],
    ['S3, of a place', [S3_ONLY, at('reports/')], ['s3://data/reports/']],
    [
      'two places, a layer each',
      [at('reports/'), at('reports/may', 'read')],
      ['s3://data/reports/', 'reading s3://data/reports/may*'],
    ],
    ['a policy, a layer of its own', [POLICY, READ_ONLY, S3_ONLY], ['reading S3', 'uploads']],
  ])('is %s', (_, narrowings, layers) => {
    expect(policiesOf(narrowings).map(({ narrowedTo }) => narrowedTo)).toEqual(layers);
  });

  it.each<[string, readonly Narrowing[], string, string, boolean]>([
    ['read-only', [READ_ONLY], 's3:GetObject', REPORT, true],
    ['read-only', [READ_ONLY], 'ec2:DescribeInstances', '*', true],
    ['read-only', [READ_ONLY], 's3:PutObject', REPORT, false],
    ['read-only', [READ_ONLY], 'ec2:RunInstances', '*', false],
    ['read-only', [READ_ONLY], 'secretsmanager:GetSecretValue', '*', false],
    ['read-only', [READ_ONLY], 'ssm:GetParameter', '*', false],
    ['reading S3', [READ_ONLY, S3_ONLY], 's3:GetObject', REPORT, true],
    ['reading S3', [READ_ONLY, S3_ONLY], 'kms:Decrypt', '*', true],
    ['reading S3', [READ_ONLY, S3_ONLY], 'ec2:DescribeInstances', '*', false],
    ['reading S3', [READ_ONLY, S3_ONLY], 's3:DeleteObject', REPORT, false],
    ['reading a place', [READ_ONLY, at('reports/')], 's3:GetObject', REPORT, true],
    ['reading a place', [READ_ONLY, at('reports/')], 's3:PutObject', REPORT, false],
    ['a place', [S3_ONLY, at('reports/')], 's3:PutObject', REPORT, true],
    ['a place', [S3_ONLY, at('reports/')], 's3:PutObject', 'arn:aws:s3:::data/salaries', false],
    ['a policy within a place', [at('reports/'), POLICY], 's3:PutObject', REPORT, true],
    ['a policy within a place', [at('reports/'), POLICY], 's3:GetObject', REPORT, false],
    ['a policy within a place', [at('reports/'), POLICY], 's3:PutObject', 'arn:aws:s3:::data/salaries', false],
  ])('%s: %j may %s on %s: %s', (_, narrowings, action, resource, allowed) => {
    expect(may(narrowings, action, resource)).toBe(allowed);
  });
});

describe('a policy', () => {
  it.each([[[READ_ONLY]], [[S3_ONLY]], [[READ_ONLY, S3_ONLY]], [[at('reports/')]]])(
    '%j lets the session be narrowed again, and has room in a call',
    (narrowings) => {
      expect(may(narrowings, 'sts:GetScopedCredentials')).toBe(true);
      expect(may(narrowings, 'sts:AssumeRole')).toBe(false);
      expect(policiesOf(narrowings)[0]!.policy.length).toBeLessThanOrEqual(MAX_POLICY_CHARACTERS);
    },
  );

  it('has room for a long prefix rather than for that', () => {
    const longest = [...Array(1000).keys()].findLast((length) => scopePolicies([at('x'.repeat(length))], AWS).ok)!;
    const [{ policy } = { policy: '' }] = policiesOf([at('x'.repeat(longest))]);
    expect(policy.length).toBeGreaterThan(MAX_POLICY_CHARACTERS - 3);
    expect(policy).not.toContain('sts:');
    expect(policiesOf([at('x'.repeat(longest - 100))])[0]?.policy).toContain('sts:');
  });

  it('of the user stays as it is', () => {
    expect(policiesOf([POLICY])).toEqual([{ policy: OWN_POLICY, narrowedTo: 'uploads' }]);
    expect(scopePolicies([{ kind: 'policy', name: 'x', policy: '{' }], AWS)).toMatchObject({
      problem: { message: 'The policy is not JSON.' },
    });
  });

  it.each([[[READ_ONLY]], [[S3_ONLY]], [[READ_ONLY, S3_ONLY]]])(
    '%j names S3 alone to a server of one’s own',
    (narrowings) => {
      const actions = policiesOf(narrowings, OWN).flatMap(({ policy }) => policy.match(/"\w+:[^"]*"/g));
      expect(actions.filter((action) => !action!.startsWith('"s3:'))).toEqual([]);
    },
  );
});
