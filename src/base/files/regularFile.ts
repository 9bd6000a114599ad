import * as l10n from '../l10n.js';
import { constants, open } from 'node:fs/promises';

/** The text, in UTF-8. @throws as `readRegularBytes` */
export async function readRegularFile(file: string): Promise<string> {
  return (await readRegularBytes(file)).toString('utf8');
}

/**
 * What a regular file holds. Reading a named pipe or a device may never end, and would keep one of the few threads
 * that read files for the whole process.
 * @throws as `readFile`, and an error whose code says in words that the file is none
 */
export async function readRegularBytes(file: string): Promise<Buffer> {
  // Without waiting for somebody to write into a pipe. Windows has no such flag, and no such pipes among its files.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) {
      throw Object.assign(new Error(`${file} is no regular file`), { code: l10n.t('not a regular file') });
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
