import { describe, expect, it } from 'vitest';
import { endByClock, isSettled, lookAtClocks } from '../../../../src/session/book/clock.js';
import { NOW } from '../../../support/samples.js';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

describe('a look at the two clocks', () => {
  const first = () => lookAtClocks(undefined, NOW, 500);

  it('knows how far they are apart, and since when', () => {
    expect(first()).toEqual({ offset: NOW - 500, since: 500 });
  });

  it.each([
    ['are as far apart', 0, true],
    ['are two seconds further apart', 2 * SECOND_MS, true],
    ['are two seconds nearer', -2 * SECOND_MS, true],
    ['are more than two seconds further apart', 2 * SECOND_MS + 1, false],
    ['are more than two seconds nearer', -2 * SECOND_MS - 1, false],
  ])('that %s begins anew only where one was set', (_, by, goesOn) => {
    const [now, steady] = [NOW + HOUR_MS + by, 500 + HOUR_MS];
    expect(lookAtClocks(first(), now, steady)).toEqual(goesOn ? first() : { offset: now - steady, since: steady });
  });

  it.each([
    [3 * SECOND_MS - 1, false],
    [3 * SECOND_MS, true],
    [HOUR_MS, true],
  ])('is believed %i ms after the clocks went on side by side: %s', (later, settled) => {
    expect(isSettled(first(), 500 + later)).toBe(settled);
  });
});

describe('the end of credentials by a clock that is set', () => {
  /** They were had at NOW, when the steady clock was at 500, for an hour. */
  const ORIGINAL = NOW + HOUR_MS;
  const deadline = { steady: 500 + HOUR_MS, original: ORIGINAL };
  const endAfter = (known: number, setBy: number) => endByClock(known, deadline, NOW - 500 + setBy);

  it.each<[string, number, number, number]>([
    ['that nobody sets', ORIGINAL, 0, ORIGINAL],
    ['that is set forward', ORIGINAL, HOUR_MS, ORIGINAL],
    ['that is two seconds back', ORIGINAL, -2 * SECOND_MS, ORIGINAL],
    ['that is set back by more', ORIGINAL, -2 * SECOND_MS - 1, ORIGINAL - 2 * SECOND_MS - 1],
    ['that is set back once more', ORIGINAL - HOUR_MS, -2 * HOUR_MS, ORIGINAL - 2 * HOUR_MS],
    ['that stays set back', ORIGINAL - HOUR_MS, -HOUR_MS, ORIGINAL - HOUR_MS],
    ['that is put right', ORIGINAL - HOUR_MS, 0, ORIGINAL],
    ['that is put right to a minute', ORIGINAL - HOUR_MS, -60 * SECOND_MS, ORIGINAL - 60 * SECOND_MS],
    ['that is put right to less than that', ORIGINAL - HOUR_MS, -60 * SECOND_MS - 1, ORIGINAL - HOUR_MS],
    ['that is put right, and beyond', ORIGINAL - HOUR_MS, HOUR_MS, ORIGINAL],
    ['that is put right by two seconds', ORIGINAL - 4 * SECOND_MS, -2 * SECOND_MS, ORIGINAL - 4 * SECOND_MS],
    ['that is put right by more than two', ORIGINAL - 4 * SECOND_MS, -2 * SECOND_MS + 1, ORIGINAL - 2 * SECOND_MS + 1],
  ])('%s', (_, known, setBy, expected) => {
    expect(endAfter(known, setBy)).toBe(expected);
  });
});
