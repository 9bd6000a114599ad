import { EventEmitter, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import type { LoadedApi } from '../api/lazyExports.js';
import { FirstUse } from '../base/waiting/lazy.js';
import { loadOnDemand } from '../bundles.js';
import { lazyCommands } from '../editor/lazyCommands.js';
import type { Log } from '../editor/log.js';
import { closeShownTexts } from '../editor/shownTexts.js';
import { userSetting } from '../editor/settings.js';
import type { OpenTerminalFor } from '../logins/index.js';
import type { AddGivenProfile } from '../model/givenProfile.js';
import type { IamAccess } from '../model/iam/iamCaller.js';
import { productionPatterns } from '../model/session/production.js';
import type { RecordAct } from '../model/sessionAct.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';

interface Parts {
  readonly iam: IamAccess;
  readonly sessions: SessionReader;
  readonly record: RecordAct;
  readonly openFor: OpenTerminalFor;
  readonly addProfile: AddGivenProfile;
  /** When it is known what was open before. */
  readonly ready: Promise<void>;
  readonly log: Log;
}

/** What is loaded once a command, a notebook or another extension asks for it. Until then nobody has a session by it. */
export function registerOnDemand(
  context: ExtensionContext,
  { sessions, iam, record, openFor, addProfile, ready, log }: Parts,
) {
  closeShownTexts();
  const api = new FirstUse(async () => (await loadOnDemand()).registerApi(context, sessions, record, ready));
  const notebooks = new FirstUse(async () => (await loadOnDemand()).registerNotebooks(context, sessions, record, log));
  const denials = new FirstUse(async () => (await loadOnDemand()).registerDenials(context, { sessions, iam, log }));
  const roleSetup = new FirstUse(async () =>
    (await loadOnDemand()).registerRoleSetup(context, { access: iam, addProfile }),
  );
  const use: SessionUse = {
    used: () => [api, notebooks].flatMap(({ now }) => [...(now?.use.used() ?? [])]),
  };
  const exported: LoadedApi = {
    list: async () => (await api.get()).exported.list(),
    active: async (folder) => (await api.get()).exported.active(folder),
    credentials: async (extension, request) => (await api.get()).exported.credentials(extension, request),
    onDidChange: changesForExtensions(context, sessions),
  };
  const commands = {
    ...lazyCommands(
      [
        'roleSessions.api.list',
        'roleSessions.api.active',
        'roleSessions.api.credentials',
        'roleSessions.manageExtensionAccess',
      ],
      async () => (await api.get()).commands,
    ),
    ...lazyCommands(
      ['roleSessions.useInNotebook', 'roleSessions.showNotebookIdentity'],
      async () => (await notebooks.get()).commands,
    ),
    ...lazyCommands(['roleSessions.openConsole', 'roleSessions.copyConsoleLink'], async () =>
      (await loadOnDemand()).registerConsole(sessions, record),
    ),
    ...lazyCommands(
      ['roleSessions.explainDenial', 'roleSessions.explainDenialInTerminal'],
      async () => (await denials.get()).commands,
    ),
    ...lazyCommands(['roleSessions.revokeSessions', 'roleSessions.undoRevoke'], async () =>
      (await loadOnDemand()).registerRevoking(sessions, record, iam),
    ),
    ...lazyCommands(['roleSessions.setUpRole', 'roleSessions.undoRoleSetUp'], async () => roleSetup.get()),
    ...lazyCommands(['roleSessions.copyAs'], async () => (await loadOnDemand()).registerSnippets(sessions)),
    ...lazyCommands(['roleSessions.exportCredentials'], async () =>
      (await loadOnDemand()).registerExporting(sessions, record),
    ),
    ...lazyCommands(
      ['roleSessions.logInToEcr', 'roleSessions.logInToCodeArtifact', 'roleSessions.logInToEks'],
      async () => (await loadOnDemand()).registerLogins(sessions, openFor),
    ),
  };
  return { use, exported, commands };
}

/** When what they can ask for may be another: each that listens would have it loaded otherwise. */
function changesForExtensions(
  { subscriptions }: Pick<ExtensionContext, 'subscriptions'>,
  sessions: SessionReader,
): LoadedApi['onDidChange'] {
  const changed = new EventEmitter<void>();
  const fire = () => changed.fire();
  subscriptions.push(
    changed,
    sessions.onDidChange(fire),
    workspace.onDidGrantWorkspaceTrust(fire),
    userSetting('roleSessions.productionRoles', productionPatterns).onDidChange(fire),
  );
  return (listener) => changed.event(() => listener());
}
