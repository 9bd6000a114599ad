// IAM's policy language: documents as they are evaluated. Lenient, as tests write them; grammar.ts has IAM's strictness.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
import { isOperator, type Condition } from './conditions.js';

interface Selector {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

interface PrincipalEntry {
  /** "AWS", "Federated", "Service"… */
  readonly type: string;
  readonly value: string;
}

export interface Statement {
  readonly sid: string | undefined;
  /** Its place in the document, from 0. */
  readonly index: number;
  /** Whether ${…} is plain text, as in documents of the version before variables. */
  readonly literal: boolean;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: { readonly negated: boolean; readonly entries: readonly PrincipalEntry[] } | undefined;
  readonly action: Selector;
  readonly resource: Selector | undefined;
  readonly conditions: readonly Condition[];
}

/** Where a document comes from, as the policy simulator names it. */
interface PolicyOrigin {
  readonly id: string;
  readonly type: 'user' | 'group' | 'role' | 'aws-managed' | 'user-managed' | 'resource' | 'none';
  /** undefined for an inline policy. */
  readonly arn: string | undefined;
}

export interface PolicyDocument {
  readonly statements: readonly Statement[];
  /** As it was handed in. */
  readonly text: string;
  readonly origin?: PolicyOrigin;
}

export class MalformedPolicy extends Error {}

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
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

function parseStatement(value: unknown, index: number, literal: boolean): Statement {
  if (!isObject(value)) throw new MalformedPolicy('Syntax errors in policy.');
  const { Effect: effect, Sid: sid } = value;
  if (effect !== 'Allow' && effect !== 'Deny') throw new MalformedPolicy('Syntax errors in policy.');
  const action = selector(value, 'Action');
  if (!action) throw new MalformedPolicy('Policy statement must contain actions.');
  return {
    sid: typeof sid === 'string' && sid !== '' ? sid : undefined,
    index,
    literal,
    effect,
    principal: principal(value),
    action,
    resource: selector(value, 'Resource'),
    conditions: conditions(value['Condition']),
  };
}

/** The statements of a document, one or several; undefined when it has none. */
export function statementsOf(document: Json): readonly unknown[] | undefined {
  const { Statement: block } = document;
  if (block === undefined) return undefined;
  return Array.isArray(block) ? (block as readonly unknown[]) : [block];
}

/** Variables came with this version: documents of another one, or of none, take them for text. */
const VARIABLES_VERSION = '2012-10-17';

/** `text`: the document as handed in, where that was text. Throws MalformedPolicy. */
export function parsePolicy(document: unknown, text = JSON.stringify(document)): PolicyDocument {
  if (!isObject(document)) throw new MalformedPolicy('Syntax errors in policy.');
  const list = statementsOf(document);
  if (!list) throw new MalformedPolicy('Syntax errors in policy.');
  const literal = document['Version'] !== VARIABLES_VERSION;
  return { statements: list.map((statement, index) => parseStatement(statement, index, literal)), text };
}

/** Throws MalformedPolicy unless every statement says on which resources, as identity and session policies must. */
export function parseIdentityPolicy(document: unknown, text?: string): PolicyDocument {
  const policy = parsePolicy(document, text);
  for (const statement of policy.statements) {
    if (!statement.resource) throw new MalformedPolicy('Policy statement must contain resources.');
    if (statement.principal) throw new MalformedPolicy('Policy document should not specify a principal.');
  }
  return policy;
}
