import type { ChangeEvent } from '../../base/listeners.js';
import type { LiveSession, Session, SessionFacts } from './session.js';

/** What consumers (terminals, S3, status bar) see of the sessions: everything, and no way to change it. */
export interface SessionReader {
  readonly current: Session;
  readonly onDidChange: ChangeEvent<Session>;
  /** A live session opened in this window, by `SessionFacts.key`; also when it is no longer the active one. */
  byKey(key: string): LiveSession | undefined;
  /** What is known of a key, live or not: for messages. */
  facts(key: string): SessionFacts | undefined;
}
