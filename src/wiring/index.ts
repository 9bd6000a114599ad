import { join } from 'node:path';
import { window } from 'vscode';
import type { ExtensionContext, Memento, TerminalProfile } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { LoadedApi } from '../api/lazyExports.js';
import { registerAudit } from '../audit/index.js';
import type { Lazy } from '../base/waiting/lazy.js';
import { loadAsk } from '../bundles.js';
import type { Configuration } from '../config/configuration.js';
import { registerDebug } from '../debug/index.js';
import { commandRunner, type RunCommand } from '../editor/commands.js';
import { FollowedSessions } from '../editor/followedSessions.js';
import { redactingLog, type Log } from '../editor/log.js';
import { TellOnce } from '../editor/tellOnce.js';
import { TerminalLending } from '../lending/terminalLending.js';
import type { ReadOnlyFiles } from '../s3/edit/fileSystem.js';
import { registerLending } from '../lending/register.js';
import { registerPolicyDocuments } from '../policyDocuments/register.js';
import { registerS3 } from '../s3/register.js';
import { registerGettingStarted, toldConfiguration } from '../session/commands/gettingStarted.js';
import { profileCommands } from '../session/commands/profileCommands.js';
import { registerIdentityCenter } from '../session/commands/identityCenterCommands.js';
import { registerFolderRoles } from '../session/folderRoles/index.js';
import { registerSessions, renewal } from '../session/index.js';
import type { RecordAct } from '../model/sessionAct.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { Executor } from '../session/executor.js';
import { Keeper } from '../session/keeper.js';
import { iamAccess } from '../session/iamAccess.js';
import { Opener } from '../session/opener.js';
import { SignOuts } from '../session/keep/signOuts.js';
import { TokenVault } from '../session/keep/tokenVault.js';
import { Vault } from '../session/keep/vault.js';
import { Sessions } from '../session/sessions.js';
import { Windows } from '../session/windows/windows.js';
import { showSessions } from '../sessionsView/index.js';
import { showStatus } from '../statusBar/statusBarItem.js';
import { editorsVariables } from '../terminals/editorsVariables.js';
import { registerTerminals } from '../terminals/index.js';
import { registerOnDemand } from './firstUse.js';

export { speak } from '../base/l10n.js';

/** What activation forwards to. */
export interface Wiring {
  readonly sessions: SessionReader;
  readonly api: LoadedApi;
  readonly run: RunCommand;
  readonly fileSystem: () => Promise<ReadOnlyFiles>;
  readonly terminalProfile: () => Promise<TerminalProfile>;
}

/** Makes what there is, and says who is given what. */
export function wire(context: ExtensionContext): Wiring {
  const channel = window.createOutputChannel(l10n.t('Role Sessions for AWS'), { log: true });
  const secrets = () => [...sessions.secrets(), ...tokens.secrets()];
  const log = redactingLog(channel, secrets);
  const configuration = toldConfiguration(async () => (await loadAsk()).openConfiguration(context.secrets), log);
  const { sessions, tokens, signOuts, windows, keeper, opener, iam } = sessionRoom(context, configuration, log);

  const ready = restored(keeper, tokens, context.globalState, log);
  const { record, ...audit } = registerAudit(context, sessions, secrets, log);
  const lending = lendingOf(context, { sessions, configuration, record, log });
  const terminals = registerTerminals(context, { sessions, lending, log }, ready);
  const followed = new FollowedSessions(sessions);
  const debug = registerDebug(sessions, lending, log);
  const s3 = registerS3(context, followed, log, ready);
  const helper = registerLending(context, { sessions, record, log, ready });
  const onDemand = registerOnDemand(context, {
    ...{ sessions, iam, record, ready, log },
    openFor: terminals.openFor,
    addProfile: async (profile) => (await loadAsk()).addGivenProfile(helper.keeping, profile),
  });

  context.subscriptions.push(
    channel,
    windows,
    keeper,
    tokens,
    configuration,
    followed,
    showStatus(followed),
    showSessions(sessions, tokens, context.globalState),
    lending,
    ...debug.subscriptions,
  );
  const run = commandRunner(
    {
      ...registerSessions(context, {
        sessions,
        shown: followed,
        opener,
        keeper,
        tokens,
        configuration,
        uses: [terminals.use, debug.use, s3.use, helper.use, onDemand.use],
        inS3: s3.use,
        ...{ record, ready, log },
      }),
      ...registerIdentityCenter(context, { sessions, opener, keeper, signOuts }, configuration, log),
      ...registerFolderRoles(context, { sessions, configuration, log }, ready),
      ...terminals.commands,
      ...s3.commands,
      ...registerPolicyDocuments(context, iam, log),
      ...audit.commands,
      ...helper.commands,
      ...onDemand.commands,
      ...profileCommands(helper.keeping),
      ...registerGettingStarted(context, configuration, log),
      'roleSessions.showLog': () => channel.show(),
    },
    log,
  );
  return { sessions, api: onDemand.exported, run, fileSystem: s3.fileSystem, terminalProfile: terminals.profile };
}

/** The only writer of state. */
function sessionRoom(context: ExtensionContext, configuration: Lazy<Configuration>, log: Log) {
  const folder = join(context.globalStorageUri.fsPath, 'sessions');
  const tokens = new TokenVault(context.secrets, join(folder, 'mfa'), (message, error) => log.warn(message, error));
  const signOuts = new SignOuts(join(folder, 'signed-out'));
  const executor = new Executor(configuration, context.secrets, tokens, signOuts, log);
  const vault = new Vault(context.secrets, context.workspaceState, folder);
  const sessions = new Sessions({ policy: () => renewal.value, log });
  const windows = new Windows(vault, folder, context.globalState, (id) => sessions.kept(id), log);
  const keeper = new Keeper(sessions, windows, signOuts, log);
  const opener = new Opener(sessions, keeper, executor, log);
  const iam = iamAccess({ sessions, configuration, executor });
  return { sessions, tokens, signOuts, windows, keeper, opener, iam };
}

interface LendingParts {
  readonly sessions: SessionReader;
  readonly configuration: Lazy<Configuration>;
  readonly record: RecordAct;
  readonly log: Log;
}

/** Decides what terminals and debug runs are given. */
function lendingOf(context: ExtensionContext, { sessions, configuration, record, log }: LendingParts) {
  return new TerminalLending({
    ...{ sessions, record, log },
    tell: new TellOnce(log),
    memento: context.workspaceState,
    secrets: context.secrets,
    storage: context.globalStorageUri.fsPath,
    files: () => configuration.get(),
    environment: editorsVariables,
  });
}

/** Once it is known what was open before, or that nobody knows. Never rejects. */
async function restored(keeper: Keeper, tokens: TokenVault, globalState: Memento, log: Log): Promise<void> {
  try {
    await keeper.restore();
    await tokens.prune(Date.now(), globalState);
    await tokens.restore();
  } catch (error) {
    log.warn('Could not restore the sessions', error);
  }
}
