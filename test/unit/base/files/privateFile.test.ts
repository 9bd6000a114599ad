import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePrivateFile } from '../../../../src/base/files/privateFile.js';

describe('a private file', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'private-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is readable by its owner alone, also where others might read what was there', async () => {
    const file = join(folder, 'keys');
    writeFileSync(file, 'before', { mode: 0o644 });
    await writePrivateFile(file, 'after');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['after', 0o600]);
    expect(readdirSync(folder)).toEqual(['keys']);
  });

  it('that cannot be put in place leaves nothing behind', async () => {
    const file = join(folder, 'missing', 'keys');
    await expect(writePrivateFile(file, 'text')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(writePrivateFile(folder, 'text')).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});
