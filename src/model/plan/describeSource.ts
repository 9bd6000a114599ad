import * as l10n from '../../base/l10n.js';
import { identityHops } from './identityCall.js';
import type { IdentityHop, Plan } from './plan.js';
import { sourceName } from './sourceName.js';

/** "profile dev", or with the roles in between: "profile dev → deploy-base". */
export function describeSource(plan: Plan): string {
  return [sourceName(plan.source), ...identityHops(plan).slice(0, -1).map(hopName)].join(' → ');
}

function hopName(hop: IdentityHop): string {
  switch (hop.kind) {
    case 'assume-role':
      return hop.role.roleName;
    case 'session-token':
      return l10n.t('session token');
    case 'federation-token':
      return hop.name;
  }
}
