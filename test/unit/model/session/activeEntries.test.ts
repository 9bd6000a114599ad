import { describe, expect, it } from 'vitest';
import { activeEntries, isSameRole } from '../../../../src/model/session/activeEntries.js';
import type { SessionEntry } from '../../../../src/model/session/entry.js';
import { expire, type RoleRef } from '../../../../src/model/session/session.js';
import { liveSession, roleRef } from '../../../support/samples.js';
import { FakeSessions, liveEntry } from '../../../support/sessions.js';

const A = liveSession({ id: 'a', key: 'a', role: roleRef('a') });
const opening = (id: string, role: RoleRef): SessionEntry => ({
  id,
  role,
  state: { kind: 'opening' },
  underWay: true,
  renewal: { kind: 'off' },
});
const less = (name: string): RoleRef => {
  const role = roleRef(name);
  return { ...role, request: { ...role.request, overrides: { narrowing: { kind: 'read-only' } } } };
};

describe('who the window is about', () => {
  it('is nobody at first', () => {
    expect(activeEntries(new FakeSessions())).toEqual({ current: undefined, pending: undefined });
  });

  it('is the active one', () => {
    const sessions = new FakeSessions();
    sessions.activate(A);
    expect(activeEntries(sessions)).toEqual({ current: sessions.get('a'), pending: undefined });
  });

  it('is the active one of several', () => {
    const sessions = new FakeSessions();
    sessions.put(liveEntry(liveSession({ id: 'b', key: 'b', role: roleRef('b') })));
    sessions.activate(A);
    expect(activeEntries(sessions).current?.id).toBe('a');
  });

  it('is the first one, while it is being opened', () => {
    const sessions = new FakeSessions();
    sessions.put(opening('a', roleRef('a')));
    sessions.activate({ kind: 'assuming', role: roleRef('a'), previous: { kind: 'none' } });
    expect(activeEntries(sessions)).toEqual({ current: undefined, pending: sessions.get('a') });
  });

  it('is the active one and the one to come, as narrow as it was asked for', () => {
    const sessions = new FakeSessions();
    sessions.put(opening('b', roleRef('b')));
    sessions.put(opening('b-less', less('b')));
    sessions.activate({ kind: 'assuming', role: less('b'), previous: A });
    expect(activeEntries(sessions)).toEqual({ current: sessions.get('a'), pending: sessions.get('b-less') });
  });

  it('is one that has expired', () => {
    const sessions = new FakeSessions();
    const state = expire(A);
    sessions.put({ ...opening('a', A.role), state, underWay: false });
    sessions.activate(state);
    expect(activeEntries(sessions).current?.id).toBe('a');
  });

  it('is one that failed, of the same role', () => {
    const sessions = new FakeSessions();
    const failed = (role: RoleRef) => ({ kind: 'failed', role, message: 'No.' }) as const;
    sessions.put({ ...opening('c', roleRef('c')), state: failed(roleRef('c')), underWay: false });
    sessions.put(liveEntry(liveSession({ id: 'd before', key: 'd', role: roleRef('d') }))); // by an older configuration
    sessions.put({ ...opening('d', roleRef('d')), state: failed(roleRef('d')), underWay: false });
    sessions.activate(failed(roleRef('d')));
    expect(activeEntries(sessions).current?.id).toBe('d');
  });

  it('is not two where the active one is renewed', () => {
    const sessions = new FakeSessions();
    const state = expire(A);
    sessions.put({ ...opening('a', A.role), state });
    sessions.activate({ kind: 'assuming', role: A.role, previous: state });
    expect(activeEntries(sessions)).toEqual({ current: sessions.get('a'), pending: undefined });
  });

  it('has no entry to come where nothing of it is under way', () => {
    const sessions = new FakeSessions();
    sessions.activate({ kind: 'assuming', role: A.role, previous: A });
    expect(activeEntries(sessions).pending).toBeUndefined();
  });
});

it.each<[string, RoleRef, boolean]>([
  ['the same', roleRef('a'), true],
  ['another', roleRef('b'), false],
  ['the same with less', less('a'), false],
])('a role is %s', (_, other, expected) => {
  expect(isSameRole(roleRef('a'), other)).toBe(expected);
});
