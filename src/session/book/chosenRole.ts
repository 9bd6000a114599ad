import type { SamlRole } from '../../model/plan/source.js';
import type { Planned } from './planned.js';

/** With the role that was chosen of an assertion's: a renewal is of the same one, and two roles are two sessions. */
export function withChosenRole({ request, plan }: Planned, samlRole: SamlRole | undefined): Planned {
  const { source } = plan;
  if (samlRole === undefined || source.kind !== 'saml') {
    return { request, plan };
  }
  return {
    request: { ...request, overrides: { ...request.overrides, samlRole } },
    plan: { ...plan, source: { ...source, chosen: samlRole } },
  };
}
