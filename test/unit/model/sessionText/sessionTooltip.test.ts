import { describe, expect, it } from 'vitest';
import type { SessionEntry } from '../../../../src/model/session/entry.js';
import { expire } from '../../../../src/model/session/session.js';
import { entryTooltip } from '../../../../src/model/sessionText/sessionTooltip.js';
import { liveSession, NOW, roleRef, SECRET, TOKEN } from '../../../support/samples.js';
import { liveEntry } from '../../../support/sessions.js';

const MOMENT = { now: NOW, formatTime: (ms: number) => `<${ms - NOW}>` };
const role = roleRef('de*v');
const tooltip = (entry: SessionEntry, production = false): string => entryTooltip(entry, production, MOMENT);
const entry = (overrides: Partial<SessionEntry>): SessionEntry => liveEntry(liveSession({ role }), overrides);

describe('the tooltip of an entry', () => {
  it.each<[string, SessionEntry, string]>([
    ['being opened', entry({ state: { kind: 'opening' } }), 'Assuming **de\\*v**.'],
    [
      'expired',
      entry({ state: expire(liveSession({ role, expiresAt: NOW })) }),
      'The session of **de\\*v** expired at <0>.',
    ],
    [
      'failed',
      entry({ state: { kind: 'failed', role, message: 'Not [you].' } }),
      '**de\\*v** could not be assumed.\n\nNot \\[you\\]\\.',
    ],
  ])('%s', (_, given, expected) => {
    expect(tooltip(given)).toBe(expected);
  });

  it('live tells everything but its secrets', () => {
    const text = tooltip(entry({ renewal: { kind: 'at', at: NOW + 1 } }));
    expect(text).toContain('**de\\*v**');
    expect(text).toContain('| Account | 123456789012 |');
    expect(text).toContain('| Renewed | by itself, at \\<1\\> |');
    expect(text).not.toMatch(new RegExp(`${SECRET}|${TOKEN}|production`));
  });

  it('says when a renewal is tried again, and why it was not done', () => {
    const text = tooltip(entry({ renewal: { kind: 'backoff', at: NOW + 5, tries: 1, message: 'Throttled' } }));
    expect(text).toContain('| Tried&nbsp;again | \\<5\\> |');
    expect(text).toContain('could not be renewed yet. Throttled');
  });

  it.each([
    [{}, 'read\\-only'],
    [{ narrowedBy: 'in-place' } as const, 'read\\-only, in place'],
    [{ narrowedBy: 'session-policy' } as const, 'read\\-only, by a session policy'],
  ])('says how it was narrowed: %j', (how, expected) => {
    const state = liveSession({ role, narrowedTo: 'read-only', narrowedFrom: { id: '1', name: 'dev' }, ...how });
    expect(tooltip(entry({ state }))).toContain(`| Narrowed&nbsp;to | ${expected} |\n| Narrowed&nbsp;from | dev |`);
  });

  it('says what is production', () => {
    expect(tooltip(entry({}), true)).toContain('**de\\*v** · production');
  });
});
