import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  type AssumeRoleCommandInput,
} from '@aws-sdk/client-sts';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, totp, TUTORIAL, type AccessKey, type Sandbox } from '../index.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
});
afterEach(() => sandbox.stop());

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const USER: Keys = { accessKeyId: TUTORIAL.accessKeyId, secretAccessKey: TUTORIAL.secretAccessKey };
const SESSION_NAME = 'mytestsession';

const sts = (credentials: Keys): STSClient =>
  new STSClient({ region: TUTORIAL.region, endpoint: sandbox.endpoint, credentials, maxAttempts: 1 });
const s3 = (credentials: Keys): S3Client =>
  new S3Client({ region: TUTORIAL.region, endpoint: sandbox.endpoint, credentials, forcePathStyle: true });

const send = (credentials: Keys, input: Partial<AssumeRoleCommandInput>) =>
  sts(credentials).send(
    new AssumeRoleCommand({ RoleArn: TUTORIAL.readOnlyRoleArn, RoleSessionName: SESSION_NAME, ...input }),
  );

async function assume(credentials: Keys, input: Partial<AssumeRoleCommandInput> = {}): Promise<Required<Keys>> {
  const { Credentials: keys } = await send(credentials, input);
  return {
    accessKeyId: keys!.AccessKeyId!,
    secretAccessKey: keys!.SecretAccessKey!,
    sessionToken: keys!.SessionToken!,
  };
}

const whoAmI = (credentials: Keys) => sts(credentials).send(new GetCallerIdentityCommand({}));

/** Code, status and message of a call that must fail. */
async function failure(call: Promise<unknown>): Promise<{ code: string; status: number; message: string }> {
  const error = await call.then(
    () => {
      throw new Error('The call succeeded');
    },
    (reason: unknown) => reason as Error & { $metadata: { httpStatusCode: number } },
  );
  return { code: error.name, status: error.$metadata.httpStatusCode, message: error.message };
}

const denial = (arn: string, caller: string = TUTORIAL.userArn) => ({
  code: 'AccessDenied',
  status: 403,
  message: `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
});

const sessionArn = (role: string): string => `arn:aws:sts::${TUTORIAL.accountId}:assumed-role/${role}/${SESSION_NAME}`;
const CHAINED_ROLE = `arn:aws:iam::${TUTORIAL.accountId}:role/chained`;

const createRole = (name: string, trusted: unknown, maxSessionDuration?: number) =>
  sandbox.iam.createRole({
    accountId: TUTORIAL.accountId,
    name,
    trustPolicy: { Statement: { Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' } },
    ...(maxSessionDuration !== undefined && { maxSessionDuration }),
  });

describe("the tutorial's role", () => {
  it('is assumed for an hour, reads, and may not write', async () => {
    const answer = await send(USER, {});
    expect(answer.AssumedRoleUser?.Arn).toBe(sessionArn('sts-s3-read-only-role'));
    expect(answer.AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{16}:mytestsession$/);
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const seconds = (answer.Credentials!.Expiration!.getTime() - sandbox.clock.now()) / 1000;
    expect(Math.abs(seconds - 3600)).toBeLessThan(30);

    const session = await assume(USER);
    const { Buckets: buckets } = await s3(session).send(new ListBucketsCommand({}));
    expect(buckets?.map((bucket) => bucket.Name)).toContain(TUTORIAL.bucket);
    const put = new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'installing_terraform.sh', Body: '#' });
    expect(await failure(s3(session).send(put))).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${sessionArn('sts-s3-read-only-role')} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${TUTORIAL.bucket}/installing_terraform.sh" because no identity-based policy allows the s3:PutObject action`,
    });
  });

  it('is needed: the user itself may do nothing', async () => {
    expect(await failure(s3(USER).send(new ListBucketsCommand({})))).toMatchObject({
      code: 'AccessDenied',
      message: `User: ${TUTORIAL.userArn} is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
    });
  });
});

describe('GetCallerIdentity', () => {
  it('answers for users and for sessions, whatever they may do', async () => {
    expect(await whoAmI(USER)).toMatchObject({ Account: TUTORIAL.accountId, Arn: TUTORIAL.userArn });
    const session = await assume(USER, { Policy: '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}' });
    expect(await whoAmI(session)).toMatchObject({ Arn: sessionArn('sts-s3-read-only-role') });
  });

  it('refuses keys that are wrong, unknown, expired, or without their token', async () => {
    const session = await assume(USER);
    const unknown = { ...USER, accessKeyId: 'AKIA0000000000000000' };
    const invalid = {
      code: 'InvalidClientTokenId',
      status: 403,
      message: 'The security token included in the request is invalid.',
    };
    expect(await failure(whoAmI(unknown))).toEqual(invalid);
    expect(await failure(whoAmI({ ...session, sessionToken: `${session.sessionToken}x` }))).toEqual(invalid);
    const { accessKeyId, secretAccessKey } = session;
    expect(await failure(whoAmI({ accessKeyId, secretAccessKey }))).toEqual(invalid);
    expect(await failure(whoAmI({ ...USER, secretAccessKey: 'wrong' }))).toMatchObject({
      code: 'SignatureDoesNotMatch',
      status: 403,
    });
    sandbox.iam.addAccessKey(TUTORIAL.userArn, { ...USER, sessionToken: 'old', expiresAt: sandbox.clock.now() - 1 });
    expect(await failure(whoAmI({ ...USER, sessionToken: 'old' }))).toEqual({
      code: 'ExpiredToken',
      status: 403,
      message: 'The security token included in the request is expired',
    });
  });
});

describe('AssumeRole refuses', () => {
  it.each<[string, Partial<AssumeRoleCommandInput>, string]>([
    [
      'a long session',
      { DurationSeconds: 43_201 },
      "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    ],
    [
      'a short session',
      { DurationSeconds: 899 },
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      'more than the role allows',
      { DurationSeconds: 3601 },
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    ],
    [
      'a session name with a space',
      { RoleSessionName: 'my session' },
      "1 validation error detected: Value 'my session' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      'two mistakes',
      { RoleSessionName: 'x', TokenCode: '1234567' },
      "2 validation errors detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2; Value '1234567' at 'tokenCode' failed to satisfy constraint: Member must have length less than or equal to 6",
    ],
    [
      'no session name',
      { RoleSessionName: undefined },
      "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an external id with a space',
      { ExternalId: 'a b' },
      "1 validation error detected: Value 'a b' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*",
    ],
    ['no ARN', { RoleArn: 'sts-s3-read-only-role' }, 'sts-s3-read-only-role is invalid'],
    ["a user's ARN", { RoleArn: TUTORIAL.userArn }, 'Request ARN is invalid'],
  ])('%s', async (_what, input, message) => {
    expect(await failure(send(USER, input))).toEqual({ code: 'ValidationError', status: 400, message });
  });

  it('a role that is not there in the words for one that is not allowed', async () => {
    const missing = `arn:aws:iam::${TUTORIAL.accountId}:role/missing`;
    expect(await failure(send(USER, { RoleArn: missing }))).toEqual(denial(missing));
    const { arn } = createRole('closed', `arn:aws:iam::${TUTORIAL.accountId}:user/another`);
    expect(await failure(send(USER, { RoleArn: arn }))).toEqual(denial(arn));
  });

  it('a role that trusts the account until the user may assume it', async () => {
    const { arn } = createRole('by-account', `arn:aws:iam::${TUTORIAL.accountId}:root`);
    expect(await failure(send(USER, { RoleArn: arn }))).toEqual(denial(arn));
    const allow = { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn } };
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'more', allow);
    expect(await assume(USER, { RoleArn: arn })).toBeDefined();
  });

  it('a policy that is none', async () => {
    // The SDK's name for MalformedPolicyDocument.
    expect(await failure(send(USER, { Policy: '{' }))).toMatchObject({
      code: 'MalformedPolicyDocumentException',
      status: 400,
    });
  });

  it('root', async () => {
    const root: AccessKey = { accessKeyId: 'AKIAROOT000000000000', secretAccessKey: 'root' };
    sandbox.iam.addAccessKey(`arn:aws:iam::${TUTORIAL.accountId}:root`, root);
    expect((await failure(send(root, {}))).message).toBe('Roles may not be assumed by root accounts.');
  });
});

describe('a session', () => {
  it('ends by the clock', async () => {
    const session = await assume(USER, { DurationSeconds: 900 });
    sandbox.clock.setOffset(901_000);
    // The second try of each client is signed by the sandbox's clock.
    const client = new STSClient({ region: TUTORIAL.region, endpoint: sandbox.endpoint, credentials: session });
    expect((await failure(client.send(new GetCallerIdentityCommand({})))).code).toBe('ExpiredToken');
    expect(await failure(s3(session).send(new ListBucketsCommand({})))).toMatchObject({
      code: 'ExpiredToken',
      status: 400,
    });
  });

  it('dies with its role', async () => {
    const session = await assume(USER);
    sandbox.iam.deleteRole(TUTORIAL.readOnlyRoleArn);
    expect((await failure(whoAmI(session))).code).toBe('InvalidClientTokenId');
  });

  it('may chain for an hour, not longer', async () => {
    createRole('chained', TUTORIAL.fullAccessRoleArn, 43_200);
    const first = await assume(USER, { RoleArn: TUTORIAL.fullAccessRoleArn, DurationSeconds: 43_200 });
    const long = { RoleArn: CHAINED_ROLE, DurationSeconds: 3601 };
    expect(await failure(send(first, long))).toEqual({
      code: 'ValidationError',
      status: 400,
      message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    });
    const second = await assume(first, { RoleArn: CHAINED_ROLE });
    expect((await whoAmI(second)).Arn).toBe(sessionArn('chained'));
    expect(await failure(send(USER, { RoleArn: CHAINED_ROLE }))).toEqual(denial(CHAINED_ROLE));
  });

  it('is narrowed by the policies it is made with', async () => {
    const narrow = await send(USER, {
      RoleArn: TUTORIAL.fullAccessRoleArn,
      PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }],
    });
    expect(narrow.SessionTokenUtilization).toBeGreaterThan(0);
    const keys = narrow.Credentials!;
    const session = {
      accessKeyId: keys.AccessKeyId!,
      secretAccessKey: keys.SecretAccessKey!,
      sessionToken: keys.SessionToken!,
    };
    await s3(session).send(new ListBucketsCommand({}));
    const put = new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'x', Body: '' });
    expect((await failure(s3(session).send(put))).message).toMatch(
      /because no session policy allows the s3:PutObject action$/,
    );
  });

  it('widens nothing by its policies', async () => {
    const session = await assume(USER, { Policy: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' });
    const put = new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'x', Body: '' });
    expect((await failure(s3(session).send(put))).message).toMatch(/because no identity-based policy allows/);
  });
});

describe('an external id', () => {
  it('opens the role only when it is the right one', async () => {
    const RoleArn = TUTORIAL.externalIdRoleArn;
    expect(await failure(send(USER, { RoleArn }))).toEqual(denial(RoleArn));
    expect(await failure(send(USER, { RoleArn, ExternalId: 'Another:42' }))).toEqual(denial(RoleArn));
    expect(await assume(USER, { RoleArn, ExternalId: TUTORIAL.externalId })).toBeDefined();
  });
});

describe('MFA', () => {
  const code = (offsetMs = 0): string => totp(TUTORIAL.mfaSecretBase32, sandbox.clock.now() + offsetMs);
  const withCode = (TokenCode: string, SerialNumber: string = TUTORIAL.mfaSerial) => ({
    RoleArn: TUTORIAL.mfaRoleArn,
    SerialNumber,
    TokenCode,
  });

  // Codes change every half minute: none of these tests crosses such a moment.
  beforeEach(() => sandbox.clock.setOffset(30_000 - (Date.now() % 30_000)));

  it('is asked for by the role', async () => {
    expect(await failure(send(USER, { RoleArn: TUTORIAL.mfaRoleArn }))).toEqual(denial(TUTORIAL.mfaRoleArn));
    expect(await assume(USER, withCode(code()))).toBeDefined();
  });

  it('takes a code once, and those of the neighbouring half minutes', async () => {
    const early = code(-30_000);
    expect(await assume(USER, withCode(early))).toBeDefined();
    expect((await failure(send(USER, withCode(early)))).code).toBe('AccessDenied');
    expect(await assume(USER, withCode(code(30_000)))).toBeDefined();
  });

  it.each<[string, () => Partial<AssumeRoleCommandInput>, string]>([
    [
      'an old code',
      () => withCode(code(-120_000)),
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    ],
    [
      'an unknown device',
      () => withCode(code(), 'arn:aws:iam::123456789012:mfa/other'),
      'MultiFactorAuthentication failed, unable to validate MFA code.',
    ],
    [
      'half of it',
      () => ({ SerialNumber: TUTORIAL.mfaSerial }),
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    ],
  ])('refuses %s', async (_what, input, message) => {
    const error = await failure(send(USER, { RoleArn: TUTORIAL.mfaRoleArn, ...input() }));
    expect(error).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(error.message).toContain(message);
  });

  it('leaves no code in the records', async () => {
    await assume(USER, withCode(code()));
    expect(sandbox.requests.at(-1)?.parameters).toMatchObject({ SerialNumber: TUTORIAL.mfaSerial });
    expect(sandbox.requests.at(-1)?.parameters).not.toHaveProperty('TokenCode');
  });
});
