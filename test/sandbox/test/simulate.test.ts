// The policy simulator, and Access Analyzer's checks of a policy.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import { iamCall, refused, signed } from './iamHarness.js';
import { ACCOUNT, allow, policy, USER, type Keys } from './stsHarness.js';

let sandbox: Sandbox;
let admin: Keys;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  const { arn, ...keys } = sandbox.iam.createUser({ accountId: ACCOUNT, name: 'admin' });
  sandbox.iam.putUserPolicy(arn, 'all', policy(allow('*')));
  admin = keys;
});
afterEach(() => sandbox.stop());

const BUCKET = 'arn:aws:s3:::docs';
const simulate = (parameters: object, keys = admin) =>
  iamCall(sandbox, keys, 'SimulatePrincipalPolicy', {
    PolicySourceArn: TUTORIAL.readOnlyRoleArn,
    ActionNames: ['s3:ListBucket', 's3:PutObject'],
    ResourceArns: [BUCKET],
    ...parameters,
  });
const decisions = async (parameters: object) => (await simulate(parameters)).each('EvaluationResults', 'EvalDecision');

describe('SimulatePrincipalPolicy', () => {
  it('decides each action on each resource, and tells by which statement', async () => {
    const answer = await simulate({ ResourceArns: [BUCKET, 'arn:aws:s3:::other'] });
    expect(answer.each('EvaluationResults', 'EvalActionName')).toEqual([
      's3:ListBucket',
      's3:ListBucket',
      's3:PutObject',
      's3:PutObject',
    ]);
    expect(answer.at('EvaluationResults.0')).toMatchObject({
      EvalResourceName: BUCKET,
      EvalDecision: 'allowed',
      MatchedStatements: [
        {
          SourcePolicyId: 'AmazonS3ReadOnlyAccess',
          SourcePolicyType: 'IAM Policy',
          StartPosition: { Line: '1', Column: '38' },
        },
      ],
    });
    expect(answer.at('EvaluationResults.2')).toMatchObject({ EvalDecision: 'implicitDeny', MatchedStatements: '' });
  });

  it('finds the statement in the text', async () => {
    const text = JSON.stringify(policy(allow('s3:List*'), allow('s3:Put*', { Effect: 'Deny' })), null, 2);
    const put = { RoleName: 'sts-s3-read-only-role', PolicyName: 'no', PolicyDocument: text };
    await iamCall(sandbox, admin, 'PutRolePolicy', put);
    const answer = await simulate({});
    expect(answer.at('EvaluationResults.1')).toMatchObject({
      EvalDecision: 'explicitDeny',
      MatchedStatements: [
        {
          SourcePolicyId: 'role_sts-s3-read-only-role_no',
          StartPosition: { Line: '9', Column: '5' },
          EndPosition: { Line: '13', Column: '6' },
        },
      ],
    });
  });

  it('tells what a condition looks at that nobody gave', async () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    sandbox.iam.putRolePolicy(TUTORIAL.readOnlyRoleArn, 'mfa', policy(allow('s3:PutObject', { Condition })));
    const answer = await simulate({ ActionNames: ['s3:PutObject'] });
    expect(answer.at('EvaluationResults.0')).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['aws:MultiFactorAuthPresent'],
    });
    const given = {
      ContextKeyName: 'aws:MultiFactorAuthPresent',
      ContextKeyValues: ['true'],
      ContextKeyType: 'boolean',
    };
    expect(await decisions({ ActionNames: ['s3:PutObject'], ContextEntries: [given] })).toEqual(['allowed']);
  });

  it('minds the boundary and the organization, and says whether they allow', async () => {
    const { arn } = sandbox.iam.createPolicy({
      accountId: ACCOUNT,
      name: 'bound',
      document: policy(allow('s3:PutObject')),
    });
    sandbox.iam.putPermissionsBoundary(TUTORIAL.readOnlyRoleArn, arn);
    sandbox.iam.createOrganization({ managementAccountId: '111111111111', accountIds: [ACCOUNT] });
    sandbox.iam.setServiceControlPolicies('root', { no: policy(allow('s3:PutObject', { Effect: 'Deny' })) });
    const answer = await simulate({});
    expect(answer.list('EvaluationResults')).toMatchObject([
      {
        EvalDecision: 'implicitDeny',
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: 'false' },
        OrganizationsDecisionDetail: { AllowedByOrganizations: 'true' },
      },
      {
        EvalDecision: 'explicitDeny',
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: 'true' },
        OrganizationsDecisionDetail: { AllowedByOrganizations: 'false' },
      },
    ]);
  });

  it('adds the policies that are handed in', async () => {
    const more = JSON.stringify(policy(allow('s3:Put*')));
    expect(await decisions({ PolicyInputList: [more] })).toEqual(['allowed', 'allowed']);
    const bound = JSON.stringify(policy(allow('s3:List*')));
    expect(await decisions({ PolicyInputList: [more], PermissionsBoundaryPolicyInputList: [bound] })).toEqual([
      'allowed',
      'implicitDeny',
    ]);
  });

  it('comes in pages', async () => {
    const first = await simulate({ MaxItems: 1 });
    expect(first.text('IsTruncated')).toBe('true');
    const second = await simulate({ MaxItems: 1, Marker: first.text('Marker') });
    expect(second.each('EvaluationResults', 'EvalActionName')).toEqual(['s3:PutObject']);
  });

  it('refuses the unknown, the invalid and the unauthorized', async () => {
    expect(await refused(simulate({ PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/nobody` }))).toMatch(
      /^404 NoSuchEntity/,
    );
    expect(await refused(simulate({ ActionNames: ['list'] }))).toBe('400 InvalidInput: Invalid Action: list');
    expect(await refused(simulate({}, USER))).toContain('is not authorized to perform: iam:SimulatePrincipalPolicy');
  });
});

describe('SimulateCustomPolicy', () => {
  const custom = (parameters: object) =>
    iamCall(sandbox, admin, 'SimulateCustomPolicy', { ActionNames: ['s3:GetObject'], ...parameters });

  it('looks at nothing but what is handed in', async () => {
    const PolicyInputList = [JSON.stringify(policy(allow('s3:GetObject')))];
    const answer = await custom({ PolicyInputList });
    expect(answer.at('EvaluationResults.0')).toMatchObject({
      EvalDecision: 'allowed',
      EvalResourceName: '*',
      MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1' }],
    });
  });

  it('takes a resource policy', async () => {
    const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    const answer = await custom({
      PolicyInputList: [JSON.stringify(policy(allow('s3:*')))],
      ResourcePolicy: JSON.stringify(policy(statement)),
      ResourceArns: [BUCKET],
    });
    expect(answer.at('EvaluationResults.0')).toMatchObject({
      EvalDecision: 'explicitDeny',
      MatchedStatements: [{ SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'Resource Policy' }],
    });
  });

  it('refuses what is no policy', async () => {
    expect(await refused(custom({ PolicyInputList: ['{'] }))).toMatch(/^400 MalformedPolicyDocument/);
  });
});

describe('ValidatePolicy', () => {
  const validate = async (policyDocument: string, keys = admin, policyType = 'IDENTITY_POLICY') => {
    const body = JSON.stringify({ policyDocument, policyType });
    const service = 'access-analyzer';
    return signed(sandbox, keys, { path: '/policy/validation', service, region: TUTORIAL.region, body });
  };
  const codes = async (document: object | string, type?: string) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    const { findings } = JSON.parse((await validate(text, admin, type)).text) as {
      findings: { findingType: string; issueCode: string }[];
    };
    return findings.map(({ findingType, issueCode }) => `${findingType} ${issueCode}`);
  };

  it.each<[object | string, string[]]>([
    [policy(allow('s3:GetObject', { Resource: 'arn:aws:s3:::docs/*' })), []],
    ['{', ['ERROR JSON_SYNTAX_ERROR']],
    [{ Version: '2012-10-17' }, ['ERROR MISSING_STATEMENT']],
    [{ Statement: [allow('s3:GetObject')] }, ['WARNING MISSING_VERSION']],
    [policy({ Action: 's3:GetObject' }), ['ERROR MISSING_EFFECT', 'ERROR MISSING_RESOURCE']],
    [
      policy(allow(['s3:Frobnicate', 'nothing:Get', 'GetObject'])),
      ['ERROR INVALID_ACTION', 'ERROR INVALID_SERVICE_IN_ACTION', 'ERROR MISSING_ACTION_PREFIX'],
    ],
    [policy(allow(['s3:GetObject', 's3:Get*'])), ['SUGGESTION REDUNDANT_ACTION']],
    [policy(allow('iam:PassRole')), ['SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_RESOURCE']],
  ])('%j → %j', async (document, expected) => {
    expect(await codes(document)).toEqual(expected);
  });

  it('says where', async () => {
    const text = JSON.stringify(policy(allow('s3:*'), allow('s3:Frobnicate')), null, 2);
    const { text: answer } = await validate(text);
    expect(JSON.parse(answer)).toMatchObject({
      findings: [
        {
          issueCode: 'INVALID_ACTION',
          locations: [
            {
              path: [{ value: 'Statement' }, { index: 1 }, { value: 'Action' }, { index: 0 }],
              span: { start: { line: 9, column: 5 }, end: { line: 13, column: 6 } },
            },
          ],
        },
      ],
    });
  });

  it('takes a right and a known type', async () => {
    const refusal = await validate('{}', USER);
    expect([refusal.status, refusal.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
    const invalid = await validate('{}', admin, 'OTHER');
    expect([invalid.status, JSON.parse(invalid.text)]).toMatchObject([400, { reason: 'fieldValidationFailed' }]);
  });
});
