// Decisions for one caller, and their wording:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
import { AwsError, type Authorize } from '../types.js';
import type { Context } from './pattern.js';
import { judge, judgeTrust, type AccessRequest, type PolicyDocument, type Verdict } from './policy.js';
import type { Principal } from './principal.js';

/** Why an identity may not: the end of the message. */
type Refusal = string | undefined;

/** Condition keys with their values; several only for aws:TagKeys and its like. */
export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/** Later sources outweigh earlier ones. */
export function contextOf(...sources: readonly ContextValues[]): Context {
  const entries = sources.flatMap((source) => Object.entries(source));
  return new Map(entries.map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]));
}

/** Each has to allow: one deny is a deny, one that says nothing leaves it at that. */
function both(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('deny')) return 'deny';
  return verdicts.includes('silent') ? 'silent' : 'allow';
}

/** What the session's policies say: those that it was made with, together, and each that it was narrowed to since. */
function judgeSession({ sessionPolicies, scopePolicies = [] }: Principal, request: AccessRequest): Verdict {
  const made = sessionPolicies ? [judge(sessionPolicies, request)] : [];
  return both([...made, ...scopePolicies.map((policy) => judge([policy], request))]);
}

/** What all of the caller's policies say together. */
export const judgeAll = (principal: Principal, request: AccessRequest): Verdict =>
  both([judge(principal.identityPolicies, request), judgeSession(principal, request)]);

/** Why the caller's own policies refuse: explicit denies first, then whether both kinds allow it; undefined when not. */
export function refusal(principal: Principal, request: AccessRequest): Refusal {
  const identity = judge(principal.identityPolicies, request);
  const session = judgeSession(principal, request);
  if (identity === 'deny') return 'with an explicit deny in an identity-based policy';
  if (session === 'deny') return 'with an explicit deny in a session policy';
  if (identity === 'silent') return `because no identity-based policy allows the ${request.action} action`;
  if (session === 'silent') return `because no session policy allows the ${request.action} action`;
  return undefined;
}

/** Actions on no resource of their own are refused without naming one. */
const namesNoResource = (resource: string): boolean => resource === '*' || resource === 'arn:aws:s3:::*';

/** Decides by the caller's identity and session policies. `requestContext` holds aws:SourceIp and its like. */
export function authorizer(principal: Principal, requestContext: Readonly<Record<string, string>>): Authorize {
  return (action, resource, context = {}) => {
    const request = { action, resource, context: contextOf(principal.context, requestContext, context) };
    const reason = refusal(principal, request);
    if (reason === undefined) return;
    const where = namesNoResource(resource) ? '' : ` on resource: "${resource}"`;
    throw new AwsError(
      403,
      'AccessDenied',
      `User: ${principal.arn} is not authorized to perform: ${action}${where} ${reason}`,
    );
  };
}

/**
 * Whether the caller may assume a role. In one account, a trust policy that names the caller is enough; one that names
 * the account leaves it to the caller's own policies; across accounts both must allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function mayAssume(
  principal: Principal,
  role: { readonly accountId: string; readonly trust: PolicyDocument },
  request: AccessRequest,
): boolean {
  const trust = judgeTrust(role.trust, principal, request);
  if (trust === 'deny' || trust === 'silent') return false;
  const identity = judge(principal.identityPolicies, request);
  const session = judgeSession(principal, request);
  if (identity === 'deny' || session !== 'allow') return false;
  return identity === 'allow' || (trust === 'named' && role.accountId === principal.accountId);
}
