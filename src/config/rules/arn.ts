import * as l10n from '../../base/l10n.js';
import { PARTITION_NAMES } from '../../model/partition.js';
import { indentHint, type Field } from './fields.js';
import type { Place } from '../../base/place.js';
import type { Endpoints } from '../../model/plan/plan.js';
import type { RoleArn } from '../../model/plan/roleArn.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/**
 * A whole ARN of IAM, in a partition that there is; `account` and `resource` are parts of a pattern. Groups: partition
 * and account, then those of the resource.
 */
export function iamArn(account: string, resource: string): RegExp {
  return new RegExp(`^arn:(${PARTITION_NAMES.join('|')}):iam::(${account}):${resource}$`);
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns; the last group is the name.
 * AWS's accounts have twelve digits; Ceph has roles in no account, and in tenants and accounts that have names.
 */
export const ROLE_ARN = iamArn('\\d{12}|(?:[a-zA-Z_][\\w-]*)?', 'role/(?:[!-~]{1,510}/)?([\\w+=,.@-]{1,64})');

const EXAMPLE = 'arn:aws:iam::123456789012:role/NAME';
const copyHint = (): string => l10n.t('Copy the role’s own ARN from its page in the IAM console: {0}.', EXAMPLE);

/** What ROLE_ARN takes, or what is wrong with it in words. */
export function parseRoleArn(field: Field): Checked<RoleArn> {
  const { name, value, place } = field;
  if (value === '') {
    return fail(place, l10n.t('{0} is empty.', name), copyHint());
  }
  if (value.includes('\n')) {
    return fail(place, l10n.t('{0} goes on over several lines.', name), indentHint());
  }
  if (/\s/.test(value)) {
    return fail(
      place,
      l10n.t('{0} has a space in it.', name),
      l10n.t('Take the space away; a comment needs a line of its own.'),
    );
  }
  if (!value.startsWith('arn:')) {
    return fail(place, l10n.t('{0} is not an ARN.', name), copyHint());
  }
  const [, partition = '', service = '', region = '', account = '', ...rest] = value.split(':');
  if (!PARTITION_NAMES.includes(partition)) {
    const hint = l10n.t('It is the second part of the ARN, one of {0}.', PARTITION_NAMES.join(', '));
    return fail(place, l10n.t('{0} names an unknown partition.', name), hint);
  }
  const resource = rest.join(':');
  return otherKind(field, partition, service, account, resource) ?? roleParts(field, partition, region, account);
}

/** The account of a role at AWS; at an address of one's own it is that server's to say. */
export function checkRoleAccount(role: RoleArn | undefined, place: Place, { sts, all }: Endpoints): Checked<true> {
  if (role === undefined || (sts ?? all) !== undefined || /^\d{12}$/.test(role.accountId)) {
    return ok(true);
  }
  return role.accountId === ''
    ? fail(
        place,
        l10n.t('The ARN of the role “{0}” names no account.', role.roleName),
        l10n.t('The twelve digits of the account stand before “role”: {0}.', EXAMPLE),
      )
    : fail(
        place,
        l10n.t('The account in the ARN of the role “{0}” is no number of twelve digits.', role.roleName),
        copyHint(),
      );
}

/** What is said of the ARN of another resource of IAM; undefined for a type that is not known. */
function otherResource(type: string, name: string): string | undefined {
  switch (type) {
    case 'user':
      return l10n.t('{0} is the ARN of a user, not of a role.', name);
    case 'group':
      return l10n.t('{0} is the ARN of a group, not of a role.', name);
    case 'policy':
      return l10n.t('{0} is the ARN of a policy, not of a role.', name);
    case 'instance-profile':
      return l10n.t('{0} is the ARN of an instance profile, not of a role.', name);
    case 'root':
      return l10n.t('{0} is the ARN of an account’s root user, not of a role.', name);
    case 'saml-provider':
      return l10n.t('{0} is the ARN of a SAML provider, not of a role.', name);
    case 'oidc-provider':
      return l10n.t('{0} is the ARN of an OpenID Connect provider, not of a role.', name);
    case 'mfa':
      return l10n.t('{0} is the ARN of an MFA device, not of a role.', name);
    default:
      return undefined;
  }
}

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
    const hint = l10n.t('Use the role’s own ARN: {0} (with the role’s path before its name, if it has one).', role);
    return fail(place, l10n.t('{0} is the ARN of a session of a role, not of the role.', name), hint);
  }
  if (service !== 'iam') {
    return fail(place, l10n.t('{0} is an ARN of another service, not of IAM.', name), copyHint());
  }
  const other = otherResource(type, name);
  return other === undefined ? undefined : fail(place, other, copyHint());
}

function roleParts(
  { name, value, place }: Field,
  partition: string,
  region: string,
  account: string,
): Checked<RoleArn> {
  if (region !== '') {
    return fail(
      place,
      l10n.t('{0} has a region in it; roles belong to no region.', name),
      l10n.t('Leave that part empty: {0}.', EXAMPLE),
    );
  }
  if (/^\d+$/.test(account) && account.length !== 12) {
    return fail(place, l10n.t('The account in {0} is not a number of twelve digits.', name), copyHint());
  }
  const roleName = ROLE_ARN.exec(value)?.[3];
  return roleName === undefined
    ? fail(place, l10n.t('{0} is not the ARN of a role.', name), copyHint())
    : ok({ arn: value, partition, accountId: account, roleName });
}
