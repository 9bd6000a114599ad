import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPrivateJson, writePrivateJson } from '../../../../src/base/files/privateJson.js';
import { UserError } from '../../../../src/base/errors.js';
import { CAN_LIST_OPEN_FILES, openFiles } from '../../../support/openFiles.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'private-'));
  file = path.join(folder, '.aws', 'cache', 'a.json');
});
afterEach(() => rm(folder, { recursive: true }));

const mode = async (of: string): Promise<number> => (await stat(of)).mode & 0o777;

async function refusalOf(running: Promise<unknown>): Promise<UserError> {
  const error: unknown = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

describe('a file of secrets', () => {
  it('is its owner’s alone, with the folders that were made for it', async () => {
    await writePrivateJson(file, { a: 1 });
    expect(await readPrivateJson(file)).toEqual({ a: 1 });
    expect(await mode(file)).toBe(0o600);
    expect(await mode(path.dirname(file))).toBe(0o700);
    expect(await mode(path.join(folder, '.aws'))).toBe(0o700);
  });

  it('becomes its owner’s alone when it was everybody’s', async () => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '{"a": 1, "b": 2}', { mode: 0o644 });
    await writePrivateJson(file, { a: 2 });
    expect(await readPrivateJson(file)).toEqual({ a: 2 });
    expect(await mode(file)).toBe(0o600);
  });

  it('is whole at any time, however many write it at once', async () => {
    const text = 'x'.repeat(100_000);
    await writePrivateJson(file, { by: 0, text });
    const writing = Array.from({ length: 20 }, (_, by) => writePrivateJson(file, { by, text }));
    const reading = Array.from({ length: 20 }, () => readPrivateJson(file));
    for (const json of await Promise.all(reading)) {
      expect(json?.['text']).toBe(text);
    }
    await Promise.all(writing);
    expect(await readdir(path.dirname(file))).toEqual(['a.json']);
  });

  it('that cannot be written is named, with the reason, and leaves nothing behind', async () => {
    await mkdir(path.join(file, 'in the way'), { recursive: true });
    const error = await refusalOf(writePrivateJson(file, { secret: 'MARKED' }));
    expect(error.message).toMatch(
      /^The sign-in cannot be kept in .*a\.json \(E[A-Z]+\)\. Check who may write there\.$/,
    );
    expect(error.cause).toBeInstanceOf(Error);
    expect(await readdir(path.dirname(file))).toEqual(['a.json']);
    await writeFile(path.join(folder, 'file'), '');
    expect((await refusalOf(writePrivateJson(path.join(folder, 'file', 'a.json'), {}))).message).toMatch(
      /file\/a\.json/,
    );
  });

  it.each([
    ['empty', ''],
    ['half written', '{"accessToken": {'],
    ['a list', '[{"a": 1}]'],
    ['null', 'null'],
    ['a text', '"a"'],
  ])('that is %s is as good as none', async (_, text) => {
    await writeFile(path.join(folder, 'a.json'), text);
    expect(await readPrivateJson(path.join(folder, 'a.json'))).toBeUndefined();
  });

  it('that is not there is none', async () => {
    expect(await readPrivateJson(file)).toBeUndefined();
    await writeFile(path.join(folder, 'file'), '');
    expect(await readPrivateJson(path.join(folder, 'file', 'a.json'))).toBeUndefined();
  });

  it('that is a folder or a pipe is named, and nobody waits for the pipe', async () => {
    const pipes = process.platform === 'win32' ? [] : ['pipe'];
    pipes.forEach((name) => execFileSync('mkfifo', [path.join(folder, name)]));
    for (const name of ['.', ...pipes]) {
      const error = await refusalOf(readPrivateJson(path.join(folder, name)));
      expect(error.message).toMatch(/^The sign-in in .* cannot be read \([^)]+\)\. Check who may read it/);
      expect(error.cause).toBeInstanceOf(Error);
    }
  });

  it.runIf(CAN_LIST_OPEN_FILES)('is let go of', async () => {
    await writePrivateJson(file, { a: 1 });
    expect(openFiles()).not.toContain(file);
  });

  it('keeps what is in it, byte for byte', async () => {
    await writePrivateJson(file, { a: 'é\n' });
    expect(await readFile(file, 'utf8')).toBe('{"a":"é\\n"}');
  });
});
