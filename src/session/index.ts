import { commands, env, window } from 'vscode';
import type { ExtensionContext } from 'vscode';
import * as l10n from '../base/l10n.js';
import { commandTable, invokeCommand } from '../editor/commands.js';
import type { CommandId } from '../base/commandIds.js';
import type { Lazy } from '../base/lazy.js';
import type { Configuration } from '../config/configuration.js';
import { configuredRole, type SessionRequest } from '../model/request.js';
import { UserError } from '../base/errors.js';
import { RoleAssumer } from './assume.js';
import { openAwsFile, openPlace, openRequestDefinition, openRolesSetting } from './definitions.js';
import { loadAsk } from '../bundles.js';
import type { SessionManager } from './manager.js';
import { chooseAction } from '../ask/forms/chooseAction.js';
import type { SessionArgument } from '../model/session/sessionArgument.js';
import { liveSession, sessionTitle } from '../model/session/session.js';
import type { RoleRef, Session, SessionFacts } from '../model/session/session.js';

/** The commands that open, renew and end sessions, and what the window says when one changes. */
export function registerSessions(
  context: ExtensionContext,
  sessions: SessionManager,
  configuration: Lazy<Configuration>,
) {
  const run = (command: CommandId, argument?: SessionRequest | SessionArgument) =>
    invokeCommand(command, ...(argument === undefined ? [] : [argument]));
  const { globalState } = context;
  const openDefinition = async (request: SessionRequest) => openRequestDefinition(await configuration.get(), request);
  const assumer = new RoleAssumer({
    sessions,
    configuration,
    globalState,
    openDefinition,
    openPlace,
    invokeCommand: run,
  });
  context.subscriptions.push(
    sessions,
    sessions.onDidChange(() => announce(sessions.active())),
    window.onDidChangeWindowState(({ focused }) => focused && sessions.checkClock()),
  );
  announce(sessions.active());
  return commandTable({
    ...assumingCommands(assumer, sessions),
    'roleSessions.endSession': () => sessions.end(),
    'roleSessions.forgetMfaSession': () => forgetMfaSessions(sessions),
    'roleSessions.copyRoleArn': () => env.clipboard.writeText(activeFacts(sessions.active()).identity.arn),
    'roleSessions.showActions': () => chooseAction(sessions, run),
    'roleSessions.openRoleDefinition': (wanted) =>
      openDefinition(requestOf(wanted) ?? roleToRenew(sessions.active()).request),
    'roleSessions.openConfigFile': async () => openAwsFile((await configuration.get()).locations.config),
    'roleSessions.openCredentialsFile': async () => openAwsFile((await configuration.get()).locations.credentials),
    'roleSessions.openSettings': () => openRolesSetting(),
  });
}

/** Those that may lead to a new session. Most take what is wanted as their argument, or ask. */
function assumingCommands(assumer: RoleAssumer, sessions: SessionManager) {
  const form = () => assumer.form();
  return commandTable({
    'roleSessions.assumeRole': (wanted) => {
      const request = requestOf(wanted);
      return request === undefined ? assumer.choose() : assumer.assume(request, { fresh: false });
    },
    'roleSessions.renewSession': (wanted) =>
      assumer.assume(requestOf(wanted) ?? roleToRenew(sessions.active()).request, { fresh: true }),
    'roleSessions.assumeRoleWithOptions': async (wanted) =>
      (await loadAsk()).assumeWithOptions(await form(), requestOf(wanted)),
    'roleSessions.assumeRoleByArn': async () => (await loadAsk()).assumeByArn(await form()),
    'roleSessions.assumeWithLess': async (wanted) => (await loadAsk()).assumeWithLess(await form(), requestOf(wanted)),
    'roleSessions.getSessionToken': async () => (await loadAsk()).getSessionToken(await form()),
    'roleSessions.getFederationToken': async () => (await loadAsk()).getFederationToken(await form()),
    'roleSessions.showPlan': async (wanted) => (await loadAsk()).showPlan(await form(), requestOf(wanted)),
  });
}

async function forgetMfaSessions(sessions: SessionManager): Promise<void> {
  const count = await sessions.tokens.forget(Date.now());
  void window.showInformationMessage(
    count === 0
      ? l10n.t('There was no MFA session.')
      : l10n.t('MFA sessions forgotten: {0}. New sessions ask for a code.', count),
  );
}

let announced: Session['kind'] | undefined;

/** Menus and welcome views go by the context key; the end of a session is said once, with the way back. */
function announce(session: Session): void {
  void commands.executeCommand('setContext', 'roleSessions.state', session.kind);
  if (session.kind === 'expired' && announced === 'live') {
    void offerRenewal(session);
  }
  announced = session.kind;
}

async function offerRenewal(session: SessionFacts): Promise<void> {
  const again = l10n.t('Assume Again');
  const message = l10n.t(
    'The session of {0} has expired. New terminals and S3 no longer have its credentials.',
    sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo }),
  );
  if ((await window.showWarningMessage(message, again)) === again) {
    await invokeCommand('roleSessions.renewSession', session.role.request);
  }
}

/** A role's ID, as links and keybindings give it, or what our own buttons pass. */
function requestOf(wanted: unknown): SessionRequest | undefined {
  if (typeof wanted === 'string') {
    return configuredRole(wanted);
  }
  return typeof wanted === 'object' && wanted !== null && 'target' in wanted && 'overrides' in wanted
    ? (wanted as SessionRequest)
    : undefined;
}

function roleToRenew(session: Session): RoleRef {
  const settled = session.kind === 'assuming' ? session.previous : session;
  if (settled.kind === 'none') {
    throw noRole();
  }
  return settled.role;
}

function activeFacts(session: Session): SessionFacts {
  const live = liveSession(session);
  if (live === undefined) {
    throw noRole();
  }
  return live;
}

function noRole(): UserError {
  return new UserError(l10n.t('No AWS role is active.'), {
    actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }],
  });
}
