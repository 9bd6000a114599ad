import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import { untilAborted } from '../../../../src/base/waiting/untilAborted.js';

const { signal } = new AbortController();
const silent = () => new Promise<never>(() => undefined);

describe('what is waited for until a signal aborts', () => {
  it('gives its result, or its failure', async () => {
    expect(await untilAborted(signal, Promise.resolve(1))).toBe(1);
    await expect(untilAborted(signal, Promise.reject(new Error('Broken')))).rejects.toThrow('Broken');
  });

  it('is left to itself where it heeds no signal', async () => {
    const abort = new AbortController();
    const waiting = untilAborted(abort.signal, silent());
    abort.abort();
    await expect(waiting).rejects.toBeInstanceOf(Cancelled);
    await expect(untilAborted(abort.signal, silent())).rejects.toBeInstanceOf(Cancelled);
  });

  it('may fail when nobody waits any more', async () => {
    await expect(untilAborted(AbortSignal.abort(), Promise.reject(new Error('Late')))).rejects.toBeInstanceOf(
      Cancelled,
    );
  });
});
