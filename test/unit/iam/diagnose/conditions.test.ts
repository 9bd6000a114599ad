import { describe, it } from 'vitest';
import { expectOne, reading } from './desk.js';

describe('conditions', () => {
  it.each<[string, unknown, string | undefined]>([
    ['an operator', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, undefined],
    [
      'one in another case',
      { stringequals: { 'aws:PrincipalOrgID': 'o-1' } },
      'error condition at "stringequals": “stringequals” is no operator of a condition. Is StringEquals meant',
    ],
    ['one that is like none', { Matches: { 'aws:username': 'x' } }, '“Matches” is no operator of a condition.'],
    ['IfExists', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, undefined],
    ['Null with IfExists', { NullIfExists: { 'aws:username': 'true' } }, 'is no operator'],
    ['no object in it', { Bool: 'true' }, 'error condition at "true": Bool holds an object'],
    ['no key', { Bool: { mfa: 'true' } }, 'error condition at "mfa": “mfa” is no condition key'],
    [
      'an unknown key',
      { Bool: { 'aws:MultiFactorAuthPresents': 'true' } },
      'warning condition at "aws:MultiFactorAuthPresents": No condition key “aws:MultiFactorAuthPresents” is known here. Is aws:MultiFactorAuthPresent meant?',
    ],
    [
      'a key like none',
      { StringLike: { 'aws:Elephant': 'x' } },
      'No condition key “aws:Elephant” is known here. A request without it',
    ],
    ['a key in another case', { StringLike: { 'AWS:UserName': 'x' } }, undefined],
    ['a key of a service', { StringLike: { 's3:prefix': 'x' } }, undefined],
    ['a key of a tag', { StringLike: { 'aws:PrincipalTag/team': 'x' } }, undefined],
    ['a key of no tag', { StringLike: { 'aws:PrincipalTag/': 'x' } }, 'No condition key'],
    ['a key of a provider', { StringLike: { 'idp.example.com:sub': 'x' } }, undefined],
    ['a key of SAML', { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }, undefined],
    [
      'a text as a number',
      { NumericEquals: { 'aws:username': '1' } },
      'aws:username has values of the type String, which NumericEquals does not compare.',
    ],
    ['an ARN as a text', { StringLike: { 'aws:PrincipalArn': 'arn:*' } }, undefined],
    ['a date as a number', { NumericGreaterThan: { 'aws:EpochTime': '1' } }, undefined],
    [
      'an address as a text',
      { StringEquals: { 'aws:SourceIp': '203.0.113.1' } },
      'aws:SourceIp has values of the type IPAddress',
    ],
    ['whether there is one', { Null: { 'aws:SourceIp': 'true' } }, undefined],
    ['several values', { StringEquals: { 'aws:TagKeys': 'x' } }, 'aws:TagKeys has several values: say ForAnyValue:'],
    ['any of several values', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } }, undefined],
    [
      'all of one value',
      { 'ForAllValues:StringEquals': { 'aws:username': 'x' } },
      'aws:username has one value, and ForAllValues is also met',
    ],
    [
      'no boolean',
      { Bool: { 'aws:SecureTransport': 'yes' } },
      'error condition at "yes": Bool takes "true" or "false".',
    ],
    ['a boolean of JSON', { Bool: { 'aws:SecureTransport': false } }, undefined],
    ['null as a boolean', { Null: { 'aws:username': 'no' } }, 'Null takes "true" or "false".'],
    ['no number', { NumericLessThan: { 'aws:MultiFactorAuthAge': 'hour' } }, 'NumericLessThan takes a number.'],
    ['an empty number', { NumericLessThan: { 'aws:MultiFactorAuthAge': ' ' } }, 'NumericLessThan takes a number.'],
    ['a number', { NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } }, undefined],
    ['no date', { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } }, 'DateLessThan takes a date such as'],
    ['a date', { DateLessThan: { 'aws:CurrentTime': '2026-11-30T00:00:00Z' } }, undefined],
    ['seconds', { DateLessThan: { 'aws:CurrentTime': '1796000000' } }, undefined],
    ['no address', { IpAddress: { 'aws:SourceIp': 'localhost' } }, 'IpAddress takes an address or a block'],
    ['a block', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } }, undefined],
    [
      'a wildcard where it is none',
      { StringEquals: { 's3:prefix': 'home/*' } },
      'hint condition at "home/*": StringEquals takes * and ? as themselves. StringLike has',
    ],
    [
      'a wildcard where it is none, not',
      { StringNotEquals: { 's3:prefix': '?' } },
      'StringNotLike has them as wildcards',
    ],
    ['a variable', { IpAddress: { 'aws:SourceIp': '${aws:PrincipalTag/ip}' } }, undefined],
  ])('%s', (_, Condition, expected) => {
    expectOne(reading({ Condition }), expected);
  });
});
