import { expect, it } from 'vitest';
import type { SessionEntry } from '../../../../src/model/session/entry.js';
import { expire, NEVER } from '../../../../src/model/session/session.js';
import { standingOf, type Standing } from '../../../../src/model/sessionText/standing.js';
import { liveSession, NOW, roleRef } from '../../../support/samples.js';
import { liveEntry } from '../../../support/sessions.js';

const MINUTE = 60_000;
const WARN = [10 * MINUTE, 2 * MINUTE];
const hour = liveSession({ expiresAt: NOW + 60 * MINUTE });
const short = liveSession({ expiresAt: NOW + 10 * MINUTE });
const entry = (overrides: Partial<SessionEntry>): SessionEntry => liveEntry(hour, overrides);

it.each<[string, SessionEntry, Standing]>([
  ['it is good', liveEntry(hour), 'live'],
  ['it has no end', liveEntry(liveSession({ expiresAt: NEVER })), 'live'],
  ['a warning is due', liveEntry(short), 'expiring'],
  ['a warning is all but due', liveEntry(liveSession({ expiresAt: NOW + 10 * MINUTE + 1 })), 'live'],
  ['it is about to be renewed', liveEntry(short, { renewal: { kind: 'at', at: NOW + 1 } }), 'live'],
  ['it should have been renewed', liveEntry(short, { renewal: { kind: 'at', at: NOW } }), 'expiring'],
  ['somebody will be asked', entry({ renewal: { kind: 'asks', since: undefined } }), 'live'],
  ['somebody was not asked in time', liveEntry(short, { renewal: { kind: 'asks', since: undefined } }), 'expiring'],
  ['somebody is asked', entry({ renewal: { kind: 'asks', since: NOW } }), 'asks'],
  ['it is tried again', entry({ renewal: { kind: 'backoff', at: NOW, tries: 1, message: 'x' } }), 'unrenewed'],
  ['its plan has changed', entry({ renewal: { kind: 'changed', message: 'x' } }), 'unrenewed'],
  ['it is being renewed', entry({ underWay: true, renewal: { kind: 'asks', since: NOW } }), 'renewing'],
  [
    'it has just begun to be renewed',
    liveEntry(short, { underWay: true, underWaySince: NOW - 2 * MINUTE + 1 }),
    'renewing',
  ],
  ['its renewal goes on for too long', entry({ underWay: true, underWaySince: NOW - 2 * MINUTE }), 'renewing'],
  [
    'its renewal goes on for too long, and a warning is due',
    liveEntry(short, { underWay: true, underWaySince: NOW - 2 * MINUTE, renewal: { kind: 'at', at: NOW - MINUTE } }),
    'expiring',
  ],
  ['it is opened for long', entry({ state: { kind: 'opening' }, underWay: true, underWaySince: 0 }), 'opening'],
  ['it is being opened', entry({ state: { kind: 'opening' }, underWay: true }), 'opening'],
  ['it has expired', entry({ state: expire(hour) }), 'expired'],
  ['it has expired and is opened again', entry({ state: expire(hour), underWay: true }), 'opening'],
  ['it failed', entry({ state: { kind: 'failed', role: roleRef('x'), message: 'No.' } }), 'failed'],
])('where %s', (_, given, expected) => {
  expect(standingOf(given, NOW, WARN)).toBe(expected);
});

it('nobody is warned who wants no warnings', () => {
  expect(standingOf(liveEntry(liveSession({ expiresAt: NOW })), NOW, [])).toBe('live');
});
