import { lstat, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, UserError } from '../../base/errors.js';
import { replaceFile } from '../../base/files/privateFile.js';
import { readRegularBytes } from '../../base/files/regularFile.js';
import * as l10n from '../../base/l10n.js';

interface Replacing {
  /** Whether nobody but its user is to read it, whatever its mode was. */
  readonly isPrivate?: boolean;
  /** Whether what it says now is kept beside it: see `backupOf`. */
  readonly hasBackup?: boolean;
}

/** What a file was before it was last changed here, for its user alone. Beside the file itself, where that is a link. */
export async function backupOf(file: string): Promise<string> {
  return `${await realpath(file).catch(() => file)}.role-sessions-backup`;
}

/**
 * Puts `after` in the place of `before`, as a whole: through symbolic links to what they mean, under the file's own mode.
 * @param before as it was read; undefined where there was no file
 * @throws UserError naming the file, also where it says something else by now
 */
export async function replaceConfig(
  file: string,
  before: string | undefined,
  after: string,
  { isPrivate = false, hasBackup = false }: Replacing = {},
): Promise<void> {
  try {
    const target = await targetOf(file);
    const found = await stat(target).catch(() => undefined);
    await replaceFile(target, after, {
      ...(found && { mode: isPrivate ? 0o600 : found.mode & 0o7777, owner: otherOwner(found) }),
      last: async () => {
        await unchanged(file, target, before);
        if (hasBackup && found && before !== undefined) {
          await replaceFile(await backupOf(file), before, { owner: otherOwner(found) });
          await unchanged(file, target, before);
        }
      },
    });
  } catch (error) {
    if (error instanceof UserError) {
      throw error;
    }
    const code = errorCode(error) ?? l10n.t('error');
    throw new UserError(l10n.t('{0} could not be written ({1}). Nothing was changed.', file, code), { cause: error });
  }
}

/** Takes back what `replaceConfig` has made of `before`. @throws UserError where it says something else by now */
export async function restoreConfig(file: string, before: string | undefined, after: string): Promise<void> {
  if (before === undefined) {
    await unchanged(file, file, after);
    await rm(file);
  } else {
    await replaceConfig(file, after, before);
  }
}

async function targetOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    const isLink = await lstat(file).then(
      () => true,
      () => false,
    );
    if (errorCode(error) !== 'ENOENT' || isLink) {
      throw error; // a link to nowhere: who made it has not said what is to be there
    }
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return file;
  }
}

/** A file keeps its owner where somebody writes it who may write everything. */
function otherOwner({ uid, gid }: { uid: number; gid: number }): { uid: number; gid: number } | undefined {
  return uid === process.getuid?.() && gid === process.getgid?.() ? undefined : process.getuid && { uid, gid };
}

async function unchanged(file: string, target: string, before: string | undefined): Promise<void> {
  const now = await readRegularBytes(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  const isSame = before === undefined ? now === undefined : now?.equals(Buffer.from(before, 'utf8')) === true;
  if (!isSame) {
    throw new UserError(l10n.t('{0} has changed meanwhile, so nothing was written. Run the command again.', file));
  }
}
