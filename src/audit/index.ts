import { join } from 'node:path';
import { EventEmitter, TabInputText, Uri, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import { commandTable } from '../editor/commands.js';
import type { Log } from '../editor/log.js';
import { userSetting } from '../editor/settings.js';
import { TellOnce } from '../editor/tellOnce.js';
import type { SessionAct, SessionActs } from '../model/sessionAct.js';
import { auditEntry, auditLine, readAuditLines } from './auditEntry.js';
import { AuditFiles } from './auditFiles.js';
import { auditText } from './auditText.js';

const SCHEME = 'role-sessions-audit';

/** Nobody sees what is lost: that a line could not be written is said, once for each cause. */
export function registerAudit(context: ExtensionContext, acts: SessionActs, secrets: () => Iterable<string>, log: Log) {
  const files = new AuditFiles(join(context.globalStorageUri.fsPath, 'audit'));
  const isOn = userSetting('roleSessions.auditLog', (written) => written !== false);
  const tell = new TellOnce(log);
  const changed = new EventEmitter<Uri>();
  const refresh = () => changed.fire(auditUri());
  let isOver = false;
  const record = async (act: SessionAct) => {
    if (!isOn.value) {
      return;
    }
    try {
      const line = auditLine(auditEntry(act, Date.now()), secrets());
      if (isOver) {
        files.appendAtOnce(line); // the window is about to be gone
        return;
      }
      await files.append(line);
      refresh();
    } catch (error) {
      log.warn('The audit log could not be written', error);
      tell.warn(
        l10n.t('The audit log could not be written, so what is done with sessions is not on record. The log says why.'),
      );
    }
  };
  context.subscriptions.push(
    { dispose: () => (isOver = true) },
    changed,
    acts.onDidAct((act) => void record(act)),
    isOn.onDidChange(refresh),
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async () => {
        const { entries, unreadable } = readAuditLines(await files.read());
        return auditText(entries, unreadable, isOn.value);
      },
    }),
  );
  closeTabs(); // the editor has restored them before there was anybody to ask for their text
  const commands = commandTable({
    'roleSessions.showAuditLog': show,
    'roleSessions.exportAuditLog': () => exportTo(files),
    'roleSessions.clearAuditLog': async () => {
      await clear(files);
      refresh();
    },
  });
  return { commands, record: (act: SessionAct) => void record(act) };
}

function auditUri(): Uri {
  return Uri.from({ scheme: SCHEME, path: `/${l10n.t('AWS Audit Log')}` });
}

async function show(): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument(auditUri()));
}

async function exportTo(files: AuditFiles): Promise<void> {
  const text = await files.read();
  if (text === '') {
    throw new UserError(l10n.t('The audit log is empty: there is nothing to export.'));
  }
  const chosen = await window.showSaveDialog({
    title: l10n.t('Export Audit Log'),
    filters: { [l10n.t('JSON Lines')]: ['jsonl'] },
  });
  if (chosen !== undefined) {
    await workspace.fs.writeFile(chosen, Buffer.from(text));
  }
}

async function clear(files: AuditFiles): Promise<void> {
  const title = l10n.t('Clear');
  const detail = l10n.t('What was done with sessions is then on record nowhere on this machine.');
  const message = l10n.t('Clear the audit log of all windows?');
  if ((await window.showWarningMessage(message, { modal: true, detail }, title)) === title) {
    await files.clear();
  }
}

function closeTabs(): void {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(({ input }) => input instanceof TabInputText && input.uri.scheme === SCHEME);
  if (ours.length > 0) {
    void window.tabGroups.close(ours);
  }
}
