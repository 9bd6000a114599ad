import * as l10n from '../../base/l10n.js';
import type { Lent } from '../../aws/executePlan.js';
import { isScope } from '../../model/plan/identityCall.js';
import type { Plan } from '../../model/plan/plan.js';
import { widerRequest } from '../../model/request.js';
import { isLive } from '../../model/session/entry.js';
import { NEVER, sessionTitle, type LiveSession, type SessionFacts } from '../../model/session/session.js';
import type { BookEntry } from './book.js';
import { planChange } from './planChange.js';
import type { Planned } from './planned.js';
import { planFingerprint } from './sessionKey.js';

export type WiderEntry = BookEntry & { readonly state: LiveSession; readonly plan: Plan };

/** Whether what is asked for goes on from the session that it is to be narrowed from. */
export type Narrowable =
  | { readonly kind: 'narrowable'; readonly wider: WiderEntry }
  | { readonly kind: 'ended' }
  /** The files say something else by now than when it was opened: what, for people. */
  | { readonly kind: 'changed'; readonly change: string };

/** The live session that one which is narrowed in place goes on from: of the same plan, but for the hops of its last scope. */
export function widerEntry(entries: readonly BookEntry[], { request, plan }: Planned): WiderEntry | undefined {
  const wider = widerRequest(request);
  if (wider === undefined) {
    return undefined;
  }
  const asked = JSON.stringify(wider);
  return entries
    .filter(hasPlan)
    .find((entry) => JSON.stringify(entry.role.request) === asked && onlyNarrows(plan, entry.plan));
}

/** `entry`: what there is by now of the session that was to be narrowed. */
export function narrowable(entry: BookEntry | undefined, { plan }: Planned): Narrowable {
  if (entry === undefined || !hasPlan(entry)) {
    return { kind: 'ended' };
  }
  const change = planChange(entry.plan, plan) ?? l10n.t('what is asked of AWS is different');
  return onlyNarrows(plan, entry.plan) ? { kind: 'narrowable', wider: entry } : { kind: 'changed', change };
}

/** Whether all that a plan does beyond the other one is to narrow what that gave. */
function onlyNarrows(plan: Plan, wider: Plan): boolean {
  const shared = wider.hops.length;
  return (
    shared < plan.hops.length &&
    plan.hops.slice(shared).every(isScope) &&
    wayOf({ ...plan, hops: plan.hops.slice(0, shared) }) === wayOf(wider)
  );
}

function hasPlan(entry: BookEntry): entry is WiderEntry {
  return isLive(entry) && entry.plan !== undefined;
}

/** What a narrowed session is called is no part of how it is reached. */
function wayOf(plan: Plan): string {
  return planFingerprint({ ...plan, narrowedTo: undefined });
}

export function lentBy({ state, plan }: WiderEntry): Lent {
  const { credentials, identity, principal, expiresAt, clockOffsetMs } = state;
  return {
    hops: plan.hops.length,
    credentials,
    arn: identity.arn,
    principal,
    expiration: expiresAt === NEVER ? undefined : expiresAt + clockOffsetMs,
    clockOffsetMs,
  };
}

export function nameOf({ role, narrowedTo }: Pick<SessionFacts, 'role' | 'narrowedTo'>): string {
  return sessionTitle({ name: role.name, narrowedTo });
}
