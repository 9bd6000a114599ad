import { identityCall, identityHops, isScope, type IdentityCall } from './identityCall.js';
import type { AssumeRoleHop, Plan } from './plan.js';
import type { SamlSource, WebIdentitySource } from './source.js';
import { MIN_DURATION_S } from '../session/sessionLimits.js';

/** What assumes a role, and takes a session policy with it. */
type RoleCall = AssumeRoleHop | WebIdentitySource | SamlSource;

/**
 * The plan with its role assumed within a session policy instead of being narrowed in place: for services that cannot do
 * that. Undefined where it would not come to the same: session policies widen each other, so there may be one alone.
 */
export function withSessionPolicy(plan: Plan): Plan | undefined {
  const call = identityCall(plan);
  const scopes = plan.hops.filter(isScope);
  const policies = scopes.flatMap(({ policy }) => (policy === undefined ? [] : [policy]));
  if (!assumesRole(call) || scopes.length === 0 || policies.length > 1) {
    return undefined;
  }
  const seconds = shortest([call, ...scopes].map(({ durationSeconds }) => durationSeconds));
  const [policy = call.policy] = policies;
  const widens = policies.length > 0 && (call.policy !== undefined || call.policyArns.length > 0);
  if (widens || (seconds !== undefined && seconds < MIN_DURATION_S)) {
    return undefined;
  }
  const narrower = { policy, durationSeconds: seconds };
  return call.kind === 'assume-role'
    ? { ...plan, hops: [...identityHops(plan).slice(0, -1), { ...call, ...narrower }] }
    : { ...plan, source: { ...call, ...narrower }, hops: [] };
}

function assumesRole(call: IdentityCall): call is RoleCall {
  return call.kind === 'assume-role' || call.kind === 'web-identity' || call.kind === 'saml';
}

function shortest(durations: readonly (number | undefined)[]): number | undefined {
  const known = durations.filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
