import { describe, it } from 'vitest';
import { ACCOUNT, expectOne, reading, trusting, USER, type Json } from './desk.js';

describe('resources', () => {
  it.each<[string, unknown, unknown, string | undefined]>([
    ['that are no ARN', 's3:GetObject', 'data/*', 'error resource at "data/*": “data/*” is no ARN'],
    ['with too few parts', 's3:GetObject', 'arn:aws:s3:data', 'is no ARN'],
    ['with a space around', 's3:GetObject', 'arn:aws:s3:::data/* ', 'An ARN has no spaces around it.'],
    ['of a key with a space', 's3:GetObject', 'arn:aws:s3:::data/a b', undefined],
    ['in no partition', 's3:GetObject', 'arn:was:s3:::data/*', '“was” is no partition'],
    ['in every partition', 's3:GetObject', 'arn:*:s3:::data/*', undefined],
    ['in the one of the caller', 's3:GetObject', 'arn:${aws:Partition}:s3:::data/*', undefined],
    [
      'of a region',
      's3:GetObject',
      'arn:aws:s3:eu-west-1::data/*',
      'names no region and no account: arn:aws:s3:::data/*.',
    ],
    ['of an account', 's3:GetObject', `arn:aws:s3::${ACCOUNT}:data/*`, 'names no region and no account'],
    ['behind an access point', 's3:GetObject', `arn:aws:s3:eu-west-1:${ACCOUNT}:accesspoint/a/object/*`, undefined],
    [
      'of another kind',
      's3:ListBucket',
      'arn:aws:s3:::data/*',
      'warning resource at "s3:ListBucket": s3:ListBucket acts on none of these resources. It takes',
    ],
    ['of this kind', 's3:ListBucket', 'arn:aws:s3:::data', undefined],
    ['of either kind', ['s3:ListBucket', 's3:GetObject'], ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'], undefined],
    [
      'of one of two kinds',
      ['s3:ListBucket', 's3:GetObject'],
      'arn:aws:s3:::data',
      'at "s3:GetObject": s3:GetObject acts on none',
    ],
    [
      'of another service',
      's3:GetObject',
      `arn:aws:iam::${ACCOUNT}:role/x`,
      's3:GetObject acts on none of these resources',
    ],
    ['of any kind', 's3:ListBucket', '*', undefined],
    ['that begin with a variable', 's3:ListBucket', '${aws:PrincipalTag/bucket}', undefined],
    [
      'of an action that has none',
      's3:ListAllMyBuckets',
      'arn:aws:s3:::*',
      's3:ListAllMyBuckets acts on no resource of its own: it is allowed by "Resource": "*" alone.',
    ],
    ['for all of an action that has none', 's3:ListAllMyBuckets', ['arn:aws:s3:::*', '*'], undefined],
    ['of actions with a wildcard', 's3:List*', 'arn:aws:s3:::data/*', undefined],
    ['of a role', 'iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/a/b/*`, undefined],
  ])('%s', (_, Action, Resource, expected) => {
    expectOne(reading({ Action, Resource }), expected);
  });

  it('that are excluded may be of any kind', () => {
    expectOne(
      reading({ Effect: 'Deny', Action: 's3:ListBucket', Resource: undefined, NotResource: 'arn:aws:s3:::data/*' }),
      undefined,
    );
    expectOne(reading({ Resource: undefined, NotResource: 'data' }), '“data” is no ARN');
  });
});

describe('principals', () => {
  const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/corp`;
  const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
  const WEB = 'sts:AssumeRoleWithWebIdentity';

  it.each<[string, unknown, string | undefined]>([
    ['an account', { AWS: ACCOUNT }, undefined],
    ['its ARN', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, undefined],
    ['a role with a path', { AWS: `arn:aws:iam::${ACCOUNT}:role/a/b` }, undefined],
    ['a session', { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s` }, undefined],
    ['the ID of who was deleted', { AWS: 'AIDAEXAMPLEEXAMPLE12' }, undefined],
    ['two', { AWS: [USER, ACCOUNT], Service: 'ec2.amazonaws.com' }, undefined],
    ['a group', { AWS: `arn:aws:iam::${ACCOUNT}:group/g` }, 'is no account, user, role or session'],
    ['a short account', { AWS: '1234' }, 'error principal at "1234": “1234” is no account'],
    ['a wildcard in a name', { AWS: `arn:aws:iam::${ACCOUNT}:user/*` }, 'takes no wildcard but "*" alone'],
    [
      'a wildcard for a session',
      { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/r/*` },
      'takes no wildcard but "*" alone',
    ],
    ['a wildcard for an account', { AWS: 'arn:aws:iam::*:root' }, 'takes no wildcard but "*" alone'],
    ['a service', { Service: 'lambda' }, '“lambda” is no principal of a service'],
    ['another kind', { User: USER }, 'error principal at "User": “User” is no kind of principal'],
    ['a text', USER, 'error principal at "arn:aws:iam::123456789012:user/jo": Principal is "*" or an object'],
    ['everybody', '*', 'warning broad at "*": Anybody in any account of AWS may assume this role.'],
    ['everybody as AWS', { AWS: '*' }, 'Anybody in any account'],
  ])('%s', (_, Principal, expected) => {
    expectOne(trusting({ Principal }), expected);
  });

  it('may be everybody on a condition, or where it is denied', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
    expectOne(trusting({ Principal: '*', Condition }), undefined);
    expectOne(trusting({ Principal: '*', Condition: {} }), 'Anybody in any account');
    expectOne(trusting({ Principal: '*', Effect: 'Deny' }), undefined);
    expectOne(reading({ Principal: '*' }, 'resource'), 'This is for everybody, also who is not signed in.');
  });

  it('are not excluded from what is allowed', () => {
    const findings = trusting({ Principal: undefined, NotPrincipal: { AWS: USER } });
    expectOne(findings, 'warning broad at "NotPrincipal": Allow with NotPrincipal');
    expectOne(trusting({ Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: USER } }), undefined);
  });

  it.each<[string, Json, string | undefined]>([
    ['SAML', { Principal: { Federated: SAML }, Action: 'sts:AssumeRoleWithSAML' }, undefined],
    [
      'SAML by another call',
      { Principal: { Federated: SAML }, Action: 'sts:AssumeRole' },
      'assumes a role by sts:AssumeRoleWithSAML.',
    ],
    ['OpenID Connect', { Principal: { Federated: 'accounts.google.com' }, Action: [WEB, 'sts:TagSession'] }, undefined],
    [
      'OpenID Connect by another call',
      { Principal: { Federated: 'accounts.google.com' } },
      `assumes a role by ${WEB}.`,
    ],
    [
      'no provider',
      { Principal: { Federated: 'corp' }, Action: WEB },
      'error principal at "corp": “corp” is no identity provider',
    ],
    [
      'all of GitHub',
      { Principal: { Federated: GITHUB }, Action: WEB },
      'without a condition on its token.actions.githubusercontent.com:sub',
    ],
    [
      'GitHub of some',
      {
        Principal: { Federated: GITHUB },
        Action: WEB,
        Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:*' } },
      },
      undefined,
    ],
  ])('of %s', (_, change, expected) => {
    expectOne(trusting(change), expected);
  });
});
