import { expect, it } from 'vitest';
import { inWords } from '../../../src/signIn/words.js';

it.each([
  [0, '1 second'],
  [100, '1 second'],
  [1499, '1 second'],
  [1500, '2 seconds'],
  [119_000, '119 seconds'],
  [120_000, '2 minutes'],
  [300_000, '5 minutes'],
  [7_199_000, '120 minutes'],
  [7_200_000, '2 hours'],
  [5_500_000, '92 minutes'],
  [10_000_000, '3 hours'],
])('%i ms are %s', (ms, words) => {
  expect(inWords(ms)).toBe(words);
});
