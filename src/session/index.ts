import { commands, env, window } from 'vscode';
import type { ExtensionContext, Memento } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { CommandId } from '../base/commandIds.js';
import { Cancelled, UserError } from '../base/errors.js';
import type { Lazy } from '../base/waiting/lazy.js';
import { loadAsk } from '../bundles.js';
import { chooseAction } from '../ask/forms/chooseAction.js';
import type { ShownSessions } from '../ask/rows/sessionActions.js';
import type { Configuration } from '../config/configuration.js';
import { commandTable, invokeCommand } from '../editor/commands.js';
import type { Log } from '../editor/log.js';
import { userSetting } from '../editor/settings.js';
import { isInWorkspace } from '../editor/workspaceFolders.js';
import type { SessionRequest } from '../model/request.js';
import { mfaSessionOf } from '../model/session/mfaSessions.js';
import { recentRolesIn } from '../model/session/recentRoles.js';
import type { SessionId } from '../model/session/session.js';
import type { RecordAct } from '../model/sessionAct.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import { warnBefore } from '../model/session/warnBefore.js';
import { RoleAssumer } from './assume.js';
import type { RenewalPolicy } from './book/renewal.js';
import { openAwsFile, openPlace, openRequestDefinition, openRolesSetting } from './definitions.js';
import type { TokenVault } from './keep/tokenVault.js';
import type { Keeper } from './keeper.js';
import { SessionNotices } from './notices.js';
import type { Opener } from './opener.js';
import type { Sessions } from './sessions.js';
import { endEach } from './ending.js';
import { registerBringing } from './bringing/register.js';
import { assumingCommands } from './commands/assumingCommands.js';
import { folderCommands } from './commands/folderCommands.js';
import { Upkeep } from './upkeep.js';
import { entryOf, factsOf, liveRows, namedEntry, noRole, requestOf } from './wanted.js';

const warnings = userSetting('roleSessions.warnBeforeMinutes', warnBefore);
/** Of the setting; what it does not say is the default. */
export const renewal = userSetting('roleSessions.renewal', (written): RenewalPolicy =>
  written === 'ask' || written === 'off' ? written : 'automatic',
);

interface SessionParts {
  readonly sessions: Sessions;
  /** What the status bar shows, whose click lists what can be done. */
  readonly shown: ShownSessions;
  readonly opener: Opener;
  readonly keeper: Keeper;
  readonly tokens: TokenVault;
  readonly configuration: Lazy<Configuration>;
  readonly uses: readonly SessionUse[];
  /** Of `uses`, what S3 shows beside the session of the window. */
  readonly inS3: SessionUse;
  readonly record: RecordAct;
  /** When it is known what was open before. */
  readonly ready: Promise<void>;
  readonly log: Log;
}

/** The commands that open, renew and end sessions, and what the window says when one changes. */
export function registerSessions(context: ExtensionContext, parts: SessionParts) {
  const { sessions, opener, keeper, tokens, configuration } = parts;
  const run = (command: CommandId, argument?: unknown) =>
    invokeCommand(command, ...(argument === undefined ? [] : [argument]));
  const { globalState } = context;
  const openDefinition = async (request: SessionRequest) => openRequestDefinition(await configuration.get(), request);
  const assumer = new RoleAssumer({
    sessions,
    opener,
    configuration,
    globalState,
    openDefinition,
    openPlace,
    invokeCommand,
  });
  const notices = new SessionNotices(sessions);
  const upkeep = new Upkeep({ ...parts, warnBeforeMs: () => warnings.value, notices, isInWorkspace });
  context.subscriptions.push(
    sessions,
    opener,
    upkeep,
    renewal.onDidChange(() => sessions.replanRenewals()),
    tokens.onDidChange(() => setMfaContext(tokens)),
    keeper.onDidLoseFolders((lost) => notices.lost(lost)),
    sessions.onDidChange((change) => {
      setContext(sessions);
      notices.tell(change, upkeep.used(), new Set(parts.inS3.used()));
    }),
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        upkeep.tick();
        void keeper.lookAround();
      }
    }),
  );
  setContext(sessions);
  return commandTable({
    ...assumingCommands(assumer, sessions),
    ...{ ...folderCommands({ sessions, opener, assumer }), ...registerBringing(context, { ...parts, assumer }) },
    'roleSessions.useSession': async (wanted) => {
      const id = namedEntry(wanted, sessions)?.id ?? (await chooseLive(sessions));
      const facts = sessions.factsOf(id);
      if (facts !== undefined) {
        await (await loadAsk()).confirmProductionSession(facts);
      }
      await opener.use(id);
    },
    'roleSessions.endSession': (wanted) => end(wanted, sessions, opener, tokens),
    'roleSessions.endAllSessions': () => endAll(parts),
    'roleSessions.forgetMfaSession': () => forgetMfaSessions(tokens),
    'roleSessions.copyRoleArn': (wanted) =>
      env.clipboard.writeText(recentArn(wanted, globalState) ?? factsOf(wanted, sessions).identity.arn),
    'roleSessions.showActions': () => chooseAction(parts.shown, run),
    'roleSessions.openRoleDefinition': (wanted) =>
      openDefinition(requestOf(wanted, sessions) ?? entryOf(undefined, sessions).role.request),
    'roleSessions.openConfigFile': async () => openAwsFile((await configuration.get()).locations.config),
    'roleSessions.openCredentialsFile': async () => openAwsFile((await configuration.get()).locations.credentials),
    'roleSessions.openSettings': () => openRolesSetting(),
  });
}

/** Of the row of a role that was used lately, whose session may be gone. */
function recentArn(wanted: unknown, globalState: Memento): string | undefined {
  const roleId = typeof wanted === 'object' && wanted !== null && 'roleId' in wanted ? wanted.roleId : undefined;
  return recentRolesIn(globalState).find(({ id }) => id === roleId)?.arn;
}

async function end(wanted: unknown, sessions: Sessions, opener: Opener, tokens: TokenVault): Promise<void> {
  const mfaSession = mfaSessionOf(wanted);
  if (mfaSession !== undefined) {
    await forgetMfaSession(tokens, mfaSession);
    return;
  }
  const id = namedEntry(wanted, sessions)?.id ?? sessions.activeId ?? sessions.pendingId;
  if (id !== undefined) {
    await opener.end(id);
  }
}

async function forgetMfaSession(tokens: TokenVault, key: string): Promise<void> {
  if ((await tokens.forget(Date.now(), key)) === 0) {
    throw new UserError(l10n.t('That MFA session has ended.'));
  }
}

async function forgetMfaSessions(tokens: TokenVault): Promise<void> {
  const count = await tokens.forget(Date.now());
  void window.showInformationMessage(
    count === 0
      ? l10n.t('There was no MFA session.')
      : l10n.t('MFA sessions forgotten: {0}. New sessions ask for a code.', count),
  );
}

/** Also those that other windows opened, be they read here or not, and what one MFA code gave for many roles. One that the secret store keeps does not keep the others. */
async function endAll({ sessions, opener, keeper, tokens }: SessionParts): Promise<void> {
  const entries = sessions.list();
  const others = keeper.endOthers(entries.map(({ id }) => id));
  await endEach(entries, opener, tokens.forget(Date.now()), others);
}

async function chooseLive(sessions: Sessions): Promise<SessionId> {
  const rows = liveRows(sessions);
  if (rows.length === 0) {
    throw noRole();
  }
  const chosen = await window.showQuickPick(rows, {
    title: l10n.t('Use Session for New Terminals'),
    matchOnDescription: true,
  });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.id;
}

/** Menus and welcome views go by them. */
function setContext(sessions: Sessions): void {
  void commands.executeCommand('setContext', 'roleSessions.state', sessions.active().kind);
  void commands.executeCommand('setContext', 'roleSessions.hasSessions', sessions.list().length > 0);
  void commands.executeCommand('setContext', 'roleSessions.hasFolderSessions', sessions.folders().size > 0);
}

function setMfaContext(tokens: TokenVault): void {
  void commands.executeCommand('setContext', 'roleSessions.hasMfaSessions', tokens.list().length > 0);
}
