import { expect, it } from 'vitest';
import { warnBefore } from '../../../../src/model/session/warnBefore.js';

it.each<[string, unknown, readonly number[]]>([
  ['nothing', undefined, [600_000, 120_000]],
  ['no list', 10, [600_000, 120_000]],
  ['an empty list', [], []],
  ['the latest first', [2, 15], [900_000, 120_000]],
  ['parts of a minute', [0.5], [30_000]],
  ['the same twice', [5, 5], [300_000]],
  ['what is no time', [0, -1, '10', null, Number.NaN], []],
])('%s', (_, written, expected) => {
  expect(warnBefore(written)).toEqual(expected);
});
