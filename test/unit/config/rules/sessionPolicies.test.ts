import { describe, expect, it } from 'vitest';
import { TYPED } from '../../../../src/base/place.js';
import { checkPolicy, checkPolicyArns, checkPolicySize } from '../../../../src/config/rules/sessionPolicies.js';
import { outcome, refusalOf } from '../read.js';

const field = (value: string) => ({ name: 'policyArns', value, place: TYPED });

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
    ['no JSON', "{ 'a': 1 }", 'is not JSON. Give a policy document such as { "Version"'],
    ['a list', [POLICY], 'is not a JSON object'],
    ['a text', '"x"', 'is not a JSON object'],
    ['null', 'null', 'is not a JSON object'],
    ['no statement', { Version: '2012-10-17' }, 'has no Statement'],
    ['an empty list of statements', { Statement: [] }, 'has no Statement'],
    ['a statement of text', { Statement: 'Allow' }, 'has no Statement'],
    ['a statement of null', { Statement: null }, 'has no Statement'],
    ['nothing', undefined, 'is not JSON'],
    ['a number', 7, 'is not a JSON object'],
    ['null itself', null, 'is not a JSON object'],
    ['a name twice', '{ "Statement": { "Resource": "a", "Resource": "*" } }', 'says “Resource” twice in one object'],
    ['a name twice, once escaped', '{"Statement":{"Sid":"1","S\\u0069d":"2"}}', 'says “Sid” twice'],
    ['a statement twice', '{"Statement":[{}],"Version":"x","Statement":[{}]}', 'says “Statement” twice'],
    ['the same names in two statements', '{"Statement":[{"Sid":"Sid"},{"Sid":"{\\"Sid\\":"}]}', 'ok'],
    ['a name inside and outside', '{"Statement":{"Statement":[{"Sid":["Sid"]}]}}', 'ok'],
  ])('%s: %3$s', (_, given, expected) => {
    expect(outcome(checkPolicy('policy', given, TYPED))).toContain(expected);
  });

  it('are in the characters that STS takes, and mean the same', () => {
    const document = { Statement: { Resource: 'arn:aws:s3:::b/ключ/é/😀/\u007f' } };
    const checked = checkPolicy('policy', document, TYPED);
    const text = checked.ok ? checked.value : '';
    expect(text).toBe(
      '{"Statement":{"Resource":"arn:aws:s3:::b/\\u043a\\u043b\\u044e\\u0447/é/\\ud83d\\ude00/\\u007f"}}',
    );
    expect(JSON.parse(text)).toEqual(document);
  });

  it.each(['~', '\u00a0', 'ÿ'])('keep the character %j as it is', (character) => {
    expect(checkPolicy('policy', { Statement: { Sid: character } }, TYPED)).toEqual({
      ok: true,
      value: `{"Statement":{"Sid":"${character}"}}`,
    });
  });

  it.each(['\u007f', '\u009f', 'Ā', '\uffff'])('escape the character %j', (character) => {
    expect(outcome(checkPolicy('policy', { Statement: { Sid: character } }, TYPED))).toBe('ok');
    const checked = checkPolicy('policy', { Statement: { Sid: character } }, TYPED);
    expect(checked.ok && checked.value).not.toContain(character);
    expect(checked.ok && JSON.parse(checked.value)).toEqual({ Statement: { Sid: character } });
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
    ['arn:aws:iam::aws:policy/', 'is not the ARN of a managed policy'],
    ['arn:aws:iam::12345678901:policy/mine', 'is not the ARN of a managed policy'],
    ['arn:aws:iam::AWS:policy/mine', 'is not the ARN of a managed policy'],
    [`arn:aws:iam::aws:policy/${'x'.repeat(128)}`, 'ok'],
    [`arn:aws:iam::aws:policy/${'x'.repeat(129)}`, 'is not the ARN of a managed policy'],
    ['arn:aws:iam::aws:policy/a b', 'is not the ARN of a managed policy'],
    ['arn:aws:iam::aws:policy/x+=,.@-_1', 'ok'],
  ])('by ARN: %s, %s', (arn, expected) => {
    expect(outcome(checkPolicyArns([field(arn)], owner))).toContain(expected);
  });

  it('by ARN: any account’s where the role is not known, ten at most, each once', () => {
    const arn = (name: number) => field(`arn:aws-cn:iam::210987654321:policy/${name}`);
    const arns = Array.from({ length: 11 }, (_, index) => arn(index));
    expect(outcome(checkPolicyArns(arns.slice(1), undefined))).toBe('ok');
    expect(outcome(checkPolicyArns(arns, undefined))).toContain('There are 11 managed session policies; AWS takes 10');
    expect(checkPolicyArns([arn(1), arn(1)], undefined)).toEqual({ ok: true, value: [arn(1).value] });
  });

  it('by ARN: are held against as much of the owner as is known', () => {
    const arn = field('arn:aws-cn:iam::210987654321:policy/x');
    expect(outcome(checkPolicyArns([arn], { partition: 'aws-cn' }))).toBe('ok');
    expect(outcome(checkPolicyArns([arn], { partition: 'aws-cn', accountId: '' }))).toBe('ok');
    expect(outcome(checkPolicyArns([arn], { partition: 'aws' }))).toContain('Give a policy of aws: arn:aws:iam::…');
    expect(outcome(checkPolicyArns([field('x')], { partition: 'aws-cn' }))).toContain('such as arn:aws-cn:iam::aws:');
    expect(outcome(checkPolicyArns([field('x')], undefined))).toContain('such as arn:aws:iam::aws:');
  });

  it('by ARN: are told where one is too many or wrong', () => {
    const at = (line: number, value = `arn:aws:iam::aws:policy/${line}`) =>
      ({ name: 'policyArns', value, place: { kind: 'file', file: '/f', line } }) as const;
    const arns = Array.from({ length: 12 }, (_, index) => at(index + 1));
    expect(refusalOf(checkPolicyArns(arns, undefined)).place).toMatchObject({ line: 11 });
    expect(refusalOf(checkPolicyArns([at(1), at(2, 'x')], undefined)).place).toMatchObject({ line: 2 });
  });

  it('without text are no problem', () => {
    const policies = { policy: undefined, policyArns: ['x'.repeat(2048)] };
    expect(checkPolicySize(policies, TYPED)).toEqual({ ok: true, value: policies });
    expect(outcome(checkPolicySize({ ...policies, policyArns: ['x', 'x'.repeat(2048)] }, TYPED))).toContain('2049');
  });

  it('share one limit with their ARNs', () => {
    const policy = JSON.stringify(long(2000));
    expect(outcome(checkPolicySize({ policy, policyArns: ['x'.repeat(48)] }, TYPED))).toBe('ok');
    expect(outcome(checkPolicySize({ policy, policyArns: ['x'.repeat(49)] }, TYPED))).toContain('2049 characters');
  });
});
