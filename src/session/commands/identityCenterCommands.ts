import type { ExtensionContext } from 'vscode';
import { commandTable } from '../../editor/commands.js';
import type { Log } from '../../editor/log.js';
import type { Lazy } from '../../base/waiting/lazy.js';
import type { Configuration } from '../../config/configuration.js';
import { loadAsk } from '../../bundles.js';
import { signOutEnding } from '../ending.js';
import type { SignOuts } from '../keep/signOuts.js';
import type { Keeper } from '../keeper.js';
import type { Opener } from '../opener.js';
import type { Sessions } from '../sessions.js';

/** The commands that sign in to IAM Identity Center and out of it. */
export function registerIdentityCenter(
  { secrets }: ExtensionContext,
  parts: {
    readonly sessions: Sessions;
    readonly opener: Opener;
    readonly keeper: Keeper;
    readonly signOuts: SignOuts;
  },
  configuration: Lazy<Configuration>,
  log: Log,
) {
  const center = async () => new (await loadAsk()).IdentityCenter(secrets, await configuration.get(), log);
  return commandTable({
    'roleSessions.identityCenter.signIn': async () => (await center()).signIn(),
    'roleSessions.identityCenter.assumeRole': async () => (await center()).assumeRole(),
    'roleSessions.identityCenter.signOut': async () =>
      (await center()).signOut((portal, signOut) => signOutEnding(portal, parts, signOut)),
  });
}
