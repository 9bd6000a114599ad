// What is checked of a request before anything is decided, in AWS's order, and what policies are told of it.
import { ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import { iamCall, refused } from './iamHarness.js';
import { ACCOUNT, allow, Clients, failure, keysOf, policy, trust, USER, type Keys } from './stsHarness.js';

let sandbox: Sandbox;
let clients: Clients;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
});
afterEach(() => sandbox.stop());

const FULL = TUTORIAL.fullAccessRoleArn;
const assume = async (more: object = {}, keys: Keys = USER): Promise<Required<Keys>> => {
  const input = { RoleArn: FULL, RoleSessionName: 'me', ...more };
  return keysOf((await clients.sts(keys).send(new AssumeRoleCommand(input))).Credentials);
};
const whoAmI = (keys: Keys, more: object = {}) =>
  refused(iamCall(sandbox, keys, 'GetCallerIdentity', {}, { version: '2011-06-15', service: 'sts', ...more }));
const buckets = (keys: Keys) => clients.s3(keys).send(new ListBucketsCommand({}));

describe('a signature', () => {
  it('for STS is scoped to it, and to a region', async () => {
    const message = '403 SignatureDoesNotMatch: Credential should be scoped to';
    expect(await whoAmI(USER, { service: 'ec2' })).toBe(`${message} correct service: 'sts'.`);
    expect(await whoAmI(USER, { region: 'nowhere' })).toBe(`${message} a valid region.`);
    const elsewhere = clients.sts(USER);
    elsewhere.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['host'] = 'sts.eu-central-1.amazonaws.com';
        return next(args);
      },
      { step: 'build', priority: 'low' },
    );
    expect(await failure(elsewhere.send(new GetCallerIdentityCommand({})))).toBe(`${message} a valid region.`);
  });

  it('is checked last: after scope, token, expiry and role', async () => {
    const session = await assume({ DurationSeconds: 900 });
    const broken = { ...session, secretAccessKey: 'wrong' };
    expect(await whoAmI(broken)).toMatch(/^403 SignatureDoesNotMatch: The request signature/);
    expect(await whoAmI({ ...broken, sessionToken: 'x' })).toMatch(/^403 InvalidClientTokenId/);
    sandbox.clock.setOffset(901_000);
    expect(await whoAmI(broken)).toMatch(/^403 ExpiredToken/);
    sandbox.clock.setOffset(0);
    sandbox.iam.deleteRole(FULL);
    expect(await whoAmI(broken)).toMatch(/^403 InvalidClientTokenId/);
    expect(await whoAmI(broken, { region: 'nowhere' })).toMatch(/scoped to a valid region/);
  });

  it("with another live session's token is one of an unknown key to S3", async () => {
    const [one, other] = [await assume(), await assume()];
    const mixed = { ...one, sessionToken: other.sessionToken };
    expect(await failure(buckets(mixed))).toMatch(/^403 InvalidAccessKeyId/);
    expect(await failure(buckets({ ...one, sessionToken: 'x' }))).toMatch(/^400 InvalidToken/);
  });

  it('of an expired session comes back with its token', async () => {
    const session = await assume({ DurationSeconds: 900 });
    sandbox.clock.setOffset(901_000);
    const error = await clients
      .s3(session, 901_000)
      .send(new ListBucketsCommand({}))
      .catch((reason: unknown) => reason as Record<string, unknown>);
    expect(error).toMatchObject({ name: 'ExpiredToken', 'Token-0': session.sessionToken });
  });
});

describe('AssumeRole', () => {
  it("tells of the role's limit before that of chains", async () => {
    sandbox.iam.createRole({
      accountId: ACCOUNT,
      name: 'next',
      trustPolicy: policy(trust({ AWS: FULL }, 'sts:AssumeRole')),
    });
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/next`;
    const first = await assume();
    expect(await failure(assume({ RoleArn, DurationSeconds: 7200 }, first))).toMatch(
      /MaxSessionDuration set for this role/,
    );
  });

  it('takes a source identity of up to 256 characters', async () => {
    const actions = ['sts:AssumeRole', 'sts:SetSourceIdentity'];
    sandbox.iam.updateTrustPolicy(FULL, policy(trust({ AWS: TUTORIAL.userArn }, actions)));
    await assume({ SourceIdentity: 'x'.repeat(256) });
    expect(await failure(assume({ SourceIdentity: 'x'.repeat(257) }))).toMatch(/less than or equal to 256$/);
  });

  it("takes managed session policies of AWS's and of the role's account", async () => {
    const make = (accountId: string) =>
      sandbox.iam.createPolicy({ accountId, name: 'narrow', document: policy(allow('s3:List*')) }).arn;
    const session = await assume({ PolicyArns: [{ arn: make(ACCOUNT) }] });
    expect(await clients.abilities(session)).toBe('list');
    const foreign = make('210987654321');
    expect(await failure(assume({ PolicyArns: [{ arn: foreign }] }))).toBe(
      `400 ValidationError: Policy ${foreign} does not exist or is not attachable.`,
    );
  });

  it.each<[string, object, string]>([
    ['an action without a vendor', policy(allow('ListBuckets')), 'Actions/Conditions must be prefaced by a vendor'],
    [
      'a resource that is no ARN',
      policy(allow('s3:*', { Resource: 'docs' })),
      'Resource docs must be in ARN format or "\\*"',
    ],
    ['an unknown version', { ...policy(allow('s3:*')), Version: '2020-01-01' }, 'Syntax errors in policy'],
    ['one Sid twice', policy(allow('s3:*', { Sid: 'A' }), allow('s3:*', { Sid: 'A' })), 'must be unique'],
    ['a Sid with a space', policy(allow('s3:*', { Sid: 'A B' })), 'must be alpha-numeric'],
    ['Action and NotAction', policy(allow('s3:*', { NotAction: 's3:*' })), 'Syntax errors in policy'],
    ['an unknown key', policy(allow('s3:*', { Actions: 's3:*' })), 'Syntax errors in policy'],
    [
      'an unknown operator',
      policy(allow('s3:*', { Condition: { StringIs: { 'a:b': 'c' } } })),
      'Invalid Condition type',
    ],
    ['a principal', policy(allow('s3:*', { Principal: '*' })), 'should not specify a principal'],
    [
      'a condition key without a vendor',
      policy(allow('s3:*', { Condition: { Bool: { mfa: 'true' } } })),
      'prefaced by a vendor',
    ],
  ])('refuses a session policy with %s', async (_what, document, message) => {
    expect(await failure(assume({ Policy: JSON.stringify(document) }))).toMatch(
      new RegExp(`^400 MalformedPolicyDocument: .*${message}`),
    );
  });
});

describe('conditions are told', () => {
  const put = (keys: Keys) =>
    clients.s3(keys).send(new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'x', Body: 'x' }));
  const mayIf = async (condition: object) => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'if', policy(allow('s3:PutObject', { Condition: condition })));
    const [result] = await Promise.allSettled([put(USER)]);
    return result.status === 'fulfilled';
  };

  it.each<[object, boolean]>([
    [{ StringEquals: { 'aws:RequestedRegion': TUTORIAL.region } }, true],
    [{ StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } }, false],
    [{ StringEquals: { 'aws:ResourceAccount': ACCOUNT } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ Bool: { 'aws:ViaAWSService': 'false' } }, true],
    [{ StringEquals: { 'aws:PrincipalTag/team': 'blue' } }, true],
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-sandboxorg1' } }, true],
    [{ StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } }, true],
  ])('%j: %s', async (condition, expected) => {
    sandbox.iam.tag(TUTORIAL.userArn, { team: 'blue' });
    sandbox.iam.createOrganization({ managementAccountId: ACCOUNT, accountIds: [] });
    expect(await mayIf(condition)).toBe(expected);
  });

  it('what a test sets for all', async () => {
    const secure = { Bool: { 'aws:SecureTransport': 'true' } };
    sandbox.iam.setRequestContext({ 'aws:SecureTransport': 'false', 'aws:SourceVpce': 'vpce-1' });
    expect(await mayIf(secure)).toBe(false);
    expect(await mayIf({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })).toBe(true);
  });

  it('the tags of a role that is assumed, and those of the role that a session is of', async () => {
    sandbox.iam.tag(FULL, { team: 'blue' });
    const tagged = { StringEquals: { 'aws:ResourceTag/team': 'blue' } };
    const own = trust({ AWS: TUTORIAL.userArn }, 'sts:AssumeRole', tagged);
    sandbox.iam.updateTrustPolicy(FULL, policy(own));
    const session = await assume();
    const deny = { Effect: 'Deny', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } };
    sandbox.iam.putRolePolicy(FULL, 'no', policy(allow('s3:PutObject', deny)));
    expect(await failure(put(session))).toMatch(/with an explicit deny in an identity-based policy$/);
    sandbox.iam.tag(FULL, { team: 'green' });
    await put(session);
  });
});
