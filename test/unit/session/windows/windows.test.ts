import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { NEVER } from '../../../../src/model/session/session.js';
import { Vault, type KeptSession } from '../../../../src/session/keep/vault.js';
import type { Windows } from '../../../../src/session/windows/windows.js';
import { NOW } from '../../../support/samples.js';
import { Store } from '../store.js';
import { plain, useWindows } from './open.js';

const HOUR_MS = 3_600_000;
const { folder, sockets, open, kept, secrets, everywhere, logged, own } = useWindows();

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
    expect(await open().look('a', 7)).toEqual({ kind: 'ended', generation: 3, reason: 'ended' });
  });

  it('asks the windows where the secret store has nothing, and takes only what it asked for', async () => {
    const apart = new Store();
    const theirs = open(apart, own());
    own()['a'] = kept(2);
    await theirs.write(kept(2));
    await vi.waitFor(async () => expect(await sockets()).not.toEqual([]));
    expect(await open().look('a', 0)).toEqual({ kind: 'kept', kept: plain(kept(2)) });
    own()['a'] = kept(1);
    expect(await open().look('a', 0)).toEqual({ kind: 'nothing' });
    own()['a'] = kept(2, { id: 'b' });
    expect(await open().look('a', 0)).toEqual({ kind: 'nothing' });
    delete own()['a'];
    expect(await open().look('a', 0)).toEqual({ kind: 'nothing' });
  });

  it('asks them also where the storage is far too deep for a socket, as that of editors is', async () => {
    const deep = join(folder(), 'x'.repeat(150), 'sessions');
    own()['a'] = kept(2);
    await open(new Store(), own(), deep).write(kept(2));
    await vi.waitFor(async () => expect(await sockets(deep)).not.toEqual([]));
    expect(await open(secrets(), {}, deep).look('a', 0)).toEqual({ kind: 'kept', kept: plain(kept(2)) });
  });

  it('asks them also where the secret store does not work, and says that in the log', async () => {
    own()['a'] = kept(1);
    await open(secrets(), own()).write(kept(1));
    await vi.waitFor(async () => expect(await sockets()).not.toEqual([]));
    secrets().get = () => Promise.reject(new Error('no keyring')) as never;
    expect(await open().look('a', 0)).toMatchObject({ kind: 'kept' });
    expect(logged()).toEqual(['Could not read a session from the secret store: Error: no keyring']);
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
      { generation: 3, ended: true },
      false,
    ],
    [
      'does not come back where it was renewed meanwhile',
      (windows) => windows.end('a', 2),
      3,
      { generation: 3, ended: true },
      false,
    ],
    ['is another one after an end', (windows) => windows.end('a', 2), 4, { generation: 4, ended: false }, true],
  ])('%s', async (_, before, generation, mark, isOurs) => {
    await before(open());
    await open().write(kept(generation, { region: 'y' }));
    expect(await new Vault(secrets(), new Store(), folder()).mark('a')).toMatchObject(mark);
    expect([...secrets().values.values()].join().includes('"y"')).toBe(isOurs);
  });

  it.each<[string, (windows: Windows) => Promise<void>, object, number]>([
    ['ended, with what it was just renewed to', (windows) => windows.end('a', 1), { generation: 3, ended: true }, 0],
    ['ended, where this one was newer', (windows) => windows.end('a', 3), { generation: 4, ended: true }, 0],
    [
      'dropped, but not what another has instead',
      (windows) => windows.drop('a', 1, 'refused'),
      { generation: 2, ended: false },
      1,
    ],
    ['dropped', (windows) => windows.drop('a', 2, 'refused'), { generation: 2, ended: true }, 0],
    [
      'dropped, where this one was newer',
      (windows) => windows.drop('a', 3, 'refused'),
      { generation: 3, ended: true },
      0,
    ],
  ])('can be %s', async (_, act, mark, left) => {
    await open().write(kept(2));
    await act(open());
    expect(await new Vault(secrets(), new Store(), folder()).mark('a')).toMatchObject(mark);
    expect(secrets().values.size).toBe(left);
  });

  it('is told where there never was one', async () => {
    await open().end('a', 0);
    await open().drop('b', 0, 'refused');
    expect((await open().ids()).sort()).toEqual(['a', 'b']);
  });

  it('is counted, over its end', async () => {
    expect(await open().generationOf('a')).toBe(0);
    await open().write(kept(2));
    expect(await open().generationOf('a')).toBe(2);
    await open().end('a', 3);
    expect(await open().generationOf('a')).toBe(4);
  });

  it('is nothing that others can ask for once it is closed', async () => {
    const windows = open();
    await vi.waitFor(async () => expect(await sockets()).not.toEqual([]));
    windows.dispose();
    await vi.waitFor(async () => expect(await sockets()).toEqual([]));
  });

  it('is nothing that others can ask for where nothing keeps strangers out, and the log says so once', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(undefined as never);
    open(secrets(), own());
    vi.mocked(process.getuid!).mockRestore();
    own()['a'] = kept(1);
    const why = 'Other windows cannot ask this one: Error: There is no folder for a socket that keeps others out';
    await vi.waitFor(() => expect(logged()).toEqual([why]));
    await open(new Store()).write(kept(1));
    expect(await open().look('a', 0)).toEqual({ kind: 'nothing' });
    expect(logged()).toEqual([why]);
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
    expect(secrets().values.size).toBe(left);
    expect(await open().look('a', 0)).toMatchObject({ kind: left === 1 ? 'kept' : 'ended' });
  });

  it.each<[string, number, string]>([
    ['stays for a month', NOW + 30 * DAY_MS - 1, 'kept'],
    ['goes after it', NOW + 30 * DAY_MS, 'ended'],
  ])('what nobody has %s', async (_, now, kind) => {
    await open().write(kept(1, { expiresAt: NEVER }));
    const [entry] = secrets().values.entries();
    secrets().values.clear();
    vi.setSystemTime(now);
    await open().prune();
    secrets().values.set(...entry!);
    expect(await open().look('a', 0)).toMatchObject({ kind });
  });

  it.each<[string, () => unknown]>([
    ['a window has it', () => (own()['a'] = kept(1, { expiresAt: NEVER }))],
    ['the secret store fails', () => (secrets().get = () => Promise.reject(new Error('no keyring')) as never)],
  ])('what the secret store has not stays where %s', async (_, meanwhile) => {
    const theirs = open(new Store(), own());
    await theirs.write(kept(1, { expiresAt: NEVER }));
    await open().write(kept(1, { id: 'b' }));
    await vi.waitFor(async () => expect(await sockets()).not.toEqual([]));
    meanwhile();
    vi.setSystemTime(NOW + 99 * DAY_MS);
    await open().prune();
    expect(await new Vault(secrets(), new Store(), folder()).mark('a')).toMatchObject({ ended: false });
  });

  it('what has ended is left to the tombstones’ time, and older releases’ lists go', async () => {
    await open().end('a', 1);
    await everywhere().update('keptSessions', { x: 1 });
    await open().prune();
    expect([await open().ids(), everywhere().values.get('keptSessions')]).toEqual([['a'], undefined]);
    vi.setSystemTime(NOW + 2 * DAY_MS + 1);
    await open().prune();
    expect(await open().ids()).toEqual([]);
  });
});
