import { UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { backupOf, replaceConfig, restoreConfig } from './configFile.js';
import type { Changes, FileChange } from './profileEdits.js';

/**
 * Writes all files or none: where one cannot be written, those before it become what they were.
 * @throws UserError naming the file that could not be written
 */
export async function writeChanges(changes: Changes): Promise<void> {
  for (const [index, { file, before, after, isCredentials }] of changes.entries()) {
    try {
      await replaceConfig(file, before, after, { isPrivate: isCredentials, hasBackup: true });
    } catch (error) {
      for (const written of changes.slice(0, index)) {
        await takeBack(written, file);
      }
      throw error;
    }
  }
}

async function takeBack({ file, before, after }: FileChange, other: string): Promise<void> {
  try {
    await restoreConfig(file, before, after);
  } catch (error) {
    const message = l10n.t(
      '{0} could not be written, and {1}, which was, could not be put back. What it was is in {2}.',
      other,
      file,
      await backupOf(file),
    );
    throw new UserError(message, { cause: error });
  }
}
