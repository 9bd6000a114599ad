import type { ExtensionContext } from 'vscode';
import { commandTable } from '../editor/commands.js';
import type { LazyRoles } from '../config/lazyRoles.js';
import { loadAsk } from '../bundles.js';

/** The commands that sign in to IAM Identity Center and out of it. */
export function registerIdentityCenter({ secrets }: ExtensionContext, roles: LazyRoles) {
  const center = async () => new (await loadAsk()).IdentityCenter(secrets, roles);
  return commandTable({
    'roleSessions.identityCenter.signIn': async () => (await center()).signIn(),
    'roleSessions.identityCenter.assumeRole': async () => (await center()).assumeRole(),
    'roleSessions.identityCenter.signOut': async () => (await center()).signOut(),
  });
}
