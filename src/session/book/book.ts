import type { Plan } from '../../model/plan/plan.js';
import type { EntryState, Renewal, SessionEntry } from '../../model/session/entry.js';
import {
  expire,
  type ExpiredSession,
  type FailedSession,
  type LiveSession,
  type RoleRef,
  type Session,
  type SessionFacts,
  type SessionId,
  type Settled,
  type Who,
} from '../../model/session/session.js';
import type { EntryChange, SessionChange } from '../../model/session/sessionReader.js';
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
  /** What new things act as. */
  readonly active: SessionId | undefined;
  /** What becomes active once its call has answered. */
  readonly pending: SessionId | undefined;
  /** By `SessionFacts.key`, of what has gone: objects that were opened with it can still say whose they are. */
  readonly gone: ReadonlyMap<string, SessionFacts>;
  /** Up to which generation sessions were ended: what another window still has of them does not come back. */
  readonly ended: ReadonlyMap<SessionId, number>;
}

export const EMPTY_BOOK: Book = {
  entries: new Map(),
  active: undefined,
  pending: undefined,
  gone: new Map(),
  ended: new Map(),
};

/** Credentials that were had for an entry, here or in another window, or their facts alone where they are dead. */
export interface Opened {
  readonly session: LiveSession | ExpiredSession;
  readonly plan: Plan;
  readonly generation: number;
  readonly renewal: Renewal;
}

export type BookEvent =
  /** A call for it begins. `activates`: it becomes active when that has answered. */
  | {
      readonly kind: 'begun';
      readonly id: SessionId;
      readonly role: RoleRef;
      readonly plan: Plan;
      readonly attempt: number;
      readonly activates: boolean;
    }
  /** The session has an id of its own where only the call could tell which one it is: a role chosen on the way. */
  | { readonly kind: 'opened'; readonly id: SessionId; readonly attempt: number; readonly opened: Opened }
  /** The call did not bring any; what there was before goes on, with this renewal. */
  | {
      readonly kind: 'failed';
      readonly id: SessionId;
      readonly attempt: number;
      readonly message: string;
      readonly renewal: Renewal;
    }
  /** It was given up: everything is as before. */
  | { readonly kind: 'cancelled'; readonly id: SessionId; readonly attempt: number }
  /** It would have become somebody else, or may no longer be used: no credentials are left of it. */
  | { readonly kind: 'refused'; readonly id: SessionId; readonly message: string }
  /** Another window has it, or this one had it before a reload. Nothing older than what is known is taken. */
  | { readonly kind: 'adopted'; readonly id: SessionId; readonly opened: Opened }
  /** New things are to act as it from now on, or once its call has answered. */
  | { readonly kind: 'used'; readonly id: SessionId }
  /** It shall not become active any more once its call has answered. */
  | { readonly kind: 'let-go'; readonly id: SessionId }
  /** It was given up after it had become active: that is again what was before, where that is still there. */
  | { readonly kind: 'put-back'; readonly id: SessionId; readonly active: SessionId | undefined }
  /** Here or in another window. Only credentials up to that generation: what was opened after its end is another one. */
  | { readonly kind: 'ended'; readonly id: SessionId; readonly generation: number }
  | { readonly kind: 'renewal'; readonly id: SessionId; readonly renewal: Renewal }
  /** It ends at another moment by this machine's clock than was known: the clock was set back, or put right again. */
  | { readonly kind: 'shifted'; readonly id: SessionId; readonly expiresAt: number }
  /** A look at the clock. */
  | { readonly kind: 'ticked' };

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
    case 'used':
      return used(book, event.id);
    case 'let-go':
      return book.pending === event.id ? { ...book, pending: undefined } : book;
    case 'put-back':
      return putBack(book, event);
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

/** What the window is, for consumers. */
export function activeSession({ entries, active, pending }: Book): Session {
  const settled = settledState(active === undefined ? undefined : entries.get(active)?.state);
  const next = pending === undefined ? undefined : entries.get(pending);
  return next === undefined ? settled : { kind: 'assuming', role: next.role, previous: settled };
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
  return entries.length === 0 && active === undefined ? undefined : { entries, active };
}

function sameSession(a: Session, b: Session): boolean {
  return (
    a === b ||
    (a.kind === 'none' && b.kind === 'none') ||
    (a.kind === 'assuming' && b.kind === 'assuming' && a.role === b.role && sameSession(a.previous, b.previous))
  );
}

function settledState(state: EntryState | undefined): Settled {
  return state === undefined || state.kind === 'opening' ? { kind: 'none' } : state;
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
  return withEntry({ ...book, ...(activates && { pending: id }) }, entry);
}

/** Another window may have brought newer ones meanwhile, or ended these: then the call was for nothing. */
function answered(book: Book, { id, opened: ours }: Extract<BookEvent, { kind: 'opened' }>, now: number): Book {
  const became = ours.session.id;
  const known = book.entries.get(became)?.generation ?? 0;
  const isNewest = ours.generation >= known && ours.generation > (book.ended.get(became) ?? 0);
  return isNewest ? opened(moved(book, id, became), ours, now) : cancelled(book, id);
}

/** What the call was begun under gives way to what it became. */
function moved(book: Book, id: SessionId, became: SessionId): Book {
  return id === became ? book : cancelled({ ...book, pending: book.pending === id ? became : book.pending }, id);
}

function opened(book: Book, { session, plan, generation, renewal }: Opened, now: number): Book {
  const { id, role } = session;
  const state = session.kind === 'live' && session.expiresAt <= now ? expire(session) : session;
  const { asked } = book.entries.get(id) ?? { asked: undefined };
  const entry: BookEntry = { id, role, state, renewal, plan, generation, asked, ...AT_REST };
  const kept = remember(book, book.entries.get(id)?.state, session.key);
  return withEntry({ ...kept, ...activated(kept, id) }, entry);
}

function activated({ active, pending }: Book, id: SessionId): Pick<Book, 'active' | 'pending'> {
  return pending === id ? { active: id, pending: undefined } : { active, pending };
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
  const live = kept.active !== undefined && kept.entries.get(kept.active)?.state.kind === 'live';
  const active = wasPending && !live ? id : kept.active;
  return withEntry({ ...kept, active, pending: wasPending ? undefined : kept.pending }, after);
}

function cancelled(book: Book, id: SessionId): Book {
  const entry = book.entries.get(id);
  const pending = book.pending === id ? undefined : book.pending;
  return entry === undefined || entry.state.kind === 'opening'
    ? without({ ...book, pending }, id)
    : withEntry({ ...book, pending }, { ...entry, ...AT_REST });
}

function refused(book: Book, id: SessionId, message: string): Book {
  const entry = book.entries.get(id);
  if (entry === undefined) {
    return book;
  }
  const pending = book.pending === id ? undefined : book.pending;
  const state = failedState(entry, message);
  const after: BookEntry = { ...entry, state, ...AT_REST, renewal: { kind: 'off' } };
  return withEntry({ ...buried(remember(book, entry.state), id, entry.generation), pending }, after);
}

function adopted(book: Book, { id, opened: found }: Extract<BookEvent, { kind: 'adopted' }>, now: number): Book {
  const known = book.entries.get(id);
  if (found.generation <= Math.max(known?.generation ?? 0, book.ended.get(id) ?? 0)) {
    return book;
  }
  const after = becomesAnother(known?.state, found)
    ? { ...opened(notActive(book, id), found, now), pending: book.pending }
    : opened(book, found, now);
  const entry = after.entries.get(id);
  // A call of ours that is under way goes on: it sees by itself that it is not wanted any more.
  return known?.attempt === undefined || entry === undefined
    ? after
    : withEntry(after, { ...entry, underWay: true, underWaySince: known.underWaySince, attempt: known.attempt });
}

/** Who another window became by the same role is nobody whom this one chose to act as. */
function becomesAnother(before: EntryState | undefined, { session, plan }: Opened): boolean {
  const who = whoIs(before);
  return who !== undefined && compareWho(who, session, mayBecomeAnother(plan)) !== 'same';
}

function notActive(book: Book, id: SessionId): Book {
  return { ...book, active: book.active === id ? undefined : book.active, pending: undefined };
}

function used(book: Book, id: SessionId): Book {
  const entry = book.entries.get(id);
  if (entry === undefined) {
    return book;
  }
  return entry.attempt !== undefined && entry.state.kind !== 'live'
    ? { ...book, pending: id }
    : { ...book, active: id, pending: undefined };
}

function putBack(book: Book, { id, active }: Extract<BookEvent, { kind: 'put-back' }>): Book {
  const isThere = active !== undefined && book.entries.has(active);
  return book.active === id ? { ...book, active: isThere ? active : undefined } : book;
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
  return {
    ...book,
    entries,
    active: book.active === id ? undefined : book.active,
    pending: book.pending === id ? undefined : book.pending,
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
