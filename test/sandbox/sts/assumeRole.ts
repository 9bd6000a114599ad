// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
import type { Role } from '../iam/entities.js';
import { accessDenied, accountOf, demandOf, validationError, type SignedCall, type StsAction } from './call.js';
import { issueRoleSession, optionalLeaf, packedSizeXml, roleSessionXml } from './issue.js';
import { checkMfa } from './mfa.js';
import { packedSize } from './packed.js';
import { checkRoleArn, checkRoleDuration, DEFAULT_ROLE_SECONDS, roleContext } from './role.js';
import { sessionPolicies } from './sessionPolicies.js';
import { inheritTraits, requestedTraits, traitActions, traitRequestContext, type SessionTraits } from './traits.js';
import { pick, tagConstraints, validate } from './validation.js';

const CHAINED_MAX_SECONDS = 3600;

const ASSUME_ROLE = pick(
  'RoleArn',
  'RoleSessionName',
  'DurationSeconds',
  'ExternalId',
  'SerialNumber',
  'TokenCode',
  'SourceIdentity',
  'Policy',
);

/** Throws ValidationError when the session would outlast what the role, or a chain of roles, allows. */
function checkDuration(call: SignedCall, role: Role, seconds: number): void {
  checkRoleDuration(role, seconds);
  const chained = call.caller.credential.sessionToken !== undefined;
  if (chained && seconds > CHAINED_MAX_SECONDS) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
}

function notAuthorized(call: SignedCall, action: string, arn: string): Error {
  return accessDenied(`User: ${call.caller.principal.arn} is not authorized to perform: ${action} on resource: ${arn}`);
}

/** The role, if the caller may assume it with these traits. A role that does not exist is denied in the same words. */
function authorizedRole(call: SignedCall, arn: string, traits: SessionTraits): Role {
  const { caller, directory, parameters } = call;
  const { principal } = caller;
  if (principal.kind === 'root') throw accessDenied('Roles may not be assumed by root accounts.');
  if (caller.credential.lineage?.kind === 'federationToken') throw notAuthorized(call, 'sts:AssumeRole', arn);
  const externalId = parameters.get('ExternalId');
  const role = directory.role(arn);
  const context = [
    checkMfa(call),
    traitRequestContext(requestedTraits(parameters), traits.sourceIdentity),
    { 'sts:RoleSessionName': parameters.get('RoleSessionName') ?? '' },
    externalId === undefined ? {} : { 'sts:ExternalId': externalId },
    role ? roleContext(role) : {},
  ];
  // A role that is not there has an account, and trusts nobody.
  const guard = { accountId: accountOf(arn), policy: role?.trust, type: 'role trust policy' } as const;
  for (const action of ['sts:AssumeRole', ...traitActions(traits)]) {
    directory.authority.require(demandOf(call, { action, resource: arn, context, guard }));
  }
  if (!role) throw notAuthorized(call, 'sts:AssumeRole', arn);
  return role;
}

function run(call: SignedCall): string {
  const { parameters } = call;
  validate(parameters, { ...ASSUME_ROLE, ...tagConstraints(parameters) });
  const arn = parameters.get('RoleArn') ?? '';
  checkRoleArn(arn);
  const policies = sessionPolicies(call, accountOf(arn));
  const traits = inheritTraits(requestedTraits(parameters), call.caller.credential.lineage);
  const packed = packedSize(policies.texts, traits.tags);
  const seconds = Number(parameters.get('DurationSeconds') ?? DEFAULT_ROLE_SECONDS);
  const role = authorizedRole(call, arn, traits);
  checkDuration(call, role, seconds);
  const session = issueRoleSession(call, {
    role,
    sessionName: parameters.get('RoleSessionName') ?? '',
    seconds,
    sessionPolicies: policies.documents,
    traits,
  });
  return roleSessionXml(session) + packedSizeXml(packed) + optionalLeaf('SourceIdentity', traits.sourceIdentity);
}

export const assumeRole: StsAction = { signed: true, run };
