import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../../src/model/session/identity.js';
import { compareWho, differenceBetween } from '../../../../src/session/book/samePerson.js';

const role = (name: string, account = '123456789012', of = 'dev') =>
  `arn:aws:sts::${account}:assumed-role/${of}/${name}`;
const who = (arn: string, principal = 'AKIAEXAMPLE') => ({ identity: identityOf(arn), principal });

describe('a session that is had again', () => {
  it.each<[string, string, string]>([
    ['is equal', role('alice'), role('alice')],
    ['is named by botocore’s clock', role('botocore-session-1764500000'), role('botocore-session-1764503600')],
    ['is named by the Go SDK’s clock', role('aws-go-sdk-1764500000000000000'), role('aws-go-sdk-1764503600000000000')],
    [
      'is named by the JavaScript SDK’s clock',
      role('aws-sdk-js-session-1764500000000'),
      role('aws-sdk-js-session-1764503600000'),
    ],
    ['is named by nanoseconds', role('1764500000000000000'), role('1764503600000000000')],
    ['is named by the shortest of times', role('botocore-session-176450000'), role('botocore-session-176450001')],
    ['is a user', 'arn:aws:iam::123456789012:user/alice', 'arn:aws:iam::123456789012:user/alice'],
    ['has an ARN of no form', '', ''],
  ])('and %s is the same person’s', (_, before, after) => {
    expect(compareWho(who(before), who(after), false)).toBe('same');
    expect(compareWho(who(role('x'), before), who(role('x'), after), false)).toBe('same');
  });

  it.each<[string, string, string]>([
    ['has another name', role('alice'), role('bob')],
    ['has another number of an employee', role('10012345'), role('10012346')],
    ['has another longer number', role('123456789012345678'), role('123456789012345679')],
    ['has another number of more digits than a time', role('17645000000000000001'), role('17645000000000000002')],
    ['has a number in place of a name', role('alice'), role('1764500000000000000')],
    ['has a short number after the prefix', role('botocore-session-12345678'), role('botocore-session-12345679')],
    ['has a prefix of a person', role('alice-1764500000'), role('alice-1764503600')],
    ['has a person after the prefix', role('botocore-session-1764500000-a'), role('botocore-session-1764500000-b')],
    ['has a person after the time', role('botocore-session-1764500000-a'), role('botocore-session-1764503600-a')],
    ['has the prefix after a person', role('a-botocore-session-1764500000'), role('b-botocore-session-1764500000')],
    ['is of another account', role('alice'), role('alice', '210987654321')],
    ['is of another role', role('alice'), role('alice', undefined, 'prod')],
    [
      'is of another role, and is named by a clock',
      role('botocore-session-1764500000'),
      role('botocore-session-1764500001', undefined, 'prod'),
    ],
    [
      'is a user, whose name is a number',
      'arn:aws:iam::1:user/1764500000000000000',
      'arn:aws:iam::1:user/1764503600000000000',
    ],
    ['is a user instead', role('1764500000000000000'), 'arn:aws:iam::123456789012:user/1764500000000000000'],
    ['was a user', 'arn:aws:iam::123456789012:user/x', role('x')],
    [
      'has no ARN, but a name like one',
      'x:aws:sts::1:assumed-role/r/1764500000000000000',
      'x:aws:sts::1:assumed-role/r/1764503600000000000',
    ],
  ])('and %s is another person’s', (_, before, after) => {
    expect(compareWho(who(before), who(after), false)).toBe('another');
    expect(compareWho(who(role('x'), before), who(role('x'), after), false)).toBe('another');
  });

  it('is another person’s where somebody else signed in', () => {
    expect(compareWho(who(role('x'), 'alice'), who(role('x'), 'bob'), false)).toBe('another');
    expect(compareWho(who(role('x'), '1764500000000000000'), who(role('x'), '1764503600000000000'), false)).toBe(
      'another',
    );
  });

  it('is told apart by its ARN, or by who signed in where that is equal', () => {
    expect(differenceBetween(who(role('a')), who(role('b')))).toEqual([role('a'), role('b')]);
    expect(differenceBetween(who(role('a'), 'alice'), who(role('a'), 'bob'))).toEqual([
      `${role('a')} (alice)`,
      `${role('a')} (bob)`,
    ]);
  });
});
