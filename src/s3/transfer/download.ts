import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { errorCode, UserError } from '../../base/errors.js';
import type { Address } from '../names/address.js';
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

const LOCAL_CODES = new Map([
  ['ENOENT', 'it does not exist'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['ENOSPC', 'the disk is full'],
  ['EROFS', 'the file system is read-only'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'its parent is not a folder'],
  ['ENAMETOOLONG', 'the name is too long'],
]);

/** Errors of the local file system in words; all others as they are. */
export function localError(error: unknown, path: string): unknown {
  const reason = LOCAL_CODES.get(errorCode(error) ?? '');
  return reason === undefined ? error : new UserError(`Cannot use ${path}: ${reason}.`, { cause: error });
}
