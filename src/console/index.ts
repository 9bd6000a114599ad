import { homedir } from 'node:os';
import { env, ProgressLocation, window, workspace } from 'vscode';
import * as l10n from '../base/l10n.js';
import { Cancelled, UserError } from '../base/errors.js';
import { localTime } from '../base/localTime.js';
import { sentences } from '../base/words.js';
import { loadAws } from '../bundles.js';
import { commandTable } from '../editor/commands.js';
import { openAsWritten } from '../editor/openAsWritten.js';
import { asWritten, userSetting } from '../editor/settings.js';
import { isSameWho, pledgeOf } from '../lending/pledge.js';
import { s3PlaceOf, type S3Place } from '../model/s3Place.js';
import type { RecordAct } from '../model/sessionAct.js';
import { isProduction, productionPatterns } from '../model/session/production.js';
import { NEVER, sessionTitle, type LiveSession } from '../model/session/session.js';
import { askedSession, sessionIdOf } from '../model/session/sessionArgument.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { launchProgram } from '../process/run.js';
import { consoleCommand } from './consoleCommand.js';
import { consoleTarget, loginUrl } from './consoleUrls.js';

const PRODUCTION = userSetting('roleSessions.productionRoles', productionPatterns);
const COMMAND = userSetting('roleSessions.consoleCommand', asWritten);

interface Link {
  readonly url: string;
  /** Who is signed in by it. */
  readonly session: LiveSession;
}

/** The AWS console as a session: whoever has the link is signed in, so it goes nowhere but to the browser or where the user said. */
export function registerConsole(sessions: SessionReader, record: RecordAct) {
  return commandTable({
    'roleSessions.openConsole': async (argument) => {
      const asked = wantedSession(sessions, argument);
      const place = s3PlaceOf(argument);
      expectTarget(asked, place);
      if (isProduction(PRODUCTION.value, asked)) {
        await confirm(l10n.t('Open the AWS console as {0}, which is production?', titleOf(asked)), {
          title: l10n.t('Open Console'),
          detail: endText(asked),
        });
      }
      const { url, session } = await linkFor(sessions, asked, place);
      record({ kind: 'console', session: factsOf(session), to: await open(url, session) });
    },
    'roleSessions.copyConsoleLink': async (argument) => {
      const asked = wantedSession(sessions, argument);
      const place = s3PlaceOf(argument);
      expectTarget(asked, place);
      await confirmCopying(asked);
      const { url, session } = await linkFor(sessions, asked, place);
      await env.clipboard.writeText(url);
      record({ kind: 'console', session: factsOf(session), to: l10n.t('the clipboard') });
      window.setStatusBarMessage(l10n.t('The link is in the clipboard. Open it within 15 minutes.'), 5_000);
    },
  });
}

/** @throws UserError where there is none that is live, or in Restricted Mode */
function wantedSession(sessions: SessionReader, argument: unknown): LiveSession {
  if (!workspace.isTrusted) {
    throw new UserError(l10n.t('In Restricted Mode nobody is signed in to the AWS console.'));
  }
  const session = askedSession(sessions, argument);
  if (session === undefined) {
    throw new UserError(
      sessionIdOf(argument) === undefined
        ? l10n.t('No AWS role is active, so there is nobody to open the console as.')
        : l10n.t('That session has ended, so there is nobody to open the console as.'),
      { actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }] },
    );
  }
  return session;
}

/** @throws UserError where federation does not take the session */
function expectTarget(session: LiveSession, place: S3Place | undefined) {
  const target = consoleTarget(session, place);
  if (target.kind === 'problem') {
    throw new UserError(target.message);
  }
  return target;
}

/** For the session as it is by now; it must still be there once there is an answer. @throws UserError */
async function linkFor(sessions: SessionReader, asked: LiveSession, place: S3Place | undefined): Promise<Link> {
  const argument = { sessionId: asked.id };
  const session = wantedSession(sessions, argument);
  if (!isSameWho(pledgeOf(asked), pledgeOf(session))) {
    throw new UserError(l10n.t('The session is somebody else by now. Run the command again.'));
  }
  const target = expectTarget(session, place);
  const { federation } = target;
  const { endpoints, credentials } = session;
  const title = l10n.t('Signing in to the AWS console');
  const token = await window.withProgress({ location: ProgressLocation.Window, title }, async () =>
    (await loadAws()).consoleSignInToken({ federation, endpoints, credentials }),
  );
  wantedSession(sessions, argument);
  return { url: loginUrl(target, token), session };
}

/** What has opened it, for the record. @throws UserError without the link, Cancelled */
async function open(url: string, { role: { name } }: LiveSession): Promise<string> {
  const command = consoleCommand(COMMAND.value, name, url);
  switch (command.kind) {
    case 'problem':
      throw new UserError(command.message);
    case 'command': {
      const { program, parameters } = command;
      const what = l10n.t('The setting {0}', 'roleSessions.consoleCommand');
      const environment = { variables: process.env, homeDirectory: homedir() };
      await launchProgram(program, parameters, { what, environment });
      return program;
    }
    case 'none':
      if (!(await openAsWritten(url).then(undefined, notOpened))) {
        throw new Cancelled();
      }
      return l10n.t('the browser');
  }
}

/** What the editor says of it may have the link in it. */
function notOpened(): never {
  throw new UserError(l10n.t('The editor could not open the browser.'));
}

function confirmCopying(session: LiveSession): Promise<void> {
  const message = isProduction(PRODUCTION.value, session)
    ? l10n.t('Copy a link that signs in as {0}, which is production?', titleOf(session))
    : l10n.t('Copy a link that signs in as {0}?', titleOf(session));
  const detail = sentences(
    l10n.t('Whoever has the link can sign in with it for 15 minutes, and is asked for nothing.'),
    endText(session),
  );
  return confirm(message, { title: l10n.t('Copy Link'), detail });
}

function endText({ identity: { arn }, expiresAt }: LiveSession): string {
  return expiresAt === NEVER
    ? l10n.t('Whoever is signed in is {0}, and ending the session here does not sign them out.', arn)
    : l10n.t(
        'Whoever is signed in is {0} until {1}, and ending the session here does not sign them out.',
        arn,
        localTime(expiresAt),
      );
}

/** @throws Cancelled */
async function confirm(
  message: string,
  { title, detail }: { readonly title: string; readonly detail: string },
): Promise<void> {
  if ((await window.showWarningMessage(message, { modal: true, detail }, title)) !== title) {
    throw new Cancelled();
  }
}

function titleOf({ role: { name }, narrowedTo }: LiveSession): string {
  return sessionTitle({ name, narrowedTo });
}

function factsOf(session: LiveSession) {
  const { kind: _, credentials: __, signOuts: ___, ...facts } = session;
  return facts;
}
