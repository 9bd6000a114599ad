// How denials are worded, in each of AWS's ways, and what may be asked about them afterwards.
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, DecodeAuthorizationMessageCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import { signed } from './iamHarness.js';
import { ACCOUNT, allow, Clients, failure, keysOf, policy, trust, USER, type Keys } from './stsHarness.js';

const MANAGEMENT = '111111111111';
const OTHER = '210987654321';

let sandbox: Sandbox;
let clients: Clients;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
});
afterEach(() => sandbox.stop());

const deny = (more: object = {}) => allow('s3:ListAllMyBuckets', { Effect: 'Deny', ...more });
const start = `403 AccessDenied: User: ${TUTORIAL.userArn} is not authorized to perform: s3:ListAllMyBuckets`;
const list = (keys: Keys = USER) => failure(clients.s3(keys).send(new ListBucketsCommand({})));
const managed = (name: string, ...statements: object[]) =>
  sandbox.iam.createPolicy({ accountId: ACCOUNT, name, document: policy(...statements) }).arn;
const allowAll = () => sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'all', policy(allow('*')));
const federate = () =>
  sandbox.iam.createOrganization({ managementAccountId: MANAGEMENT, accountIds: [ACCOUNT, OTHER] });

describe('an explicit deny', () => {
  it('names the managed policy that it is in, and no inline one', async () => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'no', policy(deny()));
    expect(await list()).toBe(`${start} with an explicit deny in an identity-based policy`);
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'no', policy(allow('*')));
    const arn = managed('Guard', deny());
    sandbox.iam.attachPolicy(TUTORIAL.userArn, arn);
    expect(await list()).toBe(`${start} with an explicit deny in an identity-based policy: ${arn}`);
    sandbox.iam.setDenials({ policyArns: false });
    expect(await list()).toBe(`${start} with an explicit deny in an identity-based policy`);
    sandbox.iam.setDenials({ plain: true });
    expect(await list()).toBe(start);
  });

  it("in a group's policy is one in an identity-based policy", async () => {
    const { arn } = sandbox.iam.createGroup({ accountId: ACCOUNT, name: 'g' });
    sandbox.iam.addUserToGroup(TUTORIAL.userArn, arn);
    const guard = managed('Guard', deny());
    sandbox.iam.attachPolicy(arn, guard);
    expect(await list()).toBe(`${start} with an explicit deny in an identity-based policy: ${guard}`);
  });

  it('in a boundary names it', async () => {
    allowAll();
    const arn = managed('Bound', allow('*'), deny());
    sandbox.iam.putPermissionsBoundary(TUTORIAL.userArn, arn);
    expect(await list()).toBe(`${start} with an explicit deny in a permissions boundary: ${arn}`);
  });

  it('of the organization names its policy', async () => {
    allowAll();
    federate();
    const [scp] = sandbox.iam.setServiceControlPolicies('root', { Guard: policy(deny()) });
    expect(scp).toMatch(/^arn:aws:organizations::111111111111:policy\/o-sandboxorg1\/service_control_policy\/p-/);
    expect(await list()).toBe(`${start} with an explicit deny in a service control policy: ${scp}`);
    sandbox.iam.setServiceControlPolicies('root', {});
    expect(await clients.abilities(USER)).toBe('list and put');
    const all = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    const [rcp] = sandbox.iam.setResourceControlPolicies(ACCOUNT, { Perimeter: policy(all) });
    expect(await list()).toBe(`${start} with an explicit deny in a resource control policy: ${rcp}`);
  });

  it('of a session policy has no ARN', async () => {
    const Policy = JSON.stringify(policy(allow('*'), deny()));
    const input = { RoleArn: TUTORIAL.fullAccessRoleArn, RoleSessionName: 'me', Policy };
    const session = keysOf((await clients.sts().send(new AssumeRoleCommand(input))).Credentials);
    expect(await list(session)).toMatch(/s3:ListAllMyBuckets with an explicit deny in a session policy$/);
  });

  it('is in force where nobody needs to be allowed', async () => {
    const arn = managed('Guard', allow('sts:GetSessionToken', { Effect: 'Deny' }));
    sandbox.iam.attachPolicy(TUTORIAL.userArn, arn);
    expect(await failure(clients.sts().send(new GetSessionTokenCommand({})))).toMatch(
      `sts:GetSessionToken with an explicit deny in an identity-based policy: ${arn}`,
    );
  });
});

describe('what is not allowed', () => {
  it('by a boundary, or by the organization, says so', async () => {
    allowAll();
    sandbox.iam.putPermissionsBoundary(TUTORIAL.userArn, managed('Bound', allow('sts:*')));
    expect(await list()).toBe(`${start} because no permissions boundary allows the s3:ListAllMyBuckets action`);
    federate();
    sandbox.iam.setServiceControlPolicies(ACCOUNT, { OnlySts: policy(allow('sts:*')) }, false);
    expect(await list()).toBe(`${start} because no service control policy allows the s3:ListAllMyBuckets action`);
  });

  it('by the organization binds its management account nowhere', async () => {
    sandbox.iam.createOrganization({ managementAccountId: ACCOUNT, accountIds: [OTHER] });
    allowAll();
    sandbox.iam.setServiceControlPolicies('root', { Guard: policy(deny()) });
    expect(await clients.abilities(USER)).toBe('list and put');
  });
});

describe('a role that may not be assumed', () => {
  const ROLE = TUTORIAL.readOnlyRoleArn;
  const assume = () => failure(clients.sts().send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'me' })));
  const plain = `403 AccessDenied: User: ${TUTORIAL.userArn} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;

  it.each<[string, object[], string]>([
    [
      'trusts others',
      [trust({ AWS: OTHER }, 'sts:AssumeRole')],
      ' because no role trust policy allows the sts:AssumeRole action',
    ],
    [
      'denies',
      [{ ...trust({ AWS: TUTORIAL.userArn }, 'sts:AssumeRole'), Effect: 'Deny' }],
      ' with an explicit deny in the role trust policy',
    ],
  ])('since it %s is told plainly, or with the reason', async (_what, statements, reason) => {
    sandbox.iam.updateTrustPolicy(ROLE, policy(...statements));
    expect(await assume()).toBe(plain);
    sandbox.iam.setDenials({ assumeRole: 'reasons' });
    expect(await assume()).toBe(plain + reason);
  });

  it('since the organization of the role denies it, in spite of its trust', async () => {
    federate();
    const all = { Effect: 'Deny', Principal: '*', Action: 'sts:*', Resource: '*' };
    const [rcp] = sandbox.iam.setResourceControlPolicies('root', { Perimeter: policy(all) });
    sandbox.iam.setDenials({ assumeRole: 'reasons' });
    expect(await assume()).toBe(`${plain} with an explicit deny in a resource control policy: ${rcp}`);
    await clients.sts().send(new GetSessionTokenCommand({}));
  });

  it('since the user may not', async () => {
    sandbox.iam.setDenials({ assumeRole: 'reasons' });
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ AWS: ACCOUNT }, 'sts:AssumeRole')));
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'AssumeTutorialRoles', policy(allow('s3:*')));
    expect(await assume()).toBe(`${plain} because no identity-based policy allows the sts:AssumeRole action`);
  });
});

describe('an authorization ID', () => {
  const details = (id: string, keys: Keys = USER) =>
    signed(sandbox, keys, { method: 'GET', path: `/authorization-details/${id}`, region: TUTORIAL.region });
  const idOf = (message: string) => /authorization id: ([0-9a-z]+)$/.exec(message)?.[1] ?? '';
  const may = () =>
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'ask', policy(allow('iam:GetRequestAuthorizationDetails')));

  it('follows the reason, with a link to the console', async () => {
    const arn = managed('Guard', deny());
    sandbox.iam.attachPolicy(TUTORIAL.userArn, arn);
    sandbox.iam.setDenials({ authorizationIds: true });
    const message = await list();
    const id = idOf(message);
    expect(message).toBe(
      `${start} with an explicit deny in an identity-based policy: ${arn}. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/${id} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${id}`,
    );
  });

  it('tells what was decided', async () => {
    const arn = managed('Guard', deny({ Sid: 'NoLists' }));
    sandbox.iam.attachPolicy(TUTORIAL.userArn, arn);
    sandbox.iam.setDenials({ authorizationIds: true });
    may();
    const { status, text } = await details(idOf(await list()));
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      requestContext: { 'aws:principalarn': TUTORIAL.userArn },
      evaluations: [
        {
          action: 's3:ListAllMyBuckets',
          resource: 'arn:aws:s3:::*',
          evaluatedEffect: 'EXPLICIT_DENY',
          matchedPolicies: [{ uri: arn, matchedStatements: [{ sid: 'NoLists', evaluatedEffect: 'DENY' }] }],
        },
      ],
      policies: [{ type: 'IDENTITY_BASED_POLICY', inline: false, uri: arn }],
    });
  });

  it('takes a right, and has to be one', async () => {
    const refusal = await details('abc');
    expect([refusal.status, refusal.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
    expect(refusal.text).toContain('is not authorized to perform: iam:GetRequestAuthorizationDetails');
    may();
    const unknown = await details('abc');
    expect([unknown.status, unknown.headers.get('x-amzn-errortype')]).toEqual([404, 'ResourceNotFoundException']);
  });
});

describe('an encoded message', () => {
  it('is decoded for whoever may', async () => {
    sandbox.iam.setDenials({ encoded: true });
    const [, EncodedMessage] = /Encoded authorization failure message: (\S+)$/.exec(await list()) ?? [];
    const decode = () => clients.sts().send(new DecodeAuthorizationMessageCommand({ EncodedMessage }));
    expect(await failure(decode())).toContain('is not authorized to perform: sts:DecodeAuthorizationMessage');
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'decode', policy(allow('sts:DecodeAuthorizationMessage')));
    expect(JSON.parse((await decode()).DecodedMessage ?? '')).toMatchObject({
      allowed: false,
      explicitDeny: false,
      context: { principal: { arn: TUTORIAL.userArn }, action: 's3:ListAllMyBuckets', resource: 'arn:aws:s3:::*' },
    });
    const wrong = new DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' });
    expect(await failure(clients.sts().send(wrong))).toMatch(/^400 InvalidAuthorizationMessageException/);
  });
});
