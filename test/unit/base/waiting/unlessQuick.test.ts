import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unlessQuick } from '../../../../src/base/waiting/unlessQuick.js';

const QUICK_MS = 300;

describe('what may take a while', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  async function after(ms: number, settle: () => string): Promise<string> {
    await new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
    return settle();
  }

  const fails = (): never => {
    throw new Error('refused');
  };

  it.each([
    [QUICK_MS - 1, false],
    [QUICK_MS + 1, true],
  ])('and takes %i ms is shown: %s', async (ms, isShown) => {
    const work = after(ms, () => 'done');
    const show = vi.fn(() => work);
    const result = unlessQuick(work, QUICK_MS, show);
    await vi.advanceTimersByTimeAsync(ms);
    expect(await result).toBe('done');
    expect(show).toHaveBeenCalledTimes(isShown ? 1 : 0);
  });

  it.each([[1], [QUICK_MS + 1]])('and fails after %i ms fails', async (ms) => {
    const work = after(ms, fails);
    const outcome = expect(unlessQuick(work, QUICK_MS, () => work)).rejects.toThrow('refused');
    await vi.advanceTimersByTimeAsync(ms);
    await outcome;
  });

  it('leaves no timer behind', async () => {
    await unlessQuick(Promise.resolve('done'), QUICK_MS, () => Promise.resolve('shown'));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is in sight from then on, however long it takes', async () => {
    const show = vi.fn(() => new Promise<string>(() => undefined));
    void unlessQuick(new Promise<string>(() => undefined), QUICK_MS, show);
    await vi.advanceTimersByTimeAsync(QUICK_MS - 1);
    expect(show).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(show).toHaveBeenCalledOnce();
  });
});
