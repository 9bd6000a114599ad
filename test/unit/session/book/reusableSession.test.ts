import { expect, it } from 'vitest';
import { expire, NEVER } from '../../../../src/model/session/session.js';
import type { BookEntry } from '../../../../src/session/book/book.js';
import { reusableSession } from '../../../../src/session/book/reusableSession.js';
import { NOW, plan, PROCESS, roleRef } from '../../../support/samples.js';
import { live, opening, session } from './samples.js';

const TEN_MINUTES_MS = 600_000;
const lasting = (expiresAt: number): BookEntry => ({ ...live().entries.get('a')!, state: session('a', { expiresAt }) });
const ended = (state: BookEntry['state']): BookEntry => ({ ...lasting(NOW), state });

it.each<[string, BookEntry | undefined, boolean]>([
  ['is good for ten minutes more', lasting(NOW + TEN_MINUTES_MS), true],
  ['is good for less', lasting(NOW + TEN_MINUTES_MS - 1), false],
  ['has no end: its keys may be others by now', lasting(NEVER), false],
  ['ends in the furthest future', lasting(NEVER - 1), true],
  ['has expired', ended(expire(session('a', { expiresAt: NOW + TEN_MINUTES_MS }))), false],
  ['has failed', ended({ kind: 'failed', role: roleRef('a'), message: 'No.' }), false],
  ['is being opened', opening().entries.get('a'), false],
  ['there is not', undefined, false],
])('a session that %s is used again: %s; and none where it may be somebody else’s by now', (_, entry, isReused) => {
  expect(reusableSession(entry, plan(), NOW)).toBe(isReused ? entry?.state : undefined);
  expect(reusableSession(entry, plan({ source: PROCESS }), NOW)).toBeUndefined();
});
