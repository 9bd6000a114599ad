// Files of secrets that other tools share, such as the AWS CLI's caches of sign-ins.
import * as l10n from '../l10n.js';
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, UserError } from '../errors.js';
import { readRegularFile } from './regularFile.js';

export type Json = Readonly<Record<string, unknown>>;

/**
 * Undefined where there is no such file or no JSON object in it: the AWS CLI takes both for nothing.
 * @throws UserError naming the file, where it is there and cannot be read
 */
export async function readPrivateJson(file: string): Promise<Json | undefined> {
  let text: string;
  try {
    text = await readRegularFile(file);
  } catch (error) {
    const code = errorCode(error) ?? l10n.t('error');
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return undefined;
    }
    throw new UserError(
      l10n.t('The sign-in in {0} cannot be read ({1}). Check who may read it, or delete it.', file, code),
      { cause: error },
    );
  }
  return objectIn(text);
}

function objectIn(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Written beside the file under a name of its own, then put in its place: nobody reads half of it, however many write at
 * once, and nobody but its owner reads it.
 * @throws UserError naming the file
 */
export async function writePrivateJson(file: string, content: Json): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeNew(temporary, JSON.stringify(content));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary).catch(() => undefined);
    const code = errorCode(error) ?? l10n.t('error');
    throw new UserError(l10n.t('The sign-in cannot be kept in {0} ({1}). Check who may write there.', file, code), {
      cause: error,
    });
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
