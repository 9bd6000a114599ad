import { describe, expect, it } from 'vitest';
import { answerTo } from '../../../../src/lending/helper/answer.js';
import { profileRows } from '../../../../src/lending/profile/profileRows.js';
import { liveSession, NOW, roleRef } from '../../../support/samples.js';
import { liveEntry } from '../../../support/sessions.js';
import type { SessionEntry } from '../../../../src/model/session/entry.js';
import type { LiveSession } from '../../../../src/model/session/session.js';
import { FakeSessions } from '../../../support/sessions.js';

const DEV = { kind: 'role', id: 'profile:dev' } as const;

function session(id: string, arn: string, overrides: Partial<LiveSession> = {}): LiveSession {
  const base = liveSession({ id, key: id, role: roleRef('dev'), ...overrides });
  return { ...base, identity: { ...base.identity, arn } };
}

function answer(...live: readonly LiveSession[]) {
  const sessions = new FakeSessions();
  live.forEach((each) => sessions.live.set(each.key, each));
  return answerTo(DEV, sessions, NOW).answer;
}

describe('who asks a window for a role', () => {
  it('whose configuration has changed gets the one that lasts longest where both are the same', () => {
    const later = session('2', 'arn:a', { expiresAt: NOW + 7_200_000 });
    expect(answer(session('1', 'arn:a'), later)).toMatchObject({ kind: 'lent', expiresAt: later.expiresAt });
  });

  it('gets nothing where two sessions of that name are two people', () => {
    expect(answer(session('1', 'arn:a'), session('2', 'arn:b'))).toMatchObject({
      kind: 'refused',
      message: 'Two sessions of dev are open, as arn:a and as arn:b. End one of them in the editor.',
    });
    expect(answer(session('1', 'arn:a', { principal: 'x' }), session('2', 'arn:a', { principal: 'y' })).kind).toBe(
      'refused',
    );
  });

  it('gets nothing secret on record', () => {
    const sessions = new FakeSessions();
    sessions.activate(session('1', 'arn:a'));
    expect(JSON.stringify(answerTo({ kind: 'active' }, sessions, NOW).session)).not.toMatch(/MARKED/);
  });
});

describe('the profiles that can be added', () => {
  const rows = (...entries: readonly SessionEntry[]) =>
    profileRows(entries).map(({ label, region }) => [label, region]);
  const named = (name: string, overrides: Partial<LiveSession> = {}) =>
    liveEntry(session(name, 'arn:a', { role: roleRef(name), ...overrides }));

  it('are that of the active role, and one for each plain session, with its region', () => {
    expect(rows(named('b'), named('a b/ü'), named('n', { narrowedTo: 'read-only' }))).toEqual([
      ['roleSessions', undefined],
      ['roleSessions-a-b-', 'us-west-2'],
      ['roleSessions-b', 'us-west-2'],
    ]);
    expect(rows()).toEqual([['roleSessions', undefined]]);
  });
});
