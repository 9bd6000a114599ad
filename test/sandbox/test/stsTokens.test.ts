// GetSessionToken and GetFederationToken.
import {
  AssumeRoleCommand,
  DecodeAuthorizationMessageCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, totp, TUTORIAL, type Sandbox } from '../index.js';
import { ACCOUNT, allow, Clients, failure, keysOf, lifetime, policy, USER, type Keys } from './stsHarness.js';

let sandbox: Sandbox;
let clients: Clients;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
});
afterEach(() => sandbox.stop());

const ROOT: Keys = { accessKeyId: 'AKIAROOT000000000000', secretAccessKey: 'root' };
const addRoot = () => sandbox.iam.addAccessKey(`arn:aws:iam::${ACCOUNT}:root`, { ...ROOT });

type SessionInput = ConstructorParameters<typeof GetSessionTokenCommand>[0];
const sessionToken = (input: SessionInput = {}, by = USER) => clients.sts(by).send(new GetSessionTokenCommand(input));
const withMfa = () => ({
  SerialNumber: TUTORIAL.mfaSerial,
  TokenCode: totp(TUTORIAL.mfaSecretBase32, sandbox.clock.now()),
});
const assume = (by: Keys, RoleArn: string, DurationSeconds?: number, offsetMs = 0) =>
  clients
    .sts(by, offsetMs)
    .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'anna', ...(DurationSeconds && { DurationSeconds }) }));

describe('GetSessionToken', () => {
  it('lends the user temporary keys for half a day', async () => {
    const { Credentials: issued } = await sessionToken();
    const keys = keysOf(issued);
    expect(keys.accessKeyId).toMatch(/^ASIA/);
    expect(lifetime(sandbox, issued)).toBe(43_200);
    expect(await clients.arn(keys)).toBe(TUTORIAL.userArn);
  });

  it("may do what the user may, and no more when the user's policies shrink", async () => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 's3', policy(allow('s3:*')));
    const keys = keysOf((await sessionToken()).Credentials);
    expect(await clients.abilities(keys)).toBe('list and put');
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 's3', policy(allow('s3:List*')));
    expect(await clients.abilities(keys)).toBe('list');
  });

  it('lasts 36 hours at most', async () => {
    expect(lifetime(sandbox, (await sessionToken({ DurationSeconds: 129_600 })).Credentials)).toBe(129_600);
    expect(await failure(sessionToken({ DurationSeconds: 129_601 }))).toBe(
      "400 ValidationError: 1 validation error detected: Value '129601' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 129600",
    );
    expect(await failure(sessionToken({ DurationSeconds: 899 }))).toContain('greater than or equal to 900');
  });

  it("ends root's session after an hour", async () => {
    addRoot();
    expect(lifetime(sandbox, (await sessionToken({}, ROOT)).Credentials)).toBe(3600);
    expect(lifetime(sandbox, (await sessionToken({ DurationSeconds: 43_200 }, ROOT)).Credentials)).toBe(3600);
    expect(lifetime(sandbox, (await sessionToken({ DurationSeconds: 900 }, ROOT)).Credentials)).toBe(900);
  });

  it('wants long-term keys, and gives none that can ask again', async () => {
    const keys = keysOf((await sessionToken()).Credentials);
    expect(await failure(sessionToken({}, keys))).toBe(
      '403 AccessDenied: Cannot call GetSessionToken with session credentials',
    );
    const federation = clients.sts(keys).send(new GetFederationTokenCommand({ Name: 'bob' }));
    expect(await failure(federation)).toBe('403 AccessDenied: Cannot call GetFederationToken with session credentials');
    const decoding = clients.sts(keys).send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' }));
    expect(await failure(decoding)).toBe(
      '403 AccessDenied: Cannot call DecodeAuthorizationMessage with session credentials',
    );
  });

  it('needs no permission, but may be denied', async () => {
    sandbox.iam.putUserPolicy(
      TUTORIAL.userArn,
      'no',
      policy({ Effect: 'Deny', Action: 'sts:GetSessionToken', Resource: '*' }),
    );
    expect(await failure(sessionToken())).toBe(
      `403 AccessDenied: User: ${TUTORIAL.userArn} is not authorized to perform: sts:GetSessionToken with an explicit deny in an identity-based policy`,
    );
  });

  it('makes sessions of a role that last an hour at most', async () => {
    const keys = keysOf((await sessionToken()).Credentials);
    const { AssumedRoleUser: user } = await assume(keys, TUTORIAL.fullAccessRoleArn, 3600);
    expect(user?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/sts-s3-full-access-role/anna`);
    expect(await failure(assume(keys, TUTORIAL.fullAccessRoleArn, 3601))).toContain('1 hour session limit');
  });
});

describe('MFA with GetSessionToken', () => {
  it('opens many roles with one code', async () => {
    const keys = keysOf((await sessionToken(withMfa())).Credentials);
    await assume(keys, TUTORIAL.mfaRoleArn);
    await assume(keys, TUTORIAL.mfaRoleArn);
    const plain = keysOf((await sessionToken()).Credentials);
    expect(await failure(assume(plain, TUTORIAL.mfaRoleArn))).toMatch(/^403 AccessDenied: User: .* sts:AssumeRole/);
  });

  it('refuses a wrong code', async () => {
    const refused = sessionToken({ ...withMfa(), TokenCode: '000000' });
    expect(await failure(refused)).toBe(
      '403 AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.',
    );
  });

  it("grows older by the sandbox's clock", async () => {
    const condition = { NumericLessThan: { 'aws:MultiFactorAuthAge': '1000' } };
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 's3', policy(allow('s3:*', { Condition: condition })));
    const keys = keysOf((await sessionToken(withMfa())).Credentials);
    const list = (offsetMs: number) => clients.s3(keys, offsetMs).send(new ListBucketsCommand({}));
    await list(0);
    sandbox.clock.setOffset(1_100_000);
    expect(await failure(list(1_100_000))).toMatch(/^403 AccessDenied/);
  });

  it.each<[string, object, string]>([
    ['true', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'with a code'],
    ['false', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, 'without one'],
    ['absent', { Null: { 'aws:MultiFactorAuthPresent': 'true' } }, 'the long-term key'],
    ['of an age', { Null: { 'aws:MultiFactorAuthAge': 'false' } }, 'with a code'],
  ])('is %s: %j for %s alone', async (_what, condition, who) => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 's3', policy(allow('s3:*', { Condition: condition })));
    const callers: readonly [string, Keys][] = [
      ['with a code', keysOf((await sessionToken(withMfa())).Credentials)],
      ['without one', keysOf((await sessionToken()).Credentials)],
      ['the long-term key', USER],
    ];
    for (const [name, keys] of callers) {
      expect([name, await clients.abilities(keys)]).toEqual([name, name === who ? 'list and put' : 'nothing']);
    }
  });
});

describe('GetFederationToken', () => {
  type Input = Partial<ConstructorParameters<typeof GetFederationTokenCommand>[0]>;
  const federate = (input: Input = {}, by = USER) =>
    clients.sts(by).send(new GetFederationTokenCommand({ Name: 'bob', ...input }));
  const ARN = `arn:aws:sts::${ACCOUNT}:federated-user/bob`;
  const ALL = JSON.stringify(policy(allow('*')));

  beforeEach(() => {
    sandbox.iam.putUserPolicy(
      TUTORIAL.userArn,
      'broker',
      policy(allow(['s3:*', 'sts:GetFederationToken', 'sts:AssumeRole', 'sts:GetSessionToken'])),
    );
  });

  it('lends keys to a federated user', async () => {
    const answer = await federate({ Policy: ALL });
    expect(answer.FederatedUser).toEqual({ FederatedUserId: `${ACCOUNT}:bob`, Arn: ARN });
    expect(answer.SessionTokenUtilization).toBeGreaterThan(0);
    expect(lifetime(sandbox, answer.Credentials)).toBe(43_200);
    const keys = keysOf(answer.Credentials);
    expect(keys.accessKeyId).toMatch(/^ASIA/);
    expect(await clients.arn(keys)).toBe(ARN);
  });

  it.each<[string, Input, string]>([
    ['no policy', {}, 'nothing'],
    ['every permission', { Policy: ALL }, 'list and put'],
    ['an inline policy', { Policy: JSON.stringify(policy(allow('s3:List*'))) }, 'list'],
    ['a managed policy', { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }] }, 'list'],
  ])('with %s may do within what its user may', async (_what, input, able) => {
    expect(await clients.abilities(keysOf((await federate(input)).Credentials))).toBe(able);
  });

  it('asks STS for nothing but who it is', async () => {
    const keys = keysOf((await federate({ Policy: ALL })).Credentials);
    expect(await failure(assume(keys, TUTORIAL.fullAccessRoleArn))).toBe(
      `403 AccessDenied: User: ${ARN} is not authorized to perform: sts:AssumeRole on resource: ${TUTORIAL.fullAccessRoleArn}`,
    );
    expect(await failure(sessionToken({}, keys))).toContain('Cannot call GetSessionToken');
    expect(await failure(federate({}, keys))).toContain('Cannot call GetFederationToken');
  });

  it("must be allowed by the user's policies", async () => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'broker', policy(allow('s3:*')));
    expect(await failure(federate())).toBe(
      `403 AccessDenied: User: ${TUTORIAL.userArn} is not authorized to perform: sts:GetFederationToken on resource: ${ARN} because no identity-based policy allows the sts:GetFederationToken action`,
    );
  });

  it('carries tags, if the user may tag sessions', async () => {
    const Tags = [{ Key: 'team', Value: 'blue' }];
    expect(await failure(federate({ Tags, Policy: ALL }))).toContain('not authorized to perform: sts:TagSession');
    const condition = { StringEquals: { 'aws:RequestTag/team': 'blue' } };
    const onlyBlue = { StringEquals: { 'aws:PrincipalTag/team': 'blue' } };
    sandbox.iam.putUserPolicy(
      TUTORIAL.userArn,
      'broker',
      policy(
        allow('sts:GetFederationToken'),
        allow('sts:TagSession', { Condition: condition }),
        allow('s3:*', { Condition: onlyBlue }),
      ),
    );
    expect(await clients.abilities(keysOf((await federate({ Tags, Policy: ALL })).Credentials))).toBe('list and put');
    expect(await clients.abilities(keysOf((await federate({ Policy: ALL })).Credentials))).toBe('nothing');
    const red = federate({ Tags: [{ Key: 'team', Value: 'red' }], Policy: ALL });
    expect(await failure(red)).toContain('not authorized to perform: sts:TagSession');
  });

  it.each<[string, Input, string]>([
    [
      'a short name',
      { Name: 'b' },
      "Value 'b' at 'name' failed to satisfy constraint: Member must have length greater",
    ],
    ['a long name', { Name: 'b'.repeat(33) }, 'Member must have length less than or equal to 32'],
    ['a long session', { DurationSeconds: 129_601 }, 'Member must have value less than or equal to 129600'],
  ])('refuses %s', async (_what, input, message) => {
    expect(await failure(federate(input))).toMatch(/^400 ValidationError: 1 validation error/);
    expect(await failure(federate(input))).toContain(message);
  });
});
