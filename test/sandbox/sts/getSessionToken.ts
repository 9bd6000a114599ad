// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
import type { Principal } from '../iam/principal.js';
import { demandOf, type SignedCall, type StsAction } from './call.js';
import { credentialsXml, isoSeconds, issue } from './issue.js';
import { checkMfa } from './mfa.js';
import { requireLongTermKey, userSessionSeconds } from './userSession.js';
import { pick, USER_SESSION_SECONDS, validate } from './validation.js';

const ACTION = 'sts:GetSessionToken';

function run(call: SignedCall): string {
  const { parameters, caller, now } = call;
  validate(parameters, { ...pick('SerialNumber', 'TokenCode'), DurationSeconds: USER_SESSION_SECONDS });
  requireLongTermKey(call, 'GetSessionToken');
  call.directory.authority.requireNotDenied(demandOf(call, { action: ACTION, resource: '*', context: [] }));
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
