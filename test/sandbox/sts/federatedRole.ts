// A role assumed on an identity provider's word: what AssumeRoleWithSAML and AssumeRoleWithWebIdentity share.
import { contextOf } from '../iam/authorize.js';
import type { Role } from '../iam/entities.js';
import { judgeResource, type AccessRequest, type NamedPrincipal } from '../iam/judge.js';
import { accessDenied, accountOf, expiredToken, invalidIdentityToken, type StsCall } from './call.js';
import { issueRoleSession, optionalLeaf, packedSizeXml, roleSessionXml } from './issue.js';
import { packedSize } from './packed.js';
import { checkRoleDuration, DEFAULT_ROLE_SECONDS, roleContext } from './role.js';
import { sessionPolicies } from './sessionPolicies.js';
import {
  inheritTraits,
  tagProblem,
  tagSizeProblem,
  traitActions,
  traitRequestContext,
  type SessionTraits,
  type Traits,
} from './traits.js';

/** Who somebody is, as the provider says and STS has verified. */
export interface FederatedIdentity {
  readonly action: 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';
  readonly providerArn: string;
  readonly sessionName: string;
  readonly traits: Traits;
  /** Condition keys for the trust policy: SAML:aud, HOST/PATH:sub… */
  readonly trustContext: Readonly<Record<string, string>>;
  /** Condition keys that stay with the session. */
  readonly sessionContext: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch when the session has to end at the latest. */
  readonly notAfter?: number;
}

function trusts(role: Role, who: NamedPrincipal, request: AccessRequest): boolean {
  const { denied, granted } = judgeResource(role.trust, who, request);
  return !denied && granted === 'itself';
}

/** Throws AwsError AccessDenied, which says no more of the reason. */
function trustedRole(call: StsCall, arn: string, identity: FederatedIdentity, traits: SessionTraits): Role {
  const role = call.directory.role(arn);
  const context = contextOf(
    { 'aws:FederatedProvider': identity.providerArn },
    call.context,
    identity.trustContext,
    traitRequestContext(identity.traits),
    { 'sts:RoleSessionName': identity.sessionName },
    role ? roleContext(role) : {},
  );
  const who = { accountId: '', names: [['Federated', identity.providerArn]] } as const;
  const refused = [identity.action, ...traitActions(traits)].find(
    (action) => !role || !trusts(role, who, { action, resource: arn, context }),
  );
  if (!role || refused !== undefined) {
    throw accessDenied(`Not authorized to perform ${refused ?? identity.action}`);
  }
  return role;
}

function sessionSeconds(call: StsCall, role: Role, notAfter: number | undefined): number {
  const seconds = Number(call.parameters.get('DurationSeconds') ?? DEFAULT_ROLE_SECONDS);
  checkRoleDuration(role, seconds);
  if (notAfter === undefined) return seconds;
  const left = Math.floor((notAfter - call.now) / 1000);
  if (left <= 0) throw expiredToken('Response has expired');
  return Math.min(seconds, left);
}

/** The part of the response that both actions have. Throws AwsError. */
export function assumeFederated(call: StsCall, arn: string, identity: FederatedIdentity): string {
  const problem = tagProblem(identity.traits) ?? tagSizeProblem(identity.traits.tags);
  if (problem !== undefined) throw invalidIdentityToken(problem);
  const policies = sessionPolicies(call, accountOf(arn));
  const traits = inheritTraits(identity.traits, undefined);
  const packed = packedSize(policies.texts, traits.tags);
  const role = trustedRole(call, arn, identity, traits);
  const session = issueRoleSession(call, {
    role,
    sessionName: identity.sessionName,
    seconds: sessionSeconds(call, role, identity.notAfter),
    sessionPolicies: policies.documents,
    traits,
    context: { ...identity.sessionContext, 'aws:FederatedProvider': identity.providerArn },
  });
  return roleSessionXml(session) + packedSizeXml(packed) + optionalLeaf('SourceIdentity', traits.sourceIdentity);
}
