import { window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Cancelled } from '../../base/errors.js';
import { userSetting } from '../../editor/settings.js';
import { inAccount } from '../../model/session/identity.js';
import { destinationOf } from '../../model/plan/destination.js';
import type { Plan } from '../../model/plan/plan.js';
import { isProduction, productionPatterns } from '../../model/session/production.js';
import { sessionTitle } from '../../model/session/session.js';

const PATTERNS = userSetting('roleSessions.productionRoles', productionPatterns);
/** Whatever is written but a plain no asks. */
const ASKS = userSetting('roleSessions.confirmProduction', (written) => written !== undefined && written !== false);

/** Asks before a role that the user has named as production is assumed, where they want that. @throws Cancelled */
export async function confirmProduction(plan: Plan): Promise<void> {
  if (!ASKS.value || !isProduction(PATTERNS.value, plan)) {
    return;
  }
  const { accountId = '', name = plan.name } = destinationOf(plan);
  const assume = l10n.t('Assume');
  const chosen = await window.showWarningMessage(
    l10n.t('{0} is production. Assume it?', sessionTitle(plan)),
    { modal: true, detail: inAccount(name, accountId) },
    assume,
  );
  if (chosen !== assume) {
    throw new Cancelled();
  }
}
