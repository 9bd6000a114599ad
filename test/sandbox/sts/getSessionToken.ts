// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
import { contextOf } from '../iam/authorize.js';
import { judge } from '../iam/policy.js';
import type { Principal } from '../iam/principal.js';
import { accessDenied, type SignedCall, type StsAction } from './call.js';
import { credentialsXml, isoSeconds, issue } from './issue.js';
import { checkMfa } from './mfa.js';
import { requireLongTermKey, userSessionSeconds } from './userSession.js';
import { pick, USER_SESSION_SECONDS, validate } from './validation.js';

const ACTION = 'sts:GetSessionToken';

/** Nobody needs to be allowed it, but a policy may deny it. */
function checkNotDenied({ caller: { principal }, context }: SignedCall): void {
  const request = { action: ACTION, resource: '*', context: contextOf(principal.context, context) };
  if (judge(principal.identityPolicies, request) !== 'deny') return;
  throw accessDenied(
    `User: ${principal.arn} is not authorized to perform: ${ACTION} with an explicit deny in an identity-based policy`,
  );
}

function run(call: SignedCall): string {
  const { parameters, caller, now } = call;
  validate(parameters, { ...pick('SerialNumber', 'TokenCode'), DurationSeconds: USER_SESSION_SECONDS });
  requireLongTermKey(call, 'GetSessionToken');
  checkNotDenied(call);
  const withMfa = Object.keys(checkMfa(call)).length > 0;
  const sessionContext = (at: number): Readonly<Record<string, string>> => ({
    'aws:TokenIssueTime': isoSeconds(now),
    'aws:MultiFactorAuthPresent': String(withMfa),
    ...(withMfa && { 'aws:MultiFactorAuthAge': String(Math.floor((at - now) / 1000)) }),
  });
  const principal = (at: number): Principal | undefined => {
    const user = caller.credential.principal(at);
    return user && { ...user, context: { ...user.context, ...sessionContext(at) } };
  };
  const lineage = { kind: 'sessionToken', transitiveTags: [], sourceIdentity: undefined } as const;
  return credentialsXml(issue(call, userSessionSeconds(call), { principal, lineage }));
}

export const getSessionToken: StsAction = { signed: true, run };
