import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Nobody but its owner reads it. @throws as `replaceFile` */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await replaceFile(file, text);
}

interface Replacing {
  readonly mode?: number;
  /** Whose it is to be; default: this process's. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
  /** The last moment at which the file can be left as it is: by throwing. */
  readonly last?: () => Promise<void>;
}

/**
 * Written beside the file under a name of its own, then put in its place: nobody reads half of it, however many write at
 * once. @throws as node:fs does, and what `last` throws
 */
export async function replaceFile(
  file: string,
  text: string,
  { mode = 0o600, owner, last = () => Promise.resolve() }: Replacing = {},
): Promise<void> {
  const temporary = join(dirname(file), `${randomUUID()}.tmp`);
  try {
    await writeNew(temporary, text, mode, owner);
    await last();
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary).catch(() => undefined);
    throw error;
  }
}

async function writeNew(file: string, text: string, mode: number, owner: Replacing['owner']): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    if (owner !== undefined) {
      await handle.chown(owner.uid, owner.gid);
    }
    if (mode !== 0o600) {
      await handle.chmod(mode); // whatever the umask takes from a new file
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
