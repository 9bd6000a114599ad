import { Disposable, window } from 'vscode';
import type { Memento } from 'vscode';
import { localTime } from '../base/localTime.js';
import { userSetting } from '../editor/settings.js';
import { productionPatterns } from '../model/session/production.js';
import { RECENT_ROLES } from '../model/session/recentRoles.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { warnBefore } from '../model/session/warnBefore.js';
import { SessionsTree } from './sessionsTree.js';

/** The view of all sessions that are known, above the one of S3. */
export function showSessions(sessions: SessionReader, globalState: Memento): Disposable {
  const warnings = userSetting('roleSessions.warnBeforeMinutes', warnBefore);
  const production = userSetting('roleSessions.productionRoles', productionPatterns);
  const tree = new SessionsTree({
    sessions,
    context: () => ({
      now: Date.now(),
      formatTime: localTime,
      warnBefore: warnings.value,
      production: production.value,
      recent: recentIds(globalState),
    }),
    changes: [warnings.onDidChange, production.onDidChange],
  });
  const view = window.createTreeView('roleSessions.sessions', { treeDataProvider: tree });
  const visibility = view.onDidChangeVisibility(({ visible }) => tree.show(visible));
  tree.show(view.visible);
  return Disposable.from(visibility, view, tree);
}

function recentIds(globalState: Memento): readonly string[] {
  const kept = globalState.get<unknown>(RECENT_ROLES);
  return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
}
