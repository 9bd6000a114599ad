// What IAM refuses in a policy that is handed in, in its words.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import { AwsError } from '../types.js';
import { isObject, MalformedPolicy, parsePolicy, statementsOf, type Json, type PolicyDocument } from './policy.js';

/** An identity policy (or session policy), a role's trust policy, or a bucket's. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

const DOCUMENT_KEYS = /^(Version|Id|Statement)$/;
const STATEMENT_KEYS = /^(Sid|Effect|(Not)?(Principal|Action|Resource)|Condition)$/;
const VERSIONS = ['2008-10-17', '2012-10-17'];
const VENDOR = /^[\w-]+:/;

const SYNTAX = 'Syntax errors in policy.';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : [value]);

function check(holds: boolean, message: string): void {
  if (!holds) throw new MalformedPolicy(message);
}

function either(statement: Json, name: string): readonly unknown[] {
  check(!(name in statement && `Not${name}` in statement), SYNTAX);
  const value = statement[name] ?? statement[`Not${name}`];
  return value === undefined ? [] : listOf(value);
}

function checkActions(actions: readonly unknown[], kind: PolicyKind): void {
  check(actions.length > 0, 'Policy statement must contain actions.');
  for (const action of actions) {
    const fits = action === '*' || (typeof action === 'string' && VENDOR.test(action));
    check(fits, 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    check(
      kind !== 'trust' || action === '*' || /^sts:/i.test(String(action)),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    );
  }
}

function checkResources(statement: Json, kind: PolicyKind): void {
  const resources = either(statement, 'Resource');
  if (kind === 'trust') {
    check(resources.length === 0, 'Has prohibited field Resource');
    return;
  }
  check(resources.length > 0, 'Policy statement must contain resources.');
  for (const resource of resources) {
    const fits = resource === '*' || (typeof resource === 'string' && resource.startsWith('arn:'));
    check(fits, `Resource ${String(resource)} must be in ARN format or "*".`);
  }
}

function checkPrincipal(statement: Json, kind: PolicyKind): void {
  const present = either(statement, 'Principal').length > 0;
  if (kind === 'identity') check(!present, 'Policy document should not specify a principal.');
  else check(present, 'Missing required field Principal');
}

function checkConditions({ Condition: block }: Json): void {
  if (block === undefined) return;
  check(isObject(block), SYNTAX);
  const keys = Object.values(block as Json).flatMap((entries) => (isObject(entries) ? Object.keys(entries) : []));
  check(
    keys.every((key) => /^.+:/.test(key)),
    'Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  );
}

function checkStatement(statement: unknown, kind: PolicyKind): void {
  if (!isObject(statement)) throw new MalformedPolicy(SYNTAX);
  check(
    Object.keys(statement).every((key) => STATEMENT_KEYS.test(key)),
    SYNTAX,
  );
  checkPrincipal(statement, kind);
  checkActions(either(statement, 'Action'), kind);
  checkResources(statement, kind);
  checkConditions(statement);
}

function checkSids(statements: readonly unknown[]): void {
  const sids = statements.flatMap((statement) => (isObject(statement) && statement['Sid'] ? [statement['Sid']] : []));
  check(
    sids.every((sid) => typeof sid === 'string' && /^[0-9A-Za-z]*$/.test(sid)),
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  );
  check(new Set(sids).size === sids.length, 'Statement IDs (SID) in a single policy must be unique.');
}

function checkDocument(document: unknown, kind: PolicyKind): void {
  if (!isObject(document)) throw new MalformedPolicy(SYNTAX);
  const { Version: version } = document;
  check(
    Object.keys(document).every((key) => DOCUMENT_KEYS.test(key)),
    SYNTAX,
  );
  check(version === undefined || VERSIONS.some((known) => known === version), SYNTAX);
  const statements = statementsOf(document) ?? [];
  check(statements.length > 0, SYNTAX);
  for (const statement of statements) checkStatement(statement, kind);
  if (kind !== 'resource') checkSids(statements);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new MalformedPolicy('This policy contains invalid Json', { cause });
  }
}

/** Throws MalformedPolicy. */
export function readPolicy(text: string, kind: PolicyKind): PolicyDocument {
  const document = parseJson(text);
  checkDocument(document, kind);
  return parsePolicy(document, text);
}

/** Throws AwsError MalformedPolicyDocument. */
export function acceptPolicy(text: string, kind: PolicyKind): PolicyDocument {
  try {
    return readPolicy(text, kind);
  } catch (error) {
    if (error instanceof MalformedPolicy) throw new AwsError(400, 'MalformedPolicyDocument', error.message);
    throw error;
  }
}
