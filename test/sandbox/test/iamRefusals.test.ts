// What IAM's own API refuses, and whom.
import { GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, totp, TUTORIAL, type Sandbox } from '../index.js';
import { iamCall, refused, signed } from './iamHarness.js';
import { ACCOUNT, allow, Clients, keysOf, policy, trust, USER, type Keys } from './stsHarness.js';

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

describe('IAM refuses', () => {
  it.each([
    ['CreateUser', { UserName: 'x' }, `arn:aws:iam::${ACCOUNT}:user/x`],
    ['GetUser', { UserName: 'mynewuser' }, 'user mynewuser'],
    ['GetRole', { RoleName: 'missing' }, 'role missing'],
    ['ListUsers', {}, `arn:aws:iam::${ACCOUNT}:user/`],
    ['GetPolicy', { PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/x` }, `policy arn:aws:iam::${ACCOUNT}:policy/x`],
    ['GetAccountAuthorizationDetails', {}, '*'],
  ])('%s without the right', async (action, parameters, resource) => {
    expect(await refused(call(action, parameters, USER))).toBe(
      `403 AccessDenied: User: ${TUTORIAL.userArn} is not authorized to perform: iam:${action} on resource: ${resource} because no identity-based policy allows the iam:${action} action`,
    );
  });

  it('a user what only another one may', async () => {
    const own = `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`;
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'self', policy(allow('iam:*', { Resource: own })));
    expect((await call('GetUser', {}, USER)).text('User.UserName')).toBe('mynewuser');
    expect(await refused(call('GetUser', { UserName: 'admin' }, USER))).toMatch(/^403 AccessDenied/);
  });

  it.each([
    ['CreateUser', { UserName: 'MYNEWUSER' }, '409 EntityAlreadyExists: User with name MYNEWUSER already exists.'],
    [
      'CreateUser',
      { UserName: 'a b' },
      "400 ValidationError: 1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
    ],
    [
      'GetRole',
      {},
      "400 ValidationError: 1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'AttachRolePolicy',
      { RoleName: 'sts-s3-mfa-role', PolicyArn: 'arn:aws:iam::aws:policy/None' },
      '404 NoSuchEntity: Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.',
    ],
    ['Nothing', {}, '400 InvalidAction: Could not find operation Nothing for version 2010-05-08'],
  ])('%s %j', async (action, parameters, message) => {
    expect(await refused(call(action, parameters))).toBe(message);
  });

  it('sessions of GetSessionToken without MFA, and those of GetFederationToken', async () => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'all', policy(allow('*')));
    const invalid = '403 InvalidClientTokenId: The security token included in the request is invalid';
    const plain = await clients.sts().send(new GetSessionTokenCommand({}));
    expect(await refused(call('ListUsers', {}, keysOf(plain.Credentials)))).toBe(invalid);
    const Policy = json(allow('*'));
    const federated = await clients.sts().send(new GetFederationTokenCommand({ Name: 'bob', Policy }));
    expect(await refused(call('ListUsers', {}, keysOf(federated.Credentials)))).toBe(invalid);
    const SerialNumber = TUTORIAL.mfaSerial;
    const TokenCode = totp(TUTORIAL.mfaSecretBase32, sandbox.clock.now());
    const proven = await clients.sts().send(new GetSessionTokenCommand({ SerialNumber, TokenCode }));
    expect((await call('ListUsers', {}, keysOf(proven.Credentials))).list('Users')).not.toEqual([]);
  });

  it('whoever has no MFA where a policy wants it', async () => {
    const guarded = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'mfa', policy(allow('iam:*', { Condition: guarded })));
    expect(await refused(call('ListUsers', {}, USER))).toMatch(/^403 AccessDenied/);
  });

  it.each([
    ['a resource', { ...trust({ AWS: ACCOUNT }, 'sts:AssumeRole'), Resource: '*' }, 'Has prohibited field Resource'],
    ['no principal', { Effect: 'Allow', Action: 'sts:AssumeRole' }, 'Missing required field Principal'],
    [
      'an action of another service',
      trust({ AWS: ACCOUNT }, 's3:GetObject'),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'a user that is not there',
      trust({ AWS: `arn:aws:iam::${ACCOUNT}:user/nobody` }, 'sts:AssumeRole'),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:user/nobody"`,
    ],
  ])('a trust policy with %s', async (_what, statement, message) => {
    const AssumeRolePolicyDocument = json(statement);
    expect(await refused(call('CreateRole', { RoleName: 'x', AssumeRolePolicyDocument }))).toBe(
      `400 MalformedPolicyDocument: ${message}`,
    );
  });

  it('a signature of another region or service', async () => {
    const list = (more: object) => iamCall(sandbox, admin, 'ListUsers', {}, more);
    expect(await refused(list({ region: 'eu-central-1' }))).toBe(
      '403 SignatureDoesNotMatch: Credential should be scoped to a valid region.',
    );
    expect(await refused(list({ service: 'sts' }))).toBe(
      "403 SignatureDoesNotMatch: Credential should be scoped to correct service: 'iam'.",
    );
  });

  it('in its own namespace, and leaves a record', async () => {
    const { text, status } = await signed(sandbox, admin, {
      body: 'Action=GetRole&Version=2010-05-08&RoleName=missing',
      contentType: 'application/x-www-form-urlencoded',
    });
    expect(text).toMatch(
      /^<ErrorResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"><Error><Type>Sender/,
    );
    expect(status).toBe(404);
    expect(sandbox.requests.at(-1)).toMatchObject({
      operation: 'GetRole',
      errorCode: 'NoSuchEntity',
      parameters: { RoleName: 'missing' },
      scope: { service: 'iam', region: 'us-east-1' },
    });
  });
});
