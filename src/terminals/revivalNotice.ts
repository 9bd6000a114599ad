import { commands, window, workspace } from 'vscode';
import type { Memento } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import { liveSession } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { PERSISTENCE, REVIVAL, writesEnvironments } from './environment/revival.js';

/** That the user has been told, for as long as it stays so. */
const TOLD = 'roleSessions.toldOfRevival';

/**
 * package.json turns revival off by default. Whoever has turned it on, in whichever settings, is told once what that
 * means for a session's keys, as soon as there is one.
 */
export function tellOfRevival(sessions: SessionReader, memento: Memento): Disposable {
  const look = (): void => {
    const settings = workspace.getConfiguration();
    if (!writesEnvironments(settings.get(REVIVAL), settings.get(PERSISTENCE))) {
      void memento.update(TOLD, undefined);
    } else if (memento.get(TOLD) !== true && isAnyGiven(sessions)) {
      void memento.update(TOLD, true);
      void offerSetting();
    }
  };
  const subscriptions = [
    sessions.onDidChange(({ active, folders }) => (active !== undefined || folders.length > 0) && look()),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(REVIVAL) || event.affectsConfiguration(PERSISTENCE)) {
        look();
      }
    }),
  ];
  look();
  return { dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()) };
}

function isAnyGiven(sessions: SessionReader): boolean {
  return [sessions.active(), ...sessions.folders().values()].some((session) => liveSession(session) !== undefined);
}

async function offerSetting(): Promise<void> {
  const open = l10n.t('Open Setting');
  const message = l10n.t(
    'Your settings have the editor revive terminals: when it quits, it writes their environment to disk, and with it the keys of a session. Set {0} to "never" to keep them in memory.',
    REVIVAL,
  );
  if ((await window.showWarningMessage(message, open)) === open) {
    await commands.executeCommand('workbench.action.openSettings', `@id:${REVIVAL}`);
  }
}
