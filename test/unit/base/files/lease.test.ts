import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import { acquireLease, type Lease } from '../../../../src/base/files/lease.js';
import { filesIn, modeOf, useFolder } from '../../session/folder.js';

/** A holder is silent soon, and heard of often enough. */
const TIMES = { beatMs: 20, silentMs: 400 };

const folder = useFolder();
const file = () => join(folder(), 'a.lease');
const held: Lease[] = [];
const aborted: AbortController[] = [];
afterEach(async () => {
  aborted.splice(0).forEach((abort) => abort.abort());
  await Promise.all(held.splice(0).map((lease) => lease.release()));
});

async function acquire(id = 'a', signal = controller().signal): Promise<Lease> {
  const lease = await acquireLease(folder(), id, signal, TIMES);
  held.push(lease);
  return lease;
}

function controller(): AbortController {
  const abort = new AbortController();
  aborted.push(abort);
  return abort;
}

/** What a window that is gone has left. */
async function leftBehind(content = 'gone'): Promise<void> {
  await mkdir(folder(), { recursive: true });
  await writeFile(file(), content);
}

describe('the lease of a session', () => {
  it('is had at once where nobody has it, as a file of its owner’s that says nothing of the session', async () => {
    const lease = await acquire();
    expect(lease.waited).toBe(false);
    expect(await modeOf(folder())).toBe('700');
    const { 'a.lease': is, ...others } = await filesIn(folder());
    expect([is?.mode, others]).toEqual(['600', {}]);
    expect(is?.text).toMatch(/^[0-9a-f-]{36}$/);
    await lease.release();
    expect(await readdir(folder())).toEqual([]);
  });

  it('is one for each session', async () => {
    const [a, b] = [await acquire('a'), await acquire('b')];
    expect([a.waited, b.waited]).toEqual([false, false]);
  });

  it('is had by one at a time, also longer than a silent one could have it', async () => {
    const first = await acquire();
    let second: Lease | undefined;
    const waiting = acquire().then((lease) => (second = lease));
    const text = await readFile(file(), 'utf8');
    const since = performance.now();
    await vi.waitFor(() => expect(performance.now() - since).toBeGreaterThan(2 * TIMES.silentMs), { timeout: 10_000 });
    expect([second, await readFile(file(), 'utf8')]).toEqual([undefined, text]);
    await first.release();
    expect((await waiting).waited).toBe(true);
  });

  it('goes from one to the next, each alone', async () => {
    let inside = 0;
    const counts: number[] = [];
    const one = async (): Promise<void> => {
      const lease = await acquire();
      counts.push(++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      await lease.release();
    };
    await Promise.all([one(), one(), one(), one(), one()]);
    expect(counts).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('a holder that is gone', () => {
  it('is followed by another once it was silent for long enough', async () => {
    await leftBehind();
    const since = performance.now();
    const lease = await acquire();
    expect(lease.waited).toBe(true);
    expect(performance.now() - since).toBeGreaterThanOrEqual(TIMES.silentMs);
    expect(await readFile(file(), 'utf8')).not.toBe('gone');
    expect(await readdir(folder())).toEqual(['a.lease']);
  });

  it.each([
    ['that is long over', 1],
    ['in the future', 4_000_000_000],
  ])('is waited for as long where its file is of a time %s', async (_, seconds) => {
    await leftBehind();
    await utimes(file(), seconds, seconds);
    const since = performance.now();
    await acquire();
    expect(performance.now() - since).toBeGreaterThanOrEqual(TIMES.silentMs);
  });

  it('is followed by one only, where several wait', async () => {
    await leftBehind();
    let holders = 0;
    const most: number[] = [];
    const wait = async (): Promise<void> => {
      const lease = await acquire();
      most.push(++holders);
      await new Promise((resolve) => setImmediate(resolve));
      holders -= 1;
      await lease.release();
    };
    await Promise.all([wait(), wait(), wait()]);
    expect(most).toEqual([1, 1, 1]);
    expect(await readdir(folder())).toEqual([]);
  });

  it('is told from one that lives, whatever the clock does', async () => {
    const first = await acquire();
    let second: Lease | undefined;
    const waiting = acquire().then((lease) => (second = lease));
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000 });
    try {
      const since = performance.now();
      await vi.waitFor(
        () => {
          vi.setSystemTime(Date.now() * -1);
          expect(performance.now() - since).toBeGreaterThan(2 * TIMES.silentMs);
        },
        { timeout: 10_000 },
      );
      expect(second).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
    await first.release();
    await waiting;
  });

  it('and comes back, does not take the lease of who followed', async () => {
    const first = await acquire();
    await writeFile(file(), 'another');
    await first.release();
    expect(await readFile(file(), 'utf8')).toBe('another');
  });

  it('may have its lease deleted', async () => {
    const first = await acquire();
    const { ino } = await stat(file());
    expect(ino).toBeGreaterThan(0);
    await first.release();
    await first.release();
    expect((await acquire()).waited).toBe(false);
  });
});

describe('whoever waits', () => {
  it('ends when the signal aborts, and leaves the lease', async () => {
    const first = await acquire();
    const abort = controller();
    const waiting = acquire('a', abort.signal);
    waiting.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 2 * TIMES.beatMs));
    abort.abort();
    await expect(waiting).rejects.toThrow(Cancelled);
    expect(await readdir(folder())).toEqual(['a.lease']);
    await first.release();
    expect(await readdir(folder())).toEqual([]);
  });

  it('does not begin where the signal has aborted', async () => {
    await expect(acquire('a', AbortSignal.abort())).rejects.toThrow(Cancelled);
    expect(await readdir(folder())).toEqual([]);
  });

  it('ends also where the file is one that there can be no other beside, which stays', async () => {
    await mkdir(folder(), { recursive: true });
    await symlink(join(folder(), 'nowhere'), file());
    const abort = controller();
    const waiting = acquire('a', abort.signal);
    waiting.catch(() => undefined);
    const since = performance.now();
    await vi.waitFor(() => expect(performance.now() - since).toBeGreaterThan(2 * TIMES.silentMs), { timeout: 10_000 });
    expect(await readdir(folder())).toEqual(['a.lease']);
    abort.abort();
    await expect(waiting).rejects.toThrow(Cancelled);
  });

  it('ends at once, however seldom it looks', async () => {
    await acquire();
    const abort = controller();
    const waiting = acquireLease(folder(), 'a', abort.signal, { beatMs: 3_600_000, silentMs: 3_600_000 });
    waiting.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 2 * TIMES.beatMs));
    abort.abort();
    await expect(waiting).rejects.toThrow(Cancelled);
  });

  it('is told where nobody can say who holds it', async () => {
    await mkdir(file(), { recursive: true });
    await expect(acquire()).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('says that it lives each second', async () => {
    const beats = vi.spyOn(globalThis, 'setInterval');
    held.push(await acquireLease(folder(), 'a', controller().signal));
    expect(beats.mock.calls.map(([, ms]) => ms)).toEqual([1_000]);
    beats.mockRestore();
  });

  it('is told where there can be no lease', async () => {
    await writeFile(folder(), 'no folder');
    await expect(acquire()).rejects.toMatchObject({ code: expect.stringMatching(/EEXIST|ENOTDIR/) as string });
    await expect(acquireLease(join(folder(), '..', 'more'), 'a/b', controller().signal)).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
