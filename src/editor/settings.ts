import * as vscode from 'vscode';
import { MFA_SESSION_SETTING } from '../config/plan/mfaSession.js';
import { SESSION_NAME_SETTING } from '../config/rules/sessionName.js';
import { ROLES_SETTING } from '../config/settings/settingRoles.js';

const SECTION = 'roleSessions';

/**
 * Our settings as they are now; what they mean is checked where plans are made. They come from the user's and the machine's settings only: a workspace that someone
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
    return written(ROLES_SETTING);
  }

  /** As written, of any shape. */
  get sessionName(): unknown {
    return written(SESSION_NAME_SETTING);
  }

  /** As written, of any shape. */
  get mfaSessionDurationSeconds(): unknown {
    return written(MFA_SESSION_SETTING);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function written(setting: string): unknown {
  return vscode.workspace.getConfiguration().inspect<unknown>(setting)?.globalValue;
}
