import { chmod, mkdtemp, lstat, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupOf, replaceConfig } from '../../../../src/config/write/configFile.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
  file = join(folder, '.aws', 'config');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const mode = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);

async function written(text: string, bits = 0o640): Promise<void> {
  await replaceConfig(file, undefined, text);
  await chmod(file, bits);
}

describe('the config file', () => {
  it('is made where there is none, for its user alone', async () => {
    await replaceConfig(file, undefined, '[a]\n');
    expect([await readFile(file, 'utf8'), await mode(file), await mode(join(folder, '.aws'))]).toEqual([
      ...['[a]\n', '600', '700'],
    ]);
  });

  it.each([0o600, 0o640, 0o644, 0o400])('keeps its mode: %i', async (bits) => {
    await written('before', bits);
    await replaceConfig(file, 'before', 'after');
    expect([await readFile(file, 'utf8'), await mode(file)]).toEqual(['after', bits.toString(8)]);
    expect(await readdir(join(folder, '.aws'))).toEqual(['config']);
  });

  it('is written where a link leads, and the link stays', async () => {
    await written('before');
    const [link, second] = [join(folder, 'link'), join(folder, 'second')];
    await symlink(join('.aws', 'config'), link);
    await symlink(link, second);
    await replaceConfig(second, 'before', 'after');
    expect([await readFile(file, 'utf8'), (await lstat(second)).isSymbolicLink(), await mode(file)]).toEqual([
      ...['after', true, '640'],
    ]);
  });

  it.each<[string, string | undefined, string]>([
    ['changed', 'what was read', 'what is there'],
    ['come', undefined, 'what is there'],
    ['only got a line end', 'x', 'x\n'],
  ])('that has %s meanwhile is left as it is', async (_, before, now) => {
    await written(now);
    await expect(replaceConfig(file, before, 'after')).rejects.toThrow(
      `${file} has changed meanwhile, so nothing was written. Run the command again.`,
    );
    expect([await readFile(file, 'utf8'), await readdir(join(folder, '.aws'))]).toEqual([now, ['config']]);
  });

  it('that has gone meanwhile does not come back', async () => {
    await expect(replaceConfig(file, 'before', 'after')).rejects.toThrow('has changed meanwhile');
    expect(await readdir(join(folder, '.aws'))).toEqual([]);
  });

  it('that is a link to nowhere is left', async () => {
    const link = join(folder, 'link');
    await symlink(join(folder, 'gone'), link);
    await expect(replaceConfig(link, undefined, 'after')).rejects.toThrow(
      `${link} could not be written (ENOENT). Nothing was changed.`,
    );
    expect(await readdir(folder)).toEqual(['link']);
  });

  it('whose folder is none is said', async () => {
    await writeFile(join(folder, '.aws'), '');
    await expect(replaceConfig(file, undefined, 'after')).rejects.toThrow(/could not be written \(\w+\)/);
  });

  it('is kept as it was beside itself, for its user alone, also where it is a link', async () => {
    await written('before', 0o644);
    const link = join(folder, 'link');
    await symlink(join('.aws', 'config'), link);
    await replaceConfig(link, 'before', 'after', { hasBackup: true });
    const backup = await backupOf(link);
    expect([backup, await readFile(backup, 'utf8'), await mode(backup)]).toEqual([
      ...[`${file}.role-sessions-backup`, 'before', '600'],
    ]);
    expect([await readFile(file, 'utf8'), await mode(file)]).toEqual(['after', '644']);
  });

  it('is not kept where it was not replaced: what was kept before is there still', async () => {
    await written('first');
    await replaceConfig(file, 'first', 'second', { hasBackup: true });
    await expect(replaceConfig(file, 'another', 'third', { hasBackup: true })).rejects.toThrow('has changed meanwhile');
    expect(await readFile(await backupOf(file), 'utf8')).toBe('first');
  });

  it('that holds keys becomes its user’s alone', async () => {
    await written('before', 0o644);
    await replaceConfig(file, 'before', 'after', { isPrivate: true });
    expect(await mode(file)).toBe('600');
  });

  it('keeps a byte-order mark and every line end', async () => {
    await written('\uFEFF[a]\r\nx\r');
    await replaceConfig(file, '\uFEFF[a]\r\nx\r', '\uFEFF[a]\r\nx\r\n');
    expect((await readFile(file)).toString('hex')).toBe(Buffer.from('\uFEFF[a]\r\nx\r\n').toString('hex'));
  });
});
