// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetScopedCredentials.html
import type { Principal, Scope } from '../iam/principal.js';
import { AwsError } from '../types.js';
import { branch, leaf } from '../xml.js';
import { accessDenied, demandOf, validationError, type SignedCall, type StsAction } from './call.js';
import { credentialsXml, issue, optionalLeaf } from './issue.js';
import { packedSize } from './packed.js';
import { sessionPolicies } from './sessionPolicies.js';
import { pick, validate, type Constraint } from './validation.js';

const ACTION = 'sts:GetScopedCredentials';
const MAX_LAYERS = 3;
const SECONDS: Constraint = { numeric: true, min: 1, max: 129_600 };
const DESCRIPTION: Constraint = { max: 256 };
const TOKEN_BYTES: Constraint = { numeric: true, min: 0, max: 4096 };

/** Throws AwsError InvalidSubjectCredentials for long-term keys, and for whatever is root's. */
function requireSession({ caller: { credential, principal } }: SignedCall): void {
  if (credential.sessionToken !== undefined && principal.kind !== 'root') return;
  throw new AwsError(
    400,
    'InvalidSubjectCredentials',
    'GetScopedCredentials can only be called with temporary security credentials of an IAM identity.',
  );
}

/** Whole seconds that the new credentials last: no longer than the caller's. Throws AwsError InsufficientSessionLifetime. */
function secondsOf({ parameters, caller: { credential }, now }: SignedCall): number {
  const { expiresAt = Number.MAX_SAFE_INTEGER } = credential;
  const remaining = Math.floor(expiresAt / 1000) - Math.floor(now / 1000);
  const asked = Number(parameters.get('DurationSeconds') ?? remaining);
  if (asked <= remaining) return asked;
  throw new AwsError(
    400,
    'InsufficientSessionLifetime',
    `The requested DurationSeconds ${asked} exceeds the remaining lifetime of the calling session, ${remaining} seconds.`,
  );
}

/** The caller's layers with this request's policy as another one. Throws AwsError. */
function scopeOf(call: SignedCall): Scope {
  const { documents, texts } = sessionPolicies(call, call.caller.principal.accountId);
  const before = call.caller.credential.scope ?? { policies: [], texts: [] };
  if (documents === undefined) return before;
  if (before.policies.length >= MAX_LAYERS) {
    throw accessDenied(`The session already has the maximum of ${MAX_LAYERS} scope down policies.`);
  }
  return { policies: [...before.policies, ...documents], texts: [...before.texts, ...texts] };
}

function run(call: SignedCall): string {
  const { parameters, caller } = call;
  validate(parameters, {
    ...pick('Policy'),
    DurationSeconds: SECONDS,
    ScopedSessionDescription: DESCRIPTION,
    MinimumSessionTokenSize: TOKEN_BYTES,
  });
  if (!parameters.has('Policy') && !parameters.has('DurationSeconds')) {
    throw validationError('At least one of Policy or DurationSeconds must be specified.');
  }
  requireSession(call);
  call.directory.authority.requireNotDenied(demandOf(call, { action: ACTION, resource: '*', context: [] }));
  const seconds = secondsOf(call);
  const scope = scopeOf(call);
  const packed = packedSize(scope.texts, []);
  const principal = (at: number): Principal | undefined => {
    const whole = caller.credential.principal(at);
    return whole && { ...whole, scopePolicies: scope.policies };
  };
  const { lineage = { kind: 'sessionToken', transitiveTags: [], sourceIdentity: undefined } } = caller.credential;
  const tokenBytes = Number(parameters.get('MinimumSessionTokenSize') ?? 0);
  const credential = issue(call, seconds, { principal, lineage, scope }, tokenBytes);
  return (
    credentialsXml(credential) +
    branch('SessionInfo', leaf('ScopedSessionId', caller.principal.userId), leaf('Arn', caller.principal.arn)) +
    leaf('SessionTokenUtilization', packed ?? 0) +
    leaf('SessionTokenSize', credential.sessionToken?.length ?? 0) +
    leaf('ScopedPoliciesCount', scope.policies.length) +
    optionalLeaf('SourceIdentity', lineage.sourceIdentity)
  );
}

export const getScopedCredentials: StsAction = { signed: true, regional: true, run };
