import { describe, expect, it } from 'vitest';
import { identityName, identityOf } from '../../../../src/model/session/identity.js';

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
