import * as l10n from '../../base/l10n.js';
import type { Plan, Hop } from './plan.js';
import { sourceName } from './sourceName.js';

/** "profile dev", or with the roles in between: "profile dev → deploy-base". */
export function describeSource({ source, hops }: Plan): string {
  return [sourceName(source), ...hops.slice(0, -1).map(hopName)].join(' → ');
}

function hopName(hop: Hop): string {
  switch (hop.kind) {
    case 'assume-role':
      return hop.role.roleName;
    case 'session-token':
      return l10n.t('session token');
    case 'federation-token':
      return hop.name;
  }
}
