import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BOUND_SHELL_SCRIPT } from '../environment/boundShell.js';

/**
 * The script by the name of that shell, by which the editor knows what integration it takes.
 * @returns its path
 */
export async function boundShell(storage: string, shell: string): Promise<string> {
  const folder = join(storage, 'shells');
  const path = join(folder, basename(shell));
  const written = await readFile(path, 'utf8').catch(() => undefined);
  if (written !== BOUND_SHELL_SCRIPT) {
    const part = `${path}.${process.pid}.part`; // several windows may write it at once
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(part, BOUND_SHELL_SCRIPT);
    await chmod(part, 0o700);
    await rename(part, path);
  }
  return path;
}
