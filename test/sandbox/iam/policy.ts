// IAM's policy language and its evaluation; pure.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import { holds, isOperator, type Condition } from './conditions.js';
import { matches, type Context } from './pattern.js';

interface Selector {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

interface PrincipalEntry {
  /** "AWS", "Federated", "Service"… */
  readonly type: string;
  readonly value: string;
}

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly principal: { readonly negated: boolean; readonly entries: readonly PrincipalEntry[] } | undefined;
  readonly action: Selector;
  readonly resource: Selector | undefined;
  readonly conditions: readonly Condition[];
}

export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

export class MalformedPolicy extends Error {}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function strings(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((entry) => {
    if (typeof entry === 'string') return entry;
    if (typeof entry === 'boolean' || typeof entry === 'number') return String(entry);
    throw new MalformedPolicy('Syntax errors in policy.');
  });
}

function selector(statement: Json, name: string): Selector | undefined {
  const negated = `Not${name}` in statement;
  const value = statement[negated ? `Not${name}` : name];
  return value === undefined ? undefined : { negated, patterns: strings(value) };
}

function principal(statement: Json): Statement['principal'] {
  const negated = 'NotPrincipal' in statement;
  const value = statement[negated ? 'NotPrincipal' : 'Principal'];
  if (value === undefined) return undefined;
  if (value === '*') return { negated, entries: [{ type: 'AWS', value: '*' }] };
  if (!isObject(value)) throw new MalformedPolicy('Invalid principal in policy.');
  const entries = Object.entries(value).flatMap(([type, names]) =>
    strings(names).map((name) => ({ type, value: name })),
  );
  return { negated, entries };
}

function conditions(block: unknown): Condition[] {
  if (block === undefined) return [];
  if (!isObject(block)) throw new MalformedPolicy('Syntax errors in policy.');
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new MalformedPolicy('Syntax errors in policy.');
    if (!isOperator(operator)) throw new MalformedPolicy(`Invalid Condition type : ${operator}.`);
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: strings(values) }));
  });
}

function parseStatement(value: unknown): Statement {
  if (!isObject(value)) throw new MalformedPolicy('Syntax errors in policy.');
  const { Effect: effect } = value;
  if (effect !== 'Allow' && effect !== 'Deny') throw new MalformedPolicy('Syntax errors in policy.');
  const action = selector(value, 'Action');
  if (!action) throw new MalformedPolicy('Policy statement must contain actions.');
  return {
    effect,
    principal: principal(value),
    action,
    resource: selector(value, 'Resource'),
    conditions: conditions(value['Condition']),
  };
}

/** Throws MalformedPolicy. */
export function parsePolicy(document: unknown): PolicyDocument {
  if (!isObject(document)) throw new MalformedPolicy('Syntax errors in policy.');
  const { Statement: block } = document;
  if (block === undefined) throw new MalformedPolicy('Syntax errors in policy.');
  const list: readonly unknown[] = Array.isArray(block) ? block : [block];
  return { statements: list.map(parseStatement) };
}

/** Throws MalformedPolicy unless every statement says on which resources, as identity and session policies must. */
export function parseIdentityPolicy(document: unknown): PolicyDocument {
  const policy = parsePolicy(document);
  for (const statement of policy.statements) {
    if (!statement.resource) throw new MalformedPolicy('Policy statement must contain resources.');
    if (statement.principal) throw new MalformedPolicy('Policy document should not specify a principal.');
  }
  return policy;
}

export interface AccessRequest {
  /** "s3:GetObject" */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Actions take wildcards, but no variables. */
const NO_VARIABLES: Context = new Map();

export type Verdict = 'allow' | 'deny' | 'silent';

function applies(statement: Statement, request: AccessRequest): boolean {
  const { action, resource } = statement;
  const actionFits = action.patterns.some((pattern) => matches(pattern, request.action, NO_VARIABLES, 'i'));
  if (actionFits === action.negated) return false;
  if (resource) {
    const fits = resource.patterns.some((pattern) => matches(pattern, request.resource, request.context));
    if (fits === resource.negated) return false;
  }
  return statement.conditions.every((condition) => holds(condition, request.context));
}

/** What a set of identity or session policies says: one deny outweighs every allow. */
export function judge(policies: readonly PolicyDocument[], request: AccessRequest): Verdict {
  const effects = new Set(
    policies.flatMap((policy) =>
      policy.statements.filter((statement) => applies(statement, request)).map((statement) => statement.effect),
    ),
  );
  if (effects.has('Deny')) return 'deny';
  return effects.has('Allow') ? 'allow' : 'silent';
}

/** Who asks, as a Principal element may name it. */
export interface NamedPrincipal {
  readonly accountId: string;
  /** Type and value: ["AWS", user ARN], ["AWS", role ARN], ["AWS", role session ARN], ["Federated", provider]… */
  readonly names: readonly (readonly [type: string, value: string])[];
}

/** How far a Principal element reaches: to the caller by name, or only to the account it belongs to. */
type Reach = 'named' | 'account' | undefined;

function reach(statement: Statement, who: NamedPrincipal): Reach {
  if (!statement.principal) return undefined;
  const { negated, entries } = statement.principal;
  const named = entries.some(
    ({ type, value }) =>
      (type === 'AWS' && value === '*') || who.names.some((name) => name[0] === type && name[1] === value),
  );
  const account = entries.some(
    ({ type, value }) =>
      type === 'AWS' &&
      (value === who.accountId || value.replace(/^arn:aws[\w-]*:/, '') === `iam::${who.accountId}:root`),
  );
  if (negated) return named || account ? undefined : 'named';
  return named ? 'named' : account ? 'account' : undefined;
}

export type TrustVerdict = 'deny' | 'named' | 'account' | 'silent';

/** What a resource's own policy says to the caller; "account" leaves the last word to the account's identity policies. */
export function judgeTrust(policy: PolicyDocument, who: NamedPrincipal, request: AccessRequest): TrustVerdict {
  const found = policy.statements
    .filter((statement) => applies(statement, request))
    .map((statement) => ({ effect: statement.effect, reach: reach(statement, who) }))
    .filter((entry) => entry.reach !== undefined);
  if (found.some((entry) => entry.effect === 'Deny')) return 'deny';
  if (found.some((entry) => entry.reach === 'named')) return 'named';
  return found.length > 0 ? 'account' : 'silent';
}
