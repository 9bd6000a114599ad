import type { Lent } from '../../aws/executePlan.js';
import { isScope } from '../../model/plan/identityCall.js';
import type { Plan } from '../../model/plan/plan.js';
import { widerRequest } from '../../model/request.js';
import { isLive } from '../../model/session/entry.js';
import { NEVER, sessionTitle, type LiveSession } from '../../model/session/session.js';
import type { BookEntry } from './book.js';
import type { Planned } from './planned.js';
import { planFingerprint } from './sessionKey.js';

type LiveEntry = BookEntry & { readonly state: LiveSession; readonly plan: Plan };

/** The live session that one which is narrowed in place goes on from: of the same plan, but for the hops of its last scope. */
export function widerEntry(entries: readonly BookEntry[], { request, plan }: Planned): LiveEntry | undefined {
  const wider = widerRequest(request);
  if (wider === undefined || !plan.hops.some(isScope)) {
    return undefined;
  }
  const asked = JSON.stringify(wider);
  return entries
    .filter(hasPlan)
    .find((entry) => JSON.stringify(entry.role.request) === asked && onlyNarrows(plan, entry.plan));
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

function hasPlan(entry: BookEntry): entry is LiveEntry {
  return isLive(entry) && entry.plan !== undefined;
}

/** What a narrowed session is called is no part of how it is reached. */
function wayOf(plan: Plan): string {
  return planFingerprint({ ...plan, narrowedTo: undefined });
}

export function lentBy({ state, plan }: LiveEntry): Lent {
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

export function nameOf({ role, narrowedTo }: LiveSession): string {
  return sessionTitle({ name: role.name, narrowedTo });
}
