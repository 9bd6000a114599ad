import type { Hop, IdentityHop, Plan, ScopedCredentialsHop } from './plan.js';
import type { Source } from './source.js';

/** The call whose reply is the identity, or the source that is the identity itself. */
export type IdentityCall = IdentityHop | Source;

export function isScope(hop: Hop): hop is ScopedCredentialsHop {
  return hop.kind === 'scoped-credentials';
}

/** The calls that make the identity, without those that narrow it in place. */
export function identityHops({ hops }: Pick<Plan, 'hops'>): readonly IdentityHop[] {
  return hops.filter((hop) => !isScope(hop));
}

export function identityCall(plan: Pick<Plan, 'source' | 'hops'>): IdentityCall {
  return identityHops(plan).at(-1) ?? plan.source;
}
