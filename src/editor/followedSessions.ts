import { EventEmitter, window, workspace } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import type { Session } from '../model/session/session.js';
import { folderKey, type FolderKey, type SessionChange, type SessionReader } from '../model/session/sessionReader.js';
import { userSetting } from './settings.js';
import { folderNames } from './workspaceFolders.js';

/** A folder whose session is shown in the window's place. */
export interface FollowedFolder {
  readonly folder: FolderKey;
  /** As the editor shows it. */
  readonly name: string;
}

/** What the editor has in front where no document of the user's is: they look at a panel, and go on in the same folder. */
const OF_PANELS: readonly string[] = ['output', 'debug', 'vscode-terminal'];

/**
 * The sessions, for what shows one: where the user wants that (`roleSessions.followActiveEditor`) it is that of the
 * folder which the active editor's file is in, if that has one of its own, or had.
 */
export class FollowedSessions implements SessionReader, Disposable {
  private readonly follows = userSetting('roleSessions.followActiveEditor', (written) => written === true);
  private readonly changed = new EventEmitter<SessionChange>();
  private readonly subscriptions: readonly Disposable[];
  private worked: FolderKey | undefined;
  private shown: Session;

  readonly onDidChange = this.changed.event;

  constructor(private readonly sessions: SessionReader) {
    this.worked = workedIn(undefined);
    this.shown = this.active();
    this.subscriptions = [
      this.changed,
      sessions.onDidChange((change) => this.tell(change)),
      ...[this.follows.onDidChange, workspace.onDidChangeWorkspaceFolders].map((event) => event(() => this.look())),
      window.onDidChangeActiveTextEditor(() => {
        this.worked = workedIn(this.worked);
        this.look();
      }),
    ];
  }

  /** Undefined where the window's session is what is shown. */
  get followed(): FollowedFolder | undefined {
    const folder = this.follows.value ? this.worked : undefined;
    const name = folder && folderNames().get(folder);
    return folder !== undefined && name !== undefined && this.sessions.folders().has(folder)
      ? { folder, name }
      : undefined;
  }

  active = (folder?: FolderKey): Session => this.sessions.active(folder ?? this.followed?.folder);
  /** What new things act as that are of no folder, whatever is shown. */
  ofWindow = (): Session => this.sessions.active();
  folders = (): ReturnType<SessionReader['folders']> => this.sessions.folders();
  list = (): ReturnType<SessionReader['list']> => this.sessions.list();
  get: SessionReader['get'] = (id) => this.sessions.get(id);
  byKey: SessionReader['byKey'] = (key) => this.sessions.byKey(key);
  facts: SessionReader['facts'] = (key) => this.sessions.facts(key);

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private look(): void {
    if (this.active() !== this.shown) {
      this.tell({ entries: [], active: undefined, folders: [] });
    }
  }

  private tell(change: SessionChange): void {
    const [before, after] = [this.shown, this.active()];
    this.shown = after;
    this.changed.fire({ ...change, active: before === after ? undefined : { before, after } });
  }
}

function workedIn(before: FolderKey | undefined): FolderKey | undefined {
  const uri = window.activeTextEditor?.document.uri;
  if (uri !== undefined && OF_PANELS.includes(uri.scheme)) {
    return before;
  }
  const folder = uri && workspace.getWorkspaceFolder(uri);
  return folder && folderKey(folder);
}
