import { describe, expect, it } from 'vitest';
import { callText } from '../../../src/roleSetup/callText.js';
import { isBlocked } from '../../../src/roleSetup/plan.js';
import { undoOf } from '../../../src/roleSetup/undo.js';
import { found, iamRole, iamUser, NOTHING_THERE, planFor, TUTORIAL_ANSWERS, TUTORIAL_WANTED } from './samples.js';

const S3 = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const POLICY = TUTORIAL_WANTED.user!.policy;
const allThere = {
  user: found(iamUser({ accessKeys: ['AKIAONE'], inline: [POLICY] })),
  role: found(iamRole({ attached: [{ name: 'AmazonS3ReadOnlyAccess', arn: S3 }] })),
};

describe('the plan of the tutorial', () => {
  const { steps } = planFor(TUTORIAL_ANSWERS, NOTHING_THERE);

  it('makes what is not there, in an order that IAM takes', () => {
    expect(steps.map(({ call }) => callText(call))).toEqual([
      'Create the user mynewuser, who may do nothing yet.',
      'Create an access key for the user mynewuser.',
      'Create the role sts-s3-read-only-role with its trust policy.',
      `Attach the policy ${S3} to the role sts-s3-read-only-role.`,
      'Write the inline policy assume-sts-s3-read-only-role of the user mynewuser.',
    ]);
    expect(JSON.parse(TUTORIAL_WANTED.role.trust)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:user/mynewuser' },
          Action: 'sts:AssumeRole',
        },
      ],
    });
  });

  it('waits for a new user to be known', () => {
    expect(steps.map(({ retryOn }) => retryOn)).toEqual([
      [],
      ['NoSuchEntity'],
      ['MalformedPolicyDocument'],
      ['NoSuchEntity'],
      ['NoSuchEntity'],
    ]);
  });

  it('is taken back call by call', () => {
    expect(steps.map((step) => undoOf(step, 'AKIANEW')?.call)).toEqual([
      { action: 'DeleteUser', input: { UserName: 'mynewuser' } },
      { action: 'DeleteAccessKey', input: { UserName: 'mynewuser', AccessKeyId: 'AKIANEW' } },
      { action: 'DeleteRole', input: { RoleName: 'sts-s3-read-only-role' } },
      { action: 'DetachRolePolicy', input: { RoleName: 'sts-s3-read-only-role', PolicyArn: S3 } },
      { action: 'DeleteUserPolicy', input: { UserName: 'mynewuser', PolicyName: POLICY.name } },
    ]);
    expect(undoOf(steps[1]!, undefined)).toBeUndefined();
  });

  it('has nothing to do where all is there', () => {
    expect(planFor(TUTORIAL_ANSWERS, allThere)).toMatchObject({ steps: [] });
  });
});

describe('what is there', () => {
  const rootTrust = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' },
  });

  it('keeps its trust, and the statement is added', () => {
    const { steps } = planFor(TUTORIAL_ANSWERS, {
      ...allThere,
      role: found(iamRole({ ...allThere.role.value, trust: rootTrust })),
    });
    expect(steps).toHaveLength(1);
    const [step] = steps;
    expect(step?.before).toEqual({ kind: 'trust', role: 'sts-s3-read-only-role', document: rootTrust });
    expect(step?.inverse).toMatchObject({ action: 'UpdateAssumeRolePolicy', input: { PolicyDocument: rootTrust } });
    const input = step?.call.input as { readonly PolicyDocument: string };
    expect(JSON.parse(input.PolicyDocument)).toMatchObject({
      Statement: [
        { Principal: { AWS: '111122223333' } },
        { Principal: { AWS: 'arn:aws:iam::111122223333:user/mynewuser' } },
      ],
    });
  });

  it.each([
    [
      'a user at another path',
      { ...allThere, user: found(iamUser({ arn: 'arn:aws:iam::111122223333:user/x/mynewuser' })) },
    ],
    ['a role at another path', { ...allThere, role: found(iamRole({ arn: 'arn:aws:iam::111122223333:role/x/r' })) }],
    ['a trust policy that is none', { ...allThere, role: found(iamRole({ trust: '[' })) }],
  ])('stands in the way: %s', (_, existing) => {
    const plan = planFor(TUTORIAL_ANSWERS, existing);
    expect(isBlocked(plan)).toBe(true);
    expect(plan.steps).toEqual([]);
  });

  it.each([
    ['no', ['AKIAONE', 'AKIATWO'], undefined],
    ['first', [], 'create'],
    ['first', ['AKIAONE'], 'nothing'],
    ['another', ['AKIAONE'], 'create'],
    ['another', ['AKIAONE', 'AKIATWO'], 'obstacle'],
  ] as const)('of access keys: %s beside %j is %s', (accessKey, accessKeys, verdict) => {
    const { differences } = planFor(
      { ...TUTORIAL_ANSWERS, assumer: { kind: 'user', name: 'mynewuser', path: '/', accessKey } },
      { ...allThere, user: found(iamUser({ accessKeys })) },
    );
    expect(differences.find(({ part }) => part.kind === 'accessKey')?.verdict.kind).toBe(verdict);
  });

  it('may not be read: then it is made, and IAM refuses where it is there', () => {
    const denied = { kind: 'denied', message: 'not authorized' } as const;
    const { differences, steps } = planFor(TUTORIAL_ANSWERS, { user: denied, role: denied });
    expect(differences.filter(({ verdict }) => verdict.kind === 'unknown').map(({ part }) => part.kind)).toEqual([
      'user',
      'role',
    ]);
    expect(steps).toHaveLength(5);
  });
});
