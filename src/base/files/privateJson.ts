// Files of secrets that other tools share, such as the AWS CLI's caches of sign-ins.
import * as l10n from '../l10n.js';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, UserError } from '../errors.js';
import { writePrivateFile } from './privateFile.js';
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

/** @throws UserError naming the file */
export async function writePrivateJson(file: string, content: Json): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writePrivateFile(file, JSON.stringify(content));
  } catch (error) {
    const code = errorCode(error) ?? l10n.t('error');
    throw new UserError(l10n.t('The sign-in cannot be kept in {0} ({1}). Check who may write there.', file, code), {
      cause: error,
    });
  }
}
