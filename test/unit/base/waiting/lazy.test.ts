import { describe, expect, it, vi } from 'vitest';
import { Lazy } from '../../../../src/base/waiting/lazy.js';

const thing = () => ({ dispose: vi.fn() });

describe('a lazy thing', () => {
  it('is made when first asked for, and once', async () => {
    const make = vi.fn(() => Promise.resolve(thing()));
    const lazy = new Lazy(make);
    expect([lazy.now, make.mock.calls]).toEqual([undefined, []]);
    const [first, second] = await Promise.all([lazy.get(), lazy.get()]);
    expect([second, lazy.now]).toEqual([first, first]);
    expect(await lazy.get()).toBe(first);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('is made anew after making it failed', async () => {
    const made = thing();
    const make = vi.fn(() => Promise.resolve(made)).mockRejectedValueOnce(new Error('no disk'));
    const lazy = new Lazy(make);
    await expect(lazy.get()).rejects.toThrow('no disk');
    expect(await lazy.get()).toBe(made);
  });

  it('is disposed of where it was made, and not made for that', async () => {
    const made = thing();
    const make = vi.fn(() => Promise.resolve(made));
    new Lazy(make).dispose();
    expect(make).not.toHaveBeenCalled();
    const lazy = new Lazy(make);
    await lazy.get();
    lazy.dispose();
    await vi.waitFor(() => expect(made.dispose).toHaveBeenCalledTimes(1));
  });
});
