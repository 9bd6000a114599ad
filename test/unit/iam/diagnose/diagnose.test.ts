import { describe, expect, it } from 'vitest';
import type { PolicyKind } from '../../../../src/iam/policyKind.js';
import { ACCOUNT, expectOne, policy, READ, reading, said, TRUST, trusting, USER, type Json } from './desk.js';

describe('a policy as a whole', () => {
  it.each<[string, string, PolicyKind, string | undefined]>([
    ['one that is right', JSON.stringify({ Version: '2012-10-17', Statement: [READ] }), 'identity', undefined],
    ['one statement without a list', JSON.stringify({ Version: '2012-10-17', Statement: READ }), 'session', undefined],
    ['a trust policy', JSON.stringify({ Version: '2012-10-17', Statement: [TRUST] }), 'trust', undefined],
    ['no version', JSON.stringify({ Statement: READ }), 'identity', 'warning version at {: There is no Version'],
    [
      'an old version',
      JSON.stringify({ Version: '2008-10-17', Statement: READ }),
      'identity',
      'warning version at "2008',
    ],
    [
      'a version of today',
      JSON.stringify({ Version: '2026-11-30', Statement: READ }),
      'identity',
      'error version at "20',
    ],
    ['an Id', JSON.stringify({ Version: '2012-10-17', Id: 'x', Statement: READ }), 'identity', undefined],
    ['no statement', '{"Version":"2012-10-17"}', 'identity', 'error element at {: There is no Statement.'],
    ['an empty list', '{"Version":"2012-10-17","Statement":[]}', 'identity', 'error element at []: Statement is empty'],
    ['a text', '{"Version":"2012-10-17","Statement":"x"}', 'identity', 'at "x": Statement is an object, or a list'],
    [
      'a text in the list',
      '{"Version":"2012-10-17","Statement":["x"]}',
      'identity',
      'at "x": A statement is an object',
    ],
    [
      'another name',
      JSON.stringify({ Version: '2012-10-17', Statements: [], Statement: READ }),
      'identity',
      '"Statements": “Statements” is no element of a policy. Statement is',
    ],
    [
      'a name that is like none',
      JSON.stringify({ Version: '2012-10-17', Comment: '', Statement: READ }),
      'identity',
      '“Comment” is no element of a policy here.',
    ],
    [
      'a name twice',
      `{"Version":"2012-10-17","Version":"2012-10-17","Statement":${JSON.stringify(READ)}}`,
      'identity',
      'error element at "Version": “Version” stands twice',
    ],
  ])('%s', (_, text, kind, expected) => {
    expectOne(said(text, kind), expected);
  });

  it('is an object', () => {
    expect(said('[]', 'identity')).toEqual(['no object']);
    expect(said('', 'identity')).toEqual(['no object']);
  });

  it('is said to be broken in the order of its text', () => {
    const text = '{"Statement":[{"Effect":"allow","Action":"s3:GetObjct","Resource":"x"}]}';
    expect(said(text, 'identity').map((finding) => finding.split(' at ')[0])).toEqual([
      'warning version',
      'error effect',
      'warning action',
      'error resource',
    ]);
  });
});

describe('elements of a statement', () => {
  it.each<[string, Json, PolicyKind, string | undefined]>([
    ['Effect in small letters', { Effect: 'allow' }, 'identity', 'error effect at "allow"'],
    ['no Effect', { Effect: undefined }, 'identity', 'error effect at {: The statement has no Effect'],
    [
      'no Action',
      { Action: undefined },
      'identity',
      'error element at {: The statement has neither Action nor NotAction.',
    ],
    ['no Resource', { Resource: undefined }, 'identity', 'neither Resource nor NotResource'],
    ['no Resource in a session policy', { Resource: undefined }, 'session', 'neither Resource nor NotResource'],
    [
      'Action and NotAction',
      { NotAction: 's3:PutObject' },
      'identity',
      'at "NotAction": A statement has Action or NotAction',
    ],
    ['Resource and NotResource', { NotResource: '*' }, 'identity', 'A statement has Resource or NotResource'],
    ['a name in another case', { effect: 'Allow' }, 'identity', '“effect” is no element of a policy. Effect is'],
    [
      'Principal',
      { Principal: '*' },
      'identity',
      'error element at "Principal": A policy of an identity has no Principal',
    ],
    ['NotPrincipal in a session policy', { NotPrincipal: '*' }, 'session', 'A session policy has no NotPrincipal'],
    ['no Principal for a resource', {}, 'resource', 'neither Principal nor NotPrincipal, so it is for nobody'],
    ['Principal for a resource', { Principal: { AWS: ACCOUNT } }, 'resource', undefined],
    ['a Sid', { Sid: 'Read1' }, 'identity', undefined],
    ['a Sid with a dash', { Sid: 'read-1' }, 'identity', 'error sid at "read-1": A Sid has only letters and digits.'],
    ['a Sid with a dash on a resource', { Sid: 'read 1', Principal: { AWS: ACCOUNT } }, 'resource', undefined],
    ['a condition that is no object', { Condition: 'x' }, 'identity', 'error condition at "x": Condition is an object'],
  ])('%s', (_, change, kind, expected) => {
    expectOne(reading(change, kind), expected);
  });

  it('have each Sid once', () => {
    const findings = policy([
      { ...READ, Sid: 'Read' },
      { ...READ, Sid: 'Other' },
      { ...READ, Sid: 'Read' },
      { ...READ, Sid: '' },
      { ...READ, Sid: '' },
    ]);
    expectOne(findings, 'error sid at "Read": Another statement has the Sid “Read” already.');
  });

  it('have each name once, however deep', () => {
    const text = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::data","Condition":{"StringLike":{"s3:prefix":"a","s3:prefix":"b"}}}}`;
    expectOne(said(text, 'identity'), 'error element at "s3:prefix": “s3:prefix” stands twice');
  });

  it('of a trust policy have no resource, and somebody', () => {
    expectOne(trusting({ Resource: '*' }), 'error element at "Resource": A trust policy has no Resource');
    expectOne(trusting({ Principal: undefined }), 'so it is for nobody');
  });
});

describe('actions', () => {
  it.each<[string, unknown, string | undefined]>([
    ['in another case', 'S3:getobject', undefined],
    ['with a wildcard', 's3:GetObject*', undefined],
    [
      'of no service',
      's4:GetObject',
      'warning action at "s4:GetObject": No service of AWS that is known here has the prefix “s4”. Is s3 meant?',
    ],
    ['of a service like none', 'elephants:Get', 'has the prefix “elephants”.'],
    [
      'that is misspelt',
      's3:GetObjects',
      'Amazon S3 has no action “GetObjects” that is known here. Is s3:GetObject meant?',
    ],
    ['that is like none', 's3:Elephant', 'Amazon S3 has no action “Elephant” that is known here.'],
    ['that fit none', 's3:Elephant*', 'This fits no action of Amazon S3 that is known here.'],
    [
      'without a service',
      'GetObject',
      'error action at "GetObject": “GetObject” is no action. Write it as s3:GetObject',
    ],
    ['with a wildcard for the service', '*:GetObject', 'is no action'],
    ['that are all', '*', 'warning broad at "*": This allows everything.'],
    ['that are all of IAM', 'iam:*', 'warning broad at "iam:*": This allows all of IAM'],
    ['that are all of STS', ['sts:*'], 'warning broad at "sts:*": This allows all of STS'],
    ['that are some of IAM', 'iam:Get*', undefined],
    ['that are all of S3', 's3:*', undefined],
  ])('%s', (_, Action, expected) => {
    expectOne(reading({ Action, Resource: '*' }), expected);
  });

  it('that are denied may be all', () => {
    expectOne(reading({ Effect: 'Deny', Action: '*', Resource: '*' }), undefined);
    expectOne(reading({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }), undefined);
    expectOne(reading({ Effect: 'Deny', Action: undefined, NotAction: 'iam:*', Resource: '*' }), undefined);
  });

  it('that are allowed but for some are too many', () => {
    const findings = reading({ Action: undefined, NotAction: 'iam:*', Resource: '*' });
    expectOne(findings, 'warning broad at "NotAction": Allow with NotAction allows all but these');
  });

  it.each<[unknown, string | undefined]>([
    [['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], undefined],
    ['sts:*', undefined],
    ['s3:GetObject', 'warning action at "s3:GetObject": A trust policy decides sts:AssumeRole and its like.'],
    ['sts:GetCallerIdentity', '“sts:GetCallerIdentity” has no effect here'],
  ])('%j of a trust policy', (Action, expected) => {
    expectOne(trusting({ Action }), expected);
  });
});

describe('the size', () => {
  const long = (characters: number, kind: PolicyKind) => {
    const statement = kind === 'trust' ? TRUST : kind === 'resource' ? { ...READ, Principal: { AWS: USER } } : READ;
    const text = JSON.stringify({ Version: '2012-10-17', Id: '', Statement: [statement] });
    return said(text.replace('"Id":""', `"Id":"${'x'.repeat(characters - text.length)}"`) + '  \n', kind);
  };
  it.each<[PolicyKind, number, string | undefined]>([
    ['identity', 2_048, undefined],
    [
      'identity',
      2_049,
      'hint size at "Statement": It has 2049 characters without spaces: too many for the policies within a user (2048',
    ],
    ['identity', 6_144, 'hint size'],
    ['identity', 6_145, 'warning size at "Statement": It has 6145 characters'],
    ['identity', 10_240, 'warning size'],
    ['identity', 10_241, 'error size at "Statement": It has 10241 characters without spaces. AWS takes 10240 at most.'],
    ['trust', 2_048, undefined],
    ['trust', 2_049, 'warning size'],
    ['trust', 4_096, 'warning size'],
    ['trust', 4_097, 'error size'],
    ['session', 2_048, undefined],
    ['session', 2_049, 'error size'],
    ['resource', 20_477, undefined],
    ['resource', 20_478, 'warning size at "Statement": It has 20481 bytes.'],
  ])('of %s with %i characters', (kind, characters, expected) => {
    expectOne(long(characters, kind), expected);
  });
});
