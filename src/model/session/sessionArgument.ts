import type { SessionId } from './session.js';

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

/** How a role is assumed by command: a terminal that is to act as it leaves what is active as it is. */
export interface HowToAssume {
  readonly activates: boolean;
}

export function activatesIn(how: unknown): boolean {
  return !(typeof how === 'object' && how !== null && 'activates' in how && how.activates === false);
}
