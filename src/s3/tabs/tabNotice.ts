import { commands, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { StatusBarItem, Uri } from 'vscode';
import type { Disposable } from '../../base/listeners.js';
import * as l10n from '../../base/l10n.js';
import { sentences, together } from '../../base/words.js';
import { UserError, type ErrorAction } from '../../base/errors.js';
import { invokeCommand } from '../../editor/commands.js';
import type { SessionRequest } from '../../model/request.js';
import { liveSession } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { objectsIn } from './openTabs.js';
import { mindedMost, ownerOf, titleOf, warningOf, type TabIdentity } from './tabIdentity.js';

/** Beside the item that says who one is. */
const PRIORITY = 99;
const CONTEXT_KEY = 'roleSessions.s3.tab';

interface Shown {
  readonly object: Uri;
  readonly tab: TabIdentity;
}

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
    const shown = shownInFront(this.identify);
    const warned = shown.filter(({ tab }) => warningOf(tab) !== undefined);
    const most = mindedMost(warned)?.tab;
    void commands.executeCommand('setContext', CONTEXT_KEY, most?.kind ?? 'active');
    if (most === undefined) {
      this.item.hide();
      return;
    }
    const text = explanationOf(shown);
    this.item.text = `$(warning) ${l10n.t('Tab of {0}', together(warned.map(({ tab }) => shortOwner(tab))))}`;
    this.item.tooltip = text;
    this.item.accessibilityInformation = { label: text };
    const isProduction = most.kind !== 'unknown' && most.production;
    this.item.backgroundColor = new ThemeColor(
      isProduction ? 'statusBarItem.errorBackground' : 'statusBarItem.warningBackground',
    );
    this.item.show();
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }
}

/** Tells in whole what the notice says in short, with the ways on. */
export async function explainTab(sessions: SessionReader, identify: Identify): Promise<void> {
  const shown = shownInFront(identify);
  const most = mindedMost(shown);
  if (most === undefined) {
    throw new UserError(l10n.t('The tab in front is no object of S3.'));
  }
  const { object, tab } = most;
  const active = liveSession(sessions.active());
  const openAs = active && active.key !== object.authority ? l10n.t('Open as {0}', titleOf(active)) : undefined;
  const again = tab.kind === 'ended' ? assumeAgain(tab.session.role.request) : undefined;
  const buttons = [again?.title, openAs, l10n.t('OK')].filter((title) => title !== undefined);
  const chosen = await window.showInformationMessage(explanationOf(shown), ...buttons);
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

/** Where a tab compares objects of several sessions, all of them count. */
function explanationOf(shown: readonly Shown[]): string {
  const [first] = shown;
  if (first !== undefined && shown.length === 1) {
    return explanation(first.tab);
  }
  const owners = together(shown.map(({ tab }) => shortOwner(tab)));
  const warned = shown.filter(({ tab }) => warningOf(tab) !== undefined);
  return sentences(
    l10n.t('This tab compares objects of {0}.', owners),
    ...warned.map(({ tab }) => l10n.t('Of {0}: {1}.', shortOwner(tab), warningOf(tab) ?? '')),
  );
}

function shortOwner(tab: TabIdentity): string {
  return tab.kind === 'unknown' ? l10n.t('an unknown role') : titleOf(tab.session);
}

/** What the tab in front shows, the object that is edited there first; one for each session. */
function shownInFront(identify: Identify): readonly Shown[] {
  const bySession = new Map<string, Shown>();
  for (const object of objectsIn(window.tabGroups.activeTabGroup.activeTab)) {
    const tab = identify(object.authority);
    if (tab !== undefined && !bySession.has(object.authority)) {
      bySession.set(object.authority, { object, tab });
    }
  }
  return [...bySession.values()];
}
