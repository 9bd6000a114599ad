import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Written beside the file under a name of its own, then put in its place: nobody reads half of it, however many write at
 * once, and nobody but its owner reads it. @throws as node:fs does
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const temporary = join(dirname(file), `${randomUUID()}.tmp`);
  try {
    await writeNew(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary).catch(() => undefined);
    throw error;
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
