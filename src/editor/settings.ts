import { workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { ChangeEvent } from '../base/listeners.js';

export type SettingId =
  | 'roleSessions.roles'
  | 'roleSessions.sessionName'
  | 'roleSessions.productionRoles'
  | 'roleSessions.confirmProduction'
  | 'roleSessions.followActiveEditor'
  | 'roleSessions.warnBeforeMinutes'
  | 'roleSessions.renewal'
  | 'roleSessions.mfaCommand'
  | 'roleSessions.mfaSessionDurationSeconds'
  | 'roleSessions.identityCenterSignIn'
  | 'roleSessions.terminals'
  | 'roleSessions.debug'
  | 'roleSessions.auditLog'
  | 'roleSessions.checkPolicies'
  | 'roleSessions.consoleCommand'
  | 'roleSessions.role';

/** A setting as it is now, and when it changes. */
export interface UserSetting<T> {
  readonly value: T;
  readonly onDidChange: ChangeEvent;
}

/**
 * From the user's and the machine's settings only: a workspace that someone else wrote must not decide whose
 * credentials are used, nor which command runs.
 * @param read makes sense of what is written, which may be of any shape
 */
export function userSetting<T>(id: SettingId, read: (written: unknown) => T): UserSetting<T> {
  return {
    get value() {
      return read(workspace.getConfiguration().inspect<unknown>(id)?.globalValue);
    },
    onDidChange: changesOf(id),
  };
}

/** What each of those wrote who may write a setting of the workspace, of any shape; undefined where one wrote nothing. */
interface WrittenFor {
  readonly folder: unknown;
  readonly workspace: unknown;
  readonly user: unknown;
}

/** A setting that a workspace may write as well, for what is asked of the user, and done by nobody else's word. */
export interface WorkspaceSetting {
  /** @param folder default: those of the window */
  writtenFor(folder?: Uri): WrittenFor;
  readonly onDidChange: ChangeEvent;
}

export function workspaceSetting(id: SettingId): WorkspaceSetting {
  return {
    writtenFor: (folder) => {
      const found = workspace.getConfiguration(undefined, folder).inspect<unknown>(id);
      return { folder: found?.workspaceFolderValue, workspace: found?.workspaceValue, user: found?.globalValue };
    },
    onDidChange: changesOf(id),
  };
}

function changesOf(id: SettingId): ChangeEvent {
  return (listener) =>
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(id)) {
        listener();
      }
    });
}

/** For what is checked, with a message that names it, where plans are made. */
export function asWritten(written: unknown): unknown {
  return written;
}
