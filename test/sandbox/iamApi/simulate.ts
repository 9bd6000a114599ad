// The policy simulator: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
import { contextOf } from '../iam/authorize.js';
import { decide, type Decision } from '../iam/decide.js';
import type { Identity } from '../iam/entities.js';
import { acceptPolicy } from '../iam/grammar.js';
import { concerns, type AccessRequest, type Match } from '../iam/judge.js';
import { Organization } from '../iam/organization.js';
import { variablesOf } from '../iam/pattern.js';
import type { PolicyDocument, Statement } from '../iam/policy.js';
import { positionAt, statementSpans, type Position } from '../iam/positions.js';
import type { Principal } from '../iam/principal.js';
import { accountOf, members } from '../sts/call.js';
import { AwsError } from '../types.js';
import { authorize, noSuchEntity, page, parameter, require, type IamAction, type IamCall } from './call.js';
import type { Field, Fields } from './xml.js';

/** Whose permissions are simulated. */
interface Subject {
  readonly policies: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
  readonly context: Readonly<Record<string, string>>;
  readonly arn: string;
  readonly accountId: string;
  /** Whose policies count; without one only those of the subject do. */
  readonly organization: Organization;
}

const invalidInput = (message: string): AwsError => new AwsError(400, 'InvalidInput', message);

const SOURCE_TYPES = {
  user: 'IAM Policy',
  group: 'IAM Policy',
  role: 'IAM Policy',
  'aws-managed': 'IAM Policy',
  'user-managed': 'IAM Policy',
  resource: 'Resource Policy',
  none: 'IAM Policy',
} as const;

const positionFields = ({ line, column }: Position): Fields => ({ Line: line, Column: column });

function matchFields({ statement, policy }: Match): Fields {
  const { text, origin } = policy;
  const span = statementSpans(text)[statement.index];
  return {
    SourcePolicyId: origin?.id,
    SourcePolicyType: SOURCE_TYPES[origin?.type ?? 'none'],
    StartPosition: positionFields(span?.start ?? positionAt(text, 0)),
    EndPosition: positionFields(span?.end ?? positionAt(text, text.length)),
  };
}

/** Documents handed in, named as the simulator names them. Throws AwsError. */
const handedIn = (call: IamCall, list: string): PolicyDocument[] =>
  members(call.parameters, list).map((text, index) => ({
    ...acceptPolicy(text, 'identity'),
    origin: { id: `${list}.${index + 1}`, type: 'none', arn: undefined },
  }));

function requestedContext({ parameters }: IamCall): Record<string, string | string[]> {
  const context: Record<string, string | string[]> = {};
  for (let index = 1; ; index += 1) {
    const entry = `ContextEntries.member.${index}`;
    const key = parameters.get(`${entry}.ContextKeyName`);
    if (key === undefined) return context;
    const values = members(parameters, `${entry}.ContextKeyValues`);
    const list = (parameters.get(`${entry}.ContextKeyType`) ?? '').endsWith('List');
    context[key] = list ? values : (values[0] ?? '');
  }
}

const keysOf = ({ conditions, resource, literal }: Statement): string[] => [
  ...conditions.map(({ key }) => key),
  ...(literal
    ? []
    : [...(resource?.patterns ?? []), ...conditions.flatMap(({ values }) => values)].flatMap(variablesOf)),
];

/** Keys that statements about the request look at, and that nobody gave. */
function missingKeys(policies: readonly PolicyDocument[], request: AccessRequest): string[] {
  const anyResource = { ...request, resource: '*' };
  const asked = policies
    .flatMap(({ statements }) => statements)
    .filter((statement) => concerns(statement, request) || concerns({ ...statement, resource: undefined }, anyResource))
    .flatMap(keysOf);
  return [...new Set(asked)].filter((key) => !request.context.has(key.toLowerCase())).sort();
}

const DECISIONS = { allowed: 'allowed', explicitDeny: 'explicitDeny', implicitDeny: 'implicitDeny' } as const;

function resultFields(request: AccessRequest, decision: Decision, missing: readonly string[]): Fields {
  const boundary: Field =
    decision.boundary === undefined ? undefined : { AllowedByPermissionsBoundary: decision.boundary };
  const outcome = DECISIONS[decision.outcome];
  const matched = decision.matched.map(matchFields);
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource,
    EvalDecision: outcome,
    MatchedStatements: matched,
    MissingContextValues: missing,
    OrganizationsDecisionDetail:
      decision.organizations === undefined ? undefined : { AllowedByOrganizations: decision.organizations },
    PermissionsBoundaryDecisionDetail: boundary,
    ResourceSpecificResults: [
      {
        EvalResourceName: request.resource,
        EvalResourceDecision: outcome,
        MatchedStatements: matched,
        MissingContextValues: missing,
        PermissionsBoundaryDecisionDetail: boundary,
      },
    ],
  };
}

function evaluate(call: IamCall, subject: Subject): Fields {
  const actions = members(call.parameters, 'ActionNames');
  const resources = members(call.parameters, 'ResourceArns');
  const invalid = actions.find((action) => !/^[\w-]+:[\w]+$/.test(action));
  if (invalid !== undefined) throw invalidInput(`Invalid Action: ${invalid}`);
  const { arn, accountId, boundary, organization } = subject;
  const names = [['AWS', arn]] as const;
  const principal: Principal = {
    kind: 'user',
    arn,
    userId: '',
    accountId,
    names,
    identityPolicies: subject.policies,
    boundary,
    sessionPolicies: undefined,
    context: subject.context,
  };
  const resourceText = call.parameters.get('ResourcePolicy');
  const policy = resourceText === undefined ? undefined : acceptPolicy(resourceText, 'resource');
  const owner = accountOf(call.parameters.get('ResourceOwner') ?? '') || accountId;
  const origin = { id: 'ResourcePolicy', type: 'resource', arn: undefined } as const;
  const guard = policy && ({ accountId: owner, policy: { ...policy, origin }, type: 'resource-based policy' } as const);
  const context = contextOf(subject.context, requestedContext(call));
  const all = [...subject.policies, ...(boundary ? [boundary] : []), ...(policy ? [policy] : [])];
  const requests = actions.flatMap((action) =>
    (resources.length > 0 ? resources : ['*']).map((resource): AccessRequest => ({ action, resource, context })),
  );
  return page(call, 'EvaluationResults', requests, (request) =>
    resultFields(request, decide(principal, request, organization, guard), missingKeys(all, request)),
  );
}

function boundaryOf(call: IamCall, found: PolicyDocument | undefined): PolicyDocument | undefined {
  return handedIn(call, 'PermissionsBoundaryPolicyInputList')[0] ?? found;
}

/** What the simulator knows of the identity without being told. */
function ownContext(identity: Identity): Readonly<Record<string, string>> {
  return {
    'aws:PrincipalArn': identity.arn,
    'aws:PrincipalAccount': identity.accountId,
    'aws:userid': identity.id,
    ...(identity.kind === 'user' && { 'aws:username': identity.name }),
    ...Object.fromEntries([...identity.tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}

function simulatePrincipalPolicy(call: IamCall): Fields {
  require(call, 'PolicySourceArn', 'ActionNames.member.1');
  const arn = parameter(call, 'PolicySourceArn');
  authorize(call, arn);
  const identity = call.directory.identity(arn);
  if (identity?.accountId !== call.accountId) throw noSuchEntity(`The entity with ARN ${arn} cannot be found.`);
  return evaluate(call, {
    policies: [...call.directory.policiesOf(identity), ...handedIn(call, 'PolicyInputList')],
    boundary: boundaryOf(call, call.directory.boundaryOf(identity)),
    context: ownContext(identity),
    arn: call.parameters.get('CallerArn') ?? arn,
    accountId: call.accountId,
    organization: call.directory.authority.organization,
  });
}

function simulateCustomPolicy(call: IamCall): Fields {
  require(call, 'PolicyInputList.member.1', 'ActionNames.member.1');
  authorize(call, '*');
  return evaluate(call, {
    policies: handedIn(call, 'PolicyInputList'),
    boundary: boundaryOf(call, undefined),
    context: {},
    arn: call.parameters.get('CallerArn') ?? call.caller.principal.arn,
    accountId: call.accountId,
    organization: new Organization(),
  });
}

function contextKeys(policies: readonly PolicyDocument[]): Fields {
  const keys = policies.flatMap(({ statements }) => statements).flatMap(keysOf);
  return { ContextKeyNames: [...new Set(keys)].sort() };
}

export const SIMULATE_ACTIONS: Readonly<Record<string, IamAction>> = {
  SimulatePrincipalPolicy: simulatePrincipalPolicy,
  SimulateCustomPolicy: simulateCustomPolicy,
  GetContextKeysForCustomPolicy: (call) => {
    authorize(call, '*');
    return contextKeys(handedIn(call, 'PolicyInputList'));
  },
};
