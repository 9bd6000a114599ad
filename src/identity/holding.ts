import type { LentTo } from '../lending/given.js';
import { isSameWho, pledgeOf, type Pledge } from '../lending/pledge.js';
import type { SessionEntry } from '../model/session/entry.js';
import type { LiveSession } from '../model/session/session.js';

/** Whose credentials a shell has. Keys it keeps for as long as it runs, whatever becomes of the session. */
export type Holding =
  | { readonly kind: 'keys'; readonly keys: HeldKeys }
  /** It asks for them: they are those that the session has by then. */
  | { readonly kind: 'lent'; readonly lent: LentTo }
  /** It began while no role was active, or nothing of a session is given to its like. */
  | { readonly kind: 'none' }
  /** It began where nobody could see. */
  | { readonly kind: 'unknown' };

/** Of which session, and which of its keys: by their ID, whatever becomes of this machine's clock. No secret. */
export interface HeldKeys extends Pledge {
  readonly accessKeyId: string;
  readonly expiresAt: number;
}

export const NONE: Holding = { kind: 'none' };
export const UNKNOWN: Holding = { kind: 'unknown' };

export function heldOf(session: LiveSession | undefined): Holding {
  if (session === undefined) {
    return NONE;
  }
  const { expiresAt, credentials } = session;
  return { kind: 'keys', keys: { ...pledgeOf(session), accessKeyId: credentials.accessKeyId, expiresAt } };
}

/** Whom it acts as, as far as that is known. */
export function pledgeIn(holding: Holding): Pledge | undefined {
  switch (holding.kind) {
    case 'keys':
      return holding.keys;
    case 'lent':
      return holding.lent;
    case 'none':
    case 'unknown':
      return undefined;
  }
}

/** How a shell's keys stand to the session that they are of. */
export type KeysStanding =
  /** The session has the same. */
  | 'current'
  /** It was renewed, and has others. */
  | 'replaced'
  /** It was opened again as somebody else. */
  | 'another'
  /** It has none any more, or nobody here knows of it. */
  | 'ended';

export function standingOfKeys(keys: HeldKeys, entry: SessionEntry | undefined): KeysStanding {
  if (entry?.state.kind !== 'live') {
    return 'ended';
  }
  const { identity, principal = null, credentials } = entry.state;
  if (!isSameWho(keys, { arn: identity.arn, principal })) {
    return 'another';
  }
  return credentials.accessKeyId === keys.accessKeyId ? 'current' : 'replaced';
}
