import { window, type Tab } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { invokeCommand } from '../../editor/commands.js';
import type { SessionRequest } from '../../model/request.js';
import type { SessionFacts } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { objectsIn, openKeys, openTabs } from './openTabs.js';
import { ownerOf } from './tabIdentity.js';
import { assumeAgain } from './tabNotice.js';

interface TabOwner {
  readonly name: string;
  readonly request: SessionRequest;
  readonly expiresAt: number;
}

/** Says once of a session that was ended, here or in another window, that tabs are open under it. */
export class EndedTabs {
  /** Live ones that tabs are open under, by key. */
  private live: ReadonlyMap<string, TabOwner> = new Map();

  constructor(private readonly sessions: Pick<SessionReader, 'byKey'>) {
    this.look();
  }

  /** What has expired is told of by whoever tells when: here only what ended before its time. */
  update(now: number): void {
    const before = this.live;
    this.look();
    for (const [key, owner] of before) {
      if (this.sessions.byKey(key) === undefined && owner.expiresAt > now && tabsOf(key).length > 0) {
        void tell(key, owner);
      }
    }
  }

  /** Tabs have come or gone. */
  look(): void {
    this.live = new Map(
      openKeys().flatMap((key) => {
        const session = this.sessions.byKey(key);
        return session === undefined ? [] : [[key, tabOwner(session)]];
      }),
    );
  }
}

function tabOwner(session: SessionFacts): TabOwner {
  return { name: ownerOf(session), request: session.role.request, expiresAt: session.expiresAt };
}

async function tell(key: string, { name, request }: TabOwner): Promise<void> {
  const again = assumeAgain(request);
  const close = l10n.t('Close Tabs');
  const message = l10n.t(
    'The session of {0} has ended, and objects are still open under it. They keep what they show, and cannot be read again.',
    name,
  );
  const chosen = await window.showWarningMessage(message, again.title, close);
  if (chosen === close) {
    await window.tabGroups.close(tabsOf(key));
  } else if (chosen === again.title) {
    await invokeCommand(again.command, ...(again.args ?? []));
  }
}

function tabsOf(sessionKey: string): readonly Tab[] {
  return openTabs().filter((tab) => objectsIn(tab).some(({ authority }) => authority === sessionKey));
}
