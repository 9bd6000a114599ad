import { window } from 'vscode';
import type { Disposable } from '../../base/listeners.js';
import type { UserSetting } from '../../editor/settings.js';
import { isLive } from '../../model/session/entry.js';
import { liveSession } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { TabDecorations } from './decorations.js';
import { EndedTabs } from './endedTabs.js';
import { tabIdentity, type TabIdentity } from './tabIdentity.js';
import { explainTab, TabNotice } from './tabNotice.js';

interface TabsContext {
  readonly sessions: SessionReader;
  /** Until then a tab that came with the window belongs to a session that is not known yet. */
  readonly ready: Promise<void>;
  readonly productionRoles: UserSetting<readonly string[]>;
}

/** Tabs say whose they are, and warn where that is not who one is. */
export function registerTabs({ sessions, ready, productionRoles }: TabsContext): {
  readonly subscriptions: readonly Disposable[];
  readonly explain: () => Promise<void>;
} {
  let isReady = false;
  const identify = (key: string): TabIdentity | undefined =>
    isReady ? tabIdentity(key, sessions, productionRoles.value) : undefined;
  const decorations = new TabDecorations(identify);
  const notice = new TabNotice(identify);
  const ended = new EndedTabs(sessions);
  let looks = '';
  const update = () => {
    ended.update(Date.now());
    const now = looksOf(sessions, productionRoles.value);
    if (isReady && now !== looks) {
      looks = now;
      decorations.refresh();
    }
    notice.update();
  };
  void ready.then(() => {
    isReady = true;
    update();
  });
  const subscriptions = [
    decorations,
    notice,
    window.registerFileDecorationProvider(decorations),
    window.tabGroups.onDidChangeTabs(() => ended.look()),
    sessions.onDidChange(update),
    productionRoles.onDidChange(update),
  ];
  return { subscriptions, explain: () => explainTab(sessions, identify) };
}

/** Equal while the tabs look the same: a renewal changes nothing. */
function looksOf(sessions: SessionReader, productionRoles: readonly string[]): string {
  const active = liveSession(sessions.active());
  const live = sessions.list().filter(isLive);
  return JSON.stringify([active?.key, live.map(({ state }) => state.key).sort(), productionRoles]);
}
