import { MarkdownString, Uri, workspace } from 'vscode';
import type {
  EnvironmentVariableCollection,
  EnvironmentVariableMutatorOptions,
  GlobalEnvironmentVariableCollection,
  Memento,
  WorkspaceFolder,
} from 'vscode';
import * as l10n from '../base/l10n.js';
import type { ChangeEvent, Disposable } from '../base/listeners.js';
import { invokeCommand } from '../editor/commands.js';
import type { TellOnce } from '../editor/tellOnce.js';
import type { GivenIn, GivenTo, Giver } from '../lending/given.js';
import { folderKey, type FolderKey, type SessionReader } from '../model/session/sessionReader.js';
import { liveSession } from '../model/session/session.js';
import type { LiveSession, Session } from '../model/session/session.js';
import { CONTAINER_URI } from '../model/variables/strayVariables.js';
import { givesByFolder } from './editorsVariables.js';
import { givingAll, givingOf, type Giving } from './environment/giving.js';
import { NONE, type Holding } from '../identity/holding.js';
import { holdingOfGiven } from './environment/holding.js';

/** The folders that something is given to. */
const GIVEN = 'roleSessions.givenFolders';

const AND_AGAIN: EnvironmentVariableMutatorOptions = { applyAtProcessCreation: true, applyAtShellIntegration: true };

/**
 * Keeps the variables that VS Code gives new terminals, tasks and debug runs equal to the active session's, by folder
 * where folders have sessions of their own. They are applied again after the shell's start-up files, which may export
 * others.
 */
export function injectEnvironment(
  collection: GlobalEnvironmentVariableCollection,
  sessions: SessionReader,
  {
    lending,
    memento,
    tell,
  }: {
    readonly lending: Giver & { readonly onDidChange: ChangeEvent };
    readonly memento: Memento;
    readonly tell: TellOnce;
  },
): Disposable {
  collection.persistent = false; // true at every activation, and then VS Code writes the variables to disk
  collection.clear();
  let shown: readonly unknown[] = [undefined];
  const update = () => {
    const active = liveSession(sessions.active());
    const folders = sessions.folders().size === 0 ? [] : (workspace.workspaceFolders ?? []);
    const ofFolders = folders.map((folder) => ({ folder, session: liveSession(sessions.active(folderKey(folder))) }));
    const given = active && lending.give(active, windowPlace());
    const givenTo = ofFolders.map(({ folder, session }) => session && lending.give(session, folderPlace(folder)));
    const state = [
      ...stateOf(active, given),
      ...ofFolders.flatMap(({ folder, session }, index) => [folder, folder.index, ...stateOf(session, givenTo[index])]),
    ];
    if (state.length === shown.length && state.every((each, index) => each === shown[index])) {
      return;
    }
    shown = state;
    void memento.update(GIVEN, ofFolders.length === 0 ? undefined : folders.map(folderKey));
    collection.clear();
    if (ofFolders.length === 0) {
      fill(collection, active, given);
    } else if (!givesByFolder()) {
      sayNone(tell);
      return;
    }
    // Nothing for all beside those: what the window's session has and a folder's has not would be there as well.
    ofFolders.forEach(({ folder, session }, index) =>
      fill(collection.getScoped({ workspaceFolder: folder }), session, givenTo[index]),
    );
  };
  update();
  const subscriptions = [
    sessions.onDidChange(update),
    lending.onDidChange(update),
    workspace.onDidChangeWorkspaceFolders(update),
  ];
  return { dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()) };
}

/**
 * Whether extensions that were started before in this window have given something that is still there: also to a folder
 * that has left the workspace, whose place another one has taken.
 */
export function isGivenAlready(collection: GlobalEnvironmentVariableCollection, memento: Memento): boolean {
  const kept = memento
    .get<readonly FolderKey[]>(GIVEN, [])
    .map((key) => ({ uri: Uri.parse(key), name: '', index: -1 }));
  const scoped = [...(workspace.workspaceFolders ?? []), ...kept].map((workspaceFolder) =>
    collection.getScoped({ workspaceFolder }),
  );
  return [collection, ...scoped].some((each) =>
    ['AWS_ACCESS_KEY_ID', CONTAINER_URI].some((name) => each.get(name) !== undefined),
  );
}

/** What shells that begin now get by it. */
export function givingNow(sessions: Pick<SessionReader, 'active' | 'folders'>, lending: Giver): Giving {
  const folders = [...sessions.folders()].map(
    ([folder, session]) => [folder, holdingAt(lending, session, shellPlace(folder))] as const,
  );
  const all = (workspace.workspaceFolders ?? []).map(folderKey);
  return folders.length === 0 || givesByFolder()
    ? givingOf(Date.now(), holdingAt(lending, sessions.active(), windowPlace()), new Map(folders), all)
    : givingAll(Date.now(), NONE);
}

/** What shells of a folder or of the window would be given now. */
export function holdingAt(lending: Giver, session: Session, place: GivenIn): Holding {
  const live = liveSession(session);
  return live === undefined ? NONE : holdingOfGiven(lending.give(live, place), live);
}

/** The window is called by its workspace. */
export function windowPlace(): GivenIn {
  return { scope: 'window', name: workspace.name ?? l10n.t('a window without a folder') };
}

export function shellPlace(key: FolderKey): GivenIn {
  const folder = workspace.workspaceFolders?.find((each) => folderKey(each) === key);
  return folder === undefined ? { scope: key, name: key } : folderPlace(folder);
}

export function folderPlace(folder: WorkspaceFolder): GivenIn {
  return { scope: folderKey(folder), name: folder.name };
}

/** By which it shows that something is different. Who asks for credentials has the same ones after a renewal. */
function stateOf(session: LiveSession | undefined, given: GivenTo | undefined): readonly unknown[] {
  return given?.kind === 'lent' ? ['lent', JSON.stringify([...given.variables])] : [session, given?.kind];
}

function fill(
  collection: EnvironmentVariableCollection,
  session: LiveSession | undefined,
  given: GivenTo | undefined,
): void {
  const variables = given === undefined || given.kind === 'later' ? [] : given.variables;
  collection.description = session && describe(session);
  for (const [name, value] of variables) {
    collection.replace(name, value, AND_AGAIN);
  }
}

function sayNone(tell: TellOnce): void {
  const message = l10n.t(
    'This editor gives a terminal of a remote window the variables of the folder that was last worked in. While folders have roles of their own, terminals and tasks therefore get no AWS credentials: use VS Code 1.110 or newer, or open terminals as a role.',
  );
  const run = () => invokeCommand('roleSessions.openTerminal');
  tell.warn(message, { next: { title: l10n.t('Open Terminal'), run } });
}

function describe(session: LiveSession): MarkdownString {
  const description = new MarkdownString();
  description.appendText(
    session.narrowedTo === undefined
      ? l10n.t('AWS credentials of {0}: {1}', session.role.name, session.identity.arn)
      : l10n.t(
          'AWS credentials of {0}, narrowed to {1}: {2}',
          session.role.name,
          session.narrowedTo,
          session.identity.arn,
        ),
  );
  return description;
}
