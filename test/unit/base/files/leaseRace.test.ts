// What another window does just as this one takes away a lease that was left behind.
import type * as FilesModule from 'node:fs/promises';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { acquireLease } from '../../../../src/base/files/lease.js';
import { useFolder } from '../../session/folder.js';

const TIMES = { beatMs: 20, silentMs: 100 };

/** Done once, right before a file is moved away. */
const race = vi.hoisted(() => ({ meanwhile: (): Promise<unknown> => Promise.resolve() }));
vi.mock('node:fs/promises', async (importOriginal) => {
  const files = await importOriginal<typeof FilesModule>();
  const rename: typeof files.rename = async (from, to) => {
    const { meanwhile } = race;
    race.meanwhile = () => Promise.resolve();
    await meanwhile();
    await files.rename(from, to);
  };
  return { ...files, rename };
});

const folder = useFolder();
const file = () => join(folder(), 'a.lease');
const abort = new AbortController();
afterEach(() => {
  race.meanwhile = () => Promise.resolve();
});

async function leftBehind(): Promise<void> {
  await mkdir(folder(), { recursive: true });
  await writeFile(file(), 'gone');
}

it('a window that holds it anew keeps it, and is waited for', async () => {
  await leftBehind();
  let taken = false;
  race.meanwhile = async () => {
    await writeFile(file(), 'another');
    taken = true;
  };
  const waiting = acquireLease(folder(), 'a', abort.signal, TIMES);
  await vi.waitFor(() => expect(taken).toBe(true));
  await vi.waitFor(async () => expect(await readdir(folder())).toEqual(['a.lease']));
  expect(await readFile(file(), 'utf8')).toBe('another');
  await rm(file());
  const lease = await waiting;
  expect(lease.waited).toBe(true);
  await lease.release();
  expect(await readdir(folder())).toEqual([]);
});

it('one that has taken it away already was sooner, and there is a lease for whoever comes then', async () => {
  await leftBehind();
  race.meanwhile = () => rm(file());
  const lease = await acquireLease(folder(), 'a', abort.signal, TIMES);
  expect(await readdir(folder())).toEqual(['a.lease']);
  await lease.release();
});

it('what keeps it from being taken away is told', async () => {
  await leftBehind();
  race.meanwhile = () => Promise.reject(Object.assign(new Error('No.'), { code: 'EIO' }));
  await expect(acquireLease(folder(), 'a', abort.signal, TIMES)).rejects.toMatchObject({ code: 'EIO' });
  expect(await readFile(file(), 'utf8')).toBe('gone');
});
