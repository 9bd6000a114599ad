import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram, programCandidates, systemProgram } from '../../../src/process/findProgram.js';

describe('where a program is looked for', () => {
  it.each<[string, string | undefined, readonly string[] | undefined]>([
    ['helper', '/usr/bin:/bin', ['/usr/bin/helper', '/bin/helper']],
    ['helper', undefined, ['/usr/bin/helper', '/bin/helper']],
    ['helper', '', []],
    ['helper', ':/bin:.:tools:./x:', ['/bin/helper']],
    ['helper', '"/usr/bin":/bin', ['/bin/helper']],
    ['/opt/helper', '/bin', ['/opt/helper']],
    ['./helper', '/bin', undefined],
    ['bin/helper', '/bin', undefined],
    ['../helper', '/bin', undefined],
  ])('%s with PATH %s', (program, PATH, files) => {
    expect(programCandidates(program, { PATH }, 'linux')).toEqual(files);
  });

  const system = ['C:\\WINDOWS\\System32', 'C:\\WINDOWS'];
  const below = (folders: readonly string[], ...names: readonly string[]) =>
    folders.flatMap((folder) => names.map((name) => `${folder}\\${name}`));

  it.each<[string, Record<string, string>, readonly string[] | undefined]>([
    // First what CreateProcess finds, which adds .exe alone; then what PATHEXT says.
    [
      'helper',
      { Path: 'C:\\a;D:\\b c' },
      [
        ...below([...system, 'C:\\a', 'D:\\b c'], 'helper.exe'),
        ...below(['C:\\a', 'D:\\b c'], 'helper.com', 'helper.bat', 'helper.cmd'),
      ],
    ],
    [
      'helper.cmd',
      { PATH: 'C:\\a', PATHEXT: '.EXE' },
      [...below([...system, 'C:\\a'], 'helper.cmd'), 'C:\\a\\helper.cmd.exe'],
    ],
    [
      'helper',
      { PATH: '.;bin;\\bin;C:bin;;"C:\\Program Files\\x"', PATHEXT: '.CMD;.JS;.PS1' },
      [...below([...system, 'C:\\Program Files\\x'], 'helper.exe'), 'C:\\Program Files\\x\\helper.cmd'],
    ],
    ['helper', {}, below(system, 'helper.exe')],
    ['helper.exe', { PATH: 'C:\\x"y";"C:\\z"w', PATHEXT: '.JS' }, below([...system, 'C:\\x"y"'], 'helper.exe')],
    [
      'C:\\x\\helper',
      { PATHEXT: '' },
      ['C:\\x\\helper.exe', 'C:\\x\\helper.com', 'C:\\x\\helper.bat', 'C:\\x\\helper.cmd'],
    ],
    ['C:\\x\\helper', { PATHEXT: '.CMD' }, ['C:\\x\\helper.exe', 'C:\\x\\helper.cmd']],
    ['C:\\x\\helper.exe', { PATHEXT: '.CMD' }, ['C:\\x\\helper.exe', 'C:\\x\\helper.exe.cmd']],
    ['\\\\server\\share\\helper', { PATHEXT: '.EXE' }, ['\\\\server\\share\\helper.exe']],
    ['.\\helper.exe', {}, undefined],
    ['bin/helper.exe', {}, undefined],
    ['C:helper.exe', {}, undefined],
    ['\\helper.exe', {}, undefined],
  ])('%s on Windows with %j', (program, variables, files) => {
    expect(programCandidates(program, { systemroot: 'C:\\WINDOWS', ...variables }, 'win32')).toEqual(files);
  });

  it.each([
    [{ SystemRoot: 'D:\\Windows' }, 'D:\\Windows\\System32\\taskkill.exe'],
    [{ SYSTEMROOT: 'D:\\Windows' }, 'D:\\Windows\\System32\\taskkill.exe'],
    [{ SystemRoot: 'here' }, 'C:\\Windows\\System32\\taskkill.exe'],
    [{}, 'C:\\Windows\\System32\\taskkill.exe'],
  ])('Windows’ own ones have one place: %j', (variables, file) => {
    expect(systemProgram('taskkill.exe', variables)).toBe(file);
  });
});

describe('what is found', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'programs-'));
    await mkdir(path.join(folder, 'a', 'helper'), { recursive: true });
    await mkdir(path.join(folder, 'b'));
    await mkdir(path.join(folder, 'c'));
    await writeFile(path.join(folder, 'b', 'helper'), '');
    await writeFile(path.join(folder, 'c', 'helper'), '');
    await chmod(path.join(folder, 'b', 'helper'), 0o600);
    await chmod(path.join(folder, 'c', 'helper'), 0o700);
    await symlink('helper', path.join(folder, 'c', 'link'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const find = (name: string, ...folders: readonly string[]) =>
    findProgram(name, { PATH: folders.map((each) => path.join(folder, each)).join(':') });

  it('is the first that can be run: no folder, no plain file', async () => {
    expect(await find('helper', 'a', 'b', 'c')).toEqual({ kind: 'found', file: path.join(folder, 'c', 'helper') });
    expect(await find('link', 'c')).toEqual({ kind: 'found', file: path.join(folder, 'c', 'link') });
    expect(await find('helper', 'a', 'b')).toEqual({ kind: 'not-executable' });
    expect(await find('helper', 'b')).toEqual({ kind: 'not-executable' });
    expect(await find('helper', 'd')).toEqual({ kind: 'missing' });
    expect(await find('./helper', 'c')).toEqual({ kind: 'relative' });
  });
});
