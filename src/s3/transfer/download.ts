import * as l10n from '../../base/l10n.js';
import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { errorCode, UserError } from '../../base/errors.js';
import type { Address } from '../../model/s3Address.js';
import { readObject, type ReadOptions } from '../store/reading.js';
import type { S3Store } from '../store/store.js';

export interface DownloadOptions extends ReadOptions {
  /** Bytes since the last call. */
  readonly onBytes?: (count: number) => void;
}

/**
 * Streams an object beside the target and renames it there once it is whole and on disk; a target that exists is
 * replaced. Nothing is left behind by a failure or a cancel.
 * @throws S3Error; UserError where the file cannot be written; Cancelled when the signal aborts.
 */
export async function downloadTo(
  target: string,
  store: S3Store,
  object: Address,
  options: DownloadOptions,
): Promise<void> {
  const part = `${target}.${randomBytes(4).toString('hex')}.part`;
  try {
    const file = await open(part, 'wx');
    try {
      await writeWhole(file, counted(readObject(store, object, options), options.onBytes));
    } finally {
      await file.close();
    }
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw localError(error, target);
  }
}

async function writeWhole(file: FileHandle, chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of chunks) {
    for (let written = 0; written < chunk.length;) {
      written += (await file.write(chunk, written)).bytesWritten;
    }
  }
  await file.sync();
}

async function* counted(chunks: AsyncIterable<Buffer>, onBytes?: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk;
    onBytes?.(chunk.length);
  }
}

function reasonFor(code: string | undefined): string | undefined {
  switch (code) {
    case 'ENOENT':
      return l10n.t('it does not exist');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('permission denied');
    case 'ENOSPC':
      return l10n.t('the disk is full');
    case 'EROFS':
      return l10n.t('the file system is read-only');
    case 'EISDIR':
      return l10n.t('it is a folder');
    case 'ENOTDIR':
      return l10n.t('its parent is not a folder');
    case 'ENAMETOOLONG':
      return l10n.t('the name is too long');
    default:
      return undefined;
  }
}

/** Errors of the local file system in words; all others as they are. */
export function localError(error: unknown, path: string): unknown {
  const reason = reasonFor(errorCode(error));
  return reason === undefined ? error : new UserError(l10n.t('Cannot use {0}: {1}.', path, reason), { cause: error });
}
