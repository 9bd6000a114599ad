import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseElapsed, processAgeMs } from '../../../src/terminals/shellAge.js';

describe('the age of a shell', () => {
  it.each([
    ['   00:07\n', 7_000],
    ['12:34', 754_000],
    ['01:00:00', 3_600_000],
    ['2-03:04:05', 183_845_000],
    ['', undefined],
    ['ELAPSED', undefined],
  ])('%j', (text, expected) => {
    expect(parseElapsed(text)).toBe(expected);
  });

  it('is that of the process', async () => {
    const child = spawn('sleep', ['30']);
    try {
      expect(await processAgeMs(child.pid ?? 0)).toBeLessThan(30_000);
    } finally {
      child.kill();
    }
  });

  it('is unknown for a process that is not there', async () => {
    expect(await processAgeMs(2 ** 30)).toBeUndefined();
  });
});
