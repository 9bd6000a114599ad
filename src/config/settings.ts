import * as vscode from 'vscode';
import { ROLES_SETTING } from './settingRoles.js';

const SECTION = 'roleSessions';

/**
 * Our settings as they are now. Roles come from the user's and the machine's settings only: a workspace that someone
 * else wrote must not decide whose credentials are used.
 */
export class Settings implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) {
      this.changed.fire();
    }
  });
  readonly onDidChange = this.changed.event;

  /** As written, of any shape. */
  get roles(): unknown {
    return vscode.workspace.getConfiguration().inspect<unknown>(ROLES_SETTING)?.globalValue;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
