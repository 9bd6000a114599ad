import { window } from 'vscode';
import { problemText } from '../../base/place.js';
import { Cancelled, UserError } from '../../base/errors.js';
import type { Checked } from '../../base/checked.js';
import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import { editorEnvironment } from '../../config/editorEnvironment.js';
import { AwsFiles } from '../../config/files/awsFiles.js';
import { replaceConfig } from '../../config/write/configFile.js';
import { keptLineIn, keptParameters, type KeptLine } from '../../config/rules/ownProgram.js';
import { addManaged, managedNames, removeManaged, type IsOurs } from '../../config/write/managedProfiles.js';
import { whileCompared } from '../../editor/comparison.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { readCommandLine } from '../../process/commandLine.js';
import { commandLine } from '../helper/words.js';
import { launcherFile, writeLauncher, type LendingPlace } from './managedFile.js';
import { helperParameters, profileRows, type ProfileRow } from './profileRows.js';

interface Change {
  readonly file: string;
  /** Undefined where there is no file. */
  readonly before: string | undefined;
  readonly after: string;
  readonly question: string;
  readonly detail: string;
  readonly button: string;
}

/** Writes one profile into the config file, once its user has seen what would be written and said so. */
export async function addManagedProfile(place: LendingPlace, sessions: SessionReader): Promise<void> {
  const row = await choose(profileRows(sessions.list()), l10n.t('Add Managed Profile: Of Which Role?'));
  const profile = { name: row.label, command: commandOf(place, row), region: row.region };
  const files = await readFiles();
  const { file, text } = files.config;
  const after = valueOf(addManaged(files, profile, isOurs(place, row)));
  if (after !== text) {
    const question = l10n.t('Add the profile {0} to {1}?', profile.name, file);
    await apply({
      file,
      before: text,
      after,
      question,
      detail: addedDetail(row, launcherFile(place)),
      button: l10n.t('Add'),
    });
  }
  await writeLauncher(place);
  const done =
    after === text
      ? l10n.t('The profile {0} is in {1} already.', profile.name, file)
      : l10n.t('The profile {0} is in {1}: run programs with --profile {0}, or AWS_PROFILE={0}.', profile.name, file);
  void window.showInformationMessage(done);
}

/** @returns whether there is another one of ours */
export async function removeManagedProfile(place: LendingPlace): Promise<boolean> {
  const files = await readFiles();
  const { file, text = '' } = files.config;
  const ours = isOurs(place);
  const names = managedNames(text, ours);
  if (names.length === 0) {
    throw new UserError(l10n.t('There is no managed profile of this editor in {0}.', file));
  }
  const rows = names.map((label) => ({ label }));
  const { label: name } = await choose(rows, l10n.t('Remove Managed Profile: Which?'));
  const after = valueOf(removeManaged(files, name, ours));
  await apply({
    ...{ file, before: text, after },
    question: l10n.t('Remove the profile {0} from {1}?', name, file),
    detail: l10n.t('Programs that name it find no such profile any more.'),
    button: l10n.t('Remove'),
  });
  void window.showInformationMessage(l10n.t('The profile {0} is no longer in {1}.', name, file));
  return managedNames(after, ours).length > 0;
}

/** As they are now. Nothing is watched. */
async function readFiles() {
  const files = new AwsFiles(editorEnvironment());
  try {
    return await files.read();
  } finally {
    files.dispose();
  }
}

function commandOf(place: LendingPlace, { asked }: ProfileRow): string {
  const command = commandLine([launcherFile(place), ...helperParameters(asked)]);
  if (command === undefined) {
    throw new UserError(
      l10n.t('The path {0}, or the name of the role, cannot be written into an AWS config file.', launcherFile(place)),
    );
  }
  return command;
}

/** What `credential_process` says of a profile whose keys the secret storage has. @throws UserError */
export function keysCommand(place: LendingPlace, line: KeptLine): string {
  const command = commandLine([launcherFile(place), ...keptParameters(line)]);
  if (command === undefined) {
    throw new UserError(
      l10n.t('The path {0}, or the access key ID, cannot be written into an AWS config file.', launcherFile(place)),
    );
  }
  return command;
}

/** Our launcher is the program; where a profile is to be for a role, that one, and no other of a name like it. */
function isOurs(place: LendingPlace, row?: ProfileRow): IsOurs {
  return (command) => {
    const read = readCommandLine(command);
    const wanted = row && helperParameters(row.asked);
    return (
      read.kind === 'command' &&
      read.program === launcherFile(place) &&
      keptLineIn(command) === undefined &&
      (wanted === undefined || JSON.stringify(read.parameters) === JSON.stringify(wanted))
    );
  };
}

function addedDetail({ asked, region }: ProfileRow, launcher: string): string {
  return sentences(
    asked.kind === 'active'
      ? l10n.t('A program that is run with it gets the credentials of the role that is active in the editor.')
      : l10n.t(
          'A program that is run with it gets the credentials of that role, while the editor has a session of it.',
        ),
    l10n.t('It runs {0}, which asks this editor. Every program of yours can be run with it.', launcher),
    l10n.t('No credentials are written.'),
    region === undefined
      ? l10n.t('It has no region: say one to the program, as with AWS_REGION.')
      : l10n.t('Its region is that of the role, {0}.', region),
  );
}

/** @throws Cancelled, and UserError where the file has changed since it was shown */
async function apply({ file, before, after, question, detail, button }: Change): Promise<void> {
  await whileCompared({ file, before: before ?? '', after }, async () => {
    if ((await window.showWarningMessage(question, { modal: true, detail }, button)) !== button) {
      throw new Cancelled();
    }
    await replaceConfig(file, before, after);
  });
}

async function choose<Row extends { readonly label: string }>(rows: readonly Row[], title: string): Promise<Row> {
  const chosen = await window.showQuickPick(rows, { title });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen;
}

function valueOf<T>(checked: Checked<T>): T {
  if (!checked.ok) {
    throw new UserError(problemText(checked.problem));
  }
  return checked.value;
}
