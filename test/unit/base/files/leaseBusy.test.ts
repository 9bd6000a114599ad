// Windows refuses what another window has open, or is just deleting.
import type * as FilesModule from 'node:fs/promises';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { Marks } from '../../../../src/session/keep/marks.js';
import { acquireLease } from '../../../../src/base/files/lease.js';
import { useFolder } from '../../session/folder.js';

const TIMES = { beatMs: 20, silentMs: 100 };

type Operation = 'open to make' | 'open to read' | 'readFile' | 'rename' | 'rm';
/** How often each is refused from now on. */
const refused = vi.hoisted(() => new Map<string, number>());
vi.mock('node:fs/promises', async (importOriginal) => {
  const files = await importOriginal<typeof FilesModule>();
  const orRefuse = async <T>(operation: Operation, use: () => Promise<T>): Promise<T> => {
    const left = refused.get(operation) ?? 0;
    if (left === 0) return use();
    refused.set(operation, left - 1);
    throw Object.assign(new Error(`${operation} is refused`), { code: 'EPERM' });
  };
  const open: typeof files.open = (path, flags, mode) =>
    orRefuse(flags === 'wx' ? 'open to make' : 'open to read', () => files.open(path, flags, mode));
  const readText = (...args: Parameters<typeof files.readFile>) => orRefuse('readFile', () => files.readFile(...args));
  const rename: typeof files.rename = (from, to) => orRefuse('rename', () => files.rename(from, to));
  const rm: typeof files.rm = (path, options) => orRefuse('rm', () => files.rm(path, options));
  return { ...files, open, readFile: readText, rename, rm };
});

const folder = useFolder();
const { signal } = new AbortController();
const acquire = () => acquireLease(folder(), 'a', signal, TIMES);
afterEach(() => refused.clear());

it.each([1, 5])('a file that goes for %i looks is of another window, which was waited for', async (times) => {
  refused.set('open to make', times);
  const lease = await acquire();
  expect(lease.waited).toBe(true);
  await lease.release();
  expect(await readdir(folder())).toEqual([]);
});

it('a folder that nobody may write to is told', async () => {
  refused.set('open to make', 99);
  await expect(acquire()).rejects.toMatchObject({ code: 'EPERM' });
});

it.each<Operation>(['open to read', 'rename', 'rm'])(
  'what was left behind is taken away: %s is refused first',
  async (operation) => {
    await mkdir(folder());
    await writeFile(join(folder(), 'a.lease'), 'gone');
    refused.set(operation, 3);
    const lease = await acquire();
    expect(refused.get(operation)).toBe(0);
    expect(await readdir(folder())).toEqual(['a.lease']);
    await lease.release();
    expect(await readdir(folder())).toEqual([]);
  },
);

it.each<Operation>(['readFile', 'rm'])('is given back: %s is refused first', async (operation) => {
  const lease = await acquire();
  refused.set(operation, 3);
  await lease.release();
  expect(await readdir(folder())).toEqual([]);
});

it('one that cannot be deleted harms nobody whose work is done', async () => {
  const lease = await acquire();
  refused.set('rm', 99);
  await lease.release();
  refused.clear();
  expect((await acquire()).waited).toBe(true);
});

it.each<Operation>(['readFile', 'rename'])('marks are read and written: %s is refused first', async (operation) => {
  const marks = new Marks(folder());
  refused.set(operation, 2);
  await marks.keep('a', 1);
  await marks.read('a');
  refused.set(operation, 2);
  await marks.end('a', 1, 'ended');
  expect(await marks.read('a')).toMatchObject({ generation: 1, ended: true });
  expect(await readFile(join(folder(), 'a.ended'), 'utf8')).toContain('ended');
});
