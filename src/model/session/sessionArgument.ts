import { isLive } from './entry.js';
import { liveSession, type LiveSession, type SessionId } from './session.js';
import type { SessionReader } from './sessionReader.js';

/** What a command that acts on one session is called with, by rows of views and by buttons; without it, the active one. */
export interface SessionArgument {
  readonly sessionId: SessionId;
}

/** The session that a command was called on, where it was. */
export function sessionIdOf(argument: unknown): SessionId | undefined {
  const id =
    typeof argument === 'object' && argument !== null && 'sessionId' in argument ? argument.sessionId : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** The session that a command was called on, or else the active one; undefined where that is not live. */
export function askedSession(
  sessions: Pick<SessionReader, 'get' | 'active'>,
  argument: unknown,
): LiveSession | undefined {
  const id = sessionIdOf(argument);
  const entry = id === undefined ? undefined : sessions.get(id);
  const asked = entry !== undefined && isLive(entry) ? entry.state : undefined;
  return id === undefined ? liveSession(sessions.active()) : asked;
}

/** How a role is assumed by command: a terminal that is to act as it leaves what is active as it is. */
export interface HowToAssume {
  readonly activates: boolean;
}

export function activatesIn(how: unknown): boolean {
  return !(typeof how === 'object' && how !== null && 'activates' in how && how.activates === false);
}
