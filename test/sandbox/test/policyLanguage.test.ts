// The finer points of the policy language.
import { describe, expect, it } from 'vitest';
import { contextOf } from '../iam/authorize.js';
import { judge } from '../iam/judge.js';
import { parsePolicy } from '../iam/policy.js';
import { statementSpans } from '../iam/positions.js';

const verdict = (statement: object, context: Record<string, string>, version: string | undefined = '2012-10-17') => {
  const document = {
    ...(version !== '' && { Version: version }),
    Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement },
  };
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::home/ann/x', context: contextOf(context) };
  return judge([parsePolicy(document)], request);
};

describe('variables', () => {
  const ann = { 'aws:username': 'ann' };
  const Resource = 'arn:aws:s3:::home/${aws:username}/*';

  it.each([
    ['2012-10-17', 'allow'],
    ['2008-10-17', 'silent'],
    ['', 'silent'],
  ])('are filled in by version: "%s" → %s', (version, expected) => {
    expect(verdict({ Resource }, ann, version)).toBe(expected);
    const Condition = { StringEquals: { 'aws:username': '${aws:username}' } };
    expect(verdict({ Condition }, ann, version)).toBe(expected);
  });

  it('are plain text in older versions, wildcards beside them not', () => {
    const Condition = { StringLike: { 'aws:username': '${aws:user*}' } };
    expect(verdict({ Condition }, { 'aws:username': '${aws:username}' }, '2008-10-17')).toBe('allow');
  });
});

describe('addresses', () => {
  it.each<[string, string, boolean]>([
    ['10.1.2.3', '10.1.0.0/16', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.4', false],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['10.1.2.3', '::/0', false],
    ['10.1.2.3', '10.1.0.0/33', false],
    ['10.1.2.3', 'nowhere', false],
    ['2001:db8:1::5', '2001:db8::/32', true],
    ['2001:db9:1::5', '2001:db8::/32', false],
    ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', true],
    ['::1', '::/127', true],
    ['::2', '::/127', false],
    ['::ffff:10.1.2.3', '::ffff:a01:203', true],
    ['fe80::1', '10.0.0.0/8', false],
  ])('%s in %s: %s', (address, block, expected) => {
    const Condition = { IpAddress: { 'aws:SourceIp': block } };
    expect(verdict({ Condition }, { 'aws:SourceIp': address })).toBe(expected ? 'allow' : 'silent');
    const negated = { NotIpAddress: { 'aws:SourceIp': block } };
    expect(verdict({ Condition: negated }, { 'aws:SourceIp': address })).toBe(expected ? 'silent' : 'allow');
  });
});

describe('ARNs', () => {
  it.each<[string, boolean]>([
    ['arn:aws:iam::123456789012:role/team/dev', true],
    ['arn:aws:iam::*:role/team/*', true],
    ['arn:*:iam::123456789012:role/*', true],
    ['*', true],
    ['arn:aws:iam', false],
    ['arn:aws:iam:*', false],
    ['arn:*', false],
    ['arn:aws:iam::123456789012', false],
    ['arn:aws:*:role/team/dev', false],
  ])('%s: %s', (pattern, expected) => {
    const context = { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/team/dev' };
    expect(verdict({ Condition: { ArnLike: { 'aws:PrincipalArn': pattern } } }, context)).toBe(
      expected ? 'allow' : 'silent',
    );
  });
});

describe('binary values', () => {
  it.each([
    ['QmluYXJ5', 'allow'],
    ['qmluyxj5', 'silent'],
  ])('%s → %s', (value, expected) => {
    expect(verdict({ Condition: { BinaryEquals: { 'x:y': value } } }, { 'x:y': 'QmluYXJ5' })).toBe(expected);
  });
});

describe('the places of statements', () => {
  const spans = (text: string) => statementSpans(text).map(({ start, end }) => text.slice(start.offset, end.offset));

  it.each<[string, string[]]>([
    ['{"Statement":{"a":{}}}', ['{"a":{}}']],
    ['{"Statement":[{"a":[{}]},{"b":1}],"Version":{"c":{}}}', ['{"a":[{}]}', '{"b":1}']],
    ['{"Id":"\\"Statement\\": {","Statement" : [ {"x":"]}"} ]}', ['{"x":"]}"}']],
    ['{"Version":"1"}', []],
  ])('%s', (text, expected) => {
    expect(spans(text)).toEqual(expected);
  });
});
