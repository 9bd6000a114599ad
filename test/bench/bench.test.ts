// Each part of the bench runs to its end. What it measures with such counts says nothing, and is not looked at.
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../tools/build.js';
import { atMost, median, printSection, quantile, spread } from './figures.js';
import { PARTS } from './parts.js';

/** Rows that each part prints at least, by what they are about. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  activation: ['in hosts of their own: ours', '  own code only: ours', '  ratio'],
  sizes: ['dist/extension.js', 'dist/aws.js', 'role-sessions.vsix'],
  assume: ['ours, cold: loading dist/aws.js and the first call', '  ratio: the CLI takes'],
  helper: ['ours, the whole process', '  ours takes more', 'sh that only prints'],
  endpoint: ['requests, the endpoint', 'p50, bare and ours', 'p99, the endpoint'],
  idle: ['processor: with it', 'memory: with it', '  grown meanwhile'],
  listing: ['sandbox, plain', 'objects, ours: dist/aws.js', '  ratio'],
};

beforeAll(build);

describe('the bench', () => {
  it.each(PARTS)('$name', async ({ name, tryOut }) => {
    const section = await tryOut();
    printSection(section);
    expect(section.rows.map(({ what }) => what)).toEqual(expect.arrayContaining([...TOLD[name]!]));
    // A figure that could not be measured is NaN or missing; an empty extension may well take 0 of whole milliseconds.
    for (const { what, value } of section.rows) {
      expect(`${what}: ${value}`).toMatch(/: (-?[\d.]+|Infinity)( ms| KB| MB| times|% of a core| a second)/);
    }
  });
});

describe('figures', () => {
  it('are medians, with what they lie between', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(spread([1, 200, 30])).toBe('30.0 ms (1.00 to 200 ms)');
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(3);
    expect(quantile([1], 0.95)).toBe(1);
  });

  it('meet their aim up to it', () => {
    expect(atMost(1.5, 1.5, '1.5 times')).toEqual({ text: 'at most 1.5 times', met: true });
    expect(atMost(1.6, 1.5, '1.5 times').met).toBe(false);
    expect(atMost(NaN, 1.5, '1.5 times').met).toBe(false);
  });
});
