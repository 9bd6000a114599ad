import { anyFit, fitIf, notFit, YES, type Fit } from './pattern.js';
import type { ReadStatement } from './statements.js';

/** Who asks, as a Principal names it. */
export interface PolicyCaller {
  readonly account: string;
  /** Of the user, the session, or the root user. */
  readonly arn: string;
  /** Of the session's role: its ARN, or its name alone where its path is not known. */
  readonly role: { readonly arn: string } | { readonly name: string } | undefined;
}

/** To the caller itself, to the role that its session is of, or only to its account. */
export type Reach = 'itself' | 'role' | 'account';

type Principals = NonNullable<ReadStatement['principal']>;

/** A statement without Principal is for whom its policy is attached to. */
export function reachOf(
  principal: ReadStatement['principal'],
  caller: PolicyCaller | undefined,
): { readonly fit: Fit; readonly reach: Reach | undefined } {
  if (principal === undefined) {
    return { fit: YES, reach: undefined };
  }
  if (caller === undefined) {
    return { fit: { kind: 'open', keys: ['principal'] }, reach: undefined };
  }
  const itself = anyFit(principal.entries.map((entry) => fitIf(isItself(entry, caller))));
  const role = anyFit(principal.entries.map((entry) => isRole(entry, caller)));
  const account = anyFit(principal.entries.map((entry) => fitIf(isAccount(entry, caller))));
  const named = anyFit([itself, role, account]);
  if (principal.negated) {
    return { fit: notFit(named), reach: named.kind === 'no' ? 'itself' : undefined };
  }
  const near: Reach = itself.kind === 'yes' ? 'itself' : role.kind === 'yes' ? 'role' : 'account';
  return { fit: named, reach: named.kind === 'yes' ? near : undefined };
}

function isItself({ type, value }: Principals['entries'][number], { arn }: PolicyCaller): boolean {
  return type === 'AWS' && (value === '*' || value === arn);
}

function isRole({ type, value }: Principals['entries'][number], { role, account }: PolicyCaller): Fit {
  if (type !== 'AWS' || role === undefined) {
    return fitIf(false);
  }
  if ('arn' in role) {
    return fitIf(value === role.arn);
  }
  const [, of, name] = /^arn:[^:]+:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(value) ?? [];
  return of === account && name === role.name ? { kind: 'open', keys: ['principal'] } : fitIf(false);
}

function isAccount({ type, value }: Principals['entries'][number], { account }: PolicyCaller): boolean {
  return type === 'AWS' && (value === account || value.replace(/^arn:[^:]+:/, '') === `iam::${account}:root`);
}
