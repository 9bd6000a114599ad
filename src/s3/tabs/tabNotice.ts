import { commands, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { StatusBarItem, Uri } from 'vscode';
import type { Disposable } from '../../base/listeners.js';
import * as l10n from '../../base/l10n.js';
import { UserError, type ErrorAction } from '../../base/errors.js';
import { invokeCommand } from '../../editor/commands.js';
import type { SessionRequest } from '../../model/request.js';
import { liveSession } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { objectsIn } from './openTabs.js';
import { ownerOf, titleOf, warningOf, type TabIdentity } from './tabIdentity.js';

/** Beside the item that says who one is. */
const PRIORITY = 99;
const CONTEXT_KEY = 'roleSessions.s3.tab';

type Identify = (sessionKey: string) => TabIdentity | undefined;

/** While the tab in front is another identity's than the active one: says so in the status bar and beside its title. */
export class TabNotice implements Disposable {
  private readonly item: StatusBarItem;
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly identify: Identify) {
    this.item = window.createStatusBarItem('roleSessions.s3.tab', StatusBarAlignment.Left, PRIORITY);
    this.item.name = l10n.t('AWS Role of the Tab');
    this.item.command = 'roleSessions.s3.explainTab';
    const update = () => this.update();
    this.subscriptions = [
      this.item,
      window.tabGroups.onDidChangeTabs(update),
      window.tabGroups.onDidChangeTabGroups(update),
    ];
    this.update();
  }

  update(): void {
    const tab = this.inFront();
    const warning = tab && warningOf(tab);
    void commands.executeCommand('setContext', CONTEXT_KEY, warning === undefined ? 'active' : tab?.kind);
    if (tab === undefined || warning === undefined) {
      this.item.hide();
      return;
    }
    const owner = tab.kind === 'unknown' ? l10n.t('an unknown role') : titleOf(tab.session);
    this.item.text = `$(warning) ${l10n.t('Tab of {0}', owner)}`;
    this.item.tooltip = explanation(tab);
    this.item.accessibilityInformation = { label: explanation(tab) };
    const isProduction = tab.kind !== 'unknown' && tab.production;
    this.item.backgroundColor = new ThemeColor(
      isProduction ? 'statusBarItem.errorBackground' : 'statusBarItem.warningBackground',
    );
    this.item.show();
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private inFront(): TabIdentity | undefined {
    const key = objectInFront()?.authority;
    return key === undefined ? undefined : this.identify(key);
  }
}

/** Tells in whole what the notice says in short, with the ways on. */
export async function explainTab(sessions: SessionReader, identify: Identify): Promise<void> {
  const object = objectInFront();
  const tab = object && identify(object.authority);
  if (object === undefined || tab === undefined) {
    throw new UserError(l10n.t('The tab in front is no object of S3.'));
  }
  const active = liveSession(sessions.active());
  const openAs = active && active.key !== object.authority ? l10n.t('Open as {0}', titleOf(active)) : undefined;
  const again = tab.kind === 'ended' ? assumeAgain(tab.session.role.request) : undefined;
  const buttons = [again?.title, openAs, l10n.t('OK')].filter((title) => title !== undefined);
  const chosen = await window.showInformationMessage(explanation(tab), ...buttons);
  if (chosen !== undefined && chosen === openAs) {
    await commands.executeCommand('vscode.open', object.with({ authority: active?.key ?? '' }));
  } else if (again !== undefined && chosen === again.title) {
    await invokeCommand(again.command, ...(again.args ?? []));
  }
}

export function assumeAgain(request: SessionRequest): ErrorAction {
  return { title: l10n.t('Assume Again'), command: 'roleSessions.renewSession', args: [request] };
}

function explanation(tab: TabIdentity): string {
  switch (tab.kind) {
    case 'unknown':
      return l10n.t('This tab was opened with a role session that this window does not know.');
    case 'active':
      return l10n.t('This tab was opened as {0}, the active role.', ownerOf(tab.session));
    case 'other':
      return tab.active === undefined
        ? l10n.t('This tab was opened as {0}, and no role is active now. It still reads as {0}.', ownerOf(tab.session))
        : l10n.t(
            'This tab was opened as {0}, and {1} is the active role now. It still reads as {0}.',
            ownerOf(tab.session),
            tab.active,
          );
    case 'ended':
      return l10n.t(
        'This tab was opened as {0}, whose session has ended. It keeps what it shows, and cannot read again.',
        ownerOf(tab.session),
      );
  }
}

function objectInFront(): Uri | undefined {
  return objectsIn(window.tabGroups.activeTabGroup.activeTab)[0];
}
