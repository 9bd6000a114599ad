import { expect, it } from 'vitest';
import type { UserError } from '../../../../src/base/errors.js';
import { NEVER } from '../../../../src/model/session/session.js';
import { checkNarrowed, secondsToBring } from '../../../../src/session/bringing/toBring.js';
import { liveSession, NOW } from '../../../support/samples.js';

const MINUTE_MS = 60_000;
const ending = (minutes: number) => liveSession({ expiresAt: NOW + minutes * MINUTE_MS });
const KEYS = liveSession({ credentials: { ...liveSession().credentials, sessionToken: '' }, expiresAt: NEVER });

it.each([
  [720, 3600],
  [60, 3600],
  [59.9, 3540],
  [1, 60],
])('of a session with %s minutes left it is %s seconds', (minutes, seconds) => {
  expect(secondsToBring(ending(minutes), NOW)).toBe(seconds);
});

it('credentials without a known end that are temporary are brought for an hour', () => {
  expect(secondsToBring(liveSession({ expiresAt: NEVER }), NOW)).toBe(3600);
});

const refusalOf = (work: () => unknown): UserError => {
  try {
    work();
  } catch (error) {
    return error as UserError;
  }
  throw new Error('It was not refused');
};

it('long-term keys are never brought, and a session token is offered for them', () => {
  const { message, actions } = refusalOf(() => secondsToBring(KEYS, NOW));
  expect(message).toBe('read-only has long-term keys, which are never brought to another machine.');
  expect(actions.map(({ command }) => command)).toEqual(['roleSessions.getSessionToken']);
});

it('what is about to end is renewed first', () => {
  const { message, actions } = refusalOf(() => secondsToBring(ending(0.9), NOW));
  expect(message).toBe('read-only ends within a minute: renew it, and bring it then.');
  expect(actions).toMatchObject([{ command: 'roleSessions.renewSession', args: [{ sessionId: ending(1).id }] }]);
});

it.each<[string, ReturnType<typeof liveSession>]>([
  ['lasts longer', ending(61.1)],
  ['has no end', liveSession({ expiresAt: NEVER })],
  ['has keys alone', { ...KEYS, expiresAt: NOW + MINUTE_MS }],
])('what came of narrowing and %s is not brought', (_, session) => {
  expect(refusalOf(() => checkNarrowed(session, NOW)).message).toBe(
    'read-only lasts longer than it was asked to, so it is not brought to another machine.',
  );
});

it('what came of narrowing as it was asked is brought', () => {
  expect(() => checkNarrowed(ending(60.5), NOW)).not.toThrow();
});
