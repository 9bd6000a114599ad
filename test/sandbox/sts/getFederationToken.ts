// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
import type { Principal } from '../iam/principal.js';
import { branch, leaf } from '../xml.js';
import { demandOf, partitionOf, type SignedCall, type StsAction } from './call.js';
import { credentialsXml, isoSeconds, issue, packedSizeXml } from './issue.js';
import { packedSize } from './packed.js';
import { sessionPolicies, type SessionPolicies } from './sessionPolicies.js';
import {
  inheritTraits,
  requestedTraits,
  traitActions,
  traitRequestContext,
  traitSessionContext,
  type SessionTraits,
} from './traits.js';
import { requireLongTermKey, userSessionSeconds } from './userSession.js';
import { pick, tagConstraints, USER_SESSION_SECONDS, validate } from './validation.js';

interface FederatedUser {
  /** "123456789012:bob" */
  readonly id: string;
  readonly arn: string;
}

function checkAllowed(call: SignedCall, arn: string, traits: SessionTraits): void {
  const context = [traitRequestContext(requestedTraits(call.parameters))];
  for (const action of ['sts:GetFederationToken', ...traitActions(traits)]) {
    call.directory.authority.require(demandOf(call, { action, resource: arn, context }));
  }
}

/** The user's permissions within the session's policies: without any, nothing. */
function federatedPrincipal(
  call: SignedCall,
  { id, arn }: FederatedUser,
  policies: SessionPolicies,
  traits: SessionTraits,
): (at: number) => Principal | undefined {
  const { accountId } = call.caller.principal;
  const context = {
    'aws:userid': id,
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalType': 'FederatedUser',
    'aws:TokenIssueTime': isoSeconds(call.now),
    'aws:MultiFactorAuthPresent': 'false',
    ...traitSessionContext(traits),
  };
  return (at) => {
    const user = call.caller.credential.principal(at);
    if (!user) return undefined;
    const { identityPolicies, boundary } = user;
    const sessionPolicies = policies.documents ?? [];
    const names = [['AWS', arn], ...user.names] as const;
    const rights = { identityPolicies, boundary, sessionPolicies };
    return { kind: 'federatedUser', arn, userId: id, accountId, names, ...rights, context };
  };
}

function run(call: SignedCall): string {
  const { parameters, caller } = call;
  const constraints = { ...pick('Name', 'Policy'), DurationSeconds: USER_SESSION_SECONDS };
  validate(parameters, { ...constraints, ...tagConstraints(parameters) });
  requireLongTermKey(call, 'GetFederationToken');
  const policies = sessionPolicies(call, caller.principal.accountId);
  const traits = inheritTraits(requestedTraits(parameters), undefined);
  const packed = packedSize(policies.texts, traits.tags);
  const name = parameters.get('Name') ?? '';
  const { accountId, arn: userArn } = caller.principal;
  const arn = `arn:${partitionOf(userArn)}:sts::${accountId}:federated-user/${name}`;
  checkAllowed(call, arn, traits);
  const user = { id: `${accountId}:${name}`, arn };
  const credential = issue(call, userSessionSeconds(call), {
    principal: federatedPrincipal(call, user, policies, traits),
    lineage: { kind: 'federationToken', transitiveTags: [], sourceIdentity: undefined },
  });
  return (
    branch('FederatedUser', leaf('FederatedUserId', user.id), leaf('Arn', arn)) +
    credentialsXml(credential) +
    packedSizeXml(packed)
  );
}

export const getFederationToken: StsAction = { signed: true, run };
