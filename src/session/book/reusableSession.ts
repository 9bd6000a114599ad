import type { Plan } from '../../model/plan/plan.js';
import { NEVER, remainingMs, type LiveSession } from '../../model/session/session.js';
import type { BookEntry } from './book.js';
import { mayBecomeAnother } from './sessionKey.js';

/** A session is used again instead of asking STS (and the user for MFA) when it is good for this long. */
const REUSE_AT_LEAST_MS = 10 * 60_000;

/** The session of an entry, where the plan would bring the same, and not much later. */
export function reusableSession(entry: BookEntry | undefined, plan: Plan, now: number): LiveSession | undefined {
  const state = entry?.state;
  const isGood =
    state?.kind === 'live' &&
    !mayBecomeAnother(plan) &&
    remainingMs(state, now) >= REUSE_AT_LEAST_MS &&
    state.expiresAt !== NEVER; // they may have been replaced meanwhile, and asking for them costs nothing
  return isGood ? state : undefined;
}
