import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import { expire, NEVER, type LiveSession } from '../../../../src/model/session/session.js';
import { Vault, type KeptSession } from '../../../../src/session/keep/vault.js';
import { Windows } from '../../../../src/session/windows/windows.js';
import { NOW, liveSession, plan } from '../../../support/samples.js';
import { useFolder } from '../folder.js';
import { Store } from '../store.js';

const HOUR_MS = 3_600_000;
const folder = useFolder();
let secrets: Store;
let everywhere: Store;
let logged: string[];
const opened: Windows[] = [];
/** What this window has in memory. */
let own: Record<string, KeptSession>;

const kept = (generation = 1, overrides: Partial<LiveSession> = {}): KeptSession => ({
  session: liveSession({ id: 'a', ...overrides }),
  plan: plan(),
  generation,
});
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function open(store = secrets, has: Readonly<Record<string, KeptSession>> = {}): Windows {
  const log = { warn: (message: string, error?: unknown) => void logged.push(`${message}: ${String(error)}`) };
  const vault = new Vault(store, new Store(), folder());
  const windows = new Windows(vault, folder(), everywhere, (id) => has[id], log);
  opened.push(windows);
  return windows;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  secrets = new Store();
  everywhere = new Store();
  logged = [];
  own = {};
});
afterEach(() => {
  opened.splice(0).forEach((windows) => windows.dispose());
  vi.useRealTimers();
});

describe('a look at what other windows have', () => {
  it('finds nothing where there is nothing', async () => {
    expect([await open().look('a', 0), await open().ids()]).toEqual([{ kind: 'nothing' }, []]);
  });

  it.each([
    [0, 'kept'],
    [1, 'kept'],
    [2, 'nothing'],
    [3, 'nothing'],
  ])('finds what is newer than generation %i: %s', async (known, kind) => {
    await open().write(kept(2));
    const found = await open().look('a', known);
    expect(found).toEqual(kind === 'kept' ? { kind, kept: plain(kept(2)) } : { kind });
    expect(await open().ids()).toEqual(['a']);
  });

  it('finds that it was ended, also where this one has newer ones', async () => {
    await open().write(kept(2));
    await open().end('a', 2);
    expect(await open().look('a', 7)).toEqual({ kind: 'ended', generation: 2 });
  });

  it('asks the windows where the secret store has nothing, and takes only what it asked for', async () => {
    const apart = new Store();
    const theirs = open(apart, own);
    own['a'] = kept(2);
    await theirs.write(kept(2));
    await vi.waitFor(async () => expect(await readdir(join(folder(), 'windows'))).not.toEqual([]));
    expect(await open().look('a', 0)).toEqual({ kind: 'kept', kept: plain(kept(2)) });
    own['a'] = kept(1);
    expect(await open().look('a', 0)).toEqual({ kind: 'nothing' });
    own['a'] = kept(2, { id: 'b' });
    expect(await open().look('a', 0)).toEqual({ kind: 'nothing' });
    delete own['a'];
    expect(await open().look('a', 0)).toEqual({ kind: 'nothing' });
  });

  it('asks them also where the secret store does not work, and says that in the log', async () => {
    own['a'] = kept(1);
    await open(secrets, own).write(kept(1));
    await vi.waitFor(async () => expect(await readdir(join(folder(), 'windows'))).not.toEqual([]));
    secrets.get = () => Promise.reject(new Error('no keyring')) as never;
    expect(await open().look('a', 0)).toMatchObject({ kind: 'kept' });
    expect(logged).toEqual(['Could not read a session from the secret store: Error: no keyring']);
  });
});

describe('what a window has', () => {
  it.each<[string, (windows: Windows) => Promise<void>, number, object, boolean]>([
    ['is kept where there is nothing', () => Promise.resolve(), 1, { generation: 1, ended: false }, true],
    ['replaces what is older', (windows) => windows.write(kept(1)), 2, { generation: 2, ended: false }, true],
    [
      'is written again',
      (windows) => windows.write(kept(1, { region: 'x' })),
      1,
      { generation: 1, ended: false },
      true,
    ],
    ['does not replace what is newer', (windows) => windows.write(kept(3)), 2, { generation: 3, ended: false }, false],
    [
      'does not come back once it has ended',
      (windows) => windows.end('a', 2),
      2,
      { generation: 2, ended: true },
      false,
    ],
    ['is another one after an end', (windows) => windows.end('a', 2), 3, { generation: 3, ended: false }, true],
  ])('%s', async (_, before, generation, mark, isOurs) => {
    await before(open());
    await open().write(kept(generation, { region: 'y' }));
    expect(await new Vault(secrets, new Store(), folder()).mark('a')).toMatchObject(mark);
    expect([...secrets.values.values()].join().includes('"y"')).toBe(isOurs);
  });

  it.each<[string, (windows: Windows) => Promise<void>, object, number]>([
    ['ended, with what it was just renewed to', (windows) => windows.end('a', 1), { generation: 2, ended: true }, 0],
    ['ended, where this one was newer', (windows) => windows.end('a', 3), { generation: 3, ended: true }, 0],
    [
      'dropped, but not what another has instead',
      (windows) => windows.drop('a', 1),
      { generation: 2, ended: false },
      1,
    ],
    ['dropped', (windows) => windows.drop('a', 2), { generation: 2, ended: true }, 0],
    ['dropped, where this one was newer', (windows) => windows.drop('a', 3), { generation: 3, ended: true }, 0],
  ])('can be %s', async (_, act, mark, left) => {
    await open().write(kept(2));
    await act(open());
    expect(await new Vault(secrets, new Store(), folder()).mark('a')).toMatchObject(mark);
    expect(secrets.values.size).toBe(left);
  });

  it('is told where there never was one', async () => {
    await open().end('a', 0);
    await open().drop('b', 0);
    expect((await open().ids()).sort()).toEqual(['a', 'b']);
  });

  it('is counted, over its end', async () => {
    expect(await open().generationOf('a')).toBe(0);
    await open().write(kept(2));
    expect(await open().generationOf('a')).toBe(2);
    await open().end('a', 3);
    expect(await open().generationOf('a')).toBe(3);
  });

  it('is nothing that others can ask for once it is closed', async () => {
    const windows = open();
    const sockets = () => readdir(join(folder(), 'windows'));
    await vi.waitFor(async () => expect(await sockets()).not.toEqual([]));
    windows.dispose();
    await vi.waitFor(async () => expect(await sockets()).toEqual([]));
  });

  it('is active in it alone', async () => {
    const windows = open();
    await windows.setActive({ id: 'a', key: 'k' });
    expect([windows.active, open().active]).toEqual([{ id: 'a', key: 'k' }, undefined]);
  });

  it('is heard of by others', async () => {
    const heard: string[] = [];
    const listening = open(new Store()).onDidChange((id) => heard.push(id));
    await open().write(kept());
    await vi.waitFor(() => expect(heard).toContain('a'));
    listening.dispose();
  });
});

describe('work that only one window does', () => {
  const never = () => Promise.reject(new Error('not ours to do'));
  const run = (
    windows: Windows,
    ours: (generation: number) => Promise<unknown>,
    known = 0,
    signal = new AbortController().signal,
  ) => windows.exclusively<unknown>('a', { signal, known, theirs: (theirs) => Promise.resolve(theirs), ours });

  it.each<[string, number, (windows: Windows) => Promise<void>, number]>([
    ['nothing', 0, () => Promise.resolve(), 1],
    ['a session of its own', 4, () => Promise.resolve(), 5],
    ['one that others have', 0, (windows) => windows.write(kept(2)), 3],
    ['an older one', 1, (windows) => windows.write(kept(2)), 3],
    ['a newer one', 6, (windows) => windows.write(kept(2)), 7],
    ['one that has ended', 0, (windows) => windows.end('a', 2), 3],
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

  it('leaves no lease where it fails', async () => {
    await expect(run(open(), never)).rejects.toThrow('not ours to do');
    expect(await readdir(folder())).not.toContain('a.lease');
  });

  it('is not begun where nobody wants it any more', async () => {
    await expect(run(open(), never, 0, AbortSignal.abort())).rejects.toThrow(Cancelled);
    expect(logged).toEqual([]);
  });

  it('is done also where there can be no lease, and the log says so', async () => {
    await writeFile(folder(), 'no folder');
    expect(await run(open(), (generation) => Promise.resolve(generation))).toBe(1);
    expect(logged.join()).toContain('Windows cannot wait for each other');
    await vi.waitFor(() => expect(logged.join()).toContain('Other windows cannot ask this one'));
    await rm(folder());
  });
});

describe('at the start', () => {
  const DAY_MS = 24 * HOUR_MS;
  it.each<[string, KeptSession, number, number]>([
    ['lives', kept(), NOW, 1],
    ['has expired today', kept(), NOW + HOUR_MS + DAY_MS - 1, 1],
    ['has expired yesterday', kept(), NOW + HOUR_MS + DAY_MS, 0],
    ['has no end', kept(1, { expiresAt: NEVER }), NEVER, 1],
  ])('what %s stays or goes', async (_, session, now, left) => {
    await open().write(session);
    vi.setSystemTime(now);
    await open().prune();
    expect(secrets.values.size).toBe(left);
    expect(await open().look('a', 0)).toMatchObject({ kind: left === 1 ? 'kept' : 'ended' });
  });

  it('what has ended is left to the tombstones’ time, and older releases’ lists go', async () => {
    await open().end('a', 1);
    await everywhere.update('keptSessions', { x: 1 });
    await open().prune();
    expect([await open().ids(), everywhere.values.get('keptSessions')]).toEqual([['a'], undefined]);
    vi.setSystemTime(NOW + 2 * DAY_MS + 1);
    await open().prune();
    expect(await open().ids()).toEqual([]);
  });
});
