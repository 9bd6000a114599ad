// A session on an identity provider's word: who gets one, and what it is good for.
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  type AssumeRoleWithWebIdentityCommandOutput,
} from '@aws-sdk/client-sts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OidcFault } from '../../sandbox/idp/index.js';
import { createBucket, listKeys, putKeys } from './buckets.js';
import { credentialsOf } from './assume.js';
import { expected, outcome, s3, sts, text, WEB_IDENTITY, type Target } from './target.js';

const BUCKET = 'web-identity';
const HOUR = 3600;

type Input = Partial<AssumeRoleWithWebIdentityCommandInput>;

/** With a good token, unless another is given. The call is not signed, whatever the client holds. */
async function redeem(target: Target, input: Input = {}): Promise<AssumeRoleWithWebIdentityCommandOutput> {
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: target.webIdentity.role,
    RoleSessionName: 'anna',
    WebIdentityToken: await goodToken(target),
    ...input,
  });
  return sts(target, target.tester).send(command);
}

const goodToken = (target: Target, fault?: OidcFault): Promise<string> =>
  target.webIdentity.provider.idToken({ user: WEB_IDENTITY.subject, clientId: WEB_IDENTITY.clientId, fault });

export function webIdentityCases(target: Target): void {
  beforeAll(async () => {
    const owner = s3(target, target.owner);
    await createBucket(owner, BUCKET);
    await putKeys(owner, BUCKET, ['reports/may', 'salaries']);
  });
  describe('a good token', () => goodCases(target));
  describe('a token that is not right', () => refusedTokenCases(target));
  describe('a role', () => refusedRoleCases(target));
}

function goodCases(target: Target): void {
  it('makes a session, and says of whom', async () => {
    const { Credentials: issued, ...answer } = await redeem(target, { DurationSeconds: 1800 });
    const now = Date.now() + target.clockOffsetMs();
    expect(Math.abs(issued!.Expiration!.getTime() - now - 1_800_000)).toBeLessThan(60_000);
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: WEB_IDENTITY.subject,
      Audience: WEB_IDENTITY.clientId,
      Provider: target.webIdentity.provider.issuer,
    });
    const arn = /^arn:aws:sts::\d{12}:assumed-role\/Web\/anna$/;
    const bareArn = /^arn:aws:sts:::assumed-role\/Web\/anna$/;
    expect(answer.AssumedRoleUser?.Arn).toMatch(expected(target, arn, { 'ARNs without account': bareArn }));
  });

  it('lets the session do what the role may, and nothing else', async () => {
    const client = s3(target, credentialsOf((await redeem(target)).Credentials));
    expect(await listKeys(client, BUCKET)).toEqual(['reports/may', 'salaries']);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'salaries' }));
    expect(await text(Body)).toBe('salaries');
    const put = client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'salaries', Body: 'mine' }));
    expect(await outcome(put)).toBe('403 AccessDenied');
  });

  it('is narrowed by a session policy', async () => {
    const Resource = `arn:aws:s3:::${BUCKET}/reports/*`;
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }],
    });
    const client = s3(target, credentialsOf((await redeem(target, { Policy })).Credentials));
    const get = (Key: string) => outcome(client.send(new GetObjectCommand({ Bucket: BUCKET, Key })));
    expect(await get('reports/may')).toBe('200');
    expect(await get('salaries')).toBe('403 AccessDenied');
    expect(await outcome(client.send(new ListObjectsV2Command({ Bucket: BUCKET })))).toBe('403 AccessDenied');
  });

  it('is good more than once', async () => {
    const WebIdentityToken = await goodToken(target);
    await redeem(target, { WebIdentityToken });
    await redeem(target, { WebIdentityToken });
  });
}

function refusedTokenCases(target: Target): void {
  const invalid = '400 InvalidIdentityTokenException';
  it.each<[OidcFault, string]>([
    ['expired', '400 ExpiredTokenException'],
    ['audience', invalid],
    ['issuer', invalid],
    ['noIssuer', invalid],
    ['signature', invalid],
    ['unknownKey', invalid],
  ])('is refused: %s', async (fault, aws) => {
    const answer = await outcome(redeem(target, { WebIdentityToken: await goodToken(target, fault) }));
    expect(answer).toBe(expected(target, aws, { 'wrong tokens are denied': '403 Unknown' }));
  });

  it('is refused: no JWT', async () => {
    const answer = await outcome(redeem(target, { WebIdentityToken: 'opaque-access-token' }));
    expect(answer).toBe(expected(target, invalid, { 'wrong tokens are denied': '403 Unknown' }));
  });
}

function refusedRoleCases(target: Target): void {
  const denied = expected(target, '403 AccessDenied', { 'bare STS errors': '403 Unknown' });
  const invalid = expected(target, '400 ValidationError', { 'bare STS errors': '400 Unknown' });
  const { roles, webIdentity } = target;
  it.each<[string, Input, string]>([
    ['that trusts another subject', { RoleArn: webIdentity.otherSubject }, denied],
    ['that trusts users only', { RoleArn: roles.readOnly }, denied],
    ['that does not exist', { RoleArn: roles.missing }, denied],
    ['for longer than its MaxSessionDuration', { DurationSeconds: 2 * HOUR }, invalid],
    ['for longer than any session may be', { DurationSeconds: 12 * HOUR + 1 }, invalid],
  ])('%s is refused', async (_, input, answer) => {
    expect(await outcome(redeem(target, input))).toBe(answer);
  });
}
