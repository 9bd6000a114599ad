import { expect, it } from 'vitest';
import { parseRoleInput } from '../../../../src/config/request/roleInput.js';

it.each([
  ['arn:aws:iam::123456789012:role/dev', 'aws-cn', 'arn:aws:iam::123456789012:role/dev', 'dev'],
  ['  arn:aws:iam::123456789012:role/a/b/dev\n', 'aws', 'arn:aws:iam::123456789012:role/a/b/dev', 'dev'],
  ['123456789012/dev', 'aws', 'arn:aws:iam::123456789012:role/dev', 'dev'],
  ['123456789012/dev', 'aws-us-gov', 'arn:aws-us-gov:iam::123456789012:role/dev', 'dev'],
  ['1234-5678-9012/dev', 'aws', 'arn:aws:iam::123456789012:role/dev', 'dev'],
  ['123456789012:role/dev', 'aws', 'arn:aws:iam::123456789012:role/dev', 'dev'],
  ['123456789012:role/team/x/dev', 'aws', 'arn:aws:iam::123456789012:role/team/x/dev', 'dev'],
])('%j in %s is %s', (text, partition, arn, roleName) => {
  expect(parseRoleInput(text, partition)).toMatchObject({ ok: true, value: { arn, roleName } });
});

it.each([
  ['', 'There is no role yet.', '123456789012/NAME'],
  ['dev', 'This is not a role.', 'account and name'],
  ['dev/123456789012', 'This is not a role.', 'account and name'],
  ['x123456789012/dev', 'This is not a role.', 'account and name'],
  ['123456789012/dev\nx', 'This is not a role.', 'account and name'],
  ['12345678901/dev', 'An account has twelve digits, this one has 11.', 'Check'],
  ['123456789012/', 'This is not a role.', 'account and name'],
  ['123456789012/a b', 'This has a space in it.', 'Take the space away'],
  ['123456789012/dé', 'This is not the ARN of a role.', 'Copy'],
  ['arn:aws:iam::123456789012:user/ana', 'This is the ARN of a user, not of a role.', 'Copy'],
  ['arn:aws:sts::123456789012:assumed-role/dev/ana', 'session of a role', 'arn:aws:iam::123456789012:role/dev'],
])('%j is refused: %s', (text, message, hint) => {
  const result = parseRoleInput(text, 'aws');
  expect(!result.ok && result.problem.message).toContain(message);
  expect(!result.ok && result.problem.hint).toContain(hint);
});
