import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../src/config/rules/fields.js';
import { TYPED } from '../../../../src/base/place.js';
import { checkPolicy, checkPolicyArns, checkPolicySize } from '../../../../src/config/rules/sessionPolicies.js';
import { checkTags, checkTransitiveKeys } from '../../../../src/config/rules/sessionTags.js';
import type { Checked } from '../../../../src/base/checked.js';

const tag = (name: string, value: string): Field => ({ name, value, place: TYPED });
const tags = (pairs: readonly (readonly [string, string])[]) =>
  checkTags(pairs.map(([name, value]) => tag(name, value)));
const key = (value: string): Field => tag('transitiveTagKeys', value);

function outcome(checked: Checked<unknown>): string {
  return checked.ok ? 'ok' : `${checked.problem.message} ${checked.problem.hint}`;
}

const many = (count: number) => Array.from({ length: count }, (_, index) => [`k${index}`, 'v'] as const);

describe('session tags', () => {
  it.each<[string, readonly (readonly [string, string])[], string]>([
    ['none', [], 'ok'],
    ['every character that AWS takes', [['Kosten stelle_.:/=+-@1', 'Größe 東京']], 'ok'],
    ['an empty value', [['a', '']], 'ok'],
    ['fifty', many(50), 'ok'],
    ['fifty-one', many(51), 'There are 51 session tags; AWS takes 50 at most.'],
    ['the longest', [['k'.repeat(128), 'v'.repeat(256)]], 'ok'],
    ['a key too long', [['k'.repeat(129), 'v']], 'has 129 characters; AWS takes 128'],
    ['a value too long', [['k', 'v'.repeat(257)]], '“k” has 257 characters; AWS takes 256'],
    ['an empty key', [['', 'v']], 'empty key'],
    ['AWS’s own prefix', [['AWS:x', 'v']], '“AWS:x” starts with “aws:”'],
    [
      'a wrong character in the key',
      [['a,b', 'v']],
      '“a,b” has a character that AWS does not accept. Use only letters',
    ],
    ['a wrong character in the value', [['a', 'x\ny']], '“a” has a character that AWS does not accept'],
    [
      'the same key in another case',
      [
        ['Team', 'a'],
        ['team', 'b'],
      ],
      '“Team” and “team” have the same key',
    ],
  ])('%s', (_, pairs, expected) => {
    expect(outcome(tags(pairs))).toContain(expected);
  });

  it.each<[readonly string[], string]>([
    [[], 'ok'],
    [['Team', 'cost'], 'ok'],
    [['nobody'], '“nobody” is not among the session tags. The tags are team, cost.'],
  ])('transitive keys %j: %s', (keys, expected) => {
    expect(outcome(checkTransitiveKeys(keys.map(key), { team: 'a', cost: 'b' }))).toContain(expected);
  });

  it('are spelled as the tags are, once', () => {
    expect(checkTransitiveKeys([key('TEAM'), key('team')], { team: 'a' })).toEqual({ ok: true, value: ['team'] });
  });
});

const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const long = (characters: number) => {
  const empty = JSON.stringify({ Statement: { Sid: '' } }).length;
  return { Statement: { Sid: 'x'.repeat(characters - empty) } };
};

describe('session policies', () => {
  it.each([
    ['an object', POLICY],
    ['its text', JSON.stringify(POLICY, undefined, 4)],
  ])('are compact JSON, given as %s', (_, given) => {
    expect(checkPolicy('policy', given, TYPED)).toEqual({ ok: true, value: JSON.stringify(POLICY) });
  });

  it.each<[string, unknown, string]>([
    ['one statement without a list', { Statement: { Effect: 'Allow' } }, 'ok'],
    ['2048 characters', long(2048), 'ok'],
    ['2049 characters', long(2049), 'has 2049 characters without its spaces; AWS takes 2048'],
    ['spaces beyond the limit', JSON.stringify(POLICY, undefined, 10).padEnd(4000, ' '), 'ok'],
    ['no JSON', "{ 'a': 1 }", 'is not JSON'],
    ['a list', [POLICY], 'is not a JSON object'],
    ['a text', '"x"', 'is not a JSON object'],
    ['null', 'null', 'is not a JSON object'],
    ['no statement', { Version: '2012-10-17' }, 'has no Statement'],
    ['an empty list of statements', { Statement: [] }, 'has no Statement'],
    ['a statement of text', { Statement: 'Allow' }, 'has no Statement'],
  ])('%s: %3$s', (_, given, expected) => {
    expect(outcome(checkPolicy('policy', given, TYPED))).toContain(expected);
  });

  it('are in the characters that STS takes, and mean the same', () => {
    const document = { Statement: { Resource: 'arn:aws:s3:::b/ключ/é/😀/\u007f' } };
    const checked = checkPolicy('policy', document, TYPED);
    const text = checked.ok ? checked.value : '';
    expect(text).toMatch(/^[\u0009\u000A\u000D\u0020-\u00FF]+$/);
    expect(JSON.parse(text)).toEqual(document);
  });

  const owner = { partition: 'aws', accountId: '123456789012' };
  it.each<[string, string]>([
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'ok'],
    ['arn:aws:iam::aws:policy/job-function/Billing', 'ok'],
    ['arn:aws:iam::123456789012:policy/team/mine', 'ok'],
    ['arn:aws:iam::210987654321:policy/theirs', 'in another account than the role, which is in 123456789012'],
    ['arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess', 'in the partition aws-us-gov, the role in aws'],
    [
      'arn:aws:iam::123456789012:role/mine',
      'is not the ARN of a managed policy. Give one such as arn:aws:iam::aws:policy/',
    ],
    ['ReadOnlyAccess', 'is not the ARN of a managed policy'],
  ])('by ARN: %s, %s', (arn, expected) => {
    expect(outcome(checkPolicyArns([key(arn)], owner))).toContain(expected);
  });

  it('by ARN: any account’s where the role is not known, ten at most, each once', () => {
    const arn = (name: number) => key(`arn:aws-cn:iam::210987654321:policy/${name}`);
    const arns = Array.from({ length: 11 }, (_, index) => arn(index));
    expect(outcome(checkPolicyArns(arns.slice(1), undefined))).toBe('ok');
    expect(outcome(checkPolicyArns(arns, undefined))).toContain('There are 11 managed session policies; AWS takes 10');
    expect(checkPolicyArns([arn(1), arn(1)], undefined)).toEqual({ ok: true, value: [arn(1).value] });
  });

  it('share one limit with their ARNs', () => {
    const policy = JSON.stringify(long(2000));
    expect(outcome(checkPolicySize({ policy, policyArns: ['x'.repeat(48)] }, TYPED))).toBe('ok');
    expect(outcome(checkPolicySize({ policy, policyArns: ['x'.repeat(49)] }, TYPED))).toContain('2049 characters');
  });
});
