import { Disposable, window, workspace } from 'vscode';
import type { Memento } from 'vscode';
import { localTime } from '../base/localTime.js';
import { userSetting } from '../editor/settings.js';
import { folderNames } from '../editor/workspaceFolders.js';
import type { MfaSessions } from '../model/session/mfaSessions.js';
import { productionPatterns } from '../model/session/production.js';
import { recentRolesIn } from '../model/session/recentRoles.js';
import { folderSessionsOf, type SessionReader } from '../model/session/sessionReader.js';
import { warnBefore } from '../model/session/warnBefore.js';
import { SessionsTree } from './sessionsTree.js';

/** The view of all sessions that are known, above the one of S3. */
export function showSessions(sessions: SessionReader, mfa: MfaSessions, globalState: Memento): Disposable {
  const warnings = userSetting('roleSessions.warnBeforeMinutes', warnBefore);
  const production = userSetting('roleSessions.productionRoles', productionPatterns);
  const tree = new SessionsTree({
    sessions,
    context: () => ({
      now: Date.now(),
      formatTime: localTime,
      warnBefore: warnings.value,
      production: production.value,
      recent: recentRolesIn(globalState),
      mfa: mfa.list(),
      folders: folderSessionsOf(sessions, folderNames()),
    }),
    changes: [
      warnings.onDidChange,
      production.onDidChange,
      mfa.onDidChange,
      (redraw) => workspace.onDidChangeWorkspaceFolders(() => redraw()),
    ],
  });
  const view = window.createTreeView('roleSessions.sessions', { treeDataProvider: tree });
  const visibility = view.onDidChangeVisibility(({ visible }) => tree.show(visible));
  tree.show(view.visible);
  return Disposable.from(visibility, view, tree);
}
