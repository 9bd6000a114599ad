import { basename, join } from 'node:path';
import { env, Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import * as l10n from '../base/l10n.js';
import { Cancelled, errorCode, UserError } from '../base/errors.js';
import { writePrivateFile } from '../base/files/privateFile.js';
import { localTime } from '../base/localTime.js';
import { sentences } from '../base/words.js';
import { commandTable } from '../editor/commands.js';
import { userSetting } from '../editor/settings.js';
import type { RecordAct } from '../model/sessionAct.js';
import { isProduction, productionPatterns } from '../model/session/production.js';
import { NEVER, sessionTitle, type LiveSession } from '../model/session/session.js';
import { askedSession, sessionIdOf } from '../model/session/sessionArgument.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { exportText, type ExportFormat } from './exportText.js';

type Target = { readonly kind: 'clipboard' } | { readonly kind: 'file'; readonly file: string };

const productionRoles = userSetting('roleSessions.productionRoles', productionPatterns);

/** Gives a session's credentials to what does not read this editor's variables: in the clear, so it asks each time. */
export function registerExporting(sessions: SessionReader, record: RecordAct) {
  return commandTable({
    'roleSessions.exportCredentials': async (argument) => {
      const { id } = wantedSession(sessions, argument);
      const format = await chooseFormat(wantedSession(sessions, argument));
      const target = await chooseTarget(format);
      await confirm(wantedSession(sessions, { sessionId: id }), target);
      const session = wantedSession(sessions, { sessionId: id }); // by now it may have been renewed, or have ended
      await give(exportText(format, session), target);
      record({ kind: 'exported', session: factsOf(session), to: targetText(target, format) });
      void window.showInformationMessage(doneText(session, target));
    },
  });
}

/** @throws UserError where there is none that is live */
function wantedSession(sessions: SessionReader, argument: unknown): LiveSession {
  const session = askedSession(sessions, argument);
  if (session === undefined) {
    throw new UserError(
      sessionIdOf(argument) === undefined
        ? l10n.t('No AWS role is active, so there are no credentials to export.')
        : l10n.t('That session has ended, so there are no credentials to export.'),
      { actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }] },
    );
  }
  return session;
}

function formatText(format: ExportFormat): string {
  switch (format) {
    case 'posix':
      return l10n.t('Commands for bash, zsh and sh');
    case 'fish':
      return l10n.t('Commands for fish');
    case 'powershell':
      return l10n.t('Commands for PowerShell');
    case 'env-file':
      return l10n.t('.env file');
    case 'json':
      return l10n.t('JSON');
  }
}

const FORMATS: readonly ExportFormat[] = ['posix', 'fish', 'powershell', 'env-file', 'json'];

async function chooseFormat(session: LiveSession): Promise<ExportFormat> {
  const rows = FORMATS.map((format) => ({
    label: formatText(format),
    ...(format === 'env-file' && { description: l10n.t('for Docker Compose and dotenv') }),
    ...(format === 'json' && { description: l10n.t('as credential_process prints it') }),
    value: format,
  }));
  return choose(rows, l10n.t('Export Credentials of {0}: As What?', titleOf(session)));
}

async function chooseTarget(format: ExportFormat): Promise<Target> {
  const rows = [
    { label: `$(clippy) ${l10n.t('Copy to Clipboard')}`, value: 'clipboard' },
    { label: `$(save) ${l10n.t('Save to File…')}`, value: 'file' },
  ] as const;
  if ((await choose(rows, l10n.t('Export Credentials: Where To?'))) === 'clipboard') {
    return { kind: 'clipboard' };
  }
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  const name = format === 'env-file' ? '.env' : 'aws-credentials';
  const chosen = await window.showSaveDialog({
    title: l10n.t('Export Credentials'),
    saveLabel: l10n.t('Export'),
    ...(folder !== undefined && { defaultUri: Uri.file(join(folder, name)) }),
  });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  if (chosen.scheme !== 'file') {
    throw new UserError(l10n.t('Credentials are only written to files of the machine that the extension runs on.'));
  }
  return { kind: 'file', file: chosen.fsPath };
}

async function choose<T>(rows: readonly (QuickPickItem & { readonly value: T })[], title: string): Promise<T> {
  const chosen = await window.showQuickPick(rows, { title });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.value;
}

/** @throws Cancelled */
async function confirm(session: LiveSession, target: Target): Promise<void> {
  const title = target.kind === 'clipboard' ? l10n.t('Copy') : l10n.t('Export');
  const isInWorkspace = target.kind === 'file' && workspace.getWorkspaceFolder(Uri.file(target.file)) !== undefined;
  const detail = sentences(
    target.kind === 'clipboard'
      ? l10n.t('They lie in the clipboard in the clear: every program can read them there.')
      : l10n.t('They lie in {0} in the clear, readable by you alone.', target.file),
    isInWorkspace ? l10n.t('That is in the workspace: see that nobody commits it.') : undefined,
    endText(session),
    l10n.t('They are not renewed, and ending the session here does not end them.'),
    session.narrowedTo === undefined ? l10n.t('Narrow the session first, to give away less.') : undefined,
  );
  const message = isProduction(productionRoles.value, session)
    ? l10n.t('Give away the credentials of {0}, which is production?', titleOf(session))
    : l10n.t('Give away the credentials of {0}?', titleOf(session));
  if ((await window.showWarningMessage(message, { modal: true, detail }, title)) !== title) {
    throw new Cancelled();
  }
}

function endText({ identity: { arn }, expiresAt }: LiveSession): string {
  return expiresAt === NEVER
    ? l10n.t('Whoever has them is {0}, and they have no end.', arn)
    : l10n.t('Whoever has them is {0} until {1}.', arn, localTime(expiresAt));
}

/** @throws UserError naming the file */
async function give(text: string, target: Target): Promise<void> {
  if (target.kind === 'clipboard') {
    await env.clipboard.writeText(text);
    return;
  }
  try {
    await writePrivateFile(target.file, text);
  } catch (error) {
    const code = errorCode(error) ?? l10n.t('error');
    throw new UserError(l10n.t('The credentials could not be written to {0} ({1}).', target.file, code), {
      cause: error,
    });
  }
}

function targetText(target: Target, format: ExportFormat): string {
  return target.kind === 'clipboard' ? l10n.t('the clipboard ({0})', formatText(format)) : target.file;
}

function doneText(session: LiveSession, target: Target): string {
  return target.kind === 'clipboard'
    ? l10n.t('The credentials of {0} are in the clipboard.', titleOf(session))
    : l10n.t('The credentials of {0} are in {1}.', titleOf(session), basename(target.file));
}

function titleOf({ role: { name }, narrowedTo }: LiveSession): string {
  return sessionTitle({ name, narrowedTo });
}

function factsOf(session: LiveSession) {
  const { kind: _, credentials: __, signOuts: ___, ...facts } = session;
  return facts;
}
