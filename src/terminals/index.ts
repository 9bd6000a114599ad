import { ThemeIcon, window } from 'vscode';
import type { ExtensionContext } from 'vscode';
import * as l10n from '../base/l10n.js';
import { commandTable } from '../editor/commands.js';
import { UserError } from '../base/errors.js';
import type { Log } from '../editor/log.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { liveSession } from '../model/session/session.js';
import { injectEnvironment } from './collection.js';
import { StartUpFileGuard } from './startUpFiles.js';

/** Terminals act as the active session. */
export function registerTerminals(context: ExtensionContext, sessions: SessionReader, log: Log) {
  context.subscriptions.push(
    injectEnvironment(context.environmentVariableCollection, sessions),
    new StartUpFileGuard(sessions, log),
  );
  return commandTable({ 'roleSessions.openTerminal': () => openTerminal(sessions) });
}

function openTerminal(sessions: SessionReader): void {
  const session = liveSession(sessions.active());
  if (session === undefined) {
    throw new UserError(l10n.t('No AWS role is active, so a terminal would have no credentials.'), {
      actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }],
    });
  }
  const terminal = window.createTerminal({
    name: session.role.name,
    iconPath: new ThemeIcon('shield'),
    env: { AWS_PROFILE: null, AWS_DEFAULT_PROFILE: null }, // beside keys, the SDK for JavaScript would take the profile
  });
  terminal.show();
}
