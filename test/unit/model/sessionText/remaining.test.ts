import { expect, it } from 'vitest';
import { NEVER } from '../../../../src/model/session/session.js';
import { remainingGoodForMs, remainingText } from '../../../../src/model/sessionText/remaining.js';
import { liveSession, NOW } from '../../../support/samples.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

it.each([
  [12 * 60 * MINUTE, '12h 0m', SECOND],
  [125 * MINUTE + 30 * SECOND, '2h 5m', 30 * SECOND + 1],
  [90 * MINUTE, '1h 30m', SECOND],
  [90 * MINUTE - 1, '89m', MINUTE],
  [MINUTE, '1m', SECOND],
  [MINUTE - 1, '59s', SECOND],
  [SECOND - 1, '0s', SECOND],
  [0, '0s', SECOND],
  [-MINUTE, '0s', SECOND],
])('%i ms are "%s", for %i ms', (left, text, goodForMs) => {
  const session = liveSession({ expiresAt: NOW + left });
  expect(remainingText(session, NOW)).toBe(text);
  expect(remainingGoodForMs(session, NOW)).toBe(goodForMs);
});

it('what has no end has no text, and needs no clock', () => {
  const session = liveSession({ expiresAt: NEVER });
  expect(remainingText(session, NOW)).toBe('');
  expect(remainingGoodForMs(session, NOW)).toBeUndefined();
});
