import { describe, expect, it } from 'vitest';
import { NEVER } from '../../../../src/model/session/session.js';
import { reduce, type Book } from '../../../../src/session/book/book.js';
import type { BookEvent } from '../../../../src/session/book/events.js';
import { NOW, SECRET, TOKEN, liveSession, plan, roleRef } from '../../../support/samples.js';
import {
  adopted,
  after,
  AT,
  begun,
  cancelled,
  ended,
  failed,
  given,
  HOUR_MS,
  letGo,
  opened,
  putBack,
  refused,
  session,
  TICK,
  told,
  used,
  OPENING,
  both,
  empty,
  expired,
  live,
  opening,
} from './samples.js';

describe('events of one session', () => {
  it.each<[string, () => Book, BookEvent, string]>([
    ['a call that begins', empty, begun('a', 1), 'a: opening… | pending a'],
    ['a call in the background that begins', empty, begun('a', 1, false), 'a: opening…'],
    ['its answer', opening, opened('a', 1), 'a: live | active a'],
    ['its answer in the background', () => after([begun('a', 1, false)]), opened('a', 1), 'a: live'],
    ['the answer of another call', opening, opened('a', 2), 'a: opening… | pending a'],
    ['the answer of a call that is over', live, opened('a', 1, given('a', 7)), 'a: live | active a'],
    ['the answer for one that there is not', empty, opened('a', 1), ''],
    ['its failure', opening, failed('a', 1), 'a: failed | active a'],
    ['its failure in the background', () => after([begun('a', 1, false)]), failed('a', 1), 'a: failed'],
    ['the failure of another call', opening, failed('a', 2), 'a: opening… | pending a'],
    ['the failure for one that there is not', empty, failed('a', 1), ''],
    ['its cancellation', opening, cancelled('a', 1), ''],
    ['the cancellation of another call', opening, cancelled('a', 2), 'a: opening… | pending a'],
    ['its end', opening, ended('a', 0), ''],
    ['a wish to use it', () => after([begun('a', 1, false)]), used('a'), 'a: opening… | pending a'],
    ['a wish not to use it any more', opening, letGo('a'), 'a: opening…'],
    ['a wish not to use another one', opening, letGo('b'), 'a: opening… | pending a'],
    ['a look at the clock', opening, TICK, 'a: opening… | pending a'],
    ['one that another window has', opening, adopted('a'), 'a: live… | active a'],
  ])('before it is open: %s', (_, before, event, expected) => {
    expect(told(reduce(before(), event, NOW))).toBe(expected);
  });

  it.each<[string, readonly BookEvent[], string]>([
    ['a renewal that begins', [begun('a', 2, false)], 'a: live… | active a'],
    ['a renewal', [begun('a', 2, false), opened('a', 2, given('a', 2))], 'a: live | active a'],
    ['a renewal in vain', [begun('a', 2, false), failed('a', 2)], 'a: live | active a'],
    ['a renewal that is given up', [begun('a', 2, false), cancelled('a', 2)], 'a: live | active a'],
    ['one by the user in vain', [begun('a', 2), failed('a', 2)], 'a: live | active a'],
    ['one by the user that is given up', [begun('a', 2), cancelled('a', 2)], 'a: live | active a'],
    ['one who would be somebody else', [begun('a', 2, false), refused('a')], 'a: failed | active a'],
    ['an answer after that', [begun('a', 2, false), refused('a'), opened('a', 2)], 'a: failed | active a'],
    ['its use while it is renewed', [begun('a', 2), used('a')], 'a: live… | active a'],
    ['its end', [ended('a')], ''],
    ['its end while it is renewed', [begun('a', 2, false), ended('a'), opened('a', 2)], ''],
    ['another one that begins', [begun('b', 2)], 'a: live, b: opening… | active a | pending b'],
    ['another one that opens', [begun('b', 2), opened('b', 2)], 'a: live, b: live | active b'],
    ['another one in vain', [begun('b', 2), failed('b', 2)], 'a: live, b: failed | active a'],
    ['another one that is given up', [begun('b', 2), cancelled('b', 2)], 'a: live | active a'],
    ['one by the user in vain where nobody was', [putBack('a'), begun('a', 2), failed('a', 2)], 'a: live'],
    ['another one refused', [begun('b', 2), refused('b')], 'a: live, b: failed | active a'],
    ['another one ended', [begun('b', 2), ended('b', 0)], 'a: live | active a'],
    ['its end while another one begins', [begun('b', 2), ended('a')], 'b: opening… | pending b'],
    ['its refusal meanwhile', [begun('b', 2), refused('a')], 'a: failed, b: opening… | active a | pending b'],
    ['the use of it meanwhile', [begun('b', 2), used('a')], 'a: live, b: opening… | active a'],
    [
      'a third one meanwhile',
      [begun('b', 2), begun('c', 3)],
      'a: live, b: opening…, c: opening… | active a | pending c',
    ],
    [
      'the second after that',
      [begun('b', 2), begun('c', 3), opened('b', 2)],
      'a: live, b: live, c: opening… | active a | pending c',
    ],
    ['another one that is put back', [begun('b', 2), opened('b', 2), putBack('b', 'a')], 'a: live, b: live | active a'],
    ['one put back that there is not', [begun('b', 2), opened('b', 2), ended('a'), putBack('b', 'a')], 'b: live'],
    ['one put back where nothing was active', [putBack('a')], 'a: live'],
    ['one put back that is not active', [putBack('b', 'b')], 'a: live | active a'],
    ['the use of one that there is not', [used('x')], 'a: live | active a'],
    ['the refusal of one that there is not', [refused('x')], 'a: live | active a'],
    ['a renewal of one that there is not', [{ kind: 'renewal', id: 'x', renewal: AT }], 'a: live | active a'],
  ])('while it is live and active: %s', (_, events, expected) => {
    expect(told(after(events, NOW, live()))).toBe(expected);
  });

  it.each<[string, readonly BookEvent[], string]>([
    ['a renewal that begins', [begun('a', 2, false)], 'a: expired… | active a'],
    ['its use meanwhile', [begun('a', 2, false), used('a')], 'a: expired… | active a | pending a'],
    [
      'a renewal',
      [begun('a', 2, false), opened('a', 2, given('a', 2, { expiresAt: NOW + 2 * HOUR_MS }))],
      'a: live | active a',
    ],
    ['a renewal in vain', [begun('a', 2, false), failed('a', 2)], 'a: expired | active a'],
    ['one by the user in vain', [begun('a', 2), failed('a', 2)], 'a: failed | active a'],
    ['one by the user that is given up', [begun('a', 2), cancelled('a', 2)], 'a: expired | active a'],
    ['another one in vain', [begun('b', 2), failed('b', 2)], 'a: expired, b: failed | active b'],
    ['its use', [used('a')], 'a: expired | active a'],
    ['its end', [ended('a')], ''],
    ['its refusal', [refused('a')], 'a: failed | active a'],
  ])('once it has expired: %s', (_, events, expected) => {
    expect(told(after(events, NOW + HOUR_MS, expired()))).toBe(expected);
  });

  it('that has failed can be tried again, and is as before where that is given up', () => {
    const again = after([...OPENING, failed('a', 1), begun('a', 2)]);
    expect(told(again)).toBe('a: failed… | active a | pending a');
    expect(told(reduce(again, cancelled('a', 2), NOW))).toBe('a: failed | active a');
    const inVain = reduce(again, failed('a', 2, 'Still no.'), NOW);
    expect(inVain.entries.get('a')?.state).toEqual({ kind: 'failed', role: roleRef('a'), message: 'Still no.' });
  });

  it('that fails in the background leaves an active one that has expired', () => {
    expect(told(after([begun('b', 2, false), failed('b', 2)], NOW, expired()))).toBe(
      'a: expired, b: failed | active a',
    );
  });
});

describe('an entry', () => {
  it('holds what it was opened by, and how it goes on', () => {
    expect(live().entries.get('a')).toEqual({
      id: 'a',
      role: roleRef('a'),
      state: session('a'),
      underWay: false,
      renewal: AT,
      plan: plan(),
      asked: plan(),
      generation: 1,
      attempt: undefined,
    });
  });

  it('is nothing but a role before', () => {
    expect(after(OPENING).entries.get('a')).toEqual({
      id: 'a',
      role: roleRef('a'),
      state: { kind: 'opening' },
      underWay: true,
      underWaySince: NOW,
      renewal: { kind: 'off' },
      plan: undefined,
      asked: plan(),
      generation: 0,
      attempt: 1,
    });
  });

  it('keeps its plan, generation and renewal while it is renewed, and says that it is', () => {
    const entry = live().entries.get('a');
    expect(reduce(live(), begun('a', 2, false), NOW).entries.get('a')).toEqual({
      ...entry,
      underWay: true,
      underWaySince: NOW,
      attempt: 2,
    });
    const inVain = after([begun('a', 2, false), failed('a', 2)], NOW, live()).entries.get('a');
    expect(inVain).toEqual({ ...entry, renewal: { kind: 'off' } });
    const givenUp = after([begun('a', 2, false), cancelled('a', 2)], NOW, live()).entries.get('a');
    expect(givenUp).toEqual(entry);
  });

  it('that is refused has nothing left but its generation, and says why', () => {
    expect(reduce(reduce(live(), begun('a', 2), NOW), refused('a'), NOW).entries.get('a')).toMatchObject({
      state: { kind: 'failed', role: roleRef('a'), message: 'Somebody else.' },
      underWay: false,
      renewal: { kind: 'off' },
      generation: 1,
      attempt: undefined,
    });
    expect(reduce(reduce(live(), begun('a', 2), NOW), refused('a'), NOW).pending).toBeUndefined();
  });

  it('has another renewal when it is told one', () => {
    const renewal = { kind: 'asks', since: NOW } as const;
    expect(reduce(live(), { kind: 'renewal', id: 'a', renewal }, NOW).entries.get('a')?.renewal).toBe(renewal);
  });
});

describe('time', () => {
  it.each([
    [NOW + HOUR_MS - 1, 'a: live | active a'],
    [NOW + HOUR_MS, 'a: expired | active a'],
  ])('ends it at its end, to the millisecond', (now, expected) => {
    const book = reduce(live(), TICK, now);
    expect(told(book)).toBe(expected);
    expect(JSON.stringify([...book.entries]).includes(SECRET)).toBe(expected.includes('live'));
  });

  it('that passes unseen changes nothing, and the same book is given', () => {
    const [before, dead] = [live(), expired()];
    expect(reduce(before, TICK, NOW)).toBe(before);
    expect(reduce(dead, TICK, NOW + 2 * HOUR_MS)).toBe(dead);
  });

  it('ends all at once', () => {
    expect(told(reduce(both(), TICK, NOW + HOUR_MS))).toBe('a: expired, b: expired | active b');
  });

  it('never ends what has no end', () => {
    const endless = after([begun('a', 1), opened('a', 1, given('a', 1, { expiresAt: NEVER }))]);
    expect(reduce(endless, TICK, NEVER - 1)).toBe(endless);
  });

  it.each([
    [NOW, 'expired'],
    [NOW + 1, 'live'],
  ])('that has passed before an answer came is seen', (expiresAt, kind) => {
    const book = after([begun('a', 1), opened('a', 1, given('a', 1, { expiresAt }))]);
    expect(book.entries.get('a')?.state).toMatchObject({ kind, key: 'key-a' });
    expect(JSON.stringify([...book.entries]).includes(TOKEN)).toBe(kind === 'live');
  });

  it.each([
    ['earlier', NOW + 10, { startedAt: NOW - HOUR_MS + 10, expiresAt: NOW + 10 }, NOW + 10 - HOUR_MS / 2],
    ['the same', NOW + HOUR_MS, { startedAt: NOW, expiresAt: NOW + HOUR_MS }, NOW + HOUR_MS / 2],
    ['later', NOW + HOUR_MS + 1, { startedAt: NOW + 1, expiresAt: NOW + HOUR_MS + 1 }, NOW + HOUR_MS / 2 + 1],
  ])('by a clock that was set: an end that is %s', (_, expiresAt, times, at) => {
    const entry = reduce(live(), { kind: 'shifted', id: 'a', expiresAt }, NOW).entries.get('a');
    expect(entry?.state).toMatchObject({ kind: 'live', ...times });
    expect(entry?.renewal).toEqual({ kind: 'at', at });
  });

  it('by such a clock leaves a renewal without a moment, and what has ended', () => {
    const shorter = { kind: 'shifted', id: 'a', expiresAt: 1 } as const;
    const off = reduce(live(), { kind: 'renewal', id: 'a', renewal: { kind: 'off' } }, NOW);
    expect(reduce(off, shorter, NOW).entries.get('a')?.renewal).toEqual({ kind: 'off' });
    const [before, dead] = [live(), expired()];
    expect(reduce(dead, shorter, NOW)).toBe(dead);
    expect(reduce(before, { ...shorter, id: 'x' }, NOW)).toBe(before);
  });
});

describe('what another window has', () => {
  const newer = given('a', 2, { expiresAt: NOW + 2 * HOUR_MS });
  it.each<[string, () => Book, BookEvent, string, number | undefined]>([
    ['is there', empty, adopted('a'), 'a: live', 1],
    ['and has expired is there', empty, adopted('a', given('a', 1, { expiresAt: NOW })), 'a: expired', 1],
    ['replaces what is older', live, adopted('a', newer), 'a: live | active a', 2],
    ['does not replace what is as new', live, adopted('a'), 'a: live | active a', 1],
    ['does not replace what is newer', () => after([adopted('a', given('a', 3))]), adopted('a', newer), 'a: live', 3],
    ['replaces what has expired', expired, adopted('a', newer), 'a: live | active a', 2],
    ['does not come back once it has ended', () => reduce(live(), ended('a'), NOW), adopted('a'), '', undefined],
    [
      'comes back where it is newer than the end',
      () => reduce(live(), ended('a'), NOW),
      adopted('a', newer),
      'a: live',
      2,
    ],
    [
      'does not come back once it was refused',
      () => reduce(live(), refused('a'), NOW),
      adopted('a'),
      'a: failed | active a',
      1,
    ],
    [
      'comes back where it is newer than the refusal',
      () => reduce(live(), refused('a'), NOW),
      adopted('a', newer),
      'a: live | active a',
      2,
    ],
  ])('%s', (_, before, event, expected, generation) => {
    const book = reduce(before(), event, NOW);
    expect(told(book)).toBe(expected);
    expect(book.entries.get('a')?.generation).toBe(generation);
  });

  it('does not end a call of this one, whose answer is newer', () => {
    const calling = reduce(live(), begun('a', 2, false), NOW);
    const found = reduce(calling, adopted('a', newer), NOW);
    expect(told(found)).toBe('a: live… | active a');
    expect(found.entries.get('a')).toMatchObject({ underWay: true, generation: 2 });
    expect(reduce(found, opened('a', 2, given('a', 3)), NOW).entries.get('a')).toMatchObject({ generation: 3 });
  });

  it('stays where the answer of this one is older', () => {
    const calling = after([begun('a', 1, false), adopted('a', given('a', 3))]);
    const entry = reduce(calling, opened('a', 1, given('a', 2)), NOW).entries.get('a');
    expect(entry).toMatchObject({ generation: 3, underWay: false, attempt: undefined });
  });

  it('and ended meanwhile is not opened by an answer that is as old', () => {
    const calling = after([ended('a', 2), begun('a', 1)]);
    expect(told(reduce(calling, opened('a', 1, given('a', 2)), NOW))).toBe('');
    expect(told(reduce(calling, opened('a', 1, given('a', 3)), NOW))).toBe('a: live | active a');
  });

  it('replaces as a call’s answer what is as new', () => {
    const calling = after([begun('a', 1, false), adopted('a')]);
    const theirs = given('a', 1, { region: 'eu-west-1' });
    expect(reduce(calling, opened('a', 1, theirs), NOW).entries.get('a')?.state).toBe(theirs.session);
  });

  it('and is somebody else is not what this one acts as', () => {
    const arn = 'arn:aws:sts::123456789012:assumed-role/other/x';
    const another = given('a', 2, { key: 'another', identity: { ...liveSession().identity, arn } });
    expect(told(reduce(live(), adopted('a', another), NOW))).toBe('a: live');
    expect(told(reduce(expired(), adopted('a', another), NOW))).toBe('a: live');
    expect(told(reduce(both(), adopted('a', another), NOW))).toBe('a: live, b: live | active b');
    const calling = reduce(live(), begun('a', 2), NOW);
    expect(told(reduce(calling, adopted('a', another), NOW))).toBe('a: live… | pending a');
    expect(reduce(live(), adopted('a', another), NOW).gone.get('key-a')).toMatchObject({ kind: 'expired' });
  });
});
