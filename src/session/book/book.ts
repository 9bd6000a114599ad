import type { Plan } from '../../model/plan/plan.js';
import type { EntryState, SessionEntry } from '../../model/session/entry.js';
import {
  expire,
  type FailedSession,
  type SessionFacts,
  type SessionId,
  type Who,
} from '../../model/session/session.js';
import type { FolderKey } from '../../model/session/sessionReader.js';
import type { BookEvent, Opened } from './events.js';
import {
  assign,
  follow,
  giveUp,
  inVain,
  letGo,
  lose,
  putBackFolders,
  rename,
  setApart,
  settle,
  type FolderAssignments,
} from './folders.js';
import { compareWho } from './samePerson.js';
import { mayBecomeAnother } from './sessionKey.js';

/** An entry with what only this room wants to know of it. */
export interface BookEntry extends SessionEntry {
  /** What it was opened by; undefined until then. */
  readonly plan: Plan | undefined;
  /** What the latest call for it is or was made by, also where that has brought nothing. */
  readonly asked: Plan | undefined;
  /** Counts the credentials that were had for it, in all windows; 0 before the first. */
  readonly generation: number;
  /** The call that is under way; what another one brings is not wanted any more. */
  readonly attempt: number | undefined;
}

/** What a window knows of its sessions. */
export interface Book {
  /** The oldest first. */
  readonly entries: ReadonlyMap<SessionId, BookEntry>;
  /** What new things act as, but for those in `folders`. */
  readonly active: SessionId | undefined;
  /** What becomes active once its call has answered. */
  readonly pending: SessionId | undefined;
  readonly folders: FolderAssignments;
  /** By `SessionFacts.key`, of what has gone: objects that were opened with it can still say whose they are. */
  readonly gone: ReadonlyMap<string, SessionFacts>;
  /** Up to which generation sessions were ended: what another window still has of them does not come back. */
  readonly ended: ReadonlyMap<SessionId, number>;
}

export const EMPTY_BOOK: Book = {
  entries: new Map(),
  active: undefined,
  pending: undefined,
  folders: new Map(),
  gone: new Map(),
  ended: new Map(),
};

/** `now`: milliseconds since the epoch. An event that is no longer wanted gives the same book. */
export function reduce(book: Book, event: BookEvent, now: number): Book {
  switch (event.kind) {
    case 'begun':
      return begun(book, event, now);
    case 'opened':
      return isWanted(book, event) ? answered(book, event, now) : book;
    case 'failed':
      return isWanted(book, event) ? failed(book, event) : book;
    case 'cancelled':
      return isWanted(book, event) ? cancelled(book, event.id) : book;
    case 'refused':
      return refused(book, event.id, event.message);
    case 'adopted':
      return adopted(book, event, now);
    case 'awaited':
      return awaited(book, event);
    case 'used':
      return used(book, event);
    case 'let-go':
      return notWaiting(book, event);
    case 'put-back':
      return putBack(book, event);
    case 'set-apart':
      return withFolders(book, setApart(book.folders, event.folder));
    case 'followed':
      return withFolders(book, follow(book.folders, event.folder));
    case 'ended':
      return ended(book, event);
    case 'renewal':
      return changed(book, event.id, (entry) => ({ ...entry, renewal: event.renewal }));
    case 'shifted':
      return changed(book, event.id, (entry) => shifted(entry, event.expiresAt));
    case 'ticked':
      return ticked(book, now);
  }
}

/** Who it is, or was before it failed; undefined where it never was anybody. */
export function whoIs(state: EntryState | undefined): Who | undefined {
  return state === undefined || state.kind === 'opening' ? undefined : state.kind === 'failed' ? state.expected : state;
}

/** Whether an entry has what it had, and may have it renewed: it was neither ended, refused nor renewed meanwhile. */
export function isSameCredentials({ generation }: BookEntry, now: BookEntry | undefined): boolean {
  return now?.generation === generation && now.state.kind !== 'failed';
}

function failedState({ role, state }: BookEntry, message: string): FailedSession {
  const who = whoIs(state);
  const expected = who && { identity: who.identity, principal: who.principal };
  return { kind: 'failed', role, message, ...(expected && { expected }) };
}

/** Of an entry for which no call is under way. */
const AT_REST = { underWay: false, underWaySince: undefined, attempt: undefined } as const;

function isWanted({ entries }: Book, { id, attempt }: { readonly id: SessionId; readonly attempt: number }): boolean {
  return entries.get(id)?.attempt === attempt;
}

function begun(book: Book, event: Extract<BookEvent, { kind: 'begun' }>, now: number): Book {
  const { id, role, plan, attempt, activates } = event;
  const known = book.entries.get(id);
  const fresh = { id, role, state: { kind: 'opening' }, renewal: { kind: 'off' }, plan: undefined } as const;
  const generation = book.ended.get(id) ?? 0; // what comes now is another one than what was ended
  const call = { asked: plan, underWay: true, underWaySince: now, attempt };
  const entry: BookEntry = { ...(known ?? { ...fresh, generation }), ...call };
  const after = withEntry(book, entry);
  return activates ? awaited(after, event) : after;
}

/** Also where it is live: what there is of it was not chosen, only what the call brings. */
function awaited(
  book: Book,
  { id, folder }: { readonly id: SessionId; readonly folder?: FolderKey | undefined },
): Book {
  if (book.entries.get(id)?.attempt === undefined) {
    return book;
  }
  return folder === undefined ? { ...book, pending: id } : { ...book, folders: assign(book.folders, folder, id, true) };
}

/** Another window may have brought newer ones meanwhile, or ended these: then the call was for nothing. */
function answered(
  book: Book,
  { id, opened: ours, isRenewal }: Extract<BookEvent, { kind: 'opened' }>,
  now: number,
): Book {
  const became = ours.session.id;
  const known = book.entries.get(became);
  const isNewest = ours.generation >= (known?.generation ?? 0) && ours.generation > (book.ended.get(became) ?? 0);
  if (!isNewest) {
    return cancelled(book, id);
  }
  const isAnother = isRenewal !== true && becomesAnother(known?.state, ours);
  return opened(moved(isAnother ? notActedAs(book, became) : book, id, became), ours, now);
}

/** Whoever has not waited for it did not choose to act as who it is by now. */
function notActedAs(book: Book, id: SessionId): Book {
  return { ...book, active: book.active === id ? undefined : book.active, folders: lose(book.folders, id) };
}

/** What the call was begun under gives way to what it became. */
function moved(book: Book, id: SessionId, became: SessionId): Book {
  if (id === became) {
    return book;
  }
  const pending = book.pending === id ? became : book.pending;
  return cancelled({ ...book, pending, folders: rename(book.folders, id, became) }, id);
}

function opened(book: Book, { session, plan, generation, renewal }: Opened, now: number): Book {
  const { id, role } = session;
  const state = session.kind === 'live' && session.expiresAt <= now ? expire(session) : session;
  const { asked } = book.entries.get(id) ?? { asked: undefined };
  const entry: BookEntry = { id, role, state, renewal, plan, generation, asked, ...AT_REST };
  const kept = remember(book, book.entries.get(id)?.state, session.key);
  return withEntry({ ...kept, ...activated(kept, id) }, entry);
}

function activated({ active, pending, folders }: Book, id: SessionId): Pick<Book, 'active' | 'pending' | 'folders'> {
  return {
    ...(pending === id ? { active: id, pending: undefined } : { active, pending }),
    folders: settle(folders, id),
  };
}

function failed(book: Book, { id, message, renewal }: Extract<BookEvent, { kind: 'failed' }>): Book {
  const entry = book.entries.get(id);
  if (entry === undefined) {
    return book;
  }
  const wasPending = book.pending === id;
  const goesOn = entry.state.kind === 'live' || (entry.state.kind === 'expired' && !wasPending);
  const state: EntryState = goesOn ? entry.state : failedState(entry, message);
  const after: BookEntry = { ...entry, state, renewal, ...AT_REST };
  const kept = goesOn ? book : remember(book, entry.state);
  const active = wasPending && !goesOn && !isLiveIn(kept)(kept.active) ? id : kept.active;
  const folders = inVain(kept.folders, id, isLiveIn(kept));
  return withEntry({ ...kept, active, folders, pending: wasPending ? undefined : kept.pending }, after);
}

function isLiveIn({ entries }: Book): (id: SessionId | undefined) => boolean {
  return (id) => id !== undefined && entries.get(id)?.state.kind === 'live';
}

function cancelled(book: Book, id: SessionId): Book {
  const entry = book.entries.get(id);
  const after = notPending(book, id);
  return entry === undefined || entry.state.kind === 'opening'
    ? without(after, id)
    : withEntry(after, { ...entry, ...AT_REST });
}

function notPending(book: Book, id: SessionId): Book {
  return {
    ...book,
    pending: book.pending === id ? undefined : book.pending,
    folders: giveUp(book.folders, id),
  };
}

function refused(book: Book, id: SessionId, message: string): Book {
  const entry = book.entries.get(id);
  if (entry === undefined) {
    return book;
  }
  const state = failedState(entry, message);
  const after: BookEntry = { ...entry, state, ...AT_REST, renewal: { kind: 'off' } };
  const waited = { ...book, folders: inVain(book.folders, id, (other) => other !== id && isLiveIn(book)(other)) };
  return withEntry(buried(remember(notPending(waited, id), entry.state), id, entry.generation), after);
}

function adopted(book: Book, { id, opened: found }: Extract<BookEvent, { kind: 'adopted' }>, now: number): Book {
  const known = book.entries.get(id);
  if (found.generation <= Math.max(known?.generation ?? 0, book.ended.get(id) ?? 0)) {
    return book;
  }
  const after = becomesAnother(known?.state, found)
    ? { ...opened(book, found, now), ...waitingStill(notActedAs(book, id)) }
    : opened(book, found, now);
  const entry = after.entries.get(id);
  // A call of ours that is under way goes on: it sees by itself that it is not wanted any more.
  return known?.attempt === undefined || entry === undefined
    ? after
    : withEntry(after, { ...entry, underWay: true, underWaySince: known.underWaySince, attempt: known.attempt });
}

function waitingStill({ active, pending, folders }: Book): Pick<Book, 'active' | 'pending' | 'folders'> {
  return { active, pending, folders };
}

/** Who another window became by the same role, or a call for something else, is nobody whom this one chose to act as. */
function becomesAnother(before: EntryState | undefined, { session, plan }: Opened): boolean {
  const who = whoIs(before);
  return who !== undefined && compareWho(who, session, mayBecomeAnother(plan)) !== 'same';
}

function used(book: Book, { id, folder }: Extract<BookEvent, { kind: 'used' }>): Book {
  const entry = book.entries.get(id);
  if (entry === undefined) {
    return book;
  }
  const isPending = entry.attempt !== undefined && entry.state.kind !== 'live';
  if (isPending) {
    return awaited(book, { id, folder });
  }
  return folder === undefined
    ? { ...book, active: id, pending: undefined }
    : { ...book, folders: assign(book.folders, folder, id, false) };
}

function notWaiting(book: Book, { id, folder }: Extract<BookEvent, { kind: 'let-go' }>): Book {
  if (folder !== undefined) {
    return withFolders(book, letGo(book.folders, folder, id));
  }
  return book.pending === id ? { ...book, pending: undefined } : book;
}

function putBack(book: Book, { id, active, folders }: Extract<BookEvent, { kind: 'put-back' }>): Book {
  const isThere = (other: SessionId) => book.entries.has(other);
  const was = active !== undefined && isThere(active) ? active : undefined;
  const after = withFolders(book, putBackFolders(book.folders, id, folders, isThere));
  return book.active === id ? { ...after, active: was } : after;
}

function withFolders(book: Book, folders: FolderAssignments): Book {
  return book.folders === folders ? book : { ...book, folders };
}

function ended(book: Book, { id, generation }: Extract<BookEvent, { kind: 'ended' }>): Book {
  const entry = book.entries.get(id);
  const after = buried(book, id, generation);
  return entry === undefined || entry.generation > generation ? after : without(remember(after, entry.state), id);
}

function buried(book: Book, id: SessionId, generation: number): Book {
  return (book.ended.get(id) ?? -1) >= generation ? book : { ...book, ended: new Map(book.ended).set(id, generation) };
}

function without(book: Book, id: SessionId): Book {
  const entries = new Map(book.entries);
  entries.delete(id);
  const after = notPending(book, id);
  return {
    ...after,
    entries,
    active: book.active === id ? undefined : book.active,
    folders: lose(after.folders, id),
  };
}

/** All of its moments move, as the clock has. */
function shifted(entry: BookEntry, expiresAt: number): BookEntry {
  const { state, renewal } = entry;
  if (state.kind !== 'live' || expiresAt === state.expiresAt) {
    return entry;
  }
  const by = state.expiresAt - expiresAt;
  return {
    ...entry,
    state: { ...state, expiresAt, startedAt: state.startedAt - by },
    renewal: 'at' in renewal ? { ...renewal, at: renewal.at - by } : renewal,
  };
}

function ticked(book: Book, now: number): Book {
  const over = [...book.entries.values()].filter(({ state }) => state.kind === 'live' && state.expiresAt <= now);
  return over.reduce(
    (sofar, entry) =>
      entry.state.kind === 'live' ? withEntry(sofar, { ...entry, state: expire(entry.state) }) : sofar,
    book,
  );
}

function changed(book: Book, id: SessionId, change: (entry: BookEntry) => BookEntry): Book {
  const entry = book.entries.get(id);
  const after = entry && change(entry);
  return after === undefined || after === entry ? book : withEntry(book, after);
}

function withEntry(book: Book, entry: BookEntry): Book {
  return { ...book, entries: new Map(book.entries).set(entry.id, entry) };
}

/** The facts of what goes, unless what comes has the same key. */
function remember(book: Book, state: EntryState | undefined, nextKey?: string): Book {
  if (state === undefined || !('key' in state) || state.key === nextKey) {
    return book;
  }
  const facts: SessionFacts = state.kind === 'live' ? expire(state) : state;
  return { ...book, gone: new Map(book.gone).set(facts.key, facts) };
}
