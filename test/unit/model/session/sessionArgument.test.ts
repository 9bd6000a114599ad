import { describe, expect, it } from 'vitest';
import { askedSession, sessionIdOf } from '../../../../src/model/session/sessionArgument.js';
import type { Session } from '../../../../src/model/session/session.js';
import { liveSession, roleRef } from '../../../support/samples.js';
import { liveEntry } from '../../../support/sessions.js';

describe('the session that a command acts on', () => {
  const [one, other] = [liveSession({ id: 'one' }), liveSession({ id: 'other' })];
  const ended = {
    ...liveEntry(other),
    id: 'ended',
    state: { kind: 'failed', role: roleRef('ended'), message: 'x' } as const,
  };
  const reader = (active: Session) => ({
    get: (id: string) => [liveEntry(one), liveEntry(other), ended].find((entry) => entry.id === id),
    active: () => active,
  });

  it.each<[string, unknown, string | undefined]>([
    ['the active one', undefined, 'one'],
    ['the one it was called on', { sessionId: 'other' }, 'other'],
    ['none, where that has ended', { sessionId: 'ended' }, undefined],
    ['none, where that is not known any more', { sessionId: 'gone' }, undefined],
  ])('is %s', (_, argument, id) => {
    expect(askedSession(reader(one), argument)?.id).toBe(id);
  });

  it('is none where nobody is active', () => {
    expect(askedSession(reader({ kind: 'none' }), undefined)).toBeUndefined();
  });
});

it.each([
  [{ sessionId: 'a' }, 'a'],
  [{ kind: 'session', sessionId: 'a', roleId: 'profile:a' }, 'a'],
  [{ sessionId: 7 }, undefined],
  [{ mfaSession: 'a' }, undefined],
  ['a', undefined],
  [null, undefined],
  [undefined, undefined],
])('a command that is called on %j acts on %s', (argument, id) => {
  expect(sessionIdOf(argument)).toBe(id);
});
