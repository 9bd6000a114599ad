import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { readJson, writePrivateJson } from '../../../src/base/privateJson.js';
import { temporaryFolder } from '../../tools/environment.js';

const PERMISSIONS = 0o777;
const root = temporaryFolder();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'test-'));
});

describe('a file', () => {
  it('is written for its owner alone, with the folders on the way', async () => {
    const file = join(folder, 'sso', 'cache', 'token.json');
    await writePrivateJson(file, { accessToken: 'a', expiresIn: 3 });
    expect(await readJson(file)).toEqual({ accessToken: 'a', expiresIn: 3 });
    expect((await stat(file)).mode & PERMISSIONS).toBe(0o600);
    expect((await stat(join(folder, 'sso'))).mode & PERMISSIONS).toBe(0o700);
  });

  it('takes the place of the one before, also of one that others may read', async () => {
    const file = join(folder, 'token.json');
    await writeFile(file, '{"old":true}', { mode: 0o644 });
    await writePrivateJson(file, { new: true });
    expect(await readFile(file, 'utf8')).toBe('{"new":true}');
    expect((await stat(file)).mode & PERMISSIONS).toBe(0o600);
    expect(await readdir(folder)).toEqual(['token.json']);
  });

  it('that cannot be written is named, with the reason, and nothing of it stays', async () => {
    const file = join(folder, 'token.json');
    await mkdir(file);
    const failed = writePrivateJson(file, { accessToken: 'secret' });
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow(new RegExp(`cannot be kept in ${file} \\(E[A-Z]+\\)`));
    expect(await readdir(folder)).toEqual(['token.json']);
  });

  it('whose folder is a file is named, with the reason', async () => {
    await writeFile(join(folder, 'sso'), '');
    await expect(writePrivateJson(join(folder, 'sso', 'token.json'), {})).rejects.toThrow(/\((EEXIST|ENOTDIR)\)/);
  });
});

describe('what is read', () => {
  it.each([
    ['an object', '{"a":[1]}', { a: [1] }],
    ['a list', '[1]', undefined],
    ['null', 'null', undefined],
    ['a text', '"a"', undefined],
    ['half a file', '{"a":', undefined],
    ['an empty file', '', undefined],
  ])('%s', async (_, text, value) => {
    await writeFile(join(folder, 'x.json'), text);
    expect(await readJson(join(folder, 'x.json'))).toEqual(value);
  });

  it('a missing file is nothing', async () => {
    expect(await readJson(join(folder, 'x.json'))).toBeUndefined();
  });
});
