import { window } from 'vscode';
import type { ExtensionContext, QuickPickItem } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Cancelled, UserError } from '../../base/errors.js';
import type { Lazy } from '../../base/waiting/lazy.js';
import type { Configuration } from '../../config/configuration.js';
import { commandTable } from '../../editor/commands.js';
import type { Log } from '../../editor/log.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { AllowedRoles, type AllowedRole } from './allowed.js';
import { FolderRoles } from './folderRoles.js';

interface FolderRoleParts {
  readonly sessions: Pick<SessionReader, 'active' | 'folders'>;
  readonly configuration: Lazy<Configuration>;
  readonly log: Log;
}

/** The setting `roleSessions.role`, and the command that takes back what the user has allowed for it. */
export function registerFolderRoles(context: ExtensionContext, parts: FolderRoleParts, ready: Promise<void>) {
  const allowed = new AllowedRoles(context.globalState);
  context.subscriptions.push(new FolderRoles({ ...parts, allowed }, ready));
  return commandTable({ 'roleSessions.forgetFolderRoles': () => forget(allowed) });
}

/** What was assumed by it goes on. */
async function forget(allowed: AllowedRoles): Promise<void> {
  const rows = allowed.list().map((one): QuickPickItem & { readonly one: AllowedRole } => ({
    label: one.role,
    description: one.arn,
    detail: readable(one.owner),
    one,
  }));
  if (rows.length === 0) {
    throw new UserError(l10n.t('No folder has a role that is always assumed for it: there is nothing to forget.'));
  }
  const chosen = await window.showQuickPick(rows, {
    title: l10n.t('Forget Allowed Folder Roles'),
    placeHolder: l10n.t('Roles that folders are no longer given without asking you'),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  await allowed.remove(chosen.map(({ one }) => one));
}

/** A URI as it was written. */
function readable(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^file:\/\//, ''));
  } catch {
    return uri;
  }
}
