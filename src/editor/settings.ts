import { workspace } from 'vscode';
import type { ChangeEvent } from '../base/listeners.js';

export type SettingId =
  | 'roleSessions.roles'
  | 'roleSessions.sessionName'
  | 'roleSessions.productionRoles'
  | 'roleSessions.confirmProduction'
  | 'roleSessions.warnBeforeMinutes'
  | 'roleSessions.renewal'
  | 'roleSessions.mfaCommand'
  | 'roleSessions.mfaSessionDurationSeconds'
  | 'roleSessions.identityCenterSignIn'
  | 'roleSessions.debug'
  | 'roleSessions.auditLog';

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
    onDidChange: (listener) =>
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(id)) {
          listener();
        }
      }),
  };
}

/** For what is checked, with a message that names it, where plans are made. */
export function asWritten(written: unknown): unknown {
  return written;
}
