import type { ChangeEvent } from '../../base/listeners.js';
import type { SessionEntry } from './entry.js';
import type { LiveSession, Session, SessionFacts, SessionId } from './session.js';

/** What consumers (terminals, S3, status bar) see of the sessions: everything, and no way to change it. */
export interface SessionReader {
  /** All that are known in this window: what other windows opened as well, and what has expired or failed. Latest first. */
  list(): readonly SessionEntry[];
  get(id: SessionId): SessionEntry | undefined;
  /** The live session of an identity, by `SessionFacts.key`; also when it is not the active one. */
  byKey(key: string): LiveSession | undefined;
  /** What is known of a key, live or not: for messages. */
  facts(key: string): SessionFacts | undefined;
  /** What new things of the window act as. */
  active(): Session;
  readonly onDidChange: ChangeEvent<SessionChange>;
}

/** What one event has changed, with what was before. */
export interface SessionChange {
  readonly entries: readonly EntryChange[];
  /** Where `active` changed. */
  readonly active: { readonly before: Session; readonly after: Session } | undefined;
}

/** Undefined: there was none, or there is none any more. */
export interface EntryChange {
  readonly id: SessionId;
  readonly before: SessionEntry | undefined;
  readonly after: SessionEntry | undefined;
}
