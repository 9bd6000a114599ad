import { Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window, workspace } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { CommandId } from '../base/commandIds.js';
import { localTime } from '../base/localTime.js';
import { userSetting } from '../editor/settings.js';
import type { FollowedSessions } from '../editor/followedSessions.js';
import { folderNames } from '../editor/workspaceFolders.js';
import { activeEntries } from '../model/session/activeEntries.js';
import { productionPatterns } from '../model/session/production.js';
import { folderSessionsOf, type FolderSession } from '../model/session/sessionReader.js';
import { warnBefore } from '../model/session/warnBefore.js';
import { LINKED_COMMANDS, statusText } from './statusText.js';
import type { StatusText } from './statusText.js';

/** Timers stand still while a machine sleeps: the text is drawn again at least this often. */
const REDRAW_MS = 30_000;

/** The status bar item that says who new terminals and S3 act as, and for how long. */
export function showStatus(sessions: FollowedSessions): Disposable {
  const item = window.createStatusBarItem('roleSessions.status', StatusBarAlignment.Left, 100);
  item.name = l10n.t('AWS Role');
  item.command = 'roleSessions.showActions' satisfies CommandId;
  const warnings = userSetting('roleSessions.warnBeforeMinutes', warnBefore);
  const production = userSetting('roleSessions.productionRoles', productionPatterns);
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    clearTimeout(timer);
    const shown = statusText(sessions.active(), {
      ...activeEntries(sessions),
      now: Date.now(),
      formatTime: localTime,
      warnBefore: warnings.value,
      production: production.value,
      folders: othersOf(sessions),
      followed: sessions.followed?.name,
    });
    item.text = shown.text;
    item.tooltip = trusted(shown.tooltip);
    item.backgroundColor = BACKGROUND[shown.severity];
    item.accessibilityInformation = { label: shown.label, role: 'button' };
    if (shown.freshForMs !== undefined) {
      timer = setTimeout(draw, Math.min(shown.freshForMs, REDRAW_MS));
    }
  };
  const changes = [
    ...[sessions, warnings, production].map(({ onDidChange }) => onDidChange(draw)),
    workspace.onDidChangeWorkspaceFolders(draw),
  ];
  draw();
  item.show();
  return new Disposable(() => {
    clearTimeout(timer);
    for (const change of changes) {
      change.dispose();
    }
    item.dispose();
  });
}

/** Those that act as others than whom the item says first, the window among them where that is a folder. */
function othersOf(sessions: FollowedSessions): readonly FolderSession[] {
  const { followed } = sessions;
  const folders = folderSessionsOf(sessions, folderNames());
  return followed === undefined
    ? folders
    : [
        { folder: '', name: l10n.t('window'), session: sessions.ofWindow() },
        ...folders.filter(({ folder }) => folder !== followed.folder),
      ];
}

const BACKGROUND: Record<StatusText['severity'], ThemeColor | undefined> = {
  normal: undefined,
  warning: new ThemeColor('statusBarItem.warningBackground'),
  error: new ThemeColor('statusBarItem.errorBackground'),
};

function trusted(markdown: string): MarkdownString {
  const tooltip = new MarkdownString(markdown);
  tooltip.isTrusted = { enabledCommands: LINKED_COMMANDS };
  return tooltip;
}
