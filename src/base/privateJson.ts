import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, UserError } from './errors.js';

export type Json = Readonly<Record<string, unknown>>;

/** Undefined where there is no such file or no JSON object in it: the AWS CLI takes both for nothing. */
export async function readJson(file: string): Promise<Json | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Written beside the file, then put in its place: nobody reads half of it, and nobody but its owner reads it.
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
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = errorCode(error) ?? l10n.t('error');
    throw new UserError(l10n.t('The sign-in cannot be kept in {0} ({1}). Check who may write there.', file, reason));
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
