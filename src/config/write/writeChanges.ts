import { UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { backupOf, replaceConfig, restoreConfig } from './configFile.js';
import type { Changes, FileChange } from './profileEdits.js';

/**
 * Writes all files or none, in that order: where one cannot be written, those before it become what they were.
 * @throws UserError naming the file that could not be written
 */
export async function writeChanges(changes: Changes, { hasBackup = true } = {}): Promise<void> {
  for (const [index, { file, before, after, isCredentials }] of changes.entries()) {
    try {
      await replaceConfig(file, before, after, { isPrivate: isCredentials, hasBackup });
    } catch (error) {
      for (const written of changes.slice(0, index)) {
        await takeBack(written, file, hasBackup);
      }
      throw error;
    }
  }
}

async function takeBack({ file, before, after }: FileChange, other: string, hasBackup: boolean): Promise<void> {
  try {
    await restoreConfig(file, before, after);
  } catch (error) {
    const message = hasBackup
      ? l10n.t(
          '{0} could not be written, and {1}, which was, could not be put back. What it was is in {2}.',
          other,
          file,
          await backupOf(file),
        )
      : l10n.t('{0} could not be written, and {1}, which was, could not be put back.', other, file);
    throw new UserError(message, { cause: error });
  }
}
