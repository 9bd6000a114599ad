import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, UserError } from '../../base/errors.js';
import { replaceFile } from '../../base/files/privateFile.js';
import * as l10n from '../../base/l10n.js';
import { launcherName, launcherText } from '../helper/launcher.js';

/** Where this extension keeps what it lends by. */
export interface LendingPlace {
  /** In the extension's global storage. */
  readonly storage: string;
  /** Of the extension as it is installed now. */
  readonly extension: string;
}

export function launcherFile({ storage }: Pick<LendingPlace, 'storage'>): string {
  return join(storage, launcherName());
}

/** @throws UserError where there can be none */
export async function writeLauncher({ storage, extension }: LendingPlace): Promise<void> {
  const program = join(extension, 'dist', 'credentialHelper.js');
  const text = launcherText({ runtime: process.execPath, program, storage });
  if (text === undefined) {
    throw new UserError(
      l10n.t(
        'A path has a character in it that no script can have, so programs cannot ask for credentials: {0}',
        storage,
      ),
    );
  }
  try {
    await mkdir(storage, { recursive: true, mode: 0o700 });
    await chmod(storage, 0o700);
    await replaceFile(launcherFile({ storage }), text, { mode: 0o700 });
  } catch (error) {
    const code = errorCode(error) ?? l10n.t('error');
    throw new UserError(
      l10n.t('The program that gives credentials could not be written to {0} ({1}).', storage, code),
      {
        cause: error,
      },
    );
  }
}

export async function removeLauncher(place: LendingPlace): Promise<void> {
  await rm(launcherFile(place), { force: true });
}
