import type { EntryState } from '../../model/session/entry.js';
import type { Session, SessionId, Settled } from '../../model/session/session.js';
import type { FolderKey, EntryChange, FolderChange, SessionChange } from '../../model/session/sessionReader.js';
import type { Book } from './book.js';

/** What the window is for consumers, or a folder of it. */
export function activeSession(book: Book, folder?: FolderKey): Session {
  const assignment = folder === undefined ? undefined : book.folders.get(folder);
  if (assignment === undefined) {
    return sessionOnceThere(book, settledIn(book, book.active), book.pending);
  }
  const { actsAs, pending } = assignment;
  const id = actsAs.kind === 'session' ? actsAs.id : actsAs.kind === 'window' ? book.active : undefined;
  return sessionOnceThere(book, settledIn(book, id), pending);
}

/** The folders that do not just follow the window. */
export function folderSessions(book: Book): ReadonlyMap<FolderKey, Session> {
  return new Map([...book.folders.keys()].map((folder) => [folder, activeSession(book, folder)]));
}

/** Undefined where nothing is different. */
export function changeBetween(before: Book, after: Book): SessionChange | undefined {
  const ids = new Set([...before.entries.keys(), ...after.entries.keys()]);
  const entries = [...ids]
    .map((id): EntryChange => ({ id, before: before.entries.get(id), after: after.entries.get(id) }))
    .filter((change) => change.before !== change.after);
  const was = activeSession(before);
  const is = activeSession(after);
  const active = sameSession(was, is) ? undefined : { before: was, after: is };
  const folders = folderChanges(before, after);
  return entries.length === 0 && active === undefined && folders.length === 0
    ? undefined
    : { entries, active, folders };
}

function folderChanges(before: Book, after: Book): readonly FolderChange[] {
  const [were, are] = [folderSessions(before), folderSessions(after)];
  return [...new Set([...were.keys(), ...are.keys()])]
    .map((folder): FolderChange => ({ folder, before: were.get(folder), after: are.get(folder) }))
    .filter(({ before: was, after: is }) => was === undefined || is === undefined || !sameSession(was, is));
}

function sameSession(a: Session, b: Session): boolean {
  return (
    a === b ||
    (a.kind === 'none' && b.kind === 'none') ||
    (a.kind === 'assuming' && b.kind === 'assuming' && a.role === b.role && sameSession(a.previous, b.previous))
  );
}

function sessionOnceThere({ entries }: Book, previous: Settled, pending: SessionId | undefined): Session {
  const next = pending === undefined ? undefined : entries.get(pending);
  return next === undefined ? previous : { kind: 'assuming', role: next.role, previous };
}

function settledIn({ entries }: Book, id: SessionId | undefined): Settled {
  return settledState(id === undefined ? undefined : entries.get(id)?.state);
}

function settledState(state: EntryState | undefined): Settled {
  return state === undefined || state.kind === 'opening' ? { kind: 'none' } : state;
}
