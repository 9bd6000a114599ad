// Buckets' own policies, and what they do beside and across accounts.
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetFederationTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import { ACCOUNT, allow, Clients, failure, keysOf, policy, USER, type Keys } from './stsHarness.js';

const OTHER = '210987654321';
const BUCKET = TUTORIAL.bucket;
const ROLE = TUTORIAL.readOnlyRoleArn;

let sandbox: Sandbox;
let clients: Clients;
let owner: S3Client;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
  const { arn, ...keys } = sandbox.iam.createUser({ accountId: ACCOUNT, name: 'owner' });
  sandbox.iam.putUserPolicy(arn, 'all', policy(allow('*')));
  owner = clients.s3(keys);
});
afterEach(() => sandbox.stop());

const put = (...statements: object[]) =>
  owner.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: JSON.stringify(policy(...statements)) }));
const grant = (principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 's3:ListBucket',
  Resource: `arn:aws:s3:::${BUCKET}`,
  ...more,
});
const list = (keys: Keys) => clients.s3(keys).send(new ListObjectsV2Command({ Bucket: BUCKET }));
const may = async (keys: Keys) => {
  const [listed] = await Promise.allSettled([list(keys)]);
  return listed.status === 'fulfilled';
};
const stranger = (name: string, rights?: object): Keys & { arn: string } => {
  const user = sandbox.iam.createUser({ accountId: OTHER, name });
  if (rights) sandbox.iam.putUserPolicy(user.arn, 'rights', rights);
  return user;
};
const session = async (input: object = {}) => {
  const command = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'me', ...input });
  return keysOf((await clients.sts().send(command)).Credentials);
};
const NOTHING = JSON.stringify(policy(allow('sts:GetCallerIdentity')));

describe('a bucket policy', () => {
  it('is put, got and deleted', async () => {
    const get = () => owner.send(new GetBucketPolicyCommand({ Bucket: BUCKET }));
    expect(await failure(get())).toBe('404 NoSuchBucketPolicy: The bucket policy does not exist');
    const statement = grant({ AWS: TUTORIAL.userArn });
    await put(statement);
    expect(JSON.parse((await get()).Policy ?? '')).toEqual(policy(statement));
    await owner.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
    expect(await failure(get())).toMatch(/^404/);
  });

  it('has to be one', async () => {
    expect(await failure(put({ Effect: 'Allow', Action: 's3:*', Resource: '*' }))).toBe(
      '400 MalformedPolicy: Missing required field Principal',
    );
  });

  it('takes a right to look at', async () => {
    const get = new GetBucketPolicyCommand({ Bucket: BUCKET });
    expect(await failure(clients.s3(USER).send(get))).toMatch(
      /because no identity-based policy allows the s3:GetBucketPolicy/,
    );
  });

  it('alone lets a user of its account in, by name and not by account', async () => {
    expect(await may(USER)).toBe(false);
    await put(grant({ AWS: ACCOUNT }));
    expect(await may(USER)).toBe(false);
    await put(grant({ AWS: TUTORIAL.userArn }));
    expect(await may(USER)).toBe(true);
  });

  it("denies whom the caller's own policies allow", async () => {
    sandbox.s3.putBucketPolicy(BUCKET, policy({ ...grant('*'), Effect: 'Deny' }));
    expect(await failure(list(await session()))).toMatch(/with an explicit deny in a resource-based policy$/);
    sandbox.s3.putBucketPolicy(BUCKET, undefined);
    expect(await may(await session())).toBe(true);
  });

  it('that names a role stays within the session policy, and one that names the session does not', async () => {
    const narrowed = await session({ Policy: NOTHING });
    await put(grant({ AWS: ROLE }));
    expect(await failure(list(narrowed))).toMatch(/because no session policy allows the s3:ListBucket action$/);
    await put(grant({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/sts-s3-read-only-role/me` }));
    expect(await may(narrowed)).toBe(true);
  });

  it('that names a role stays within its boundary, and one that names a user does not', async () => {
    const { arn } = sandbox.iam.createPolicy({
      accountId: ACCOUNT,
      name: 'bound',
      document: policy(allow('s3:GetObject')),
    });
    sandbox.iam.putPermissionsBoundary(ROLE, arn);
    sandbox.iam.putPermissionsBoundary(TUTORIAL.userArn, arn);
    await put(grant({ AWS: [ROLE, TUTORIAL.userArn] }));
    expect(await failure(list(await session()))).toMatch(
      /because no permissions boundary allows the s3:ListBucket action$/,
    );
    sandbox.iam.putPermissionsBoundary(ROLE, undefined);
    expect(await may(USER)).toBe(true);
  });

  it('that names a user lets a federated user of its own in, as far as its session goes', async () => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'federate', policy(allow('sts:GetFederationToken')));
    await put(grant({ AWS: TUTORIAL.userArn }));
    const federate = async (Policy: string) => {
      const command = new GetFederationTokenCommand({ Name: 'bob', Policy });
      return keysOf((await clients.sts().send(command)).Credentials);
    };
    expect(await may(await federate(NOTHING))).toBe(false);
    expect(await may(await federate(JSON.stringify(policy(allow('s3:*')))))).toBe(true);
  });

  it('tells conditions', async () => {
    await put(grant('*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } }));
    expect(await may(USER)).toBe(false);
    sandbox.iam.tag(TUTORIAL.userArn, { team: 'blue' });
    expect(await may(USER)).toBe(true);
  });
});

describe('across accounts', () => {
  it('both sides have to allow, and strangers are told nothing', async () => {
    const [poor, rich] = [stranger('poor'), stranger('rich', policy(allow('s3:*')))];
    expect(await failure(list(rich))).toBe('403 AccessDenied: Access Denied');
    await put(grant({ AWS: [poor.arn, rich.arn] }));
    expect(await may(poor)).toBe(false);
    expect(await may(rich)).toBe(true);
    await put(grant({ AWS: OTHER }));
    expect(await may(rich)).toBe(true);
    await put(grant({ AWS: poor.arn }));
    expect(await failure(list(rich))).toBe('403 AccessDenied: Access Denied');
  });

  it('an object of the bucket is another resource than the bucket', async () => {
    const rich = stranger('rich', policy(allow('s3:*')));
    await put(grant({ AWS: rich.arn }));
    const get = new GetObjectCommand({ Bucket: BUCKET, Key: 'README.md' });
    expect(await failure(clients.s3(rich).send(get))).toBe('403 AccessDenied: Access Denied');
  });

  it('of one organization are told why', async () => {
    sandbox.iam.createOrganization({ managementAccountId: '111111111111', accountIds: [ACCOUNT, OTHER] });
    const [poor, rich] = [stranger('poor'), stranger('rich', policy(allow('s3:*')))];
    expect(await failure(list(rich))).toMatch(/because no resource-based policy allows the s3:ListBucket action$/);
    await put(grant({ AWS: [poor.arn, rich.arn] }));
    expect(await failure(list(poor))).toMatch(/because no identity-based policy allows the s3:ListBucket action$/);
  });
});
