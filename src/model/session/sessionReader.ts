import type { ChangeEvent } from '../../base/listeners.js';
import type { SessionEntry } from './entry.js';
import type { LiveSession, Session, SessionFacts, SessionId } from './session.js';

/**
 * Names a folder of the workspace wherever what it acts as is told, asked for or kept: `WorkspaceFolder.uri.toString()`.
 * A folder that has left the workspace keeps its key, and what was chosen for it, for when it comes back.
 */
export type FolderKey = string;

/** Of the editor's `WorkspaceFolder`. */
export function folderKey({ uri }: { readonly uri: { toString(): string } }): FolderKey {
  return uri.toString();
}

/** A folder of the workspace that does not just follow the window, and what it acts as. */
export interface FolderSession {
  readonly folder: FolderKey;
  /** As the editor shows it. */
  readonly name: string;
  readonly session: Session;
}

/** In the order of the names. One that is not in the workspace now has none, and is left out. */
export function folderSessionsOf(
  sessions: Pick<SessionReader, 'folders'>,
  names: ReadonlyMap<FolderKey, string>,
): readonly FolderSession[] {
  const own = sessions.folders();
  return [...names].flatMap(([folder, name]) => {
    const session = own.get(folder);
    return session === undefined ? [] : [{ folder, name, session }];
  });
}

/** What consumers (terminals, S3, status bar) see of the sessions: everything, and no way to change it. */
export interface SessionReader {
  /** All that are known in this window: what other windows opened as well, and what has expired or failed. Latest first. */
  list(): readonly SessionEntry[];
  get(id: SessionId): SessionEntry | undefined;
  /** The live session of an identity, by `SessionFacts.key`; also when it is not the active one. */
  byKey(key: string): LiveSession | undefined;
  /** What is known of a key, live or not: for messages. */
  facts(key: string): SessionFacts | undefined;
  /**
   * What new things of the window act as; those of a folder, where one is named. A folder that was given a session of its
   * own acts as that alone: once it has expired, failed or ended the folder acts as nobody, and not as the window does.
   */
  active(folder?: FolderKey): Session;
  /**
   * The folders that do not just follow the window: what new things in each act as, `none` where its session has ended.
   * Also one that is about to have its own, which acts as the window until then: `assuming`, with what that is.
   */
  folders(): ReadonlyMap<FolderKey, Session>;
  readonly onDidChange: ChangeEvent<SessionChange>;
}

/** What one event has changed, with what was before. */
export interface SessionChange {
  readonly entries: readonly EntryChange[];
  /** Where `active` changed. */
  readonly active: { readonly before: Session; readonly after: Session } | undefined;
  /** What is different in `folders`. Those that follow the window are not told of: they change as `active` does. */
  readonly folders: readonly FolderChange[];
}

/** Undefined: it followed the window, or does so from now on. */
export interface FolderChange {
  readonly folder: FolderKey;
  readonly before: Session | undefined;
  readonly after: Session | undefined;
}

/** Undefined: there was none, or there is none any more. */
export interface EntryChange {
  readonly id: SessionId;
  readonly before: SessionEntry | undefined;
  readonly after: SessionEntry | undefined;
}
