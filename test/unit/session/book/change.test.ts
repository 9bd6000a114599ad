import { describe, expect, it } from 'vitest';

import { EMPTY_BOOK, reduce, type Book } from '../../../../src/session/book/book.js';
import { activeSession, changeBetween } from '../../../../src/session/book/change.js';
import type { BookEvent } from '../../../../src/session/book/events.js';
import { NOW, SECRET, roleRef } from '../../../support/samples.js';
import {
  adopted,
  after,
  begun,
  ended,
  failed,
  given,
  HOUR_MS,
  letGo,
  opened,
  refused,
  session,
  TICK,
  told,
  used,
  OPENING,
  LIVE,
  both,
  empty,
  expired,
  live,
  opening,
} from './samples.js';

describe('generations', () => {
  it('go on after an end, so that what comes is another one', () => {
    const again = after([...LIVE, ended('a', 4), begun('a', 2)]);
    expect(again.entries.get('a')?.generation).toBe(4);
    expect(told(reduce(again, opened('a', 2, given('a', 5)), NOW))).toBe('a: live | active a');
  });

  it.each([
    [1, '', 1],
    [3, '', 3],
    [0, 'a: live | active a', 0],
  ])('up to the %ith end; later ones stay', (generation, expected, tombstone) => {
    const book = reduce(live(), ended('a', generation), NOW);
    expect(told(book)).toBe(expected);
    expect(book.ended.get('a')).toBe(tombstone);
  });

  it('that have ended are not fewer after an earlier end', () => {
    const book = after([ended('a', 3), ended('a', 2), ended('a', 3)]);
    expect(book.ended.get('a')).toBe(3);
    const once = after([ended('a', 3)]);
    expect(reduce(once, ended('a', 3), NOW)).toBe(once);
  });

  it('that were refused have ended', () => {
    expect(reduce(live(), refused('a'), NOW).ended.get('a')).toBe(1);
    expect(reduce(after(OPENING), refused('a'), NOW).ended.get('a')).toBe(0);
  });
});

describe('who has gone', () => {
  const renamed = given('a', 2, { key: 'new key' });
  it.each<[string, readonly BookEvent[]]>([
    ['ended', [ended('a')]],
    ['refused', [refused('a')]],
    ['was renewed under another key', [begun('a', 2), opened('a', 2, renamed)]],
    ['was replaced by another window', [adopted('a', renamed)]],
  ])('because it %s is known by its key, without its secrets', (_, events) => {
    const { gone } = after(events, NOW, live());
    const { credentials, ...facts } = session('a');
    expect([...gone]).toEqual([['key-a', { ...facts, kind: 'expired' }]]);
    expect(credentials.secretAccessKey).toBe(SECRET);
  });

  it.each<[string, readonly BookEvent[]]>([
    ['it is renewed under its key', [begun('a', 2), opened('a', 2, given('a', 2))]],
    ['it is there', [begun('a', 2), failed('a', 2)]],
    ['it never was anybody', [begun('b', 2), ended('b', 0)]],
  ])('is nobody while %s', (_, events) => {
    expect(after(events, NOW, live()).gone.size).toBe(0);
  });

  it('is known after it expired, and could not be opened again', () => {
    const dead = expired();
    const book = after([begun('a', 2), failed('a', 2)], NOW, dead);
    expect(book.gone.get('key-a')).toBe(dead.entries.get('a')?.state);
  });
});

describe('what the window is', () => {
  it.each<[string, () => Book, object]>([
    ['nobody', empty, { kind: 'none' }],
    ['about to be somebody', opening, { kind: 'assuming', role: roleRef('a'), previous: { kind: 'none' } }],
    ['nobody while a call goes on in the background', () => after([begun('a', 1, false)]), { kind: 'none' }],
    ['somebody', live, session('a')],
    [
      'somebody who will be another one',
      () => reduce(live(), begun('b', 2), NOW),
      { kind: 'assuming', role: roleRef('b'), previous: session('a') },
    ],
    [
      'nobody any more',
      () => after([...OPENING, failed('a', 1)]),
      { kind: 'failed', role: roleRef('a'), message: 'No.' },
    ],
  ])('is %s', (_, book, expected) => {
    expect(activeSession(book())).toEqual(expected);
  });

  it('is nobody where the active one is not open yet', () => {
    expect(activeSession({ ...after(OPENING), active: 'a', pending: undefined })).toEqual({ kind: 'none' });
    expect(activeSession({ ...EMPTY_BOOK, active: 'x', pending: 'y' })).toEqual({ kind: 'none' });
  });
});

it('events keep the order in which entries came', () => {
  expect([...after([begun('b', 2), begun('a', 3, false)], NOW, live()).entries.keys()]).toEqual(['a', 'b']);
});

describe('a change', () => {
  it('is none between two equal books', () => {
    const before = live();
    expect(changeBetween(before, before)).toBeUndefined();
    expect(changeBetween(EMPTY_BOOK, { ...EMPTY_BOOK })).toBeUndefined();
    expect(changeBetween(before, { ...before, gone: new Map(), ended: new Map() })).toBeUndefined();
  });

  it('is none where an end is where it was', () => {
    const before = live();
    expect(reduce(before, { kind: 'shifted', id: 'a', expiresAt: NOW + HOUR_MS }, NOW)).toBe(before);
  });

  it('tells of a new one what is, of one that went what was', () => {
    const before = live();
    const entry = before.entries.get('a');
    expect(changeBetween(EMPTY_BOOK, before)).toEqual({
      entries: [{ id: 'a', before: undefined, after: entry }],
      active: { before: { kind: 'none' }, after: session('a') },
      folders: [],
    });
    expect(changeBetween(before, EMPTY_BOOK)).toEqual({
      entries: [{ id: 'a', before: entry, after: undefined }],
      active: { before: session('a'), after: { kind: 'none' } },
      folders: [],
    });
  });

  it('in the background is none of what the window is', () => {
    const before = live();
    expect(changeBetween(before, reduce(before, begun('b', 2, false), NOW))?.active).toBeUndefined();
    const calling = reduce(before, begun('a', 2, false), NOW);
    expect(changeBetween(before, calling)).toMatchObject({
      entries: [{ id: 'a', before: { underWay: false }, after: { underWay: true } }],
      active: undefined,
    });
  });

  it('of what the window is may be one without an entry', () => {
    const two = both();
    expect(changeBetween(two, reduce(two, used('a'), NOW))).toEqual({
      entries: [],
      active: { before: session('b'), after: session('a') },
      folders: [],
    });
  });

  it('while something becomes active is one where that, or what was before it, is another one', () => {
    const waiting = reduce(live(), begun('b', 2), NOW);
    const onlyElse = reduce(waiting, begun('c', 3, false), NOW);
    expect(changeBetween(waiting, onlyElse)?.active).toBeUndefined();
    expect(changeBetween(waiting, reduce(waiting, begun('c', 3), NOW))?.active).toBeDefined();
    expect(changeBetween(waiting, reduce(waiting, TICK, NOW + HOUR_MS))?.active).toBeDefined();
    expect(changeBetween(waiting, reduce(waiting, letGo('b'), NOW))?.active).toBeDefined();
    const alone = after(OPENING);
    expect(changeBetween(alone, reduce(alone, begun('c', 3, false), NOW))?.active).toBeUndefined();
  });
});
