// What this window knows of a denied request, where one of its own sessions made it; pure.
import type { SessionEntry } from '../../model/session/entry.js';
import type { SessionRequest } from '../../model/request.js';
import type { Denial } from '../denialMessage.js';
import type { KnownRequest } from './context.js';

/** Undefined: no session of ours, or several that were narrowed otherwise and are called the same. */
export function sessionPoliciesOf(
  entries: readonly Pick<SessionEntry, 'state'>[],
  { principal }: Denial,
): KnownRequest['sessionPolicies'] {
  const known = entries.flatMap(({ state }) =>
    (state.kind === 'live' || state.kind === 'expired') && state.identity.arn === principal?.arn
      ? [state.narrowedBy === undefined ? policiesIn(state.role.request) : undefined]
      : [],
  );
  const [first, ...others] = known;
  return others.every((each) => JSON.stringify(each) === JSON.stringify(first)) ? first : undefined;
}

/** A role of the settings may have policies of its own there; profiles have none. */
function policiesIn({ target, overrides }: SessionRequest): readonly string[] | undefined {
  const { policy, policyArns = [], narrowing, scopes = [] } = overrides;
  const isOfSettings = target.kind === 'configured' && !target.roleId.startsWith('profile:');
  if (isOfSettings || target.kind === 'brought' || policyArns.length > 0 || scopes.length > 0) {
    return undefined;
  }
  if (narrowing === undefined) {
    return policy === undefined ? [] : [policy];
  }
  return narrowing.kind === 'policy' && policy === undefined ? [narrowing.policy] : undefined;
}
