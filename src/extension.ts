import { ExtensionMode, l10n as language, window } from 'vscode';
import type { ExtensionContext } from 'vscode';
import * as l10n from './base/l10n.js';
import { registerDebug } from './debug/index.js';
import { registerCommands } from './editor/commands.js';
import { Lazy } from './base/lazy.js';
import { loadAsk } from './bundles.js';
import { redactingLog } from './editor/log.js';
import { registerS3 } from './s3/register.js';
import { registerIdentityCenter } from './session/identityCenterCommands.js';
import { registerSessions } from './session/index.js';
import { SessionManager } from './session/manager.js';
import type { SessionReader } from './model/session/sessionReader.js';
import { Executor } from './session/executor.js';
import { Vault } from './session/vault.js';
import { showStatus } from './statusBar/statusBarItem.js';
import { registerTerminals } from './terminals/index.js';

/** What integration tests see. Other extensions get nothing: a session reader hands out credentials. */
export interface TestApi {
  readonly sessions: SessionReader;
}

export function activate(context: ExtensionContext): TestApi | undefined {
  l10n.speak({ words: language.bundle, spoken: new Map() });
  const channel = window.createOutputChannel(l10n.t('Role Sessions for AWS'), { log: true });
  const log = redactingLog(channel, () => sessions.secrets());
  const vault = new Vault(context.secrets, context.workspaceState, context.globalState);
  const tokens = vault.tokens((message, error) => log.warn(message, error));
  const configuration = new Lazy(async () => (await loadAsk()).openConfiguration());
  const executor = new Executor(configuration, context.secrets, tokens, log);
  const sessions = new SessionManager(vault, tokens, executor, log);
  const ready = sessions.restore().catch((error: unknown) => log.warn('Could not restore the session', error));

  context.subscriptions.push(
    channel,
    configuration,
    showStatus(sessions),
    ...registerDebug(sessions, log),
    ...registerCommands(
      {
        ...registerSessions(context, sessions, configuration),
        ...registerIdentityCenter(context, configuration, log),
        ...registerTerminals(context, sessions, log).commands,
        ...registerS3(context, sessions, log, ready).commands,
        'roleSessions.showLog': () => channel.show(),
      },
      log,
    ),
  );
  return context.extensionMode === ExtensionMode.Test ? { sessions } : undefined;
}
