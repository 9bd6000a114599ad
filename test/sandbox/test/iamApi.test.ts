// IAM's own API: what it answers, and that all of it is in force at once.
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import { iamCall, refused } from './iamHarness.js';
import { ACCOUNT, allow, Clients, failure, keysOf, policy, trust, USER, type Keys } from './stsHarness.js';

let sandbox: Sandbox;
let clients: Clients;
let admin: Keys;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
  const { arn, ...keys } = sandbox.iam.createUser({ accountId: ACCOUNT, name: 'admin' });
  sandbox.iam.putUserPolicy(arn, 'all', policy(allow('*')));
  admin = keys;
});
afterEach(() => sandbox.stop());

const call = (action: string, parameters: object = {}, keys = admin) => iamCall(sandbox, keys, action, parameters);
const json = (...statements: object[]) => JSON.stringify(policy(...statements));

describe('users and their keys', () => {
  it('are made, told of, and used at once', async () => {
    const made = await call('CreateUser', {
      UserName: 'ann',
      Path: '/team/',
      Tags: [{ Key: 'team', Value: 'blue & green' }],
    });
    expect(made.at('User')).toMatchObject({
      Path: '/team/',
      UserName: 'ann',
      Arn: `arn:aws:iam::${ACCOUNT}:user/team/ann`,
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{16}$/) as string,
      CreateDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      Tags: [{ Key: 'team', Value: 'blue & green' }],
    });
    const key = await call('CreateAccessKey', { UserName: 'ann' });
    const ann = {
      accessKeyId: key.text('AccessKey.AccessKeyId'),
      secretAccessKey: key.text('AccessKey.SecretAccessKey'),
    };
    expect(await clients.arn(ann)).toBe(made.text('User.Arn'));
    expect(await clients.abilities(ann)).toBe('nothing');
    const PolicyDocument = json(allow('s3:List*'));
    await call('PutUserPolicy', { UserName: 'ann', PolicyName: 'list', PolicyDocument });
    expect(await clients.abilities(ann)).toBe('list');
    await call('UpdateAccessKey', { UserName: 'ann', AccessKeyId: ann.accessKeyId, Status: 'Inactive' });
    expect(await failure(clients.arn(ann))).toMatch(/^403 InvalidClientTokenId/);
    const keys = await call('ListAccessKeys', { UserName: 'ann' });
    expect(keys.list('AccessKeyMetadata')).toMatchObject([
      { UserName: 'ann', AccessKeyId: ann.accessKeyId, Status: 'Inactive' },
    ]);
    await call('UpdateAccessKey', { UserName: 'ann', AccessKeyId: ann.accessKeyId, Status: 'Active' });
    expect(await clients.abilities(ann)).toBe('list');
  });

  it('are two keys at most', async () => {
    await call('CreateAccessKey', { UserName: 'admin' });
    expect(await refused(call('CreateAccessKey', { UserName: 'admin' }))).toBe(
      '409 LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2',
    );
  });

  it('are the caller where none is named', async () => {
    expect((await call('GetUser')).text('User.UserName')).toBe('admin');
    expect((await call('ListAccessKeys')).list('AccessKeyMetadata')).toHaveLength(1);
  });

  it('go only when nothing is left of them', async () => {
    await call('CreateUser', { UserName: 'ann' });
    await call('AttachUserPolicy', { UserName: 'ann', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' });
    expect(await refused(call('DeleteUser', { UserName: 'ann' }))).toBe(
      '409 DeleteConflict: Cannot delete entity, must detach all policies first.',
    );
    await call('DetachUserPolicy', { UserName: 'ann', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' });
    await call('DeleteUser', { UserName: 'ann' });
    expect(await refused(call('GetUser', { UserName: 'ann' }))).toBe(
      '404 NoSuchEntity: The user with name ann cannot be found.',
    );
  });

  it('come in pages', async () => {
    for (const UserName of ['u1', 'u2', 'u3']) await call('CreateUser', { UserName });
    const first = await call('ListUsers', { MaxItems: 3 });
    expect(first.text('IsTruncated')).toBe('true');
    const rest = await call('ListUsers', { MaxItems: 3, Marker: first.text('Marker') });
    expect(rest.text('IsTruncated')).toBe('false');
    const names = [first, rest].flatMap((page) => page.each('Users', 'UserName'));
    expect(names).toEqual(['admin', 'mynewuser', 'u1', 'u2', 'u3']);
  });
});

describe('roles', () => {
  it('are made, assumed, changed and deleted', async () => {
    const AssumeRolePolicyDocument = json(trust({ AWS: TUTORIAL.userArn }, 'sts:AssumeRole'));
    const role = await call('CreateRole', {
      RoleName: 'made',
      AssumeRolePolicyDocument,
      MaxSessionDuration: 7200,
    });
    expect(role.document('Role.AssumeRolePolicyDocument')).toEqual(JSON.parse(AssumeRolePolicyDocument));
    expect(role.text('Role.AssumeRolePolicyDocument')).toMatch(/^%7B%22Version%22%3A%222012-10-17%22/);
    const assume = () =>
      clients
        .sts()
        .send(new AssumeRoleCommand({ RoleArn: role.text('Role.Arn'), RoleSessionName: 'me', DurationSeconds: 7200 }));
    const session = keysOf((await assume()).Credentials);
    expect(await clients.abilities(session)).toBe('nothing');
    await call('AttachRolePolicy', { RoleName: 'made', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' });
    expect(await clients.abilities(session)).toBe('list');
    await call('UpdateRole', { RoleName: 'made', MaxSessionDuration: 3600 });
    expect(await failure(assume())).toMatch(/exceeds the MaxSessionDuration/);
    const closed = json(trust({ AWS: 'arn:aws:iam::210987654321:root' }, 'sts:AssumeRole'));
    await call('UpdateAssumeRolePolicy', { RoleName: 'made', PolicyDocument: closed });
    expect(await failure(assume())).toMatch(/is not authorized to perform: sts:AssumeRole/);
    await call('DetachRolePolicy', { RoleName: 'made', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' });
    await call('DeleteRole', { RoleName: 'made' });
    expect(await refused(call('GetRole', { RoleName: 'made' }))).toMatch(/^404 NoSuchEntity/);
  });

  it('that the tests seeded are told of', async () => {
    const roles = await call('ListRoles', { PathPrefix: '/aws-reserved/' });
    expect(roles.list('Roles').length).toBeGreaterThan(0);
    const attached = await call('ListAttachedRolePolicies', {
      RoleName: 'sts-s3-read-only-role',
    });
    expect(attached.list('AttachedPolicies')).toEqual([
      { PolicyName: 'AmazonS3ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' },
    ]);
  });
});

describe('policies', () => {
  it('have versions, one of which is in force', async () => {
    const first = json(allow('s3:List*'));
    const made = await call('CreatePolicy', {
      PolicyName: 'mine',
      PolicyDocument: first,
      Description: 'x',
    });
    const PolicyArn = made.text('Policy.Arn');
    expect(made.at('Policy')).toMatchObject({ PolicyName: 'mine', DefaultVersionId: 'v1', AttachmentCount: '0' });
    await call('AttachUserPolicy', { UserName: 'mynewuser', PolicyArn });
    expect(await clients.abilities(USER)).toBe('list');
    const second = json(allow('s3:*'));
    await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: second });
    expect(await clients.abilities(USER)).toBe('list');
    await call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' });
    expect(await clients.abilities(USER)).toBe('list and put');
    const versions = await call('ListPolicyVersions', { PolicyArn });
    expect(versions.list('Versions')).toMatchObject([
      { VersionId: 'v2', IsDefaultVersion: 'true' },
      { VersionId: 'v1', IsDefaultVersion: 'false' },
    ]);
    const version = await call('GetPolicyVersion', { PolicyArn, VersionId: 'v1' });
    expect(version.document('PolicyVersion.Document')).toEqual(JSON.parse(first));
    expect(await refused(call('DeletePolicy', { PolicyArn }))).toMatch(/^409 DeleteConflict/);
    const local = await call('ListPolicies', { Scope: 'Local' });
    expect(local.list('Policies')).toMatchObject([{ Arn: PolicyArn, AttachmentCount: '1' }]);
  });

  it('of AWS are listed and read, not changed', async () => {
    const aws = await call('ListPolicies', { Scope: 'AWS' });
    expect(aws.each('Policies', 'PolicyName')).toContain('AmazonS3ReadOnlyAccess');
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
    const version = await call('GetPolicyVersion', { PolicyArn, VersionId: 'v1' });
    expect(version.document('PolicyVersion.Document')).toHaveProperty('Statement');
    expect(await refused(call('DeletePolicy', { PolicyArn }))).toMatch(/^403 AccessDenied/);
  });

  it.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['no statements', '{}', 'Syntax errors in policy.'],
    [
      'an action without a vendor',
      json(allow('List')),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    ['a resource that is none', json(allow('s3:*', { Resource: 'x' })), 'Resource x must be in ARN format or "*".'],
  ])('are refused with %s', async (_what, PolicyDocument, message) => {
    expect(await refused(call('CreatePolicy', { PolicyName: 'x', PolicyDocument }))).toBe(
      `400 MalformedPolicyDocument: ${message}`,
    );
  });

  it('that are inline come back as they were put', async () => {
    const PolicyDocument = json(allow('s3:Get*', { Resource: "arn:aws:s3:::a/(b)!'*" }));
    await call('PutRolePolicy', { RoleName: 'sts-s3-read-only-role', PolicyName: 'p', PolicyDocument });
    const found = await call('GetRolePolicy', { RoleName: 'sts-s3-read-only-role', PolicyName: 'p' });
    expect(found.text('PolicyDocument')).not.toMatch(/[(!'*]/);
    expect(decodeURIComponent(found.text('PolicyDocument'))).toBe(PolicyDocument);
    expect((await call('ListRolePolicies', { RoleName: 'sts-s3-read-only-role' })).list('PolicyNames')).toEqual(['p']);
    await call('DeleteRolePolicy', { RoleName: 'sts-s3-read-only-role', PolicyName: 'p' });
    expect(await refused(call('GetRolePolicy', { RoleName: 'sts-s3-read-only-role', PolicyName: 'p' }))).toBe(
      '404 NoSuchEntity: The role policy with name p cannot be found.',
    );
  });
});

describe('groups', () => {
  it('give their users what they have', async () => {
    await call('CreateGroup', { GroupName: 'readers' });
    await call('PutGroupPolicy', { GroupName: 'readers', PolicyName: 'p', PolicyDocument: json(allow('s3:List*')) });
    await call('AddUserToGroup', { GroupName: 'readers', UserName: 'mynewuser' });
    expect(await clients.abilities(USER)).toBe('list');
    const groups = await call('ListGroupsForUser', { UserName: 'mynewuser' });
    expect(groups.list('Groups')).toMatchObject([
      { GroupName: 'readers', Arn: `arn:aws:iam::${ACCOUNT}:group/readers` },
    ]);
    expect((await call('GetGroup', { GroupName: 'readers' })).list('Users')).toMatchObject([{ UserName: 'mynewuser' }]);
    await call('RemoveUserFromGroup', { GroupName: 'readers', UserName: 'mynewuser' });
    expect(await clients.abilities(USER)).toBe('nothing');
  });
});

describe('the account', () => {
  it('is told in one call', async () => {
    const found = await call('GetAccountAuthorizationDetails', { Filter: ['User', 'Role'] });
    expect(found.list('UserDetailList')).toMatchObject([{ UserName: 'admin' }, { UserName: 'mynewuser' }]);
    expect(found.list('RoleDetailList').length).toBeGreaterThan(3);
    expect(found.list('Policies')).toEqual([]);
    expect(found.document('UserDetailList.0.UserPolicyList.0.PolicyDocument')).toEqual(policy(allow('*')));
  });

  it('tells its identity providers', async () => {
    sandbox.iam.createOpenIdConnectProvider({ accountId: ACCOUNT, url: 'https://id.example.com', clientIds: ['x'] });
    expect((await call('ListOpenIDConnectProviders')).list('OpenIDConnectProviderList')).toEqual([
      { Arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.com` },
    ]);
  });
});
