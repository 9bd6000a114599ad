// https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html
import { isObject, statementsOf, type Json } from '../iam/policy.js';
import { positionAt, statementSpans, type Span } from '../iam/positions.js';
import { AwsError } from '../types.js';
import type { RestCall, RestOperation } from './call.js';

type PathElement = { readonly value: string } | { readonly index: number };

interface Finding {
  readonly type: 'ERROR' | 'SECURITY_WARNING' | 'SUGGESTION' | 'WARNING';
  readonly code: string;
  readonly details: string;
  readonly path: readonly PathElement[];
  /** The statement it is about; undefined for the whole document. */
  readonly statement?: number;
}

const TYPES = ['IDENTITY_POLICY', 'RESOURCE_POLICY', 'SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];

const texts = (value: unknown): string[] => listOf(value).filter((one) => typeof one === 'string');

/** Services whose actions are known here, in part. */
const KNOWN_SERVICES = /^(s3|sts|iam|ec2|sso|kms|sqs|sns|dynamodb|lambda|logs|organizations|cloudformation):/i;
/** Words that action names begin with. */
const KNOWN_VERBS =
  /^(Abort|Add|Assume|Attach|Bypass|Change|Copy|Create|Decode|Delete|Describe|Detach|Disable|Enable|Generate|Get|Head|Initiate|Invoke|List|Object|Pass|Put|Remove|Replicate|Reset|Restore|Run|Set|Simulate|Start|Stop|Tag|Terminate|Untag|Update|Upload|\*|\?)/i;

function actionFindings(actions: readonly string[], path: readonly PathElement[], statement: number): Finding[] {
  return actions.flatMap((action, index): Finding[] => {
    const at = { path: [...path, { value: 'Action' }, { index }], statement };
    if (action === '*') return [];
    const [service = '', name] = action.split(':');
    if (name === undefined) {
      const details = `The action ${action} is not valid. Add an action in the form service:action.`;
      return [{ type: 'ERROR', code: 'MISSING_ACTION_PREFIX', details, ...at }];
    }
    if (!KNOWN_SERVICES.test(action)) {
      const details = `The service ${service} specified in the action does not exist.`;
      return [{ type: 'ERROR', code: 'INVALID_SERVICE_IN_ACTION', details, ...at }];
    }
    if (KNOWN_VERBS.test(name)) return [];
    return [{ type: 'ERROR', code: 'INVALID_ACTION', details: `The action ${action} does not exist.`, ...at }];
  });
}

/** Actions that a wider one beside them includes. */
function redundant(actions: readonly string[], path: readonly PathElement[], statement: number): Finding[] {
  const wide = actions.filter((action) => action.endsWith('*'));
  return actions.flatMap((action, index): Finding[] => {
    const covering = wide.find(
      (other) => other !== action && action.toLowerCase().startsWith(other.slice(0, -1).toLowerCase()),
    );
    if (covering === undefined) return [];
    const details = `The ${actions.length} action(s) are redundant because they provide similar permissions. Update the policy to remove the redundant action such as: ${action}.`;
    return [
      {
        type: 'SUGGESTION',
        code: 'REDUNDANT_ACTION',
        details,
        path: [...path, { value: 'Action' }, { index }],
        statement,
      },
    ];
  });
}

function statementFindings(value: unknown, index: number, single: boolean, identity: boolean): Finding[] {
  const path: PathElement[] = [{ value: 'Statement' }, ...(single ? [] : [{ index }])];
  const error = (code: string, details: string): Finding => ({ type: 'ERROR', code, details, path, statement: index });
  if (!isObject(value)) return [error('DATA_TYPE_MISMATCH', 'The statement has to be an object.')];
  const missing = (name: string): boolean => !(name in value) && !(`Not${name}` in value);
  const found: Finding[] = [];
  if (!('Effect' in value))
    found.push(error('MISSING_EFFECT', 'Add an Effect element to the policy statement with a value of Allow or Deny.'));
  else if (value['Effect'] !== 'Allow' && value['Effect'] !== 'Deny') {
    found.push(
      error('INVALID_EFFECT', `The effect ${JSON.stringify(value['Effect'])} is not valid. Use Allow or Deny.`),
    );
  }
  if (missing('Action'))
    found.push(error('MISSING_ACTION', 'Add an Action or NotAction element to the policy statement.'));
  if (identity && missing('Resource')) {
    found.push(error('MISSING_RESOURCE', 'Add a Resource or NotResource element to the policy statement.'));
  }
  const actions = texts(value['Action']);
  const passes = actions.some((action) => /^iam:(\*|Pass\*|PassRole)$/i.test(action) || action === '*');
  if (value['Effect'] === 'Allow' && passes && texts(value['Resource']).includes('*')) {
    const details =
      'Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it allows iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.';
    found.push({ type: 'SECURITY_WARNING', code: 'PASS_ROLE_WITH_STAR_IN_RESOURCE', details, path, statement: index });
  }
  return [...found, ...actionFindings(actions, path, index), ...redundant(actions, path, index)];
}

function findingsOf(document: Json, identity: boolean): Finding[] {
  const found: Finding[] = [];
  if (!('Version' in document)) {
    const details = 'We recommend that you specify the Version element to help you with debugging permission issues.';
    found.push({ type: 'WARNING', code: 'MISSING_VERSION', details, path: [] });
  }
  const statements = statementsOf(document);
  if (!statements) {
    found.push({
      type: 'ERROR',
      code: 'MISSING_STATEMENT',
      details: 'Add a Statement element to the policy.',
      path: [],
    });
    return found;
  }
  const single = !Array.isArray(document['Statement']);
  return [...found, ...statements.flatMap((value, index) => statementFindings(value, index, single, identity))];
}

const wholeOf = (text: string): Span => ({ start: positionAt(text, 0), end: positionAt(text, text.length) });

function findingJson(finding: Finding, text: string): object {
  const span = finding.statement === undefined ? undefined : statementSpans(text)[finding.statement];
  const anchor = finding.code.toLowerCase().replaceAll('_', '-');
  return {
    findingType: finding.type,
    issueCode: finding.code,
    findingDetails: finding.details,
    learnMoreLink: `https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-${finding.type.toLowerCase().replace('_', '-')}-${anchor}`,
    locations: [{ path: finding.path, span: span ?? wholeOf(text) }],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const invalid = (message: string): AwsError =>
  new AwsError(400, 'ValidationException', message, { reason: 'fieldValidationFailed' });

function answer({ body }: RestCall): object {
  const request = parse(body);
  const { policyDocument: text, policyType: type } = isObject(request) ? request : {};
  if (typeof text !== 'string') throw invalid('policyDocument is required');
  if (typeof type !== 'string' || !TYPES.includes(type)) throw invalid(`policyType must be one of ${TYPES.join(', ')}`);
  const document = parse(text);
  const findings: Finding[] = isObject(document)
    ? findingsOf(document, type === 'IDENTITY_POLICY')
    : [{ type: 'ERROR', code: 'JSON_SYNTAX_ERROR', details: 'Fix the JSON syntax error in the policy.', path: [] }];
  return { findings: findings.map((finding) => findingJson(finding, text)) };
}

export const validatePolicy: RestOperation = {
  name: 'ValidatePolicy',
  service: 'access-analyzer',
  method: 'POST',
  path: /^\/policy\/validation$/,
  action: 'access-analyzer:ValidatePolicy',
  answer,
};
