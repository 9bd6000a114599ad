import { PARTITION_NAMES } from '../../model/partition.js';
import { INDENT_HINT, type Field } from './fields.js';
import type { RoleArn } from '../../model/roleArn.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/**
 * A whole ARN of IAM, in a partition that there is; `account` and `resource` are parts of a pattern. Groups: partition
 * and account, then those of the resource.
 */
export function iamArn(account: string, resource: string): RegExp {
  return new RegExp(`^arn:(${PARTITION_NAMES.join('|')}):iam::(${account}):${resource}$`);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns; the last group is the name. */
export const ROLE_ARN = iamArn('\\d{12}', 'role/(?:[!-~]{1,510}/)?([\\w+=,.@-]{1,64})');

const EXAMPLE = 'arn:aws:iam::123456789012:role/NAME';
const COPY_HINT = `Copy the role’s own ARN from its page in the IAM console: ${EXAMPLE}.`;

/** What ROLE_ARN takes, or what is wrong with it in words. */
export function parseRoleArn(field: Field): Checked<RoleArn> {
  const { name, value, place } = field;
  if (value === '') {
    return fail(place, `${name} is empty.`, COPY_HINT);
  }
  if (value.includes('\n')) {
    return fail(place, `${name} goes on over several lines.`, INDENT_HINT);
  }
  if (/\s/.test(value)) {
    return fail(place, `${name} has a space in it.`, 'Take the space away; a comment needs a line of its own.');
  }
  if (!value.startsWith('arn:')) {
    return fail(place, `${name} is not an ARN.`, COPY_HINT);
  }
  const [, partition = '', service = '', region = '', account = '', ...rest] = value.split(':');
  if (!PARTITION_NAMES.includes(partition)) {
    const hint = `It is the second part of the ARN, one of ${PARTITION_NAMES.join(', ')}.`;
    return fail(place, `${name} names an unknown partition.`, hint);
  }
  const resource = rest.join(':');
  return otherKind(field, partition, service, account, resource) ?? roleParts(field, { partition, region, account });
}

const OTHER_RESOURCES: ReadonlyMap<string, string> = new Map([
  ['user', 'a user'],
  ['group', 'a group'],
  ['policy', 'a policy'],
  ['instance-profile', 'an instance profile'],
  ['root', 'an account’s root user'],
  ['saml-provider', 'a SAML provider'],
  ['oidc-provider', 'an OpenID Connect provider'],
  ['mfa', 'an MFA device'],
]);

function otherKind(
  { name, place }: Field,
  partition: string,
  service: string,
  account: string,
  resource: string,
): Checked<RoleArn> | undefined {
  const [type = '', second = ''] = resource.split('/');
  if (service === 'sts' && type === 'assumed-role') {
    const role = `arn:${partition}:iam::${account}:role/${second}`;
    const hint = `Use the role’s own ARN: ${role} (with the role’s path before its name, if it has one).`;
    return fail(place, `${name} is the ARN of a session of a role, not of the role.`, hint);
  }
  if (service !== 'iam') {
    return fail(place, `${name} is an ARN of another service, not of IAM.`, COPY_HINT);
  }
  const other = OTHER_RESOURCES.get(type);
  return other === undefined ? undefined : fail(place, `${name} is the ARN of ${other}, not of a role.`, COPY_HINT);
}

interface Parts {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

function roleParts({ name, value, place }: Field, { partition, region, account }: Parts): Checked<RoleArn> {
  if (region !== '') {
    return fail(place, `${name} has a region in it; roles belong to no region.`, `Leave that part empty: ${EXAMPLE}.`);
  }
  if (account === '') {
    return fail(
      place,
      `${name} names no account.`,
      `The twelve digits of the account stand before “role”: ${EXAMPLE}.`,
    );
  }
  if (!/^\d{12}$/.test(account)) {
    return fail(place, `The account in ${name} is not a number of twelve digits.`, COPY_HINT);
  }
  const roleName = ROLE_ARN.exec(value)?.[3];
  return roleName === undefined
    ? fail(place, `${name} is not the ARN of a role.`, COPY_HINT)
    : ok({ arn: value, partition, accountId: account, roleName });
}
