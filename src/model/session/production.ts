import { destinationOf } from '../plan/destination.js';
import type { Plan } from '../plan/plan.js';
import { plannedArn } from '../plan/plannedArn.js';
import type { SessionRequest } from '../request.js';
import type { RoleRef, SessionFacts } from './session.js';

/** Whom the user may have named as production: a session, a way to one, or what is asked for. */
export type Production = Pick<SessionFacts, 'identity' | 'role'> | Plan | RoleRef;

/**
 * The setting `roleSessions.productionRoles` as it is written, of any shape. An account without its quotation marks, or
 * one pattern without its list, still marks what it names.
 */
export function productionPatterns(written: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  return list
    .map((one) => (typeof one === 'number' ? String(one).padStart(ACCOUNT_DIGITS, '0') : one))
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

const ACCOUNT_DIGITS = 12;

/**
 * Whether a pattern names it, in whole: the configured name, the role's or user's own, the account, or the ARN. `*`
 * stands for any text. Upper and lower case are one, as in IAM, and so are a role and its sessions: a role's path does
 * not count, for a session's ARN does not have it.
 */
export function isProduction(patterns: readonly string[], who: Production): boolean {
  const known = new Set(knownNames(who).flatMap(spellings));
  return patterns.flatMap(spellings).some((pattern) => {
    const matches = matcher(pattern);
    return [...known].some((name) => matches.test(name));
  });
}

function matcher(pattern: string): RegExp {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** As it is, and as a role without path and session, where it is one's; a permission set's role by the set's name too. */
function spellings(text: string): readonly string[] {
  const lower = text.toLowerCase();
  const role = withoutPath(lower);
  return [lower, role, permissionSetName(role)];
}

/** `arn:aws:iam::123456789012:role/team/Deploy`, or a session of it, is `arn:aws:iam::123456789012:role/Deploy`. */
function withoutPath(text: string): string {
  const [, before, kind, path] = /^(.*?[:*])(role|assumed-role)\/(.+)$/.exec(text) ?? [];
  if (before === undefined || path === undefined) {
    return text;
  }
  const names = path.split('/');
  const name = kind === 'role' ? names.at(-1) : names[0];
  return `${before.replace(/^arn:[^:]*:(?:iam|sts):/, 'arn:aws:iam:')}role/${name}`;
}

/** `AWSReservedSSO_Admin_0123456789abcdef`, which stands for the permission set Admin. */
function permissionSetName(name: string): string {
  return name.replace(/awsreservedsso_(.+?)(?:_(?:[0-9a-f]{16}|\*))?$/, '$1');
}

function knownNames(who: Production): string[] {
  if ('hops' in who) {
    return namesOfPlan(who);
  }
  if ('identity' in who) {
    const { identity, role } = who;
    return [...namesOfRole(role), identity.name, identity.accountId, identity.arn].filter((name) => name !== '');
  }
  return namesOfRole(who);
}

function namesOfRole({ name, request }: RoleRef): string[] {
  return [name, ...namesOfTarget(request)];
}

function namesOfTarget({ target }: SessionRequest): string[] {
  switch (target.kind) {
    case 'configured':
      return [target.roleId.replace(/^\w+:/, '')];
    case 'ad-hoc':
      return [target.arn, ...accountOf(target.arn)];
    case 'session-token':
    case 'federation-token':
      return [target.profile];
    case 'identity-center':
      return [target.roleName, target.accountId];
    case 'brought':
      return [];
  }
}

function accountOf(arn: string): string[] {
  return arn.split(':').slice(4, 5);
}

function namesOfPlan(plan: Plan): string[] {
  const { accountId, name } = destinationOf(plan);
  const { source, hops } = plan;
  const last = hops.at(-1);
  const actsAsSource = last?.kind !== 'assume-role' && 'profile' in source;
  return [plan.name, name, accountId, plannedArn(plan), actsAsSource ? source.profile : undefined].filter(
    (known) => known !== undefined,
  );
}
