import { NeedsUser } from '../../base/errors.js';
import type { EntryState, Renewal, SessionEntry } from '../../model/session/entry.js';
import { NEVER, type ExpiredSession, type SessionFacts } from '../../model/session/session.js';

/** Of the setting `roleSessions.renewal`. */
export type RenewalPolicy = 'automatic' | 'ask' | 'off';

/** What is to be done about an entry now. */
export type Due = 'nothing' | 'renew' | 'tell';

const MINUTE_MS = 60_000;
/** No sooner than this before the end, or in the last third where a session is short. */
const LEAD_MS = 20 * MINUTE_MS;
const LEAD_SHARE = 1 / 3;
/** Windows and machines shall not all come at once: up to this share of the lead earlier. */
const JITTER = 0.25;
/** Somebody who has to be asked is asked this long before the end. */
const TELL_MS = 5 * MINUTE_MS;

const FIRST_BACKOFF_MS = 5_000;
const LONGEST_BACKOFF_MS = 2 * MINUTE_MS;
/** Also after the end: a machine that wakes up, or an STS that comes back, within this time gives the session back. */
const REVIVE_MS = 60 * MINUTE_MS;

/** The renewal of credentials that are new here, which live from `startedAt` to `expiresAt`. `random`: 0 to 1. */
export function firstRenewal(session: SessionFacts, policy: RenewalPolicy, now: number, random: number): Renewal {
  if (policy === 'off' || session.expiresAt === NEVER || isPastRevival(session, now)) {
    return { kind: 'off' };
  }
  return policy === 'ask'
    ? { kind: 'asks', since: undefined }
    : { kind: 'at', at: session.expiresAt - lead(session) * (1 + JITTER * random) };
}

/** After the `tries`th time in vain. */
export function backoff(now: number, tries: number, message: string, random: number): Renewal {
  const wait = Math.min(FIRST_BACKOFF_MS * 2 ** (tries - 1), LONGEST_BACKOFF_MS);
  return { kind: 'backoff', at: now + wait * (0.5 + random / 2), tries, message };
}

/** After a call in vain: what goes on by itself is tried again, or waits for somebody. */
export function renewalAfter(error: unknown, before: Renewal, message: string, now: number, random: number): Renewal {
  if (error instanceof NeedsUser) {
    return { kind: 'asks', since: undefined };
  }
  const tries = before.kind === 'backoff' ? before.tries + 1 : 1;
  return before.kind === 'at' || before.kind === 'backoff' ? backoff(now, tries, message, random) : before;
}

/** `inUse`: something open needs it; what nothing needs may lapse. */
export function due({ state, renewal, underWay }: SessionEntry, now: number, inUse: boolean): Due {
  if (underWay || !inUse || !('expiresAt' in state)) {
    return 'nothing';
  }
  switch (renewal.kind) {
    case 'off':
    case 'changed':
      return 'nothing';
    case 'at':
    case 'backoff':
      return now >= renewal.at && !isPastRevival(state, now) ? 'renew' : 'nothing';
    case 'asks':
      return state.kind === 'live' && renewal.since === undefined && now >= state.expiresAt - tellBefore(state)
        ? 'tell'
        : 'nothing';
  }
}

/** Whether it has expired, and may still be renewed without a word. */
export function awaitsRevival<T extends SessionEntry>(entry: T): entry is T & { readonly state: ExpiredSession } {
  return entry.state.kind === 'expired' && (entry.renewal.kind === 'at' || entry.renewal.kind === 'backoff');
}

/** Nothing renews it any more. */
export function isPastRevival({ expiresAt }: Pick<SessionFacts, 'expiresAt'>, now: number): boolean {
  return now >= expiresAt + REVIVE_MS;
}

/** Of the setting `roleSessions.warnBeforeMinutes`: those that the remaining time has passed, in milliseconds. */
export function warningsPassed(state: EntryState, now: number, warnBeforeMs: readonly number[]): number[] {
  if (state.kind !== 'live' || state.expiresAt === NEVER) {
    return [];
  }
  const whole = state.expiresAt - state.startedAt;
  // A session that is shorter than a warning would begin with it.
  return warnBeforeMs.filter((before) => before < whole && now >= state.expiresAt - before);
}

function lead({ startedAt, expiresAt }: SessionFacts): number {
  return Math.min(LEAD_MS, (expiresAt - startedAt) * LEAD_SHARE);
}

function tellBefore({ startedAt, expiresAt }: SessionFacts): number {
  return Math.min(TELL_MS, (expiresAt - startedAt) * LEAD_SHARE);
}
