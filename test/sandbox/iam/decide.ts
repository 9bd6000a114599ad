// One decision, in AWS's order: explicit denies, what an organization leaves, the resource's policy, then the caller's.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
import { judgeResource, matchesOf, verdictOf, type AccessRequest, type Match, type Reach } from './judge.js';
import type { Levels, Organization } from './organization.js';
import type { PolicyDocument } from './policy.js';
import type { Principal } from './principal.js';

/** As denials name them. */
export type PolicyType =
  | 'identity-based policy'
  | 'session policy'
  | 'permissions boundary'
  | 'service control policy'
  | 'resource control policy'
  | 'resource-based policy'
  | 'role trust policy';

/** What is asked for, as its owner guards it. */
export interface Guard {
  readonly accountId: string;
  readonly policy: PolicyDocument | undefined;
  /** A role's own policy has to allow, even in its account. */
  readonly type: 'resource-based policy' | 'role trust policy';
}

export interface Decision {
  readonly outcome: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Which kind of policy decided; undefined for what is allowed. */
  readonly type: PolicyType | undefined;
  /** The statements that decided: the allowing ones, or those of the explicit deny. */
  readonly matched: readonly Match[];
  /** Whether the boundary allows it; undefined where there is none. */
  readonly boundary: boolean | undefined;
  /** Whether the organization's policies allow it; undefined where there are none. */
  readonly organizations: boolean | undefined;
  /** The account whose the resource is. */
  readonly resourceAccount: string;
}

interface Layer {
  readonly type: PolicyType;
  readonly denies: readonly Match[];
  readonly allows: readonly Match[];
  readonly allowed: boolean;
}

/** Each level has to allow. */
function layer(type: PolicyType, levels: Levels, request: AccessRequest): Layer {
  const found = levels.map((policies) => matchesOf(policies, request));
  const all = found.flat();
  return {
    type,
    denies: all.filter(({ statement }) => statement.effect === 'Deny'),
    allows: all.filter(({ statement }) => statement.effect === 'Allow'),
    allowed: found.every((level) => verdictOf(level) === 'allow'),
  };
}

const present = (type: PolicyType, levels: Levels | undefined, request: AccessRequest): Layer[] =>
  levels ? [layer(type, levels, request)] : [];

function resourceLayer(guard: Guard, principal: Principal, request: AccessRequest): Layer & { granted?: Reach } {
  const { found, denied, granted } = guard.policy
    ? judgeResource(guard.policy, principal, request)
    : { found: [], denied: false, granted: undefined };
  const of = (effect: 'Allow' | 'Deny'): Match[] => found.filter(({ statement }) => statement.effect === effect);
  return {
    type: guard.type,
    denies: denied ? of('Deny') : [],
    allows: of('Allow'),
    allowed: granted !== undefined,
    ...(granted && { granted }),
  };
}

/** The caller's own policies. A session's are those that it was made with and those that it was narrowed to since. */
function ownLayers(principal: Principal, request: AccessRequest) {
  const { identityPolicies, boundary, sessionPolicies, scopePolicies = [] } = principal;
  return {
    identity: layer('identity-based policy', [identityPolicies], request),
    boundary: present('permissions boundary', boundary && [[boundary]], request),
    session: present('session policy', sessionPolicies && [sessionPolicies], request),
    scope: present('session policy', scopePolicies.length > 0 ? scopePolicies.map((one) => [one]) : undefined, request),
  };
}

/**
 * Which of the caller's layers still count where the resource's policy allows. In one account, what names the session
 * itself, or the user, needs no more; what names a role is bounded by the role's boundary and the session's policies.
 */
function counting(own: ReturnType<typeof ownLayers>, sameAccount: boolean, granted: Reach | undefined): Layer[] {
  const { identity, boundary, session, scope } = own;
  if (sameAccount && granted === 'itself') return scope;
  if (sameAccount && granted === 'parent') return [...boundary, ...session, ...scope];
  return [identity, ...boundary, ...session, ...scope];
}

export function decide(
  principal: Principal,
  request: AccessRequest,
  organization: Organization,
  guard?: Guard,
): Decision {
  const resourceAccount = guard?.accountId ?? principal.accountId;
  const sameAccount = resourceAccount === principal.accountId;
  const rcp = present(
    'resource control policy',
    organization.resourceControls(resourceAccount, request.action),
    request,
  );
  const scp = present('service control policy', organization.serviceControls(principal.accountId), request);
  const resource = guard && resourceLayer(guard, principal, request);
  const own = ownLayers(principal, request);
  const asked = resource ? [resource] : [];
  const all = [...rcp, ...scp, ...asked, own.identity, ...own.boundary, ...own.session, ...own.scope];
  const bounds = [...scp, ...rcp];
  const facts = {
    boundary: own.boundary[0]?.allowed,
    organizations:
      bounds.length > 0 ? bounds.every(({ allowed, denies }) => allowed && denies.length === 0) : undefined,
    resourceAccount,
  };
  const denying = all.find(({ denies }) => denies.length > 0);
  if (denying) return { ...facts, outcome: 'explicitDeny', type: denying.type, matched: denying.denies };
  const resourceMust = resource && (!sameAccount || guard.type === 'role trust policy') ? [resource] : [];
  const must = [...rcp, ...scp, ...resourceMust, ...counting(own, sameAccount, resource?.granted)];
  const silent = must.find(({ allowed }) => !allowed);
  if (silent) return { ...facts, outcome: 'implicitDeny', type: silent.type, matched: [] };
  const allowing = [...asked, own.identity].flatMap(({ allows }) => allows);
  return { ...facts, outcome: 'allowed', type: undefined, matched: allowing };
}
