import * as l10n from '../base/l10n.js';
import { isLive, type SessionEntry } from '../model/session/entry.js';
import { NEVER, remainingMs, type LiveSession } from '../model/session/session.js';
import { isSameWho, pledgeOf, type Pledge } from './pledge.js';

/** What a program gets that asks for a session's credentials. From memory: it never waits for a call, or for somebody. */
export type LendAnswer =
  | { readonly kind: 'lent'; readonly session: LiveSession }
  /** For people who read it as the error of a program. `soon`: it is good for some time yet, but too short. */
  | { readonly kind: 'refused'; readonly reason: 'ended' | 'another' | 'soon'; readonly message: string };

/**
 * botocore asks anew from 15 minutes before the end, and fails from 10 minutes on: what ends sooner is not handed out.
 * Of a short session that would be all of it: it is renewed in its last third, and lent until its last quarter.
 */
const LEAST_MS = 15 * 60_000;
const LEAST_SHARE = 1 / 4;

/**
 * @param entry what is known of the pledged session by now
 * @param now milliseconds since the epoch
 */
export function lend(pledge: Pledge, entry: SessionEntry | undefined, now: number): LendAnswer {
  if (entry === undefined || !isLive(entry) || entry.state.expiresAt <= now) {
    return refuse('ended', l10n.t('The session of {0} has ended. Assume the role again in the editor.', pledge.title));
  }
  const session = entry.state;
  if (!isSameWho(pledge, pledgeOf(session))) {
    return refuse(
      'another',
      l10n.t('The session of {0} was opened again as somebody else. Begin anew, as whoever it is now.', pledge.title),
    );
  }
  return isLongEnough(session, now)
    ? { kind: 'lent', session }
    : refuse(
        'soon',
        l10n.t(
          'The session of {0} ends soon, and is not renewed yet. Renew it in the editor, or try again.',
          pledge.title,
        ),
      );
}

function isLongEnough(session: LiveSession, now: number): boolean {
  const least = Math.min(LEAST_MS, (session.expiresAt - session.startedAt) * LEAST_SHARE);
  return session.expiresAt === NEVER || remainingMs(session, now) >= least;
}

function refuse(reason: (LendAnswer & { kind: 'refused' })['reason'], message: string): LendAnswer {
  return { kind: 'refused', reason, message };
}
