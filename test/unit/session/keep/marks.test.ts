import { mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Marks } from '../../../../src/session/keep/marks.js';
import { NOW } from '../../../support/samples.js';
import { filesIn, useFolder } from '../folder.js';

const HOUR_MS = 3_600_000;
const folder = useFolder();
const marks = () => new Marks(folder());

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
afterEach(() => void vi.useRealTimers());

type Step = (of: Marks) => Promise<void>;
const keep = (generation: number) => (of: Marks) => of.keep('a', generation);
const end = (generation: number) => (of: Marks) => of.end('a', generation, 'ended');

describe('of what was written of a session', () => {
  it.each<[string, readonly Step[], object | undefined]>([
    ['nothing counts where there is nothing', [], undefined],
    ['the kept counts', [keep(2)], { generation: 2, ended: false }],
    ['the later counts', [keep(2), keep(3)], { generation: 3, ended: false }],
    [
      'the later counts, also where an older one is written afterwards',
      [keep(3), keep(2)],
      { generation: 3, ended: false },
    ],
    ['the end counts', [end(2)], { generation: 2, ended: true }],
    ['the end of the same counts', [keep(2), end(2)], { generation: 2, ended: true }],
    [
      'the end of the same counts, also where that is written afterwards',
      [end(2), keep(2)],
      { generation: 2, ended: true },
    ],
    ['the end counts also where an older one is written afterwards', [end(3), keep(2)], { generation: 3, ended: true }],
    ['the end of an older one does not', [keep(3), end(2)], { generation: 3, ended: false }],
    ['what came after an end counts', [end(2), keep(3)], { generation: 3, ended: false }],
    ['the furthest end counts', [end(4), end(3), keep(4)], { generation: 4, ended: true }],
    ['an end further on counts', [end(3), end(4), keep(4)], { generation: 4, ended: true }],
  ])('%s', async (_, steps, expected) => {
    for (const step of steps) await step(marks());
    const mark = await marks().read('a');
    if (expected === undefined) expect(mark).toBeUndefined();
    else expect(mark).toMatchObject(expected);
    expect(await marks().ids()).toEqual(expected === undefined ? [] : ['a']);
  });

  it('the reason of its end is told, and when that was; the first of one generation', async () => {
    await marks().end('a', 1, 'refused');
    vi.setSystemTime(NOW + 1);
    await marks().end('a', 1, 'ended');
    expect(await marks().read('a')).toEqual({ id: 'a', generation: 1, at: NOW, ended: true, reason: 'refused' });
    await marks().end('a', 2, 'ended');
    expect(await marks().read('a')).toMatchObject({ at: NOW + 1, reason: 'ended' });
  });

  it('what is kept once more is written once more, though no newer: other windows hear of it', async () => {
    await marks().keep('a', 1);
    vi.setSystemTime(NOW + 1);
    await marks().keep('a', 1);
    expect(await marks().read('a')).toMatchObject({ generation: 1, at: NOW + 1 });
  });

  it('nothing else is in its files, which are their owner’s', async () => {
    await marks().keep('a', 1);
    await marks().end('a', 1, 'ended');
    expect(await filesIn(folder())).toEqual({
      'a.json': { mode: '600', text: JSON.stringify({ generation: 1, at: NOW }) },
      'a.ended': { mode: '600', text: JSON.stringify({ generation: 1, at: NOW, reason: 'ended' }) },
    });
  });
});

describe('a file', () => {
  const good = { generation: 1, at: 5 };
  it.each<[string, string]>([
    ['of nothing', ''],
    ['of half', JSON.stringify(good).slice(0, -2)],
    ['of null', 'null'],
    ['without a generation', JSON.stringify({ ...good, generation: 'x' })],
    ['without a time', JSON.stringify({ ...good, at: null })],
  ])('that is damaged counts as none, and is written anew: %s', async (_, text) => {
    await mkdir(folder());
    await writeFile(join(folder(), 'a.json'), text);
    await writeFile(join(folder(), 'a.ended'), text);
    expect(await marks().read('a')).toBeUndefined();
    await marks().end('a', 1, 'ended');
    expect(await marks().read('a')).toMatchObject({ ended: true });
    await marks().keep('a', 2);
    expect(await marks().read('a')).toMatchObject({ ended: false });
  });

  it('without a known reason is an end', async () => {
    await mkdir(folder());
    await writeFile(join(folder(), 'a.ended'), JSON.stringify({ ...good, reason: 'x' }));
    expect(await marks().read('a')).toMatchObject({ reason: 'ended' });
  });

  it('of another form is not looked at', async () => {
    await marks().keep('a', 1);
    for (const name of ['b.json.lease', 'c.lease', 'd.tmp'])
      await writeFile(join(folder(), name), JSON.stringify(good));
    expect(await marks().ids()).toEqual(['a']);
  });

  it.each(['a.json', 'a.ended'])('that cannot be read is not taken for none: %s', async (name) => {
    await marks().keep('a', 1);
    await marks().end('a', 1, 'ended');
    await rm(join(folder(), name));
    await symlink(name, join(folder(), name));
    await expect(marks().read('a')).rejects.toMatchObject({ code: 'ELOOP' });
    await marks().end('a', 2, 'ended');
  });

  it('that nobody can look for is an error', async () => {
    await writeFile(folder(), 'no folder');
    await expect(marks().ids()).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(marks().keep('a', 1)).rejects.toThrow();
    await expect(marks().end('a', 1, 'ended')).rejects.toThrow();
    expect(await marks().read('a')).toBeUndefined();
  });
});

describe('at the start', () => {
  it('tombstones go after two days, to the millisecond, with what they end; what lives stays', async () => {
    await marks().keep('live', 1);
    for (const [id, age] of Object.entries({ young: 48 * HOUR_MS, old: 48 * HOUR_MS + 1 })) {
      vi.setSystemTime(NOW - age);
      await marks().keep(id, 1);
      await marks().end(id, 1, 'ended');
    }
    await marks().prune(NOW);
    expect((await readdir(folder())).sort()).toEqual(['live.json', 'young.ended', 'young.json']);
    await marks().prune(NOW + 100 * HOUR_MS);
    expect(await readdir(folder())).toEqual(['live.json']);
  });

  it('a tombstone beside which nothing was kept goes as well', async () => {
    await marks().end('a', 1, 'ended');
    await marks().prune(NOW + 100 * HOUR_MS);
    expect(await readdir(folder())).toEqual([]);
  });

  it('what lives stays, however long ago it was written: keys may have no end', async () => {
    await marks().keep('a', 1);
    await utimes(join(folder(), 'a.json'), 0, 0);
    await marks().prune(NOW);
    expect(await marks().read('a')).toMatchObject({ generation: 1, ended: false });
  });

  it('a tombstone of something older stays beside what lives', async () => {
    await marks().end('a', 1, 'ended');
    await marks().keep('a', 2);
    await marks().prune(NOW + 100 * HOUR_MS);
    expect(await marks().read('a')).toMatchObject({ generation: 2, ended: false });
  });

  it('what is damaged goes as old', async () => {
    await mkdir(folder());
    const seconds = (NOW - 48 * HOUR_MS) / 1000;
    for (const [name, at] of Object.entries({
      'old.json': seconds - 1,
      'old.ended': seconds - 1,
      'young.json': seconds,
    })) {
      await writeFile(join(folder(), name), '{');
      await utimes(join(folder(), name), at, at);
    }
    await marks().prune(NOW);
    expect(await readdir(folder())).toEqual(['young.json']);
  });

  it('one that cannot be read keeps none of the others', async () => {
    await marks().end('b', 1, 'ended');
    await symlink('a.json', join(folder(), 'a.json'));
    await marks().prune(NOW + 100 * HOUR_MS);
    expect(await readdir(folder())).toEqual(['a.json']);
  });
});

it.each([
  ['is there', () => mkdir(folder())],
  ['is not there yet', () => Promise.resolve()],
])('whoever watches a folder that %s hears of a session, be it kept or ended, until they stop', async (_, prepare) => {
  await prepare();
  const failed: unknown[] = [];
  const watch = () => {
    const heard = new Set<string>();
    const watching = marks().watch(
      (id) => heard.add(id),
      (error) => failed.push(error),
    );
    return { heard, stop: () => watching.dispose() };
  };
  const [one, other] = [watch(), watch()];
  /** Written until both have had time to begin. */
  const until = (write: () => Promise<void>, id: string, ...by: readonly { readonly heard: Set<string> }[]) =>
    vi.waitFor(async () => {
      await write();
      by.forEach(({ heard }) => expect(heard).toContain(id));
    });
  await until(() => marks().keep('a', 1), 'a', one, other);
  await until(() => marks().end('b', 1, 'ended'), 'b', one, other);
  one.stop();
  await until(() => marks().keep('c', 1), 'c', other);
  expect([one.heard, other.heard, failed]).toEqual([new Set(['a', 'b']), new Set(['a', 'b', 'c']), []]);
  other.stop();
});

it('whoever watches a folder that cannot be watched hears that', async () => {
  await writeFile(folder(), 'no folder');
  const failed: unknown[] = [];
  const watching = marks().watch(
    () => undefined,
    (error) => failed.push(error),
  );
  await vi.waitFor(() => expect(failed).toMatchObject([{ code: 'EEXIST' }]));
  watching.dispose();
});
