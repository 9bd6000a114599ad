import { describe, expect, it } from 'vitest';
import {
  isLive,
  isStuck,
  LONGEST_CALL_MS,
  type EntryState,
  type SessionEntry,
} from '../../../../src/model/session/entry.js';
import { expire } from '../../../../src/model/session/session.js';
import { liveSession, NOW, roleRef } from '../../../support/samples.js';
import { liveEntry } from '../../../support/sessions.js';

const entry = (overrides: Partial<SessionEntry>): SessionEntry => liveEntry(liveSession(), overrides);

it.each<[EntryState, boolean]>([
  [liveSession(), true],
  [expire(liveSession()), false],
  [{ kind: 'opening' }, false],
  [{ kind: 'failed', role: roleRef('a'), message: 'No.' }, false],
])('one that is $kind has credentials that are good: %s', (state, expected) => {
  expect(isLive(entry({ state }))).toBe(expected);
});

describe('a call that goes on', () => {
  it.each([
    ['for less than two minutes is waited for', { underWay: true, underWaySince: NOW - LONGEST_CALL_MS + 1 }, false],
    ['for two minutes is stuck', { underWay: true, underWaySince: NOW - LONGEST_CALL_MS }, true],
    ['since nobody knows when is waited for', { underWay: true, underWaySince: undefined }, false],
    ['no more is not', { underWay: false, underWaySince: NOW - LONGEST_CALL_MS }, false],
  ])('%s', (_, call, expected) => {
    expect(isStuck(entry(call), NOW)).toBe(expected);
  });
});
