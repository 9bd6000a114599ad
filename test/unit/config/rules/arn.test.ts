import { describe, expect, it } from 'vitest';
import { checkRoleAccount, parseRoleArn } from '../../../../src/config/rules/arn.js';
import type { Endpoints } from '../../../../src/model/plan/plan.js';
import type { Place } from '../../../../src/base/place.js';

const place: Place = { kind: 'file', file: '/home/ana/.aws/config', line: 2 };
const parse = (value: string) => parseRoleArn({ name: 'role_arn', value, place });

describe('a role’s ARN', () => {
  it.each([
    ['arn:aws:iam::123456789012:role/dev', 'aws', 'dev'],
    ['arn:aws:iam::123456789012:role/teams/web/Dev+=,.@-_1', 'aws', 'Dev+=,.@-_1'],
    [
      'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_x',
      'aws',
      'AWSReservedSSO_x',
    ],
    ['arn:aws-cn:iam::123456789012:role/dev', 'aws-cn', 'dev'],
    ['arn:aws-us-gov:iam::123456789012:role/dev', 'aws-us-gov', 'dev'],
    ['arn:aws-iso:iam::123456789012:role/dev', 'aws-iso', 'dev'],
    ['arn:aws-iso-b:iam::123456789012:role/dev', 'aws-iso-b', 'dev'],
    ['arn:aws-iso-e:iam::123456789012:role/dev', 'aws-iso-e', 'dev'],
    ['arn:aws-iso-f:iam::123456789012:role/dev', 'aws-iso-f', 'dev'],
    ['arn:aws-eusc:iam::123456789012:role/dev', 'aws-eusc', 'dev'],
  ])('%s', (arn, partition, roleName) => {
    expect(parse(arn)).toEqual({ ok: true, value: { arn, partition, accountId: '123456789012', roleName } });
  });

  it.each([
    ['the longest path', `arn:aws:iam::123456789012:role/${'p'.repeat(510)}/dev`, true],
    ['a longer path', `arn:aws:iam::123456789012:role/${'p'.repeat(511)}/dev`, false],
    ['a path of any sign', 'arn:aws:iam::123456789012:role/!~/x/dev', true],
    ['an empty path', 'arn:aws:iam::123456789012:role//dev', false],
    ['the longest name', `arn:aws:iam::123456789012:role/${'x'.repeat(64)}`, true],
    ['a colon in its path', 'arn:aws:iam::123456789012:role/a:b/dev', true],
  ])('may have %s: %3$s', (_, arn, expected) => {
    expect(parse(arn).ok).toBe(expected);
  });

  it.each(['123456789012', '1234567890123', '12345678901', 'a123456789012', '123456789012a'])(
    'in the account %s is one of AWS’s where that has twelve digits',
    (accountId) => {
      const role = { arn: '', partition: 'aws', accountId, roleName: 'dev' };
      expect(checkRoleAccount(role, place, {}).ok).toBe(accountId === '123456789012');
    },
  );

  it('that is not known yet has no account to check', () => {
    expect(checkRoleAccount(undefined, place, {})).toEqual({ ok: true, value: true });
  });

  it.each([
    ['arn:aws:iam:::role/dev', '', 'names no account.'],
    ['arn:aws:iam::acme:role/dev', 'acme', 'is no number of twelve digits.'],
    ['arn:aws:iam::RGW11111111111111111:role/a/dev', 'RGW11111111111111111', 'is no number of twelve digits.'],
  ])('%s, which only other servers have', (arn, accountId, message) => {
    const role = parse(arn);
    expect(role).toMatchObject({ ok: true, value: { accountId, roleName: 'dev' } });
    const check = (endpoints: Endpoints) => (role.ok ? checkRoleAccount(role.value, place, endpoints) : role);
    expect(check({})).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining(message) as string, place },
    });
    expect(check({ s3: 'http://localhost' })).toMatchObject({ ok: false });
    expect(check({ sts: 'http://localhost' })).toEqual({ ok: true, value: true });
    expect(check({ all: 'http://localhost' })).toEqual({ ok: true, value: true });
  });

  it.each<readonly [string, string, string]>([
    ['', 'role_arn is empty.', 'Copy the role’s own ARN'],
    ['dev', 'role_arn is not an ARN.', 'Copy the role’s own ARN'],
    ['arn:aws:iam::123456789012:role/dev # mine', 'role_arn has a space in it.', 'a comment needs a line of its own'],
    [
      'arn:aws:iam::123456789012:role/dev\nsource_profile = x',
      'role_arn goes on over several lines.',
      'take the indent',
    ],
    ['arn:aws:iam::123456789012:user/ana', 'role_arn is the ARN of a user, not of a role.', 'Copy the role’s own ARN'],
    [
      'arn:aws:iam::aws:policy/AdministratorAccess',
      'role_arn is the ARN of a policy, not of a role.',
      'Copy the role’s own ARN',
    ],
    [
      'arn:aws:iam::123456789012:instance-profile/x',
      'role_arn is the ARN of an instance profile, not of a role.',
      'Copy',
    ],
    [
      'arn:aws-cn:sts::123456789012:assumed-role/dev/ana',
      'role_arn is the ARN of a session of a role, not of the role.',
      'Use the role’s own ARN: arn:aws-cn:iam::123456789012:role/dev (',
    ],
    ...(
      [
        ['group/x', 'a group'],
        ['root', 'an account’s root user'],
        ['saml-provider/x', 'a SAML provider'],
        ['oidc-provider/x', 'an OpenID Connect provider'],
        ['mfa/ana', 'an MFA device'],
      ] as const
    ).map(
      ([resource, what]) =>
        [
          `arn:aws:iam::123456789012:${resource}`,
          `role_arn is the ARN of ${what}, not of a role.`,
          'Copy the role’s own ARN',
        ] as const,
    ),
    ['arn:aws:iam::123456789012:server-certificate/x', 'role_arn is not the ARN of a role.', 'Copy'],
    ['arn:aws:iam::123456789012:assumed-role/dev/ana', 'role_arn is not the ARN of a role.', 'Copy'],
    ['arn:aws:sts::123456789012:federated-user/ana', 'role_arn is an ARN of another service, not of IAM.', 'Copy'],
    ['arn:aws:sts::123456789012:role/ana', 'role_arn is an ARN of another service, not of IAM.', 'Copy'],
    ['arn:', 'role_arn names an unknown partition.', 'one of aws, aws-cn'],
    ['arn:aws', 'role_arn is an ARN of another service, not of IAM.', 'Copy'],
    ['arn:aws:iam::123456789012', 'role_arn is not the ARN of a role.', 'Copy'],
    ['arn:aws:iam::123456789012:role/a:b', 'role_arn is not the ARN of a role.', 'Copy'],
    ['arn:aws:iam::1234567890123:role/dev', 'The account in role_arn is not a number of twelve digits.', 'Copy'],
    ['arn:aws:iam::12a:role/dev', 'role_arn is not the ARN of a role.', 'Copy'],
    ['arn:aws:iam::a.b:role/dev', 'role_arn is not the ARN of a role.', 'Copy'],
    ['xarn:aws:iam::123456789012:role/dev', 'role_arn is not an ARN.', 'Copy'],
    ['arn:aws:s3:::bucket', 'role_arn is an ARN of another service, not of IAM.', 'Copy the role’s own ARN'],
    ['arn:aws:iam::-x:role/dev', 'role_arn is not the ARN of a role.', 'Copy the role’s own ARN'],
    ['arn:aws:iam::12345:role/dev', 'The account in role_arn is not a number of twelve digits.', 'Copy'],
    [
      'arn:aws:iam:us-east-1:123456789012:role/dev',
      'role_arn has a region in it; roles belong to no region.',
      'Leave that part',
    ],
    ['arn:amazon:iam::123456789012:role/dev', 'role_arn names an unknown partition.', 'one of aws, aws-cn, aws-us-gov'],
    ['arn:aws:iam::123456789012:role/', 'role_arn is not the ARN of a role.', 'Copy the role’s own ARN'],
    ['arn:aws:iam::123456789012:role/a/', 'role_arn is not the ARN of a role.', 'Copy the role’s own ARN'],
    ['arn:aws:iam::123456789012:role/ü', 'role_arn is not the ARN of a role.', 'Copy the role’s own ARN'],
    [`arn:aws:iam::123456789012:role/${'x'.repeat(65)}`, 'role_arn is not the ARN of a role.', 'Copy'],
  ])('but not %j', (value, message, hint) => {
    expect(parse(value)).toEqual({
      ok: false,
      problem: { message, hint: expect.stringContaining(hint) as string, place },
    });
  });
});
