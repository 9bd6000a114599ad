// From a user's key to a role's session: who gets one, for how long, and what it is good for.
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, GetScopedCredentialsCommand } from '@aws-sdk/client-sts';
import { beforeAll, describe, expect, it } from 'vitest';
import { assumeRole, credentialsOf, session } from './assume.js';
import { createBucket, listKeys, putKeys } from './buckets.js';
import { expected, outcome, s3, sts, text, type Credentials, type Target } from './target.js';

const BUCKET = 'sessions';
const SKEW_MS = 20 * 60_000;
const READING = '{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}';

export function sessionCases(target: Target): void {
  beforeAll(async () => {
    const owner = s3(target, target.owner);
    await createBucket(owner, BUCKET);
    await putKeys(owner, BUCKET, ['reports/may', 'reports/june', 'salaries']);
  });
  describe('assuming a role', () => assumingCases(target));
  describe('a read-only session', () => readOnlyCases(target));
  describe('a session narrowed by a session policy', () => narrowedCases(target));
  describe('credentials that are not right', () => wrongCredentialCases(target));
  describe('a session that has expired', () => expiryCases(target));
}

function assumingCases(target: Target): void {
  const { roles, tester, owner } = target;

  it('answers credentials, their expiry and the assumed role', async () => {
    const { Credentials: issued, AssumedRoleUser } = await assumeRole(target, roles.readOnly, {
      DurationSeconds: 1800,
    });
    const now = Date.now() + target.clockOffsetMs();
    expect(Math.abs(issued!.Expiration!.getTime() - now - 1_800_000)).toBeLessThan(60_000);
    const arn = /^arn:aws:sts::\d{12}:assumed-role\/S3ReadOnly\/anna$/;
    const bareArn = /^arn:aws:sts:::assumed-role\/S3ReadOnly\/anna$/;
    expect(AssumedRoleUser?.Arn).toMatch(expected(target, arn, { 'ARNs without account': bareArn }));
  });

  it('chains: a session assumes the next role', async () => {
    const first = await session(target, roles.full);
    const second = await session(target, roles.chained, {}, first);
    expect(await listKeys(s3(target, second), BUCKET)).toContain('salaries');
  });

  const denied = expected(target, '403 AccessDenied', { 'bare STS errors': '403 Unknown' });
  const invalid = expected(target, '400 ValidationError', { 'bare STS errors': '400 Unknown' });
  const hour = 3600;
  it.each<[string, string, { DurationSeconds?: number }, Credentials, string]>([
    ['a role that trusts somebody else', roles.stranger, {}, tester, denied],
    ['a role that trusts another role only', roles.chained, {}, tester, denied],
    [
      'a role that does not exist',
      roles.missing,
      {},
      tester,
      expected(target, '403 AccessDenied', { 'bare STS errors': '404 NotFound' }),
    ],
    ["longer than the role's MaxSessionDuration", roles.full, { DurationSeconds: 2 * hour }, tester, invalid],
    ['longer than any session may be', roles.full, { DurationSeconds: 12 * hour + 1 }, tester, invalid],
    [
      'with a key that nobody has',
      roles.full,
      {},
      { ...owner, accessKeyId: 'AKIANOBODYHASTHISKEY' },
      expected(target, '403 InvalidClientTokenId', { 'bare STS errors': '403 Unknown' }),
    ],
    [
      'with a wrong secret',
      roles.full,
      {},
      { ...tester, secretAccessKey: 'guessed' },
      expected(target, '403 SignatureDoesNotMatch', { 'bare STS errors': '403 Unknown' }),
    ],
  ])('refuses %s', async (_, roleArn, options, by, answer) => {
    expect(await outcome(assumeRole(target, roleArn, options, by))).toBe(answer);
  });

  it('tells the session who it is', async () => {
    const client = sts(target, await session(target, roles.readOnly));
    const asked = client.send(new GetCallerIdentityCommand({}));
    expect(await outcome(asked)).toBe(expected(target, '200', { 'no GetCallerIdentity': '405 Unknown' }));
    const arn = await asked.then(
      (identity) => identity.Arn?.replace(/\d{12}/, 'ACCOUNT'),
      () => 'nobody',
    );
    const aws = 'arn:aws:sts::ACCOUNT:assumed-role/S3ReadOnly/anna';
    expect(arn).toBe(expected(target, aws, { 'no GetCallerIdentity': 'nobody' }));
  });
}

function readOnlyCases(target: Target): void {
  let reader: S3Client;
  beforeAll(async () => {
    reader = s3(target, await session(target, target.roles.readOnly));
  });

  it('lists buckets', async () => {
    const { Buckets = [] } = await reader.send(new ListBucketsCommand({}));
    const names = Buckets.map(({ Name }) => Name).filter((name) => name === BUCKET);
    expect(names).toEqual(expected(target, [BUCKET], { 'roles see no buckets': [] }));
  });

  it('finds a bucket by name, and where it is', async () => {
    expect(await outcome(reader.send(new HeadBucketCommand({ Bucket: BUCKET })))).toBe('200');
    expect(await outcome(reader.send(new HeadBucketCommand({ Bucket: 'nobody-has-this' })))).toBe('404 NotFound');
    const { LocationConstraint } = await reader.send(new GetBucketLocationCommand({ Bucket: BUCKET }));
    expect(LocationConstraint as string | undefined).toBe(
      expected<string | undefined>(target, undefined, { 'location is the zone group': 'default' }),
    );
  });

  it('lists and reads objects', async () => {
    expect(await listKeys(reader, BUCKET)).toEqual(['reports/june', 'reports/may', 'salaries']);
    const { Body } = await reader.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'salaries' }));
    expect(await text(Body)).toBe('salaries');
  });

  const object = { Bucket: BUCKET, Key: 'salaries' };
  it.each<[string, (client: S3Client) => Promise<{ $metadata: object }>]>([
    ['PutObject', (client) => client.send(new PutObjectCommand({ ...object, Body: 'mine' }))],
    ['DeleteObject', (client) => client.send(new DeleteObjectCommand(object))],
    ['CopyObject', (client) => client.send(new CopyObjectCommand({ ...object, CopySource: `${BUCKET}/reports/may` }))],
    ['CreateMultipartUpload', (client) => client.send(new CreateMultipartUploadCommand(object))],
  ])('may not %s', async (_, request) => {
    expect(await outcome(request(reader))).toBe('403 AccessDenied');
  });

  it('may not DeleteObjects, and nothing is gone', async () => {
    const Objects = [{ Key: 'salaries' }, { Key: 'reports/may' }];
    const answer = await reader.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } })).then(
      ({ Errors = [] }) => Errors.map(({ Key, Code }) => `${Key} ${Code}`).sort(),
      (error: unknown) => [(error as Error).name],
    );
    const each = ['reports/may AccessDenied', 'salaries AccessDenied'];
    expect(answer).toEqual(expected(target, each, { 'bulk deletes are denied whole': ['AccessDenied'] }));
    expect(await listKeys(reader, BUCKET)).toHaveLength(3);
  });
}

function narrowedCases(target: Target): void {
  // Without spaces: RGW does not decode the "+" that stands for one in a form.
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::${BUCKET}/reports/*` },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: `arn:aws:s3:::${BUCKET}`,
        Condition: { StringLike: { 's3:prefix': 'reports/*' } },
      },
    ],
  });
  it.each<[string, string, (client: S3Client) => Promise<{ $metadata: object }>]>([
    ['200', 'reads in its prefix', (c) => c.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'reports/may' }))],
    ['200', 'lists its prefix', (c) => c.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'reports/' }))],
    [
      '200',
      'writes in its prefix',
      (c) => c.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'reports/may', Body: '' })),
    ],
    ['403 AccessDenied', 'reads beside it', (c) => c.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'salaries' }))],
    ['403 AccessDenied', 'lists beside it', (c) => c.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 's' }))],
    ['403 AccessDenied', 'lists all', (c) => c.send(new ListObjectsV2Command({ Bucket: BUCKET }))],
    ['403 AccessDenied', 'deletes', (c) => c.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'reports/may' }))],
  ])('gets %s when it %s', async (answer, _, request) => {
    expect(await outcome(request(s3(target, await session(target, target.roles.full, { Policy }))))).toBe(answer);
  });

  it('is narrowed again in place', async () => {
    const narrowed = await session(target, target.roles.full, { Policy });
    const asked = sts(target, narrowed).send(new GetScopedCredentialsCommand({ Policy: READING }));
    expect(await outcome(asked)).toBe(expected(target, '200', { 'no GetScopedCredentials': '405 Unknown' }));
    const { reads, writes } = await asked.then(
      async ({ Credentials: issued }) => {
        const reader = s3(target, credentialsOf(issued));
        const may = { Bucket: BUCKET, Key: 'reports/may' };
        return {
          reads: await outcome(reader.send(new GetObjectCommand(may))),
          writes: await outcome(reader.send(new PutObjectCommand({ ...may, Body: '' }))),
        };
      },
      () => ({ reads: 'nobody', writes: 'nobody' }),
    );
    expect([reads, writes]).toEqual(
      expected(target, ['200', '403 AccessDenied'], { 'no GetScopedCredentials': ['nobody', 'nobody'] }),
    );
  });

  it('gets nothing that the role itself may not do', async () => {
    const reader = s3(target, await session(target, target.roles.readOnly, { Policy }));
    const put = reader.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'reports/may', Body: '' }));
    expect(await outcome(put)).toBe('403 AccessDenied');
  });
}

function wrongCredentialCases(target: Target): void {
  const list = (credentials: Credentials, clock = 0) => {
    const client = s3(target, credentials, { systemClockOffset: target.clockOffsetMs() + clock });
    return outcome(client.send(new ListObjectsV2Command({ Bucket: BUCKET })));
  };
  const denied = (aws: string) => expected(target, aws, { 'denies without a reason': '403 AccessDenied' });

  it('refuses a wrong secret', async () => {
    const answer = await list({ ...target.owner, secretAccessKey: 'guessed' });
    expect(answer).toBe(denied('403 SignatureDoesNotMatch'));
  });

  it('refuses a key that nobody has', async () => {
    const answer = await list({ ...target.owner, accessKeyId: 'AKIANOBODYHASTHISKEY' });
    expect(answer).toBe(denied('403 InvalidAccessKeyId'));
  });

  it('refuses a user without permissions', async () => {
    expect(await list(target.tester)).toBe('403 AccessDenied');
  });

  it("refuses a session's key without its token", async () => {
    const { accessKeyId, secretAccessKey } = await session(target, target.roles.full);
    expect(await list({ accessKeyId, secretAccessKey })).toBe(denied('403 InvalidAccessKeyId'));
  });

  it("refuses another session's token", async () => {
    const mine = await session(target, target.roles.readOnly);
    const { sessionToken } = await session(target, target.roles.full);
    expect(await list({ ...mine, sessionToken })).toBe(denied('403 InvalidAccessKeyId'));
  });

  it('refuses a token that was tampered with', async () => {
    const mine = await session(target, target.roles.readOnly);
    const sessionToken = `${mine.sessionToken}AAAA`;
    expect(await list({ ...mine, sessionToken })).toBe(denied('400 InvalidToken'));
  });

  it.each([
    ['fast', SKEW_MS],
    ['slow', -SKEW_MS],
  ])('refuses a clock that is 20 minutes %s', async (_, clock) => {
    expect(await list(target.owner, clock)).toBe('403 RequestTimeTooSkewed');
  });
}

function expiryCases(target: Target): void {
  it('was good before, and is refused after', async () => {
    const short = await session(target, target.roles.full, { DurationSeconds: target.shortestSession });
    const list = () => outcome(s3(target, short).send(new ListObjectsV2Command({ Bucket: BUCKET })));
    expect(await list()).toBe('200');
    await target.elapse(target.shortestSession + 1);
    expect(await list()).toBe(expected(target, '400 ExpiredToken', { 'denies without a reason': '403 AccessDenied' }));
    expect(await outcome(assumeRole(target, target.roles.chained, {}, short))).toBe(
      expected(target, '403 ExpiredToken', { 'bare STS errors': '403 Unknown' }),
    );
  });
}
