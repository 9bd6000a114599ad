import { describe, expect, it } from 'vitest';
import { Authority, authorizer, contextOf } from '../iam/authorize.js';
import { decide } from '../iam/decide.js';
import { judge, type AccessRequest } from '../iam/judge.js';
import { managedPolicy } from '../iam/managed.js';
import { Organization } from '../iam/organization.js';
import { parseIdentityPolicy, parsePolicy, type PolicyDocument } from '../iam/policy.js';
import type { Principal } from '../iam/principal.js';
import { AwsError } from '../types.js';

const OBJECT = 'arn:aws:s3:::docs/reports/2026/a.txt';

const statement = (more: object): PolicyDocument =>
  parsePolicy({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more },
  });

const verdict = (policies: PolicyDocument[], context: Record<string, string> = {}, action = 's3:GetObject') =>
  judge(policies, { action, resource: OBJECT, context: contextOf(context) });

describe('actions and resources', () => {
  it.each<[string, object, string]>([
    ['the very action', { Action: 's3:GetObject' }, 'allow'],
    ['in other letters', { Action: 'S3:getobject' }, 'allow'],
    ['a wildcard', { Action: ['s3:List*', 's3:Get*'] }, 'allow'],
    ['one character', { Action: 's3:GetObjec?' }, 'allow'],
    ['only a longer one', { Action: 's3:GetObject?' }, 'silent'],
    ['all but others', { Action: undefined, NotAction: 's3:Put*' }, 'allow'],
    ['all but this', { Action: undefined, NotAction: 's3:Get*' }, 'silent'],
    ['a resource', { Resource: OBJECT }, 'allow'],
    ['a prefix', { Resource: 'arn:aws:s3:::docs/reports/*' }, 'allow'],
    ['another bucket', { Resource: 'arn:aws:s3:::doc/*' }, 'silent'],
    ['in other letters', { Resource: 'arn:aws:s3:::DOCS/*' }, 'silent'],
    ['a dot is a dot', { Resource: 'arn:aws:s3:::docs/reports/2026/a?txt' }, 'allow'],
    ['no regular expression', { Resource: 'arn:aws:s3:::docs/reports/2026/(a|b).txt' }, 'silent'],
    ['all but others', { Resource: undefined, NotResource: 'arn:aws:s3:::other/*' }, 'allow'],
    ['all but these', { Resource: undefined, NotResource: 'arn:aws:s3:::docs/*' }, 'silent'],
  ])('%s: %j → %s', (_what, more, expected) => {
    expect(verdict([statement(more)])).toBe(expected);
  });

  it('an explicit deny wins, wherever it stands', () => {
    const deny = statement({ Effect: 'Deny', Action: '*' });
    expect(verdict([statement({}), deny])).toBe('deny');
    expect(verdict([deny, statement({})])).toBe('deny');
  });

  it.each([
    ['AmazonS3ReadOnlyAccess', 's3:GetObject', 'allow'],
    ['AmazonS3ReadOnlyAccess', 's3:ListBucket', 'allow'],
    ['AmazonS3ReadOnlyAccess', 's3:PutObject', 'silent'],
    ['AmazonS3ReadOnlyAccess', 's3:DeleteObject', 'silent'],
    ['AmazonS3FullAccess', 's3:DeleteObject', 'allow'],
    ['AmazonS3FullAccess', 'sts:AssumeRole', 'silent'],
  ])('%s: %s → %s', (name, action, expected) => {
    expect(verdict([managedPolicy(`arn:aws:iam::aws:policy/${name}`)!], {}, action)).toBe(expected);
  });
});

describe('conditions', () => {
  const context = {
    'aws:username': 'reports',
    's3:prefix': 'home/Ann/',
    'aws:MultiFactorAuthPresent': 'true',
    's3:max-keys': '10',
    'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/team/dev',
    'aws:CurrentTime': '2026-11-24T12:00:00Z',
    'aws:SourceIp': '10.1.2.3',
    'aws:PrincipalTag/team': 'blue*',
  };

  it.each<[object, string]>([
    [{ StringEquals: { 's3:prefix': ['x', 'home/Ann/'] } }, 'allow'],
    [{ StringEquals: { 'S3:PREFIX': 'home/Ann/' } }, 'allow'],
    [{ StringEquals: { 's3:prefix': 'home/ann/' } }, 'silent'],
    [{ StringEquals: { 's3:prefix': 'home/*' } }, 'silent'],
    [{ StringEqualsIgnoreCase: { 's3:prefix': 'HOME/ann/' } }, 'allow'],
    [{ StringNotEquals: { 's3:prefix': ['x', 'home/Ann/'] } }, 'silent'],
    [{ StringNotEquals: { 's3:delimiter': '/' } }, 'allow'],
    [{ StringLike: { 's3:prefix': 'home/*' } }, 'allow'],
    [{ StringNotLike: { 's3:prefix': 'home/*' } }, 'silent'],
    [{ StringEquals: { 's3:delimiter': '/' } }, 'silent'],
    [{ StringEqualsIfExists: { 's3:delimiter': '/' } }, 'allow'],
    [{ StringEqualsIfExists: { 's3:prefix': 'x' } }, 'silent'],
    [{ Bool: { 'aws:MultiFactorAuthPresent': true } }, 'allow'],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, 'silent'],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, 'silent'],
    [{ NumericLessThanEquals: { 's3:max-keys': '10' } }, 'allow'],
    [{ NumericLessThan: { 's3:max-keys': 10 } }, 'silent'],
    [{ NumericNotEquals: { 's3:max-keys': '9' } }, 'allow'],
    [{ Null: { 's3:delimiter': 'true' } }, 'allow'],
    [{ Null: { 's3:prefix': 'true' } }, 'silent'],
    [{ Null: { 's3:prefix': false } }, 'allow'],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/team/*' } }, 'allow'],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:*:role/team/dev' } }, 'silent'],
    [{ ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/team/dev' } }, 'silent'],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-11-24T11:59:59Z' } }, 'allow'],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-11-24T11:59:59Z' } }, 'silent'],
    [{ IpAddress: { 'aws:SourceIp': '10.1.0.0/16' } }, 'allow'],
    [{ NotIpAddress: { 'aws:SourceIp': ['10.1.0.0/16', '127.0.0.1'] } }, 'silent'],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, 'allow'],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, 'silent'],
    [{ StringEquals: { 's3:prefix': 'home/Ann/' }, Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, 'silent'],
  ])('%j → %s', (condition, expected) => {
    expect(verdict([statement({ Condition: condition })], context)).toBe(expected);
  });

  it.each<[string, object, string]>([
    ['in a resource', { Resource: 'arn:aws:s3:::docs/${aws:username}/*' }, 'allow'],
    ['whose wildcards are plain', { Resource: 'arn:aws:s3:::docs/${*}' }, 'silent'],
    ['without a value', { Resource: 'arn:aws:s3:::docs/${aws:PrincipalTag/none}*' }, 'silent'],
    ['with a default', { Resource: "arn:aws:s3:::docs/${aws:PrincipalTag/none, 'reports'}/*" }, 'allow'],
    ['in a condition', { Condition: { StringEquals: { 'aws:username': '${aws:username}' } } }, 'allow'],
    ['that hold a wildcard', { Condition: { StringLike: { 's3:prefix': '${aws:PrincipalTag/team}' } } }, 'silent'],
  ])('variables %s', (_what, more, expected) => {
    expect(verdict([statement(more)], context)).toBe(expected);
  });

  it('refuses an operator that IAM does not have', () => {
    expect(() => statement({ Condition: { StringIs: { a: 'b' } } })).toThrow('Invalid Condition type : StringIs.');
  });
});

const ACCOUNT = '123456789012';
const user = (more: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  arn: `arn:aws:iam::${ACCOUNT}:user/ann`,
  userId: 'AIDAEXAMPLE',
  accountId: ACCOUNT,
  names: [['AWS', `arn:aws:iam::${ACCOUNT}:user/ann`]],
  identityPolicies: [],
  sessionPolicies: undefined,
  context: {},
  ...more,
});

const READ = parseIdentityPolicy({ Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] });
const ALL = parseIdentityPolicy({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const NO_GET = parseIdentityPolicy({ Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }] });

describe('the denial', () => {
  const start = `User: arn:aws:iam::${ACCOUNT}:user/ann is not authorized to perform: s3:GetObject`;
  it.each<[string, Partial<Principal>, string | undefined]>([
    ['no policy', {}, 'because no identity-based policy allows the s3:GetObject action'],
    ['an allow', { identityPolicies: [READ] }, undefined],
    ['a deny', { identityPolicies: [READ, NO_GET] }, 'with an explicit deny in an identity-based policy'],
    ['a session policy that allows', { identityPolicies: [ALL], sessionPolicies: [READ] }, undefined],
    [
      'a session policy alone',
      { sessionPolicies: [READ] },
      'because no identity-based policy allows the s3:GetObject action',
    ],
    [
      'an empty session',
      { identityPolicies: [ALL], sessionPolicies: [] },
      'because no session policy allows the s3:GetObject action',
    ],
    [
      'a session deny',
      { identityPolicies: [ALL], sessionPolicies: [ALL, NO_GET] },
      'with an explicit deny in a session policy',
    ],
  ])('of %s', (_what, more, reason) => {
    const run = (): void =>
      authorizer(new Authority(), { principal: user(more), requestContext: {}, now: 0 })('s3:GetObject', OBJECT);
    if (reason === undefined) expect(run).not.toThrow();
    else expect(run).toThrow(new AwsError(403, 'AccessDenied', `${start} on resource: "${OBJECT}" ${reason}`));
  });
});

function mayAssume(
  who: Principal,
  role: { accountId: string; trust: PolicyDocument },
  request: AccessRequest,
): boolean {
  const guard = { accountId: role.accountId, policy: role.trust, type: 'role trust policy' } as const;
  return decide(who, request, new Organization(), guard).outcome === 'allowed';
}

describe('who may assume a role', () => {
  const ROLE = 'arn:aws:iam::123456789012:role/target';
  const root = `arn:aws:iam::${ACCOUNT}:root`;
  const session = user({
    kind: 'assumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/dev/me`,
    names: [
      ['AWS', `arn:aws:sts::${ACCOUNT}:assumed-role/dev/me`],
      ['AWS', `arn:aws:iam::${ACCOUNT}:role/dev`],
    ],
  });
  const allowed = (who: Principal): Principal => ({ ...who, identityPolicies: [ALL] });
  const denied = (who: Principal): Principal => ({
    ...who,
    identityPolicies: [parseIdentityPolicy({ Statement: { Effect: 'Deny', Action: 'sts:*', Resource: ROLE } })],
  });
  const foreign = user({
    accountId: '999999999999',
    arn: 'arn:aws:iam::999999999999:user/eve',
    names: [['AWS', 'arn:aws:iam::999999999999:user/eve']],
  });

  it.each<[string, unknown, Principal, boolean]>([
    ['the user by name', { AWS: user().arn }, user(), true],
    ['the user by name, who is denied', { AWS: user().arn }, denied(user()), false],
    ['another user', { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }, allowed(user()), false],
    ['the account', { AWS: root }, user(), false],
    ['the account, and the user may', { AWS: root }, allowed(user()), true],
    ['the account by number', { AWS: ACCOUNT }, allowed(user()), true],
    ['one of several', { AWS: [root, user().arn] }, user(), true],
    ['everyone', '*', user(), true],
    ['a role, by its session', { AWS: `arn:aws:iam::${ACCOUNT}:role/dev` }, session, true],
    ['a session', { AWS: session.arn }, session, true],
    ['a role, to a user', { AWS: `arn:aws:iam::${ACCOUNT}:role/dev` }, allowed(user()), false],
    ['a foreign user by name', { AWS: foreign.arn }, foreign, false],
    ['a foreign user by name who may', { AWS: foreign.arn }, allowed(foreign), true],
    ['a foreign account', { AWS: '999999999999' }, allowed(foreign), true],
    ['a service', { Service: 'ec2.amazonaws.com' }, allowed(user()), false],
  ])('trust in %s', (_what, principal, who, expected) => {
    const trust = parsePolicy({ Statement: { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' } });
    const request = { action: 'sts:AssumeRole', resource: ROLE, context: contextOf() };
    expect(mayAssume(who, { accountId: ACCOUNT, trust }, request)).toBe(expected);
  });

  it('a deny in the trust policy wins', () => {
    const allow = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };
    const trust = parsePolicy({ Statement: [allow, { ...allow, Effect: 'Deny', Principal: { AWS: user().arn } }] });
    const request = { action: 'sts:AssumeRole', resource: ROLE, context: contextOf() };
    expect(mayAssume(allowed(user()), { accountId: ACCOUNT, trust }, request)).toBe(false);
    expect(mayAssume(session, { accountId: ACCOUNT, trust }, request)).toBe(true);
  });
});
