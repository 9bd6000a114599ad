import { identityHops, isScope } from './identityCall.js';
import type { AssumeRoleHop, Plan } from './plan.js';
import { MIN_DURATION_S } from '../session/sessionLimits.js';

/**
 * The plan with its role assumed within a session policy instead of being narrowed in place: for services that cannot do
 * that. Undefined where it would not come to the same: session policies widen each other, so there may be one alone.
 */
export function withSessionPolicy(plan: Plan): Plan | undefined {
  const hops = identityHops(plan);
  const last = hops.at(-1);
  const scopes = plan.hops.filter(isScope);
  const policies = scopes.flatMap(({ policy }) => (policy === undefined ? [] : [policy]));
  if (last?.kind !== 'assume-role' || scopes.length === 0 || policies.length > 1) {
    return undefined;
  }
  const seconds = shortest([last, ...scopes].map(({ durationSeconds }) => durationSeconds));
  const [policy = last.policy] = policies;
  const widens = policies.length > 0 && (last.policy !== undefined || last.policyArns.length > 0);
  if (widens || (seconds !== undefined && seconds < MIN_DURATION_S)) {
    return undefined;
  }
  const narrowed: AssumeRoleHop = { ...last, policy, durationSeconds: seconds };
  return { ...plan, hops: [...hops.slice(0, -1), narrowed] };
}

function shortest(durations: readonly (number | undefined)[]): number | undefined {
  const known = durations.filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
