import { describe, expect, it } from 'vitest';
import { accountText, identityName, identityOf, inAccount } from '../../../../src/model/session/identity.js';

describe('an ARN of GetCallerIdentity', () => {
  it.each([
    [
      'arn:aws-cn:sts::123456789012:assumed-role/deploy/me@example.com',
      { kind: 'assumed-role', partition: 'aws-cn', name: 'deploy', sessionName: 'me@example.com' },
      'Role deploy (account 123456789012)',
    ],
    [
      'arn:aws:sts::123456789012:assumed-role/deploy/a:b/c',
      { kind: 'assumed-role', name: 'deploy', sessionName: 'a:b/c' },
      'Role deploy (account 123456789012)',
    ],
    [
      'arn:aws:sts::123456789012:federated-user/ana',
      { kind: 'federated-user', name: 'ana', sessionName: undefined },
      'Federated user ana (account 123456789012)',
    ],
    [
      'arn:aws:iam::123456789012:user/team/ana',
      { kind: 'user', name: 'ana', sessionName: undefined },
      'User ana (account 123456789012)',
    ],
    [
      'arn:aws:iam::123456789012:root',
      { kind: 'root', name: 'root', sessionName: undefined },
      'The root user (account 123456789012)',
    ],
  ])('reads %s', (arn, parts, name) => {
    expect(identityOf(arn)).toEqual({ partition: 'aws', accountId: '123456789012', arn, ...parts });
    expect(identityName(identityOf(arn))).toBe(name);
  });
});

describe('where a server of one’s own knows no accounts, none is named', () => {
  it.each([
    ['arn:aws:sts:::assumed-role/deploy/me', 'Role deploy'],
    ['arn:aws:sts:::federated-user/ana', 'Federated user ana'],
    ['arn:aws:iam:::user/ana', 'User ana'],
    ['arn:aws:iam:::root', 'The root user'],
  ])('of %s', (arn, name) => {
    expect(identityName(identityOf(arn))).toBe(name);
  });

  it.each([
    ['123456789012', 'account 123456789012', 'dev in account 123456789012'],
    ['', '', 'dev'],
  ])('of the account "%s"', (accountId, text, name) => {
    expect(accountText(accountId)).toBe(text);
    expect(inAccount('dev', accountId)).toBe(name);
  });
});
