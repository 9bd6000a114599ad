import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ageAt, parseElapsed, processAgeMs } from '../../../src/terminals/shellAge.js';

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

  it('is none of a process that is not there', async () => {
    expect(await processAgeMs(2 ** 30)).toBe('gone');
  });

  describe.runIf(process.platform === 'linux')('on Linux', () => {
    afterEach(() => vi.unstubAllEnvs());

    it('needs no ps', async () => {
      vi.stubEnv('PATH', '/nowhere');
      expect(await processAgeMs(process.pid)).toBeGreaterThan(0);
      expect(await processAgeMs(2 ** 30)).toBe('gone');
    });
  });

  it('is read by the last bracket, and not where the clocks are different', () => {
    const stat = `7 (a (b) c) S ${'0 '.repeat(18)}100 0 0`;
    expect(ageAt(stat, 3_000)).toBe(2_000);
    expect(ageAt(stat, 500)).toBe(0);
    expect(ageAt(stat, -500)).toBeUndefined();
  });
});
