import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { machineId, machineName } from '../../../../src/session/keep/machineId.js';
import { filesIn, modeOf, useFolder } from '../folder.js';

const folder = useFolder();
const file = () => join(folder(), 'machine');
/** Before there was a file. */
const byName = () => machineName(folder());

it('a machine has a random id, kept in a file of its owner’s', async () => {
  const id = await machineId(folder());
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(await filesIn(folder())).toEqual({ machine: { mode: '600', text: id } });
  expect(await modeOf(folder())).toBe('700');
  expect(await machineId(folder())).toBe(id);
  await rm(file());
  expect(await machineId(folder())).not.toBe(id);
});

it('windows that begin at once have one', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => machineId(folder())));
  expect(new Set(ids).size).toBe(1);
});

it('one that is being written is waited for', async () => {
  await mkdir(folder());
  const handle = await open(file(), 'wx');
  await handle.write('0123');
  const id = machineId(folder());
  await new Promise((resolve) => setTimeout(resolve, 50)); // it has looked by now
  await handle.write('45678');
  await handle.close();
  expect(await id).toBe('012345678');
  expect(await machineId(folder())).toBe('012345678');
});

it('where sessions were kept before there was a file it is what they were kept by, from then on', async () => {
  await mkdir(folder());
  await writeFile(join(folder(), 'a.json'), '{}');
  expect(await machineId(folder())).toBe(byName());
  expect(await readFile(file(), 'utf8')).toBe(byName());
  await rm(join(folder(), 'a.json'));
  expect(await machineId(folder())).toBe(byName());
});

it('other files than marks are not of sessions', async () => {
  await mkdir(join(folder(), 'mfa'), { recursive: true });
  await writeFile(join(folder(), 'a.json.lease'), '');
  expect(await machineId(folder())).not.toBe(byName());
});

it.each(['', '0123', '0123456789abcdef0', 'no such thing', '0123456z'])(
  'where the file is damaged there is none: "%s"',
  async (text) => {
    await mkdir(folder());
    await writeFile(file(), text);
    expect(await machineId(folder())).toBeUndefined();
    expect(await readFile(file(), 'utf8')).toBe(text);
  },
);

it('where there can be no file there is none', async () => {
  await writeFile(folder(), 'no folder');
  expect(await machineId(folder())).toBeUndefined();
  await rm(folder());
  await mkdir(folder());
  await symlink('nowhere', file());
  expect(await machineId(folder())).toBeUndefined();
});

it('its name is short, and is told by the folder as well', () => {
  const digest = createHash('sha256').update(`${hostname()}\n${folder()}`).digest('hex');
  expect(byName()).toBe(digest.slice(0, 8));
});
