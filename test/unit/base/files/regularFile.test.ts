import { execFileSync } from 'node:child_process';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { readRegularFile } from '../../../../src/base/files/regularFile.js';
import { CAN_LIST_OPEN_FILES, openFiles } from '../../../support/openFiles.js';
import { temporaryFolder } from '../../../tools/environment.js';

const root = temporaryFolder();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'test-'));
});

it('a file is read as UTF-8, also behind a link', async () => {
  await writeFile(join(folder, 'a'), 'é');
  await symlink(join(folder, 'a'), join(folder, 'link'));
  expect(await readRegularFile(join(folder, 'a'))).toBe('é');
  expect(await readRegularFile(join(folder, 'link'))).toBe('é');
});

it('a missing file has the code of the system', async () => {
  await expect(readRegularFile(join(folder, 'a'))).rejects.toMatchObject({ code: 'ENOENT' });
});

it('a folder, a device and a pipe are none, and nobody waits for them', async () => {
  const refused = { code: 'not a regular file' };
  await expect(readRegularFile(folder)).rejects.toMatchObject(refused);
  if (process.platform === 'win32') return;
  await expect(readRegularFile('/dev/null')).rejects.toMatchObject({
    ...refused,
    message: '/dev/null is no regular file',
  });
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await expect(readRegularFile(join(folder, 'pipe'))).rejects.toMatchObject(refused);
});

it.runIf(CAN_LIST_OPEN_FILES)('a file is let go of, and so is what is none', async () => {
  await writeFile(join(folder, 'a'), 'a');
  await readRegularFile(join(folder, 'a'));
  await expect(readRegularFile(folder)).rejects.toThrow('no regular file');
  expect(openFiles()).not.toContain(join(folder, 'a'));
  expect(openFiles()).not.toContain(folder);
});
