import { randomUUID } from 'node:crypto';
import { commands, extensions, Uri, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import type { CommandId } from '../base/commandIds.js';
import { commandTable } from '../editor/commands.js';
import { isRemote } from '../editor/remote.js';
import { userSetting } from '../editor/settings.js';
import type { SessionRequest } from '../model/request.js';
import { isProduction, productionPatterns } from '../model/session/production.js';
import type { SessionFacts, SessionId } from '../model/session/session.js';
import { sessionIdOf, type HowToAssume } from '../model/session/sessionArgument.js';
import { folderKey, type FolderKey, type SessionReader } from '../model/session/sessionReader.js';
import type { RecordAct } from '../model/sessionAct.js';
import type { Allowance } from './access.js';
import { AccessBook } from './accessBook.js';
import { apiCommands } from './apiCommands.js';
import { wantedIn } from './arguments.js';
import { callerOf, notInstalled, type CallingExtension } from './caller.js';
import { Consent, type Question } from './consent.js';
import { ExtensionApi } from './extensionApi.js';
import type { LoadedApi } from './lazyExports.js';
import { Loans, type Loan } from './loans.js';
import { manageAccess } from './manageAccess.js';
import { questionText } from './questionText.js';
import type { CredentialsProvider, SessionCredentials } from './roleSessions.js';
import { sessionCredentials } from './sessionInfo.js';

const productionRoles = userSetting('roleSessions.productionRoles', productionPatterns);

/** What other extensions get: by the exports of this one, and by commands from other extension hosts. */
export function registerApi(
  { globalState }: Pick<ExtensionContext, 'globalState'>,
  sessions: SessionReader,
  record: RecordAct,
  ready: Promise<void>,
) {
  const book = new AccessBook(globalState);
  const isOfProduction = (session: SessionFacts) => isProduction(productionRoles.value, session);
  const consent = new Consent(book, isOfProduction, ask);
  const check = (caller: CallingExtension): void => {
    api.refuseUntrusted();
    if (caller.isSeen && extensions.getExtension(caller.id) === undefined) {
      throw notInstalled(caller.id);
    }
  };
  const loans = new Loans({ sessions, consent, check, record });
  const api = new ExtensionApi({
    ...{ sessions, ready, consent, loans, assume },
    isProduction: isOfProduction,
    isTrusted: () => workspace.isTrusted,
  });
  const exported: Omit<LoadedApi, 'onDidChange'> = {
    list: () => api.list(),
    active: (folder) => api.active(folder && folderOf(folder)),
    credentials: async (extension, request) => {
      const caller = callerOf(extension, find, false);
      const loan = await api.credentials(caller, wantedIn(request));
      return providerOf(loan, loans, api);
    },
  };
  return {
    exported,
    use: loans,
    commands: commandTable({
      ...apiCommands({
        api,
        fetch: (loan) => loans.fetch(loan),
        folder: (text) => folderOf(Uri.parse(text)),
        caller: (id) => callerOf(id, find, isRemote()),
        handle: randomUUID,
      }),
      'roleSessions.manageExtensionAccess': () => manageAccess(book),
    }),
  };
}

function providerOf(loan: Loan, loans: Loans, api: ExtensionApi): CredentialsProvider {
  const provider = () =>
    new Promise<SessionCredentials>((resolve) => {
      resolve(sessionCredentials(loans.fetch(loan))); // what it throws rejects
    });
  return Object.assign(provider, { session: api.info(loan.given) });
}

function find(id: string) {
  return extensions.getExtension(id);
}

/** Of the workspace, where it is in one. */
function folderOf(uri: Uri): FolderKey | undefined {
  const folder = workspace.getWorkspaceFolder(uri);
  return folder && folderKey(folder);
}

async function ask(question: Question): Promise<Allowance | undefined> {
  const { message, detail, buttons } = questionText(question);
  const titles = buttons.map(({ title }) => title);
  const chosen = await window.showWarningMessage(message, { modal: true, detail }, ...titles);
  return buttons.find(({ title }) => title === chosen)?.allowance;
}

async function assume(request: SessionRequest): Promise<SessionId | undefined> {
  const command: CommandId = 'roleSessions.assumeRole';
  const how: HowToAssume = { activates: false };
  return sessionIdOf(await commands.executeCommand(command, request, how));
}
