// What policies say to one request; pure.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import { holds } from './conditions.js';
import { matches, type Context } from './pattern.js';
import type { PolicyDocument, Statement } from './policy.js';

export interface AccessRequest {
  /** "s3:GetObject" */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Actions take wildcards, but no variables. */
const NO_VARIABLES: Context = new Map();

export type Verdict = 'allow' | 'deny' | 'silent';

/** A statement that speaks of the request, and whose it is. */
export interface Match {
  readonly statement: Statement;
  readonly policy: PolicyDocument;
}

/** Whether the statement is about this action on this resource, whatever its conditions. */
export function concerns({ action, resource, literal }: Statement, request: AccessRequest): boolean {
  const actionFits = action.patterns.some((pattern) => matches(pattern, request.action, NO_VARIABLES, 'i'));
  if (actionFits === action.negated) return false;
  if (!resource) return true;
  const variables = literal ? undefined : request.context;
  const fits = resource.patterns.some((pattern) => matches(pattern, request.resource, variables));
  return fits !== resource.negated;
}

function applies(statement: Statement, request: AccessRequest): boolean {
  if (!concerns(statement, request)) return false;
  const variables = statement.literal ? undefined : request.context;
  return statement.conditions.every((condition) => holds(condition, request.context, variables));
}

export const matchesOf = (policies: readonly PolicyDocument[], request: AccessRequest): Match[] =>
  policies.flatMap((policy) =>
    policy.statements
      .filter((statement) => applies(statement, request))
      .map((statement): Match => ({ statement, policy })),
  );

/** One deny outweighs every allow. */
export function verdictOf(found: readonly Match[]): Verdict {
  const effects = new Set(found.map(({ statement }) => statement.effect));
  if (effects.has('Deny')) return 'deny';
  return effects.has('Allow') ? 'allow' : 'silent';
}

/** What a set of identity or session policies says. */
export const judge = (policies: readonly PolicyDocument[], request: AccessRequest): Verdict =>
  verdictOf(matchesOf(policies, request));

/** Who asks, as a Principal element may name it. */
export interface NamedPrincipal {
  readonly accountId: string;
  /** What policies call it itself; "" for whoever is no principal of AWS yet. */
  readonly arn?: string;
  /** Type and value: ["AWS", user ARN], ["AWS", role ARN], ["AWS", role session ARN], ["Federated", provider]… */
  readonly names: readonly (readonly [type: string, value: string])[];
}

/**
 * How far a Principal element reaches: to the caller itself, to the role or user that its session is of, or only to the
 * account it belongs to.
 */
export type Reach = 'itself' | 'parent' | 'account';

function reach(statement: Statement, who: NamedPrincipal): Reach | undefined {
  if (!statement.principal) return undefined;
  const { negated, entries } = statement.principal;
  const named = (type: string, value: string): boolean =>
    (type === 'AWS' && value === '*') || who.names.some((name) => name[0] === type && name[1] === value);
  const itself = entries.some(
    ({ type, value }) => named(type, value) && (who.arn === undefined || value === '*' || value === who.arn),
  );
  const parent = entries.some(({ type, value }) => named(type, value));
  const account = entries.some(
    ({ type, value }) =>
      type === 'AWS' &&
      (value === who.accountId || value.replace(/^arn:aws[\w-]*:/, '') === `iam::${who.accountId}:root`),
  );
  if (negated) return parent || account ? undefined : 'itself';
  if (itself) return 'itself';
  return parent ? 'parent' : account ? 'account' : undefined;
}

export interface ResourceVerdict {
  readonly found: readonly Match[];
  readonly denied: boolean;
  /** The farthest that an Allow reaches; "account" leaves the last word to the account's identity policies. */
  readonly granted: Reach | undefined;
}

/** What a resource's own policy says to the caller. */
export function judgeResource(policy: PolicyDocument, who: NamedPrincipal, request: AccessRequest): ResourceVerdict {
  const entries = matchesOf([policy], request)
    .map((match) => ({ match, reach: reach(match.statement, who) }))
    .filter((entry) => entry.reach !== undefined);
  const allows = entries.filter(({ match }) => match.statement.effect === 'Allow').map((entry) => entry.reach);
  return {
    found: entries.map(({ match }) => match),
    denied: entries.some(({ match }) => match.statement.effect === 'Deny'),
    granted: (['itself', 'parent', 'account'] as const).find((far) => allows.includes(far)),
  };
}
