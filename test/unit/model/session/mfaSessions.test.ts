import { expect, it } from 'vitest';
import { mfaAccount, mfaSessionOf, mfaTitle } from '../../../../src/model/session/mfaSessions.js';

it.each([
  ['arn:aws:iam::123456789012:mfa/anna', 'MFA session of anna', '123456789012'],
  ['arn:aws:iam::123456789012:mfa/team/anna', 'MFA session of anna', '123456789012'],
  ['GAHT12345678', 'MFA session of GAHT12345678', ''],
  ['a:b:c:d:e/f', 'MFA session of a:b:c:d:e/f', ''],
  [undefined, 'MFA session', ''],
])('a session of %s is called %s', (device, title, account) => {
  const session = { key: 'k', device, expiresAt: 0 };
  expect([mfaTitle(session), mfaAccount(session)]).toEqual([title, account]);
});

it.each([
  [{ kind: 'mfa', mfaSession: 'k' }, 'k'],
  [{ mfaSession: 7 }, undefined],
  [{ sessionId: 'k' }, undefined],
  ['k', undefined],
  [null, undefined],
  [undefined, undefined],
])('a command that is called on %j acts on %s', (argument, key) => {
  expect(mfaSessionOf(argument)).toBe(key);
});
