import { basename } from 'node:path';
import { window } from 'vscode';
import type { Checked } from '../../base/checked.js';
import { Cancelled, UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { problemText } from '../../base/place.js';
import { sentences, together } from '../../base/words.js';
import { editorEnvironment } from '../../config/editorEnvironment.js';
import { AwsFiles } from '../../config/files/awsFiles.js';
import type { SharedFiles } from '../../config/files/fileText.js';
import { backupOf } from '../../config/write/configFile.js';
import { maskedText } from '../../config/write/maskedText.js';
import type { Changes } from '../../config/write/profileEdits.js';
import { writeChanges } from '../../config/write/writeChanges.js';
import { whileCompared } from '../../editor/comparison.js';

interface Question {
  readonly question: string;
  readonly detail: string;
  readonly button: string;
  /** Done once it is wanted, before anything is written. */
  readonly first?: () => Promise<void>;
  /** Whether what the files say now is kept beside them; default true. */
  readonly hasBackup?: boolean;
}

/** As they are now. Nothing is watched. */
export async function readSharedFiles(): Promise<SharedFiles> {
  const files = new AwsFiles(editorEnvironment());
  try {
    return await files.read();
  } finally {
    files.dispose();
  }
}

/**
 * Shows what would be written, one file after the other, and writes it if that is wanted: all files or none.
 * @returns the files, for people
 * @throws Cancelled, and UserError where one of them has changed since
 */
export async function applyChanges(
  changes: Changes,
  { question, detail, button, first, hasBackup = true }: Question,
): Promise<string> {
  if (changes.length === 0) {
    void window.showInformationMessage(l10n.t('The files say that already: there is nothing to write.'));
    throw new Cancelled();
  }
  for (const [index, { file, before, after }] of changes.entries()) {
    const next = changes[index + 1];
    const goOn = next === undefined ? button : l10n.t('Show the Change to {0}', basename(next.file));
    const whole = sentences(detail, next === undefined && hasBackup ? await backupsOf(changes) : undefined);
    await whileCompared({ file, before: maskedText(before ?? ''), after: maskedText(after) }, async () => {
      if ((await window.showWarningMessage(question, { modal: true, detail: whole }, goOn)) !== goOn) {
        throw new Cancelled();
      }
      if (next === undefined) {
        await first?.();
        await writeChanges(changes, { hasBackup });
      }
    });
  }
  return together(changes.map(({ file }) => file));
}

async function backupsOf(changes: Changes): Promise<string | undefined> {
  const there = changes.filter(({ before }) => before !== undefined);
  const backups = await Promise.all(there.map(({ file }) => backupOf(file)));
  return backups.length === 0 ? undefined : l10n.t('What is there now is kept in {0}.', together(backups));
}

/** @throws UserError with what is wrong, and where */
export function valueOf<T>(checked: Checked<T>): T {
  if (!checked.ok) {
    throw new UserError(problemText(checked.problem));
  }
  return checked.value;
}
