import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameMeaning, trustCover, withTrusted } from '../../../src/roleSetup/policyMeaning.js';

const text = (statement: object, version = '2012-10-17') => JSON.stringify({ Version: version, Statement: statement });
const ALLOW = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' };

describe('two documents', () => {
  it.each<[string, object, boolean]>([
    ['another order', { Resource: '*', Action: ['s3:PutObject', 's3:GetObject'], Effect: 'Allow' }, true],
    ['a list of one', { ...ALLOW, Resource: ['*'] }, true],
    ['a name', { Sid: 'x', ...ALLOW }, true],
    ['other letters in actions', { ...ALLOW, Action: ['S3:getObject', 's3:PutObject'] }, true],
    ['a list of statements', [ALLOW, ALLOW], true],
    ['an action less', { ...ALLOW, Action: 's3:GetObject' }, false],
    ['another effect', { ...ALLOW, Effect: 'Deny' }, false],
    ['other letters in resources', { ...ALLOW, Resource: 'A' }, false],
    ['a condition', { ...ALLOW, Condition: { Bool: { 'aws:SecureTransport': true } } }, false],
    ['what is not allowed', { Effect: 'Allow', NotAction: ALLOW.Action, Resource: '*' }, false],
  ])('%s', (_, other, same) => {
    expect(sameMeaning(text(ALLOW), text(other))).toBe(same);
  });

  it('of other versions differ, and without one it is the older', () => {
    expect(sameMeaning(text(ALLOW), text(ALLOW, '2008-10-17'))).toBe(false);
    expect(sameMeaning(JSON.stringify({ Statement: ALLOW }), text(ALLOW, '2008-10-17'))).toBe(true);
  });

  it('that are none are the same as text alone', () => {
    expect([sameMeaning('x', 'x'), sameMeaning('x', 'y'), sameMeaning('x', text(ALLOW))]).toEqual([true, false, false]);
  });
});

const ROOT = 'arn:aws:iam::111122223333:root';
const trusts = (principal: string, more: object = {}) => ({
  ...{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' },
  ...more,
});
const EXTERNAL = { Condition: { StringEquals: { 'sts:ExternalId': 'abc' } } };

describe('a trust policy', () => {
  it.each([
    ['has it', trusts(ROOT), trusts(ROOT), 'allows'],
    ['has it by the number', trusts('111122223333'), trusts(ROOT), 'allows'],
    ['has more', { ...trusts(ROOT), Action: ['sts:AssumeRole', 'sts:TagSession'] }, trusts(ROOT), 'allows'],
    ['has another', trusts('444455556666'), trusts(ROOT), 'not'],
    ['has the condition', trusts(ROOT, EXTERNAL), trusts(ROOT, EXTERNAL), 'allows'],
    ['lacks the condition', trusts(ROOT), trusts(ROOT, EXTERNAL), 'loosely'],
    ['has a condition more', trusts(ROOT, EXTERNAL), trusts(ROOT), 'not'],
    ['denies it', { ...trusts(ROOT), Effect: 'Deny' }, trusts(ROOT), 'not'],
  ] as const)('%s', (_, given, wanted, cover) => {
    expect(trustCover({ Statement: given }, wanted)).toBe(cover);
    expect(trustCover({ Statement: [trusts('999988887777'), given] }, wanted)).toBe(cover);
  });

  it('allows what was added, and keeps what it had', () => {
    const statement = fc
      .tuple(
        fc.constantFrom('111122223333', ROOT, '*', 'arn:aws:iam::111122223333:user/a'),
        fc.constantFrom({}, EXTERNAL),
      )
      .map(([principal, more]) => trusts(principal, more));
    fc.assert(
      fc.property(fc.array(statement), statement, (given, wanted) => {
        const document = withTrusted({ Version: '2012-10-17', Statement: given }, wanted);
        expect(trustCover(document, wanted)).not.toBe('not');
        expect((document['Statement'] as unknown[]).slice(0, -1)).toEqual(given);
      }),
    );
  });
});
