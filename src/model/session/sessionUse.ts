import type { SessionId } from './session.js';

/** Sessions that something open goes on with, whichever is active: whoever uses them wants to hear of their end. */
export interface SessionUse {
  used(): Iterable<SessionId>;
}
