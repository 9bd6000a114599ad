// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
import { contextOf, mayAssume } from '../iam/authorize.js';
import type { Role } from '../iam/directory.js';
import { AwsError } from '../types.js';
import { branch, leaf } from '../xml.js';
import { validationError, type SignedCall, type StsAction } from './call.js';
import { credentialsXml, issueRoleSession } from './issue.js';
import { checkMfa } from './mfa.js';
import { sessionPolicies } from './sessionPolicies.js';
import { CONSTRAINTS, validate } from './validation.js';

const DEFAULT_SECONDS = 3600;
const CHAINED_MAX_SECONDS = 3600;

const NAMES = [
  'RoleArn',
  'RoleSessionName',
  'DurationSeconds',
  'ExternalId',
  'SerialNumber',
  'TokenCode',
  'SourceIdentity',
  'Policy',
] as const;
const ASSUME_ROLE = Object.fromEntries(NAMES.map((name) => [name, CONSTRAINTS[name]]));

/** Throws ValidationError for what is no role's ARN. */
function checkRoleArn(arn: string): void {
  if (!arn.startsWith('arn:')) throw validationError(`${arn} is invalid`);
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) throw validationError('Request ARN is invalid');
}

/** Throws ValidationError when the session would outlast what the role, or a chain of roles, allows. */
function checkDuration(call: SignedCall, role: Role, seconds: number): void {
  const chained = call.caller.credential.sessionToken !== undefined;
  if (chained && seconds > CHAINED_MAX_SECONDS) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

/** The role, if the caller may assume it. A role that does not exist is denied in the same words. */
function authorizedRole(call: SignedCall, arn: string): Role {
  const { caller, directory, parameters } = call;
  const { principal } = caller;
  if (principal.kind === 'root') {
    throw new AwsError(403, 'AccessDenied', 'Roles may not be assumed by root accounts.');
  }
  const externalId = parameters.get('ExternalId');
  const context = contextOf(principal.context, call.context, checkMfa(call), {
    'sts:RoleSessionName': parameters.get('RoleSessionName') ?? '',
    ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
  });
  const role = directory.role(arn);
  if (!role || !mayAssume(principal, role, { action: 'sts:AssumeRole', resource: arn, context })) {
    const message = `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    throw new AwsError(403, 'AccessDenied', message);
  }
  return role;
}

function run(call: SignedCall): string {
  const { parameters } = call;
  validate(parameters, ASSUME_ROLE);
  const arn = parameters.get('RoleArn') ?? '';
  checkRoleArn(arn);
  const policies = sessionPolicies(parameters);
  const seconds = Number(parameters.get('DurationSeconds') ?? DEFAULT_SECONDS);
  const role = authorizedRole(call, arn);
  checkDuration(call, role, seconds);
  const session = issueRoleSession(call, {
    role,
    sessionName: parameters.get('RoleSessionName') ?? '',
    seconds,
    sessionPolicies: policies.documents,
  });
  const { packedSize: share } = policies;
  return (
    branch('AssumedRoleUser', leaf('AssumedRoleId', session.id), leaf('Arn', session.arn)) +
    credentialsXml(session.credential) +
    (share === undefined ? '' : leaf('PackedPolicySize', share) + leaf('SessionTokenUtilization', share))
  );
}

export const assumeRole: StsAction = { signed: true, run };
