import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditFiles } from '../../../src/audit/auditFiles.js';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-'));
  folder = join(root, 'audit');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const line = (index: number): string => `line ${index}\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index)).join('');
const mode = (path: string): number => statSync(path).mode & 0o777;

async function write(files: AuditFiles, from: number, to: number): Promise<void> {
  for (let index = from; index <= to; index += 1) await files.append(line(index));
}

describe('the files of the audit log', () => {
  it('hold the lines in the order in which they were told, for the user alone', async () => {
    const files = new AuditFiles(folder);
    await Promise.all([1, 2, 3].map((index) => files.append(line(index))));
    expect(await files.read()).toBe(lines(1, 3));
    expect([mode(folder), mode(join(folder, 'audit.jsonl'))]).toEqual([0o700, 0o600]);
  });

  it('are read once what was told before is written', async () => {
    const files = new AuditFiles(folder);
    void files.append(line(1));
    expect(await files.read()).toBe(line(1));
  });

  it('are none before the first line', async () => {
    expect(await new AuditFiles(folder).read()).toBe('');
    expect(readdirSync(root)).toEqual([]);
  });

  it('are put aside when they are large, and only the latest are kept', async () => {
    const files = new AuditFiles(folder, { most: 20, older: 2 });
    await write(files, 1, 12);
    // Three lines are more than 20 bytes: the fourth begins a file.
    expect(readdirSync(folder)).toHaveLength(3);
    expect(await files.read()).toBe(lines(4, 12));
    await write(files, 13, 13);
    expect(await files.read()).toBe(lines(7, 13));
    expect(readdirSync(folder).map((name) => mode(join(folder, name)))).toEqual([0o600, 0o600, 0o600]);
  });

  it('lose nothing of what two windows write at once', async () => {
    const limits = { most: 200, older: 1_000 };
    const [one, other] = [new AuditFiles(folder, limits), new AuditFiles(folder, limits)];
    await Promise.all([write(one, 100, 199), write(other, 200, 299)]);
    const all = (await one.read()).split('\n').filter(Boolean).sort();
    expect(all).toEqual(lines(100, 299).split('\n').filter(Boolean).sort());
  });

  it('that others put there stay, and are not read', async () => {
    const others = ['audit-1.jsonl.bak', 'audit-mine.jsonl', 'my-audit-1.jsonl'];
    const files = new AuditFiles(folder);
    await write(files, 1, 1);
    others.forEach((name) => writeFileSync(join(folder, name), 'mine\n'));
    expect(await files.read()).toBe(line(1));
    await files.clear();
    expect([readdirSync(folder).sort(), await files.read()]).toEqual([others, '']);
  });

  it('are read, and given up, by when they were put aside: also by a clock that was ahead', async () => {
    mkdirSync(folder);
    const aside = ['9', '10', '99999999999999'];
    aside.forEach((moment, index) => writeFileSync(join(folder, `audit-${moment}.jsonl`), line(index + 1)));
    const files = new AuditFiles(folder, { most: 5, older: 3 });
    await write(files, 4, 4);
    expect(await files.read()).toBe(lines(1, 4));
    await write(files, 5, 5);
    expect(await files.read()).toBe(lines(2, 5));
    expect(readdirSync(folder)).not.toContain('audit-9.jsonl');
  });

  it('are put aside at the moment that the clock shows', async () => {
    const before = Date.now();
    await write(new AuditFiles(folder, { most: 5, older: 3 }), 1, 2);
    const [moment] = readdirSync(folder).flatMap((name) => /^audit-(\d+)/.exec(name)?.[1] ?? []);
    expect(Number(moment)).toBeGreaterThanOrEqual(before);
    expect(Number(moment)).toBeLessThanOrEqual(Date.now());
  });

  it('are put aside once they are larger, not before', async () => {
    await write(new AuditFiles(folder, { most: line(1).length, older: 3 }), 1, 2);
    expect(readdirSync(folder)).toEqual(['audit.jsonl']);
  });

  it('are cleared where there are none', async () => {
    await new AuditFiles(folder).clear();
    expect(readdirSync(root)).toEqual([]);
  });

  it('are all cleared, and begin again', async () => {
    const files = new AuditFiles(folder, { most: 5, older: 5 });
    await write(files, 1, 4);
    await files.clear();
    expect(await files.read()).toBe('');
    await write(files, 5, 5);
    expect(await files.read()).toBe(line(5));
  });

  it('say that they cannot be written, and are written as soon as they can be', async () => {
    writeFileSync(folder, 'in the way');
    const files = new AuditFiles(folder);
    await expect(files.append(line(1))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(files.read()).rejects.toMatchObject({ code: 'ENOTDIR' });
    rmSync(folder);
    await files.append(line(2));
    expect(await files.read()).toBe(line(2));
  });
});
