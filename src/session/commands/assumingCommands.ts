import { loadAsk } from '../../bundles.js';
import { commandTable } from '../../editor/commands.js';
import type { RoleAssumer } from '../assume.js';
import type { Sessions } from '../sessions.js';
import { liveOf, oneFolderOf, requestOf, toRenew } from '../wanted.js';

/** Those that may lead to a new session. Most take what is wanted as their argument, or ask. */
export function assumingCommands(assumer: RoleAssumer, sessions: Sessions) {
  const form = (forFolder?: unknown) => assumer.form(oneFolderOf(forFolder));
  const request = (wanted: unknown) => requestOf(wanted, sessions);
  return commandTable({
    'roleSessions.assumeRole': (wanted) => {
      const role = request(wanted);
      return role === undefined ? assumer.choose() : assumer.assume(role);
    },
    'roleSessions.renewSession': async (wanted, forFolder) => {
      const what = toRenew(wanted, sessions);
      await ('target' in what ? (await form(forFolder)).assume(what) : assumer.renew(what, oneFolderOf(forFolder)));
    },
    'roleSessions.assumeRoleWithOptions': async (wanted) =>
      (await loadAsk()).assumeWithOptions(await form(), request(wanted)),
    'roleSessions.assumeRoleByArn': async () => (await loadAsk()).assumeByArn(await form()),
    'roleSessions.assumeWithLess': async (wanted) => (await loadAsk()).assumeWithLess(await form(), request(wanted)),
    'roleSessions.narrowSession': async (wanted) =>
      (await loadAsk()).narrowSession(await form(), liveOf(wanted, sessions)),
    'roleSessions.getSessionToken': async () => (await loadAsk()).getSessionToken(await form()),
    'roleSessions.getFederationToken': async () => (await loadAsk()).getFederationToken(await form()),
    'roleSessions.showPlan': async (wanted, forFolder) =>
      (await loadAsk()).showPlan(await form(forFolder), request(wanted)),
  });
}
