import { describe, expect, it } from 'vitest';
import { failureLines } from '../failureLines.js';

describe('what a log says to have failed', () => {
  it.each([
    [' FAIL  test/unit/a.test.ts > a room > opens', 'FAIL  test/unit/a.test.ts > a room > opens'],
    ['  1) a terminal is marked', '1) a terminal is marked'],
    ["src/a.ts(3,4): error TS2304: Cannot find name 'x'.", "src/a.ts(3,4): error TS2304: Cannot find name 'x'."],
    ['[warn] src/a.ts', '[warn] src/a.ts'],
    ['  3:4  error  Unexpected any', '3:4  error  Unexpected any'],
  ])('is %j', (line, said) => {
    expect(failureLines(`before\n${line}\n ✓ after 3ms\n${line}`)).toEqual([said]);
  });

  it('is not what passed, nor an error that a test wanted', () => {
    expect(failureLines(' ✓ FAILS 3ms\n    ✔ errors are said\nError: wanted')).toEqual([]);
  });

  it('is cut where there is no end of it', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `[warn] ${index}`).join('\n');
    expect(failureLines(lines)).toHaveLength(26);
    expect(failureLines(lines).at(-1)).toBe('and 5 more');
  });
});
