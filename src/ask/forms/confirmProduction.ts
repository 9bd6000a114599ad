import { window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Cancelled } from '../../base/errors.js';
import { userSetting } from '../../editor/settings.js';
import { inAccount } from '../../model/session/identity.js';
import { destinationOf } from '../../model/plan/destination.js';
import type { Plan } from '../../model/plan/plan.js';
import { isProduction, productionPatterns } from '../../model/session/production.js';
import { sessionTitle, type SessionFacts } from '../../model/session/session.js';

const PATTERNS = userSetting('roleSessions.productionRoles', productionPatterns);
/** Whatever is written but a plain no asks. */
const ASKS = userSetting('roleSessions.confirmProduction', (written) => written !== undefined && written !== false);

/** Whether only AWS's answer tells which account a plan leads to, so that the user is asked after it. */
export function isToldLater(plan: Plan): boolean {
  return ASKS.value && !isProduction(PATTERNS.value, plan) && destinationOf(plan).accountId === undefined;
}

/** Asks before a role that the user has named as production is assumed, where they want that. @throws Cancelled */
export async function confirmProduction(plan: Plan): Promise<void> {
  const { accountId = '', name = plan.name } = destinationOf(plan);
  if (ASKS.value && isProduction(PATTERNS.value, plan)) {
    await confirm(sessionTitle(plan), inAccount(name, accountId));
  }
}

/** Asks before a session that turned out to be production is used. @throws Cancelled */
export async function confirmProductionSession(session: SessionFacts): Promise<void> {
  const { role, narrowedTo, identity } = session;
  if (ASKS.value && isProduction(PATTERNS.value, session)) {
    await confirm(sessionTitle({ name: role.name, narrowedTo }), inAccount(identity.name, identity.accountId));
  }
}

async function confirm(title: string, detail: string): Promise<void> {
  const assume = l10n.t('Assume');
  const message = l10n.t('{0} is production. Assume it?', title);
  if ((await window.showWarningMessage(message, { modal: true, detail }, assume)) !== assume) {
    throw new Cancelled();
  }
}
