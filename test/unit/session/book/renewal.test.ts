import { describe, expect, it } from 'vitest';
import { NeedsUser } from '../../../../src/base/errors.js';
import type { EntryState, Renewal, SessionEntry } from '../../../../src/model/session/entry.js';
import { expire, NEVER } from '../../../../src/model/session/session.js';
import {
  awaitsRevival,
  backoff,
  due,
  firstRenewal,
  isPastRevival,
  renewalAfter,
  warningsPassed,
} from '../../../../src/session/book/renewal.js';
import { NOW, liveSession, roleRef } from '../../../support/samples.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const END = NOW + HOUR_MS;
const lasting = (ms: number) => liveSession({ startedAt: NOW, expiresAt: NOW + ms });
const live = lasting(HOUR_MS);
const expired = expire(live);

describe('the first renewal of credentials', () => {
  it.each([
    ['an hour', HOUR_MS, 0, 20 * MINUTE_MS],
    ['an hour', HOUR_MS, 0.5, 22.5 * MINUTE_MS],
    ['an hour', HOUR_MS, 1, 25 * MINUTE_MS],
    ['twelve hours', 12 * HOUR_MS, 0, 20 * MINUTE_MS],
    ['an hour and a bit', HOUR_MS + 3, 0, 20 * MINUTE_MS],
    ['a bit less than an hour', HOUR_MS - 3, 0, 20 * MINUTE_MS - 1],
    ['a quarter of an hour', 15 * MINUTE_MS, 0, 5 * MINUTE_MS],
    ['a quarter of an hour', 15 * MINUTE_MS, 1, 6.25 * MINUTE_MS],
    ['three seconds', 3 * SECOND_MS, 0, SECOND_MS],
  ])('that live %s (%i ms), with luck of %d, is %i ms before their end', (_, ms, random, before) => {
    expect(firstRenewal(lasting(ms), 'automatic', NOW, random)).toEqual({ kind: 'at', at: NOW + ms - before });
  });

  it.each<[string, Renewal, ...Parameters<typeof firstRenewal>]>([
    ['where the setting says so', { kind: 'off' }, live, 'off', NOW, 0],
    ['without an end', { kind: 'off' }, liveSession({ expiresAt: NEVER }), 'automatic', NOW, 0],
    ['without an end, though somebody may be asked', { kind: 'off' }, liveSession({ expiresAt: NEVER }), 'ask', NOW, 0],
    ['that ended long ago', { kind: 'off' }, expired, 'automatic', END + HOUR_MS, 0],
    ['that ended long ago, though somebody may be asked', { kind: 'off' }, expired, 'ask', END + HOUR_MS, 0],
    ['that ended a while ago', { kind: 'at', at: END - 20 * MINUTE_MS }, expired, 'automatic', END + HOUR_MS - 1, 0],
    ['where somebody is to be asked', { kind: 'asks', since: undefined }, live, 'ask', NOW, 0],
  ])('%s is %j', (_, expected, ...given) => {
    expect(firstRenewal(...given)).toEqual(expected);
  });
});

describe('after a renewal in vain', () => {
  it.each([
    [1, 1, 5 * SECOND_MS],
    [1, 0, 2.5 * SECOND_MS],
    [2, 1, 10 * SECOND_MS],
    [5, 1, 80 * SECOND_MS],
    [6, 1, 120 * SECOND_MS],
    [6, 0, 60 * SECOND_MS],
    [7, 1, 120 * SECOND_MS],
    [5000, 0.5, 90 * SECOND_MS],
  ])('for the %ith time, with luck of %d, it is tried again %i ms later', (tries, random, wait) => {
    expect(backoff(NOW, tries, 'No.', random)).toEqual({ kind: 'backoff', at: NOW + wait, tries, message: 'No.' });
  });

  const inVain = (seconds: number, tries: number): Renewal => ({
    kind: 'backoff',
    at: NOW + seconds * SECOND_MS,
    tries,
    message: 'No.',
  });
  it.each<[string, Renewal, Renewal]>([
    ['goes on by itself is tried again', { kind: 'at', at: NOW }, inVain(5, 1)],
    ['was in vain before waits longer', inVain(0, 1), inVain(10, 2)],
    ['was in vain twice before waits longer still', inVain(0, 2), inVain(20, 3)],
    ['is off stays so', { kind: 'off' }, { kind: 'off' }],
    ['has asked somebody has asked', { kind: 'asks', since: NOW }, { kind: 'asks', since: NOW }],
    ['has changed in the files stays so', { kind: 'changed', message: 'x' }, { kind: 'changed', message: 'x' }],
  ])('what %s; and it asks where nobody else can answer', (_, before, expected) => {
    expect(renewalAfter(new Error('No.'), before, 'No.', NOW, 1)).toEqual(expected);
    expect(renewalAfter(new NeedsUser('Who?'), before, 'No.', NOW, 1)).toEqual({ kind: 'asks', since: undefined });
  });
});

const entry = (state: EntryState, renewal: Renewal, underWay = false): SessionEntry => ({
  id: 'a',
  role: roleRef('a'),
  state,
  renewal,
  underWay,
});
const AT: Renewal = { kind: 'at', at: END - 20 * MINUTE_MS };
const BACKOFF: Renewal = { kind: 'backoff', at: END - MINUTE_MS, tries: 3, message: 'No.' };
const ASKS: Renewal = { kind: 'asks', since: undefined };

describe('what is due', () => {
  it.each<[string, SessionEntry, number, ReturnType<typeof due>]>([
    ['a moment before its renewal', entry(live, AT), END - 20 * MINUTE_MS - 1, 'nothing'],
    ['at its renewal', entry(live, AT), END - 20 * MINUTE_MS, 'renew'],
    ['at its renewal, which is under way', entry(live, AT, true), END - 20 * MINUTE_MS, 'nothing'],
    ['once it has expired', entry(expired, AT), END, 'renew'],
    ['a moment before an hour after its end', entry(expired, AT), END + HOUR_MS - 1, 'renew'],
    ['an hour after its end', entry(expired, AT), END + HOUR_MS, 'nothing'],
    ['before it is tried again', entry(live, BACKOFF), END - MINUTE_MS - 1, 'nothing'],
    ['when it is tried again', entry(live, BACKOFF), END - MINUTE_MS, 'renew'],
    ['when it is tried again, long after its end', entry(expired, BACKOFF), END + HOUR_MS, 'nothing'],
    ['of one that is not renewed', entry(live, { kind: 'off' }), END, 'nothing'],
    ['of one whose plan has changed', entry(live, { kind: 'changed', message: '' }), END, 'nothing'],
    ['of one that asks, in time', entry(live, ASKS), END - 5 * MINUTE_MS - 1, 'nothing'],
    ['of one that asks, five minutes before its end', entry(live, ASKS), END - 5 * MINUTE_MS, 'tell'],
    ['of one that has asked', entry(live, { kind: 'asks', since: NOW }), END - 5 * MINUTE_MS, 'nothing'],
    ['of one that asks and is being renewed', entry(live, ASKS, true), END - 5 * MINUTE_MS, 'nothing'],
    ['of one that asked too late', entry(expired, ASKS), END, 'nothing'],
    [
      'of a short one that asks, before its last third',
      entry(lasting(9 * MINUTE_MS), ASKS),
      NOW + 6 * MINUTE_MS - 1,
      'nothing',
    ],
    ['of a short one that asks, in its last third', entry(lasting(9 * MINUTE_MS), ASKS), NOW + 6 * MINUTE_MS, 'tell'],
    ['of one that is not open yet', entry({ kind: 'opening' }, AT), END, 'nothing'],
    ['of one that failed', entry({ kind: 'failed', role: roleRef('a'), message: '' }, AT), END, 'nothing'],
  ])('%s', (_, given, now, expected) => {
    expect(due(given, now, true)).toBe(expected);
    expect(due(given, now, false)).toBe('nothing');
  });
});

describe('one that has expired', () => {
  it.each<[string, EntryState, Renewal, boolean]>([
    ['is live, so not', live, AT, false],
    ['is about to be renewed', expired, AT, true],
    ['is tried again', expired, BACKOFF, true],
    ['is not renewed', expired, { kind: 'off' }, false],
    ['asks', expired, ASKS, false],
    ['has changed', expired, { kind: 'changed', message: '' }, false],
  ])('waits to be renewed by itself where it %s', (_, state, renewal, waits) => {
    expect(awaitsRevival(entry(state, renewal))).toBe(waits);
  });

  it.each([
    [END + HOUR_MS - 1, false],
    [END + HOUR_MS, true],
  ])('at %i is past that: %s', (now, past) => {
    expect(isPastRevival(expired, now)).toBe(past);
  });
});

describe('warnings', () => {
  const [first, second] = [10 * MINUTE_MS, 2 * MINUTE_MS];
  it.each<[string, EntryState, number, readonly number[]]>([
    ['before the first', live, END - first - 1, []],
    ['at the first', live, END - first, [first]],
    ['before the second', live, END - second - 1, [first]],
    ['at the second', live, END - second, [first, second]],
    ['of one that has expired', expired, END, []],
    ['of one without an end', liveSession({ expiresAt: NEVER }), NEVER, []],
    ['of one that is as short as the first', lasting(first), NOW + first - 1, [second]],
    ['of one that is a bit longer', lasting(first + 1), NOW + 1, [first]],
    ['of one that is not open yet', { kind: 'opening' }, END, []],
  ])('that are passed %s', (_, state, now, expected) => {
    expect(warningsPassed(state, now, [first, second])).toEqual(expected);
  });

  it('are none where none is wanted', () => {
    expect(warningsPassed(live, END - 1, [])).toEqual([]);
  });
});
