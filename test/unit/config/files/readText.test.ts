import { execFileSync } from 'node:child_process';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readText } from '../../../../src/config/files/readText.js';
import { temporaryFolder } from '../../../tools/environment.js';

const root = temporaryFolder();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'text-'));
});

async function read(bytes: string | Buffer) {
  const file = join(folder, 'file');
  await writeFile(file, bytes);
  return readText(file);
}

describe('the text of a file', () => {
  it.each(['', 'a\nb\n', 'Größe 東京 😀', '\uFEFF[default]\n', 'a\r\nb'])('is what was written: %j', async (text) => {
    expect(await read(text)).toEqual({ kind: 'text', text });
  });

  it.each([
    ['é\n', 1],
    ['a\né\n', 2],
    ['a\nb\nc\né', 4],
    ['\n\né\né\n', 3],
  ])('that is not UTF-8 says where, and has marks: %j', async (text, line) => {
    expect(await read(Buffer.from(text, 'latin1'))).toEqual({
      kind: 'damaged',
      text: text.replaceAll('é', '\uFFFD'),
      line,
    });
  });

  it('that ends within a character says where', async () => {
    const bytes = Buffer.from('ä\nö');
    expect(await read(bytes.subarray(0, -1))).toEqual({ kind: 'damaged', text: 'ä\n\uFFFD', line: 2 });
  });
});

describe('where there is no text', () => {
  it('no file is no problem, also below something that is no folder', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await readText(join(folder, 'none'))).toEqual({ kind: 'absent' });
    expect(await readText(join(folder, 'none', 'deeper'))).toEqual({ kind: 'absent' });
    expect(await readText(join(folder, 'file', 'deeper'))).toEqual({ kind: 'absent' });
  });

  it('a folder, a pipe and a circle of links say what they are', async () => {
    const unreadable = (reason: string) => ({ kind: 'unreadable', reason });
    expect(await readText(folder)).toEqual(unreadable('not a regular file'));
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await readText(join(folder, 'pipe'))).toEqual(unreadable('not a regular file'));
    await symlink(join(folder, 'link'), join(folder, 'link'));
    expect(await readText(join(folder, 'link'))).toEqual(unreadable('its symbolic links go in a circle'));
    expect(await readText(join(folder, 'x'.repeat(300)))).toEqual(unreadable('ENAMETOOLONG'));
  });
});
