import * as l10n from '../../base/l10n.js';
import { NEVER, remainingMs, type SessionFacts } from '../session/session.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Remaining time is shown in hours and minutes from here on. */
const HOURS_FROM_MS = 90 * MINUTE_MS;

/** "58m", "2h 5m", "12s"; nothing for what has no end. Rounded down: never more than there is. */
export function remainingText(session: Pick<SessionFacts, 'expiresAt'>, now: number): string {
  if (session.expiresAt === NEVER) {
    return '';
  }
  const ms = remainingMs(session, now);
  if (ms < MINUTE_MS) {
    return l10n.t('{0}s', Math.floor(ms / SECOND_MS));
  }
  const minutes = Math.floor(ms / MINUTE_MS);
  return ms < HOURS_FROM_MS ? l10n.t('{0}m', minutes) : l10n.t('{0}h {1}m', Math.floor(ms / HOUR_MS), minutes % 60);
}

/** Milliseconds until `remainingText` says something else, a second at least; undefined where it never does. */
export function remainingGoodForMs(session: Pick<SessionFacts, 'expiresAt'>, now: number): number | undefined {
  if (session.expiresAt === NEVER) {
    return undefined;
  }
  const ms = remainingMs(session, now);
  const unit = ms < MINUTE_MS ? SECOND_MS : MINUTE_MS;
  return Math.max(SECOND_MS, (ms % unit) + 1);
}
