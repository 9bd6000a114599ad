import type { ExtensionContext } from 'vscode';
import { commandTable } from '../editor/commands.js';
import type { Log } from '../editor/log.js';
import type { Lazy } from '../base/waiting/lazy.js';
import type { Configuration } from '../config/configuration.js';
import { loadAsk } from '../bundles.js';
import type { Portal } from '../model/plan/portal.js';
import type { IdentityCenterSource } from '../model/plan/source.js';
import type { Opener } from './opener.js';
import type { Sessions } from './sessions.js';

/** The commands that sign in to IAM Identity Center and out of it. */
export function registerIdentityCenter(
  { secrets }: ExtensionContext,
  { sessions, opener }: { readonly sessions: Sessions; readonly opener: Opener },
  configuration: Lazy<Configuration>,
  log: Log,
) {
  const center = async () => new (await loadAsk()).IdentityCenter(secrets, await configuration.get(), log);
  return commandTable({
    'roleSessions.identityCenter.signIn': async () => (await center()).signIn(),
    'roleSessions.identityCenter.assumeRole': async () => (await center()).assumeRole(),
    'roleSessions.identityCenter.signOut': async () =>
      (await center()).signOut((portal) => endSessionsOf(portal, sessions, opener)),
  });
}

/** In all windows: who signs in next may be somebody else. */
async function endSessionsOf(portal: Portal | undefined, sessions: Sessions, opener: Opener): Promise<number> {
  const theirs = sessions
    .list()
    .filter(
      ({ plan }) => plan?.source.kind === 'identity-center' && (portal === undefined || isOf(plan.source, portal)),
    );
  for (const { id } of theirs) {
    await opener.end(id);
  }
  return theirs.filter(({ state }) => state.kind === 'live').length;
}

function isOf({ startUrl, region }: IdentityCenterSource, portal: Portal): boolean {
  return startUrl === portal.startUrl && region === portal.region;
}
