import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/base/errors.js';
import { S3Error } from '../../../../src/s3/store/store.js';
import { downloadTo, localError } from '../../../../src/s3/transfer/download.js';
import { CAN_LIST_OPEN_FILES, openFiles } from '../../../support/openFiles.js';
import { temporaryFolder } from '../../../tools/environment.js';
import { factsOf, OBJECT, reply, ScriptedStore } from '../scriptedStore.js';

const root = temporaryFolder();
let folder: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'test-'));
  target = join(folder, 'a.txt');
});

const text = (...chunks: string[]): ScriptedStore =>
  new ScriptedStore({ get: [() => reply(factsOf(chunks.join('').length), chunks)] });

describe('a download', () => {
  it('takes the place of the file only when it is whole, and counts what is on disk', async () => {
    await writeFile(target, 'old');
    const counts: number[] = [];
    let meanwhile: readonly string[] = [];
    await downloadTo(target, text('abc', 'de'), OBJECT, {
      onBytes: (count) => counts.push(count),
      onFacts: () => void readdir(folder).then((names) => (meanwhile = names)),
    });
    expect(await readFile(target, 'utf8')).toBe('abcde');
    expect(counts).toEqual([3, 2]);
    expect(meanwhile).toEqual(expect.arrayContaining(['a.txt', expect.stringMatching(/^a\.txt\.[0-9a-f]{8}\.part$/)]));
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('needs nobody who counts', async () => {
    await downloadTo(target, text('abc'), OBJECT, {});
    expect(await readFile(target, 'utf8')).toBe('abc');
  });

  it.runIf(CAN_LIST_OPEN_FILES)('lets go of the file', async () => {
    await downloadTo(target, text('abc'), OBJECT, {});
    expect(openFiles()).not.toContain(target);
  });

  it('that fails leaves the file as it was, and nothing else', async () => {
    await writeFile(target, 'old');
    const store = new ScriptedStore({ get: [() => reply(factsOf(5), ['ab'], new Error('odd'))] });
    await expect(downloadTo(target, store, OBJECT, {})).rejects.toMatchObject({ failure: { kind: 'other' } });
    expect(await readFile(target, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('that ends early, though the connection ended in peace, is not saved', async () => {
    await writeFile(target, 'old');
    const refused = (): never => {
      throw new S3Error({ kind: 'changed' }, 'changed', undefined);
    };
    const store = new ScriptedStore({ get: [() => reply(factsOf(5), ['ab']), refused] });
    await expect(downloadTo(target, store, OBJECT, {})).rejects.toThrow('changed');
    expect(await readFile(target, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('over a folder is refused in words, and leaves nothing', async () => {
    await mkdir(target);
    await writeFile(join(target, 'x'), '');
    const refused = downloadTo(target, text('abc'), OBJECT, {});
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(`Cannot use ${target}: it is a folder.`);
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('into a folder that is not there asks S3 for nothing', async () => {
    const store = text('abc');
    await expect(downloadTo(join(folder, 'no', 'a'), store, OBJECT, {})).rejects.toThrow('it does not exist');
    expect(store.gets).toEqual([]);
  });
});

describe('an error of the file system', () => {
  it.each([
    ['ENOENT', 'it does not exist'],
    ['EACCES', 'permission denied'],
    ['EPERM', 'permission denied'],
    ['ENOSPC', 'the disk is full'],
    ['EROFS', 'the file system is read-only'],
    ['EISDIR', 'it is a folder'],
    ['ENOTDIR', 'its parent is not a folder'],
    ['ENAMETOOLONG', 'the name is too long'],
  ])('%s is told as "%s"', (code, reason) => {
    const cause = Object.assign(new Error('x'), { code });
    const error = localError(cause, '/a/b');
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: `Cannot use /a/b: ${reason}.`, cause });
  });

  it.each([new Error('x'), Object.assign(new Error('x'), { code: 'EIO' }), 'x'])(
    'of another kind stays: %s',
    (error) => {
      expect(localError(error, '/a/b')).toBe(error);
    },
  );
});
