// Events in any order: what holds of every book. A failure prints the seed and the shortest run of events that has it.
import { describe, expect, it } from 'vitest';
import type { Session, SessionId } from '../../../../src/model/session/session.js';
import { EMPTY_BOOK, reduce, type Book, type BookEntry } from '../../../../src/session/book/book.js';
import { activeSession, changeBetween, folderSessions } from '../../../../src/session/book/change.js';
import type { BookEvent, Opened } from '../../../../src/session/book/events.js';
import type { FolderAssignments } from '../../../../src/session/book/folders.js';
import { NOW, plan, roleRef } from '../../../support/samples.js';
import { session } from './samples.js';

const SEQUENCES = 3_000;
const LENGTH = 30;
const MINUTE_MS = 60_000;
const IDS = ['a', 'b', 'c'];
const FOLDERS = ['file:///f', 'file:///g'];
const ARNS = ['x', 'y'].map((name) => `arn:aws:sts::123456789012:assumed-role/r/${name}`);

interface Step {
  readonly event: BookEvent;
  readonly now: number;
}

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each credentials have a secret that tells whose they are: "SECRET-a-7." */
class Story {
  private attempts = 0;
  private serial = 0;
  private now = NOW;

  constructor(private readonly random: () => number) {}

  steps(): Step[] {
    return Array.from({ length: LENGTH }, () => {
      this.now += (this.below(40) - 2) * MINUTE_MS; // clocks are set back as well
      return { event: this.event(), now: this.now };
    });
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }

  private one<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  private opened(id: SessionId): Opened {
    const secret = `SECRET-${id}-${++this.serial}.`;
    const arn = this.one(ARNS);
    const live = session(id, {
      key: `${id}-${arn}`,
      identity: { ...session(id).identity, arn },
      startedAt: this.now,
      expiresAt: this.now + (this.below(90) - 5) * MINUTE_MS,
      credentials: { accessKeyId: secret, secretAccessKey: secret, sessionToken: secret },
    });
    const { credentials, ...facts } = live;
    return {
      session: this.random() < 0.1 && credentials.sessionToken !== '' ? { ...facts, kind: 'expired' } : live,
      plan: plan(),
      generation: 1 + this.below(8),
      renewal: { kind: 'at', at: this.now + MINUTE_MS },
    };
  }

  private putBack(id: SessionId): BookEvent {
    const before = { actsAs: { kind: 'session', id: this.one(IDS) }, pending: undefined } as const;
    const folders: FolderAssignments = new Map(this.random() < 0.8 ? [[this.one(FOLDERS), before]] : []);
    return { kind: 'put-back', id, active: this.random() < 0.8 ? this.one(IDS) : undefined, folders };
  }

  private event(): BookEvent {
    const id = this.one(IDS);
    // Mostly the latest call, sometimes one that is over.
    const attempt = Math.max(1, this.attempts - this.below(3));
    const begin = (): BookEvent => ({
      kind: 'begun',
      id,
      role: roleRef(id),
      plan: plan(),
      attempt: ++this.attempts,
      activates: this.random() < 0.6,
    });
    const make: readonly (() => BookEvent)[] = [
      begin,
      begin, // twice as often
      () => ({ kind: 'opened', id, attempt, opened: this.opened(id) }),
      () => ({ kind: 'opened', id, attempt, opened: this.opened(id) }),
      () => ({ kind: 'failed', id, attempt, message: 'No.', renewal: { kind: 'off' } }),
      () => ({ kind: 'cancelled', id, attempt }),
      () => ({ kind: 'refused', id, message: 'Somebody else.' }),
      () => ({ kind: 'adopted', id, opened: this.opened(id) }),
      () => ({ kind: 'used', id }),
      () => ({ kind: 'used', id, folder: this.one(FOLDERS) }),
      () => ({ kind: 'used', id, folder: this.one(FOLDERS) }),
      () => ({ kind: 'let-go', id }),
      () => ({ kind: 'let-go', id, folder: this.one(FOLDERS) }),
      () => this.putBack(id),
      () => ({ kind: 'followed', folder: this.one(FOLDERS) }),
      () => ({ kind: 'set-apart', folder: this.one(FOLDERS) }),
      () => ({ kind: 'ended', id, generation: this.below(8) }),
      () => ({ kind: 'renewal', id, renewal: { kind: 'asks', since: undefined } }),
      () => ({ kind: 'shifted', id, expiresAt: this.now + this.below(60) * MINUTE_MS }),
      () => ({ kind: 'ticked' }),
    ];
    return this.one(make)();
  }
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
const RULES: Readonly<Record<string, Rule>> = {
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

/** The rule that the last of these steps breaks. */
function broken(steps: readonly Step[]): { readonly rule: string; readonly at: number } | undefined {
  let book = EMPTY_BOOK;
  for (const [at, step] of steps.entries()) {
    const next = reduce(book, step.event, step.now);
    for (const [rule, holds] of Object.entries(RULES)) {
      if (!holds(book, next, step)) return { rule, at };
    }
    book = next;
  }
  return undefined;
}

/** Leaves out what the failure does not need. */
function shortest(steps: readonly Step[], rule: string): readonly Step[] {
  for (let left = 0; left < steps.length; left += 1) {
    const fewer = steps.toSpliced(left, 1);
    if (broken(fewer)?.rule === rule) return shortest(fewer, rule);
  }
  return steps;
}

function report(seed: number): string | undefined {
  const steps = new Story(randomOf(seed)).steps();
  const failure = broken(steps);
  if (failure === undefined) return undefined;
  const few = shortest(steps.slice(0, failure.at + 1), failure.rule);
  return [`Not so with seed ${seed}: ${failure.rule}.`, ...few.map((step) => JSON.stringify(step))].join('\n');
}

describe('events in any order', () => {
  it('leave books of which all rules hold', () => {
    const first = Number(process.env['BOOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const count = process.env['BOOK_SEED'] === undefined ? SEQUENCES : 1;
    for (let seed = first; seed < first + count; seed += 1) {
      expect(report(seed)).toBeUndefined();
    }
  });

  it('reach all kinds of states', () => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < 200; seed += 1) {
      let book = EMPTY_BOOK;
      for (const { event, now } of new Story(randomOf(seed)).steps()) {
        book = reduce(book, event, now);
        for (const { state, attempt } of book.entries.values()) kinds.add(`${state.kind} ${attempt !== undefined}`);
        kinds.add(activeSession(book).kind);
        for (const [folder, { actsAs, pending }] of book.folders) {
          kinds.add(`folder ${activeSession(book, folder).kind}`).add(`folder ${actsAs.kind} ${pending !== undefined}`);
        }
      }
    }
    const states = ['live', 'expired', 'failed'].flatMap((kind) => [`${kind} true`, `${kind} false`, kind]);
    const folders = ['assuming', 'none', 'live', 'expired', 'failed', 'window true', 'nobody true', 'nobody false'];
    const ofFolders = [...folders, 'session true', 'session false'].map((kind) => `folder ${kind}`);
    expect([...kinds].sort()).toEqual(['assuming', 'none', 'opening true', ...states, ...ofFolders].sort());
  });
});
