import { expect, it } from 'vitest';
import { sessionIdOf } from '../../../../src/model/session/sessionArgument.js';

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
