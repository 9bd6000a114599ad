import { readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import { expire } from '../../../../src/model/session/session.js';
import type { Ended, Windows } from '../../../../src/session/windows/windows.js';
import { NOW, liveSession } from '../../../support/samples.js';
import { plain, useWindows } from './open.js';

const { folder, open, kept, secrets, logged } = useWindows();

describe('work that only one window does', () => {
  const never = () => Promise.reject(new Error('not ours to do'));
  const run = (
    windows: Windows,
    ours: (generation: number) => Promise<unknown>,
    known = 0,
    signal = new AbortController().signal,
    renewal: { readonly goesOn: boolean; readonly over: (ended: Ended) => void } = {
      goesOn: false,
      over: () => undefined,
    },
  ) =>
    windows.exclusively<unknown>('a', { signal, known, theirs: (theirs) => Promise.resolve(theirs), ours, ...renewal });

  it.each<[string, number, (windows: Windows) => Promise<void>, number]>([
    ['nothing', 0, () => Promise.resolve(), 1],
    ['a session of its own', 4, () => Promise.resolve(), 5],
    ['one that others have', 0, (windows) => windows.write(kept(2)), 3],
    ['an older one', 1, (windows) => windows.write(kept(2)), 3],
    ['a newer one', 6, (windows) => windows.write(kept(2)), 7],
    ['one that has ended', 0, (windows) => windows.end('a', 2), 4],
  ])('where there is %s is of the next generation', async (_, known, before, expected) => {
    await before(open());
    expect(await run(open(), (generation) => Promise.resolve(generation), known)).toBe(expected);
    expect(await readdir(folder())).not.toContain('a.lease');
  });

  /** Another window works meanwhile, and then this one has its turn. */
  async function afterAnother(theirs: () => Promise<void>, ours: (generation: number) => Promise<unknown>, known = 0) {
    let finish = (): void => undefined;
    const working = new Promise<void>((resolve) => (finish = resolve));
    const first = run(open(), () => working.then(theirs));
    await vi.waitFor(async () => expect(await readdir(folder())).toContain('a.lease'));
    const second = run(open(), ours, known);
    second.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    finish();
    await first.catch(() => undefined);
    return second;
  }

  it('is not done again where another brought it', async () => {
    expect(await afterAnother(() => open().write(kept(1)), never)).toEqual(plain(kept(1)));
  });

  it.each<[string, () => Promise<void>, number]>([
    ['failed', () => Promise.reject(new Error('No.')), 0],
    ['brought what this one has', () => open().write(kept(1)), 1],
    ['brought what has expired', () => open().write({ ...kept(1), session: expire(liveSession({ id: 'a' })) }), 0],
  ])('is done where another %s', async (_, theirs, known) => {
    expect(await afterAnother(theirs, () => Promise.resolve('ours'), known)).toBe('ours');
  });

  it('is for nothing where another window ends the session meanwhile', async () => {
    await open().write(kept(1));
    await expect(run(open(), () => open().end('a', 1), 1)).rejects.toThrow(Cancelled);
    await expect(run(open(), () => open().end('a', 2), 1)).rejects.toThrow(Cancelled);
    expect(await run(open(), () => Promise.resolve('another one'), 1)).toBe('another one');
  });

  it.each<[string, number, (windows: Windows) => Promise<void>, Ended | number]>([
    ['was ended', 2, (windows) => windows.end('a', 2), { kind: 'ended', generation: 3, reason: 'ended' }],
    [
      'was ended by who had it from here',
      2,
      (windows) => windows.end('a', 1),
      { kind: 'ended', generation: 3, reason: 'ended' },
    ],
    [
      'was refused',
      2,
      (windows) => windows.drop('a', 2, 'refused'),
      { kind: 'ended', generation: 2, reason: 'refused' },
    ],
    ['is newer than what was ended', 4, (windows) => windows.end('a', 2), 5],
    ['is there', 2, () => Promise.resolve(), 3],
  ])('is not done to go on with a session that %s', async (_, known, before, expected) => {
    await open().write(kept(2));
    await before(open());
    const heard: Ended[] = [];
    const renewal = { goesOn: true, over: (ended: Ended) => void heard.push(ended) };
    const ours = (generation: number) => Promise.resolve(generation);
    const done = run(open(), ours, known, new AbortController().signal, renewal);
    if (typeof expected === 'number') expect(await done).toBe(expected);
    else await expect(done).rejects.toThrow(Cancelled);
    expect(heard).toMatchObject(typeof expected === 'number' ? [] : [expected]);
  });

  it('is given up where nobody wants it any more, though it goes on for ever', async () => {
    const abort = new AbortController();
    const work = run(open(), () => new Promise(() => undefined), 0, abort.signal);
    await vi.waitFor(async () => expect(await readdir(folder())).toContain('a.lease'));
    abort.abort();
    await expect(work).rejects.toThrow(Cancelled);
    expect(await readdir(folder())).not.toContain('a.lease');
    expect(await run(open(), () => Promise.resolve('ours'))).toBe('ours');
  });

  it('waits no longer for a secret store that hangs than a password takes', async () => {
    secrets().get = () => new Promise(() => undefined) as never;
    const theirs = async (): Promise<void> => {
      await open().write(kept(1));
      vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: NOW });
    };
    let outcome: unknown = 'waits';
    const done = afterAnother(theirs, (generation) => Promise.resolve(generation)).then((given) => (outcome = given));
    while (!vi.isFakeTimers() || vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(14_999);
    expect(outcome).toBe('waits');
    await vi.advanceTimersByTimeAsync(1);
    await done;
    expect(outcome).toBe(2);
    expect(logged()).toEqual([
      'Could not read a session from the secret store: Error: The secret store has not answered for 15 s',
    ]);
  });

  it('goes on where nobody can tell what others say, but nothing is written over that', async () => {
    await open().end('a', 4);
    await symlink('a.json', join(folder(), 'a.json'));
    expect(await run(open(), (generation) => Promise.resolve(generation))).toBe(1);
    expect(logged()[0]).toContain('Could not read what other windows say of a session: Error: ELOOP');
    await expect(open().write(kept(1))).rejects.toThrow('ELOOP');
    await expect(open().look('a', 0)).rejects.toThrow('ELOOP');
    await open().end('a', 6);
    await open().drop('a', 9, 'refused');
    await rm(join(folder(), 'a.json'));
    expect(await open().look('a', 0)).toEqual({ kind: 'ended', generation: 9, reason: 'refused' });
  });

  it('leaves no lease where it fails', async () => {
    await expect(run(open(), never)).rejects.toThrow('not ours to do');
    expect(await readdir(folder())).not.toContain('a.lease');
  });

  it('is not begun where nobody wants it any more', async () => {
    await expect(run(open(), never, 0, AbortSignal.abort())).rejects.toThrow(Cancelled);
    expect(logged()).toEqual([]);
  });

  it('is done also where there can be no lease, and the log says so', async () => {
    await writeFile(folder(), 'no folder');
    expect(await run(open(), (generation) => Promise.resolve(generation))).toBe(1);
    expect(logged().join()).toContain('Windows cannot wait for each other');
    await rm(folder());
  });
});
