import { isStuck, type SessionEntry } from '../session/entry.js';
import { remainingMs } from '../session/session.js';

/** How a session stands, as icons, colours and words tell it: the most urgent first that is true of it. */
export type Standing =
  | 'opening'
  | 'renewing'
  /** Somebody has to renew it, and has been told. */
  | 'asks'
  /** It was to be renewed, and could not be. */
  | 'unrenewed'
  /** It ends soon, and nothing is planned against that. */
  | 'expiring'
  | 'live'
  | 'expired'
  | 'failed';

/** @param warnBefore milliseconds before the end from which a warning is wanted, the earliest first */
export function standingOf(entry: SessionEntry, now: number, warnBefore: readonly number[]): Standing {
  const { state, underWay, renewal } = entry;
  const stuck = isStuck(entry, now);
  if (underWay && !(stuck && state.kind === 'live')) {
    return state.kind === 'live' ? 'renewing' : 'opening';
  }
  if (state.kind !== 'live') {
    return state.kind;
  }
  if (renewal.kind === 'asks' && renewal.since !== undefined) {
    return 'asks';
  }
  if (renewal.kind === 'backoff' || renewal.kind === 'changed') {
    return 'unrenewed';
  }
  const isPlanned = renewal.kind === 'at' && renewal.at > now;
  const isExpiring = !isPlanned && remainingMs(state, now) <= (warnBefore[0] ?? -1);
  return isExpiring ? 'expiring' : stuck ? 'renewing' : 'live';
}
