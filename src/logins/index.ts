import { window } from 'vscode';
import type { QuickPickItem, Terminal } from 'vscode';
import * as l10n from '../base/l10n.js';
import { Cancelled, UserError } from '../base/errors.js';
import { sentences } from '../base/words.js';
import { commandTable } from '../editor/commands.js';
import { userSetting } from '../editor/settings.js';
import { pledgeOf, type Pledge } from '../lending/pledge.js';
import { isProduction, productionPatterns } from '../model/session/production.js';
import { sessionTitle, type LiveSession } from '../model/session/session.js';
import { askedSession, sessionIdOf } from '../model/session/sessionArgument.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import {
  CONTAINER_TOOLS,
  hasPublicRegistry,
  loginCommand,
  loginProblem,
  PACKAGE_TOOLS,
  type Login,
  type LoginField,
} from './loginCommands.js';
import { readyToType } from './readyToType.js';

/** A new terminal that acts as what was pledged, whose shell has begun. @throws UserError where there is none */
export type OpenTerminalFor = (pledge: Pledge) => Promise<Terminal>;

const PRODUCTION = userSetting('roleSessions.productionRoles', productionPatterns);

/** Logs other programs in as a session: by a command that the user has seen, in a terminal of that session. */
export function registerLogins(sessions: SessionReader, open: OpenTerminalFor) {
  const logIn = async (argument: unknown, ask: (session: LiveSession) => Promise<Login>): Promise<void> => {
    const session = sessionFor(sessions, argument);
    const login = await ask(session);
    const command = loginCommand(login, session.identity.partition);
    if (command.kind === 'problem') {
      throw new UserError(command.message);
    }
    await confirm(session, login, command.line);
    const terminal = await open(pledgeOf(session));
    await readyToType(terminal);
    terminal.sendText(command.line);
  };
  return commandTable({
    'roleSessions.logInToEcr': (argument) => logIn(argument, askEcr),
    'roleSessions.logInToCodeArtifact': (argument) => logIn(argument, askCodeArtifact),
    'roleSessions.logInToEks': (argument) => logIn(argument, askEks),
  });
}

/** @throws UserError where there is none that is live */
function sessionFor(sessions: SessionReader, argument: unknown): LiveSession {
  const session = askedSession(sessions, argument);
  if (session === undefined) {
    throw new UserError(
      sessionIdOf(argument) === undefined
        ? l10n.t('No AWS role is active, so there is nobody to log in as.')
        : l10n.t('That session has ended, so there is nobody to log in as.'),
      { actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }] },
    );
  }
  return session;
}

async function askEcr(session: LiveSession): Promise<Login> {
  const title = l10n.t('Log In to Amazon ECR as {0}', titleOf(session));
  const { partition, accountId } = session.identity;
  const rows = [
    { label: l10n.t('Private registry'), value: 'ecr' },
    { label: l10n.t('Public registry'), description: 'public.ecr.aws', value: 'ecr-public' },
  ] as const;
  const kind = hasPublicRegistry(partition) ? await choose(rows, title) : 'ecr';
  if (kind === 'ecr-public') {
    return { kind, tool: await chooseTool(CONTAINER_TOOLS, title) };
  }
  const account = await write('account', l10n.t('The account that has the registry'), accountId, { title, partition });
  const region = await writeRegion(session, title);
  return { kind, account, region, tool: await chooseTool(CONTAINER_TOOLS, title) };
}

async function askCodeArtifact(session: LiveSession): Promise<Login> {
  const title = l10n.t('Log In to AWS CodeArtifact as {0}', titleOf(session));
  const { partition, accountId } = session.identity;
  const to = { title, partition };
  const tool = await chooseTool(PACKAGE_TOOLS, title);
  const domain = await write('domain', l10n.t('The domain'), '', to);
  const owner = await write('owner', l10n.t('The account that owns the domain'), accountId, to);
  const repository = await write('repository', l10n.t('The repository'), '', to);
  return { kind: 'code-artifact', tool, domain, owner, repository, region: await writeRegion(session, title) };
}

async function askEks(session: LiveSession): Promise<Login> {
  const title = l10n.t('Update kubeconfig for Amazon EKS as {0}', titleOf(session));
  const to = { title, partition: session.identity.partition };
  const cluster = await write('cluster', l10n.t('The name of the cluster'), '', to);
  const region = await writeRegion(session, title);
  const alias = await write('alias', l10n.t('The name of the context; without one, the ARN of the cluster'), '', to);
  return { kind: 'eks', cluster, region, alias };
}

function writeRegion({ region, identity: { partition } }: LiveSession, title: string): Promise<string> {
  return write('region', l10n.t('The region'), region, { title, partition });
}

/** @throws Cancelled */
async function write(
  field: LoginField,
  prompt: string,
  value: string,
  { title, partition }: { readonly title: string; readonly partition: string },
): Promise<string> {
  const written = await window.showInputBox({
    title,
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (text) => loginProblem(field, text.trim(), partition),
  });
  if (written === undefined) {
    throw new Cancelled();
  }
  return written.trim();
}

function chooseTool<T extends string>(tools: readonly T[], title: string): Promise<T> {
  const rows = tools.map((tool) => ({
    label: tool,
    ...(tool === 'swift' && { description: l10n.t('not in older versions of the AWS CLI') }),
    value: tool,
  }));
  return choose(rows, title);
}

/** @throws Cancelled */
async function choose<T>(rows: readonly (QuickPickItem & { readonly value: T })[], title: string): Promise<T> {
  const chosen = await window.showQuickPick(rows, { title, ignoreFocusOut: true });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.value;
}

/** Nothing runs that the user has not seen in full. @throws Cancelled */
async function confirm(session: LiveSession, login: Login, line: string): Promise<void> {
  const title = l10n.t('Run in New Terminal');
  const message = isProduction(PRODUCTION.value, session)
    ? l10n.t('Run this as {0}, which is production?', titleOf(session))
    : l10n.t('Run this as {0}?', titleOf(session));
  const detail = `${line}\n\n${sentences(l10n.t('It acts as {0}.', session.identity.arn), effectOf(login))}`;
  if ((await window.showWarningMessage(message, { modal: true, detail }, title)) !== title) {
    throw new Cancelled();
  }
}

/** What is there when it has run: it outlives the session, but for a kubeconfig. */
function effectOf(login: Login): string {
  switch (login.kind) {
    case 'ecr':
    case 'ecr-public':
      return l10n.t(
        '{0} keeps the password where it keeps passwords. It is good for up to 12 hours, also once the session has ended here.',
        login.tool,
      );
    case 'code-artifact':
      return l10n.t(
        'The AWS CLI writes a token into the configuration of {0}, in your home folder. It is good for up to 12 hours, also once the session has ended here.',
        login.tool,
      );
    case 'eks':
      return l10n.t(
        'It adds the cluster to your kubeconfig, and makes it the current context of every terminal. No credentials are written: kubectl runs the AWS CLI, and so acts as the role of the terminal that it runs in.',
      );
  }
}

function titleOf({ role: { name }, narrowedTo }: LiveSession): string {
  return sessionTitle({ name, narrowedTo });
}
