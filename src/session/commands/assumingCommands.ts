import type { FormContext } from '../../ask/forms/form.js';
import { loadAsk } from '../../bundles.js';
import { commandTable } from '../../editor/commands.js';
import { activatesIn } from '../../model/session/sessionArgument.js';
import type { RoleAssumer } from '../assume.js';
import { offeringForFolder } from '../refusals.js';
import type { Sessions } from '../sessions.js';
import { entryOn, liveOf, oneFolderOf, requestOf, toRenew } from '../wanted.js';

/** Those that may lead to a new session. Most take what is wanted as their argument, or ask. */
export function assumingCommands(assumer: RoleAssumer, sessions: Sessions) {
  const request = (wanted: unknown) => requestOf(wanted, sessions);
  const on = (wanted: unknown, work: (form: FormContext) => Promise<void>) =>
    assumer.withSession(entryOn(wanted, sessions), work);
  return commandTable({
    'roleSessions.assumeRole': (wanted, how) => {
      const role = request(wanted);
      const activates = activatesIn(how);
      return role === undefined ? assumer.choose(undefined, activates) : assumer.assume(role, { activates });
    },
    'roleSessions.renewSession': (wanted, forFolder) => {
      const one = oneFolderOf(forFolder);
      return offeringForFolder(one, async () => {
        const what = toRenew(wanted, sessions);
        await ('target' in what ? (await assumer.form(one)).assume(what) : assumer.renew(what, one));
      });
    },
    'roleSessions.assumeRoleWithOptions': (wanted) =>
      on(wanted, async (form) => (await loadAsk()).assumeWithOptions(form, request(wanted))),
    'roleSessions.assumeRoleByArn': async () => (await loadAsk()).assumeByArn(await assumer.form()),
    'roleSessions.assumeWithLess': (wanted) =>
      on(wanted, async (form) => (await loadAsk()).assumeWithLess(form, request(wanted))),
    'roleSessions.narrowSession': (wanted) =>
      on(wanted, async (form) => (await loadAsk()).narrowSession(form, liveOf(wanted, sessions))),
    'roleSessions.getSessionToken': async () => (await loadAsk()).getSessionToken(await assumer.form()),
    'roleSessions.getFederationToken': async () => (await loadAsk()).getFederationToken(await assumer.form()),
    'roleSessions.showPlan': async (wanted, forFolder) => {
      const one = oneFolderOf(forFolder);
      const show = async (form: FormContext) => (await loadAsk()).showPlan(form, request(wanted));
      await (one === undefined ? on(wanted, show) : show(await assumer.form(one)));
    },
  });
}
