import { describe, expect, it } from 'vitest';
import { reduce, type Book } from '../../../../src/session/book/book.js';
import { activeSession, changeBetween, folderSessions } from '../../../../src/session/book/change.js';
import type { BookEvent } from '../../../../src/session/book/events.js';
import { liveSession, NOW, roleRef, SECRET } from '../../../support/samples.js';
import {
  adopted,
  after,
  awaited,
  begun,
  both,
  cancelled,
  ended,
  failed,
  followed,
  given,
  HOUR_MS,
  letGo,
  live,
  opened,
  putBackTo,
  refused,
  session,
  setApart,
  TICK,
  told,
  used,
} from './samples.js';

/** The window is b, the folder f is a. */
const apart = (): Book => after([used('a', 'f')], NOW, both());
const BOTH = 'a: live, b: live | active b';
/** The folder follows the window until c is open. */
const waiting = (): Book => after([begun('c', 3, false), used('c', 'f')], NOW, live());
const ARN = 'arn:aws:sts::123456789012:assumed-role/other/x';
const another = { key: 'another', identity: { ...liveSession().identity, arn: ARN } };

describe('a folder', () => {
  it.each<[string, () => Book, readonly BookEvent[], string]>([
    ['follows the window at first', both, [], BOTH],
    ['acts as what it was given', both, [used('a', 'f')], `${BOTH} | f: a`],
    ['may be given what the window is', both, [used('b', 'f')], `${BOTH} | f: b`],
    [
      'stays what it is when the window is another',
      both,
      [used('b', 'f'), used('a')],
      'a: live, b: live | active a | f: b',
    ],
    ['may be given another', apart, [used('b', 'f')], `${BOTH} | f: b`],
    ['is nothing to another one', apart, [used('b', 'g')], `${BOTH} | f: a | g: b`],
    ['is not given what there is not', apart, [used('x', 'f')], `${BOTH} | f: a`],
    ['follows the window again', apart, [followed('f')], BOTH],
    ['that follows it goes on', apart, [followed('g')], `${BOTH} | f: a`],
    ['is nobody until its own is there again', both, [setApart('f')], `${BOTH} | f: nobody`],
    ['that has its own is not nobody by that', apart, [setApart('f')], `${BOTH} | f: a`],
    ['is given its own then', both, [setApart('f'), used('a', 'f')], `${BOTH} | f: a`],
    ['follows the window instead', both, [setApart('f'), followed('f')], BOTH],
  ])('%s', (_, before, events, expected) => {
    expect(told(after(events, NOW, before()))).toBe(expected);
  });

  it.each<[string, readonly BookEvent[], string]>([
    ['has ended', [ended('a')], 'b: live | active b | f: nobody'],
    [
      'has ended, and was opened again',
      [ended('a'), begun('a', 5, false), opened('a', 5, given('a', 2))],
      'b: live, a: live | active b | f: nobody',
    ],
    ['ended while it was renewed', [begun('a', 3, false), ended('a')], 'b: live | active b | f: nobody'],
    ['was refused', [begun('a', 3, false), refused('a')], 'a: failed, b: live | active b | f: a'],
    ['is somebody else in another window', [adopted('a', given('a', 2, another))], `${BOTH} | f: nobody`],
    ['was renewed in another window', [adopted('a', given('a', 2))], `${BOTH} | f: a`],
    ['is being renewed', [begun('a', 3, false)], 'a: live…, b: live | active b | f: a'],
    ['was renewed', [begun('a', 3, false), opened('a', 3, given('a', 2))], `${BOTH} | f: a`],
    ['was renewed in vain', [begun('a', 3, false), failed('a', 3)], `${BOTH} | f: a`],
    ['is not the one that ended', [ended('b')], 'a: live | f: a'],
  ])('whose session %s is that, or nobody', (_, events, expected) => {
    expect(told(after(events, NOW, apart()))).toBe(expected);
  });

  it('whose session expired is that one still, and nobody by it', () => {
    const dead = reduce(apart(), TICK, NOW + HOUR_MS);
    expect(told(dead)).toBe('a: expired, b: expired | active b | f: a');
    expect(activeSession(dead, 'f')).toMatchObject({ kind: 'expired', id: 'a' });
    expect(JSON.stringify([...folderSessions(dead)])).not.toContain(SECRET);
    const again = given('a', 2, { expiresAt: NOW + 2 * HOUR_MS });
    const renewed = after([begun('a', 3), opened('a', 3, again)], NOW + HOUR_MS, dead);
    expect(activeSession(renewed, 'f')).toMatchObject({ kind: 'live', id: 'a' });
    const inVain = after([begun('a', 3), failed('a', 3)], NOW + HOUR_MS, dead);
    expect(activeSession(inVain, 'f')).toMatchObject({ kind: 'failed' });
  });
});

describe('a folder that waits for a call', () => {
  it.each<[string, () => Book, readonly BookEvent[], string]>([
    ['acts as before', waiting, [], 'a: live, c: opening… | active a | f: window, then c'],
    ['is that once it is open', waiting, [opened('c', 3)], 'a: live, c: live | active a | f: c'],
    [
      'is it under the id that the call told',
      waiting,
      [opened('c', 3, given('d'))],
      'a: live, d: live | active a | f: d',
    ],
    ['is it where another window has it', waiting, [adopted('c')], 'a: live, c: live… | active a | f: c'],
    ['is as before where that is given up', waiting, [cancelled('c', 3)], 'a: live | active a'],
    ['is as before where that has ended', waiting, [ended('c', 0)], 'a: live | active a'],
    ['is nobody where that failed', waiting, [failed('c', 3)], 'a: live, c: failed | active a | f: c'],
    ['is nobody where that was refused', waiting, [refused('c')], 'a: live, c: failed | active a | f: c'],
    ['waits for it no longer', waiting, [letGo('c', 'f')], 'a: live, c: opening… | active a'],
    [
      'waits for it whatever the window does',
      waiting,
      [letGo('c'), used('a')],
      'a: live, c: opening… | active a | f: window, then c',
    ],
    [
      'waits for it whatever another folder does',
      waiting,
      [letGo('c', 'g')],
      'a: live, c: opening… | active a | f: window, then c',
    ],
    [
      'waits for it, not for another',
      waiting,
      [letGo('a', 'f')],
      'a: live, c: opening… | active a | f: window, then c',
    ],
    ['follows the window instead', waiting, [followed('f')], 'a: live, c: opening… | active a'],
    ['is another one instead', waiting, [used('a', 'f'), opened('c', 3)], 'a: live, c: live | active a | f: a'],
  ])('%s', (_, before, events, expected) => {
    expect(told(after(events, NOW, before()))).toBe(expected);
  });

  /** The folder follows the window, a, until b is opened anew: that it is live is nothing to it. */
  const again = () => after([used('a'), begun('b', 3, true, 'f')], NOW, both());
  const waits = 'a: live, b: live… | active a | f: window, then b';
  it.each<[string, readonly BookEvent[], string]>([
    ['is not it before', [], waits],
    ['is it once it is open', [opened('b', 3, given('b', 2))], 'a: live, b: live | active a | f: b'],
    ['is as before where that is given up', [cancelled('b', 3)], 'a: live, b: live | active a'],
    ['is as before where it waits no longer', [letGo('b', 'f')], 'a: live, b: live… | active a'],
    ['is nobody where that failed', [failed('b', 3)], 'a: live, b: live | active a | f: nobody'],
    ['is nobody by it where that was refused', [refused('b')], 'a: live, b: failed | active a | f: b'],
    ['may wait for it later', [letGo('b', 'f'), awaited('b', 'f')], waits],
    ['does not wait for what nobody calls for', [awaited('a', 'f')], waits],
    [
      'goes on where it was it',
      [used('b', 'f'), awaited('b', 'f'), failed('b', 3)],
      'a: live, b: live | active a | f: b',
    ],
  ])('of a session that is live %s', (_, events, expected) => {
    expect(told(after(events, NOW, again()))).toBe(expected);
  });

  const own = () => after([begun('c', 3, false), used('c', 'f')], NOW, apart());
  it.each<[string, readonly BookEvent[], string]>([
    ['goes on meanwhile', [], 'a: live, b: live, c: opening… | active b | f: a, then c'],
    ['is another one then', [opened('c', 3)], 'a: live, b: live, c: live | active b | f: c'],
    ['goes on where that is given up', [cancelled('c', 3)], `${BOTH} | f: a`],
    ['goes on where that failed', [failed('c', 3)], 'a: live, b: live, c: failed | active b | f: a'],
    ['goes on where that was refused', [refused('c')], 'a: live, b: live, c: failed | active b | f: a'],
    ['is nobody once that ended', [ended('a')], 'b: live, c: opening… | active b | f: nobody, then c'],
    [
      'is nobody where that ended and the call was given up',
      [ended('a'), cancelled('c', 3)],
      'b: live | active b | f: nobody',
    ],
    [
      'is nobody where that ended and the call failed',
      [ended('a'), failed('c', 3)],
      'b: live, c: failed | active b | f: c',
    ],
  ])('and has its own %s', (_, events, expected) => {
    expect(told(after(events, NOW, own()))).toBe(expected);
  });

  it('does not act as what another window has become meanwhile', () => {
    const dead = reduce(after([begun('a', 3, false)], NOW, apart()), TICK, NOW + HOUR_MS);
    const waits = reduce(dead, used('a', 'g'), NOW + HOUR_MS);
    expect(told(waits)).toBe('a: expired…, b: expired | active b | f: a | g: window, then a');
    const bob = given('a', 2, { ...another, expiresAt: NOW + 3 * HOUR_MS });
    const found = reduce(waits, adopted('a', bob), NOW + HOUR_MS);
    expect(told(found)).toBe('a: live…, b: expired | active b | f: nobody | g: window, then a');
  });
});

describe('a session that a call makes somebody else', () => {
  const bob = given('a', 2, another);
  const renewed: BookEvent = { kind: 'opened', id: 'a', attempt: 3, opened: given('a', 2, { principal: undefined }) };
  it.each<[string, readonly BookEvent[], string]>([
    [
      'is nobody whom a folder has chosen',
      [begun('a', 3), opened('a', 3, bob)],
      'a: live, b: live | active a | f: nobody',
    ],
    [
      'is nobody whom the window has chosen',
      [used('a'), begun('a', 3, false), used('b', 'f'), opened('a', 3, bob)],
      'a: live, b: live | f: b',
    ],
    [
      'is whom the window has waited for',
      [used('a'), begun('a', 3), opened('a', 3, bob)],
      'a: live, b: live | active a | f: nobody',
    ],
    [
      'is the same to others where it is',
      [begun('a', 3), opened('a', 3, given('a', 2))],
      'a: live, b: live | active a | f: a',
    ],
    [
      'is nobody whom a folder has chosen where it is unknown who',
      [begun('a', 3), renewed],
      'a: live, b: live | active a | f: nobody',
    ],
    ['is known to be the same by a renewal', [begun('a', 3, false), { ...renewed, isRenewal: true }], `${BOTH} | f: a`],
  ])('%s', (_, events, expected) => {
    expect(told(after(events, NOW, apart()))).toBe(expected);
  });

  it('is whom a folder has waited for, after its own was refused', () => {
    const before = after([refused('a'), begun('a', 3, false), used('a', 'f')], NOW, apart());
    expect(told(reduce(before, opened('a', 3, bob), NOW))).toBe(`${BOTH} | f: a`);
    const windows = after([refused('a'), begun('a', 3)], NOW, apart());
    expect(told(reduce(windows, opened('a', 3, bob), NOW))).toBe('a: live, b: live | active a | f: nobody');
  });
});

describe('a session that is given up after folders have become it', () => {
  it.each<[string, readonly BookEvent[], readonly BookEvent[], string]>([
    ['is not what one is that had its own', [used('a', 'f')], [], 'a: live, b: live, c: live | active b | f: a'],
    ['is not what one is that followed the window', [], [], 'a: live, b: live, c: live | active b'],
    [
      'is not what one is whose own has ended since',
      [used('a', 'f')],
      [ended('a')],
      'b: live, c: live | active b | f: nobody',
    ],
    ['is not what one is that was nobody', [setApart('f')], [], 'a: live, b: live, c: live | active b | f: nobody'],
    ['is nothing to one that is another by now', [], [used('b', 'f')], 'a: live, b: live, c: live | active b | f: b'],
    ['is what one is that was given it meanwhile', [], [used('c', 'g')], 'a: live, b: live, c: live | active b | g: c'],
  ])('%s', (_, first, meanwhile, expected) => {
    const before = after([...first, begun('c', 3, false), used('c', 'f')], NOW, both());
    const book = after([opened('c', 3), ...meanwhile, putBackTo('c', before)], NOW, before);
    expect(told(book)).toBe(expected);
  });
});

describe('what a folder is for consumers', () => {
  it.each<[string, () => Book, object]>([
    ['the window where it follows it', both, session('b')],
    ['its own', apart, session('a')],
    ['nobody', () => reduce(both(), setApart('f'), NOW), { kind: 'none' }],
    ['the window until its own is open', waiting, { kind: 'assuming', role: roleRef('c'), previous: session('a') }],
  ])('is %s', (_, book, expected) => {
    expect(activeSession(book(), 'f')).toEqual(expected);
  });

  it('is listed where it does not just follow the window', () => {
    expect([...folderSessions(both())]).toEqual([]);
    expect([...folderSessions(reduce(apart(), setApart('g'), NOW))]).toEqual([
      ['f', session('a')],
      ['g', { kind: 'none' }],
    ]);
  });

  it('is told where it is given one, has another, loses it, or follows the window again', () => {
    const changes = (events: readonly BookEvent[], before: Book) =>
      changeBetween(before, after(events, NOW, before))?.folders;
    expect(changes([used('b', 'f')], both())).toEqual([{ folder: 'f', before: undefined, after: session('b') }]);
    expect(changes([used('b', 'f')], apart())).toEqual([{ folder: 'f', before: session('a'), after: session('b') }]);
    expect(changes([ended('a')], apart())).toEqual([{ folder: 'f', before: session('a'), after: { kind: 'none' } }]);
    expect(changes([followed('f')], apart())).toEqual([{ folder: 'f', before: session('a'), after: undefined }]);
    expect(changes([setApart('f')], both())).toEqual([{ folder: 'f', before: undefined, after: { kind: 'none' } }]);
    expect(changes([used('a', 'f'), followed('f')], both())).toBeUndefined();
    const set = reduce(both(), setApart('f'), NOW);
    expect(changes([used('a')], set)).toEqual([]);
  });

  it('is told while it waits, also where what the window is is another one', () => {
    const before = waiting();
    expect(changeBetween(live(), before)?.folders).toMatchObject([{ before: undefined, after: { kind: 'assuming' } }]);
    const other = reduce(before, ended('a'), NOW);
    const role = roleRef('c');
    expect(changeBetween(before, other)?.folders).toEqual([
      {
        folder: 'f',
        before: { kind: 'assuming', role, previous: session('a') },
        after: { kind: 'assuming', role, previous: { kind: 'none' } },
      },
    ]);
  });
});
