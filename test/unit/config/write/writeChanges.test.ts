import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeChanges } from '../../../../src/config/write/writeChanges.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const change = (name: 'config' | 'credentials', before: string | undefined, after: string) => ({
  ...{ file: join(folder, name), before, after },
  isCredentials: name === 'credentials',
});
const read = (name: string) => readFile(join(folder, name), 'utf8');
const mode = async (name: string) => ((await stat(join(folder, name))).mode & 0o777).toString(8);

it('both files are written, that with keys for its user alone, and what they were is kept', async () => {
  for (const name of ['config', 'credentials']) {
    await writeFile(join(folder, name), 'before');
    await chmod(join(folder, name), 0o644);
  }
  await writeChanges([change('credentials', 'before', 'keys'), change('config', 'before', 'rest')]);
  expect([await read('credentials'), await mode('credentials')]).toEqual(['keys', '600']);
  expect([await read('config'), await mode('config')]).toEqual(['rest', '644']);
  for (const name of ['config.role-sessions-backup', 'credentials.role-sessions-backup']) {
    expect([await read(name), await mode(name)]).toEqual(['before', '600']);
  }
});

it.each(['before', undefined])('where the second has changed the first is what it was: %j', async (before) => {
  if (before !== undefined) await writeFile(join(folder, 'credentials'), before);
  await writeFile(join(folder, 'config'), 'somebody else’s');
  const changes = [change('credentials', before, 'keys'), change('config', 'before', 'rest')];
  await expect(writeChanges(changes)).rejects.toThrow('config has changed meanwhile, so nothing was written.');
  expect(await read('config')).toBe('somebody else’s');
  expect(await read('credentials').catch(() => undefined)).toBe(before);
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('what was written and cannot be put back is said', async () => {
  const file = join(folder, 'credentials');
  await writeFile(file, 'before');
  const once = change('credentials', 'before', 'keys');
  const changes = [once, { ...once, before: 'keys', after: 'other' }, change('config', 'before', 'rest')];
  await expect(writeChanges(changes)).rejects.toThrow(
    `config could not be written, and ${file}, which was, could not be put back. What it was is in ${file}.role-sessions-backup.`,
  );
});
