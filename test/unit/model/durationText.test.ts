import { expect, it } from 'vitest';
import { durationText } from '../../../src/model/durationText.js';

it.each([
  [3600, '1 h'],
  [129_600, '36 h'],
  [5400, '90 min'],
  [900, '15 min'],
  [45, '45 s'],
  [3601, '3601 s'],
])('%i seconds are "%s"', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
