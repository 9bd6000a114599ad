// What has to hold of every book, whatever has happened.
import { settledOf, type Session, type SessionId } from '../../../../src/model/session/session.js';
import type { Book, BookEntry } from '../../../../src/session/book/book.js';
import { activeSession, changeBetween, folderSessions } from '../../../../src/session/book/change.js';
import type { BookEvent } from '../../../../src/session/book/events.js';

export const FOLDERS = ['file:///f', 'file:///g'];

export interface Step {
  readonly event: BookEvent;
  readonly now: number;
}

type Rule = (before: Book, after: Book, step: Step) => boolean;

const every = (book: Book, holds: (entry: BookEntry) => boolean): boolean => [...book.entries.values()].every(holds);

/** The session that a folder was given, alone. */
const ownOf = ({ folders }: Book, folder: string): SessionId | undefined => {
  const actsAs = folders.get(folder)?.actsAs;
  return actsAs?.kind === 'session' ? actsAs.id : undefined;
};

function isOther(before: Session, after: Session): boolean {
  return before.kind === 'assuming' && after.kind === 'assuming'
    ? before.role !== after.role || isOther(before.previous, after.previous)
    : before !== after && !(before.kind === 'none' && after.kind === 'none');
}

/** By name, what has to hold after each event. */
export const RULES: Readonly<Record<string, Rule>> = {
  'what is active or about to be is in the book': (_, { entries, active, pending }) =>
    [active, pending].every((id) => id === undefined || entries.has(id)),
  'what is about to be active has a call under way': (_, { entries, pending }) =>
    pending === undefined || entries.get(pending)?.attempt !== undefined,
  'entries are under their own ids': (_, book) => [...book.entries].every(([id, entry]) => entry.id === id),
  'what is opening has a call under way': (_, book) =>
    every(book, ({ state, attempt }) => state.kind !== 'opening' || attempt !== undefined),
  'an entry says whether a call is under way': (_, book) =>
    every(book, ({ underWay, attempt }) => underWay === (attempt !== undefined)),
  'what holds or held credentials has a plan and a generation': (_, book) =>
    every(book, ({ state, plan: by, generation }) => !('key' in state) || (by !== undefined && generation > 0)),
  'the window is at most one, which is live, dead or failed': (_, book) => {
    const session = activeSession(book);
    const settled = session.kind === 'assuming' ? session.previous : session;
    return settled.kind === 'none' || settled === (book.active && book.entries.get(book.active)?.state);
  },
  'no secret is in what is not live': (before, book) => {
    const isNew = (entry: BookEntry) => before.entries.get(entry.id) !== entry && entry.state.kind !== 'live';
    const dead = [...book.entries.values()].filter(isNew);
    const others = before.gone === book.gone ? [] : [...book.gone.values()];
    return dead.length + others.length === 0 || !JSON.stringify([dead, others]).includes('SECRET');
  },
  'a live one holds its own secret': (_, book) =>
    every(book, ({ id, state }) => state.kind !== 'live' || state.credentials.sessionToken.startsWith(`SECRET-${id}-`)),
  'nothing is live after its end once somebody has looked': (_, book, { event, now }) =>
    event.kind !== 'ticked' || every(book, ({ state }) => state.kind !== 'live' || state.expiresAt > now),
  'credentials that enter are good': (before, book, { now }) =>
    every(book, ({ id, state }) => {
      const was = before.entries.get(id)?.state;
      const isNew = was?.kind !== 'live' || state.kind !== 'live' || was.credentials !== state.credentials;
      return state.kind !== 'live' || !isNew || state.expiresAt > now;
    }),
  'generations never go back': (before, book) =>
    every(book, ({ id, generation }) => generation >= (before.entries.get(id)?.generation ?? 0)) &&
    [...before.ended].every(([id, generation]) => (book.ended.get(id) ?? -1) >= generation),
  'what has ended stays so': (_, book) =>
    every(book, ({ id, state, generation }) => !('key' in state) || generation > (book.ended.get(id) ?? 0)),
  'nobody is active whom this window did not choose': (before, book, { event }) =>
    book.active === before.active ||
    book.active === undefined ||
    event.kind === 'used' ||
    (event.kind === 'put-back' && book.active === event.active) ||
    before.pending === book.active,
  'what folders act as or are about to is in the book': (_, { entries, folders }) =>
    [...folders.values()].every(
      ({ actsAs, pending }) =>
        (actsAs.kind !== 'session' || entries.has(actsAs.id)) &&
        (pending === undefined || entries.get(pending)?.attempt !== undefined) &&
        (actsAs.kind !== 'window' || pending !== undefined),
    ),
  'a folder that has its own has it until the user lets it follow the window': (before, { folders }, { event }) =>
    [...before.folders].every(([folder, { actsAs }]) => {
      const after = folders.get(folder)?.actsAs.kind;
      const isKept = actsAs.kind === 'window' || (after !== undefined && after !== 'window');
      return isKept || (event.kind === 'followed' && event.folder === folder);
    }),
  'a folder is given no session that this window did not choose for it': (before, book, { event }) =>
    FOLDERS.every((folder) => {
      const [was, is] = [ownOf(before, folder), ownOf(book, folder)];
      const isChosen = event.kind === 'used' && event.folder === folder && event.id === is;
      const isWaitedFor = is === before.folders.get(folder)?.pending;
      const isBack = event.kind === 'put-back' && event.id === was;
      return is === was || is === undefined || isChosen || isWaitedFor || isBack;
    }),
  'what is asked of AWS, and what comes to nothing, gives nobody a live session': (before, book, { event }) =>
    !['begun', 'awaited', 'cancelled', 'failed', 'let-go'].includes(event.kind) ||
    [undefined, ...FOLDERS].every((folder) => {
      const [was, is] = [before, book].map((each) => settledOf(activeSession(each, folder)));
      const isWindows = folder !== undefined && !book.folders.has(folder);
      return was === is || is?.kind !== 'live' || isWindows;
    }),
  'what ends or changes of a session moves no folder to another one': (before, book, { event }) =>
    !['ended', 'refused', 'adopted', 'ticked', 'shifted', 'renewal'].includes(event.kind) ||
    FOLDERS.every((folder) => {
      const [was, is] = [ownOf(before, folder), ownOf(book, folder)];
      return was === undefined || is === undefined || is === was || before.folders.get(folder)?.pending === is;
    }),
  'a folder of its own is at most one, and never the window': (_, book) =>
    [...folderSessions(book)].every(([folder, session]) => {
      const settled = session.kind === 'assuming' ? session.previous : session;
      const own = ownOf(book, folder);
      const isWindow = book.folders.get(folder)?.actsAs.kind === 'window';
      return isWindow || settled.kind === 'none' || settled === (own && book.entries.get(own)?.state);
    }),
  'nothing becomes somebody else by a call that it did not wait for': (before, book, { event }) =>
    [undefined, ...FOLDERS].every((folder) => {
      const [was, is] = [before, book].map((each) => settledOf(activeSession(each, folder)));
      const { pending, own } =
        folder === undefined
          ? { pending: before.pending, own: true }
          : { pending: before.folders.get(folder)?.pending, own: ownOf(book, folder) !== undefined };
      const isOne = was !== undefined && is !== undefined && 'key' in was && 'key' in is && was.id === is.id;
      return event.kind !== 'opened' || !own || !isOne || pending === was.id || was.key === is.key;
    }),
  'what the window does is nothing to folders that have their own': (before, { folders }, { event }) =>
    event.kind !== 'used' || event.folder !== undefined || folders === before.folders,
  'an active one does not become somebody else by another window': (before, book, { event }) => {
    const [was, is] = [before, book].map(({ active, entries }) => active && entries.get(active)?.state);
    const isSame = typeof was !== 'object' || typeof is !== 'object' || !('key' in was) || !('key' in is);
    return event.kind !== 'adopted' || isSame || before.active !== book.active || was.key === is.key;
  },
  'whoever was somebody is known by the key': (before, book) =>
    [...before.entries.values()].every(({ state }) => {
      const isThere = [...book.entries.values()].some(
        (entry) => 'key' in entry.state && 'key' in state && entry.state.key === state.key,
      );
      return !('key' in state) || isThere || book.gone.has(state.key);
    }),
  'a change tells all that is different': (before, book) => {
    const change = changeBetween(before, book);
    const told = new Map<SessionId, unknown>(before.entries);
    for (const { id, before: was, after: is } of change?.entries ?? []) {
      if (was !== before.entries.get(id)) return false;
      if (is === undefined) told.delete(id);
      else told.set(id, is);
    }
    const same = told.size === book.entries.size && [...book.entries].every(([id, entry]) => told.get(id) === entry);
    return same && !isOther(change?.active?.after ?? activeSession(before), activeSession(book));
  },
  'a change tells all that is different of folders': (before, book) => {
    const [were, are] = [folderSessions(before), folderSessions(book)];
    const told = new Map(were);
    for (const { folder, before: was, after: is } of changeBetween(before, book)?.folders ?? []) {
      if ((was === undefined) !== (were.get(folder) === undefined) || (was && is && !isOther(was, is))) return false;
      if (is === undefined) told.delete(folder);
      else told.set(folder, is);
    }
    const isSame = ([folder, session]: [string, Session]) => {
      const other = told.get(folder);
      return other !== undefined && !isOther(other, session);
    };
    return told.size === are.size && [...are].every(isSame);
  },
  'a change tells nothing that is the same': (before, book) => {
    const change = changeBetween(before, book);
    return (
      change === undefined ||
      ((change.entries.length > 0 || change.active !== undefined || change.folders.length > 0) &&
        change.entries.every((entry) => entry.before !== entry.after) &&
        (change.active === undefined || isOther(change.active.before, change.active.after)))
    );
  },
};
