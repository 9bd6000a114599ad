// Books as tests begin with them: a session for each letter.
import type { Renewal } from '../../../../src/model/session/entry.js';
import type { LiveSession } from '../../../../src/model/session/session.js';
import { EMPTY_BOOK, reduce, type Book, type BookEntry } from '../../../../src/session/book/book.js';
import type { BookEvent, Opened } from '../../../../src/session/book/events.js';
import type { FolderAssignment } from '../../../../src/session/book/folders.js';
import { NOW, liveSession, plan, roleRef } from '../../../support/samples.js';

export const HOUR_MS = 3_600_000;
export const AT: Renewal = { kind: 'at', at: NOW + HOUR_MS / 2 };

export const session = (id: string, overrides: Partial<LiveSession> = {}): LiveSession =>
  liveSession({ id, key: `key-${id}`, role: roleRef(id), ...overrides });

export function given(id: string, generation = 1, overrides: Partial<LiveSession> = {}): Opened {
  return { session: session(id, overrides), plan: plan(), generation, renewal: AT };
}

export const begun = (id: string, attempt: number, activates = true, folder?: string): BookEvent => ({
  kind: 'begun',
  id,
  role: roleRef(id),
  plan: plan(),
  attempt,
  activates,
  folder,
});
export const opened = (id: string, attempt: number, what: Opened = given(id)): BookEvent => ({
  kind: 'opened',
  id,
  attempt,
  opened: what,
});
export const failed = (id: string, attempt: number, message = 'No.'): BookEvent => ({
  kind: 'failed',
  id,
  attempt,
  message,
  renewal: { kind: 'off' },
});
export const cancelled = (id: string, attempt: number): BookEvent => ({ kind: 'cancelled', id, attempt });
export const refused = (id: string): BookEvent => ({ kind: 'refused', id, message: 'Somebody else.' });
export const adopted = (id: string, what: Opened = given(id)): BookEvent => ({ kind: 'adopted', id, opened: what });
export const awaited = (id: string, folder?: string): BookEvent => ({ kind: 'awaited', id, folder });
export const used = (id: string, folder?: string): BookEvent => ({ kind: 'used', id, folder });
export const letGo = (id: string, folder?: string): BookEvent => ({ kind: 'let-go', id, folder });
export const followed = (folder: string): BookEvent => ({ kind: 'followed', folder });
export const setApart = (folder: string): BookEvent => ({ kind: 'set-apart', folder });
export const ended = (id: string, generation = 1): BookEvent => ({ kind: 'ended', id, generation });
/** `before`: the book as it was. */
export const putBackTo = (id: string, { active, folders }: Book): BookEvent => ({
  kind: 'put-back',
  id,
  active,
  folders,
});
export const putBack = (id: string, active?: string): BookEvent => putBackTo(id, { ...EMPTY_BOOK, active });
export const TICK: BookEvent = { kind: 'ticked' };

export const after = (events: readonly BookEvent[], now = NOW, from: Book = EMPTY_BOOK): Book =>
  events.reduce((book, event) => reduce(book, event, now), from);

/** "live", "live…" while a call for it is under way. */
function word({ state, attempt }: BookEntry): string {
  return `${state.kind}${attempt === undefined ? '' : '…'}`;
}

/** "a: live, b: opening… | active a | pending b | f: nobody, then b" */
export function told({ entries, active, pending, folders }: Book): string {
  const list = [...entries].map(([id, entry]) => `${id}: ${word(entry)}`).join(', ');
  const own = [...folders].map(([folder, assignment]) => `${folder}: ${acting(assignment)}`);
  return [list, active && `active ${active}`, pending && `pending ${pending}`, ...own].filter(Boolean).join(' | ');
}

function acting({ actsAs, pending }: FolderAssignment): string {
  const now = actsAs.kind === 'session' ? actsAs.id : actsAs.kind;
  return pending === undefined ? now : `${now}, then ${pending}`;
}

export const OPENING = [begun('a', 1)];
export const LIVE = [begun('a', 1), opened('a', 1)];
/** Functions, so that books are made inside of tests: a book that cannot be made fails those, and not their file. */
export const empty = (): Book => EMPTY_BOOK;
export const opening = (): Book => after(OPENING);
export const live = (): Book => after(LIVE);
export const expired = (): Book => reduce(live(), TICK, NOW + HOUR_MS);
export const both = (): Book => after([...LIVE, begun('b', 2), opened('b', 2)]);
