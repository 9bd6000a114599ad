// GetScopedCredentials: a live session narrowed in place.
import { randomBytes } from 'node:crypto';
import {
  AssumeRoleCommand,
  GetFederationTokenCommand,
  GetScopedCredentialsCommand,
  type GetScopedCredentialsCommandInput,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import { ACCOUNT, allow, Clients, failure, keysOf, lifetime, policy, USER, type Keys } from './stsHarness.js';

let sandbox: Sandbox;
let clients: Clients;
let session: Keys;

type Input = GetScopedCredentialsCommandInput;
const scoped = (input: Input, by = session, offsetMs = 0) =>
  clients.sts(by, offsetMs).send(new GetScopedCredentialsCommand(input));
const scopedKeys = async (input: Input, by = session) => keysOf((await scoped(input, by)).Credentials);
const assume = async (more: object = {}, by: Keys = USER) => {
  const input = { RoleArn: TUTORIAL.fullAccessRoleArn, RoleSessionName: 'anna', ...more };
  return keysOf((await clients.sts(by).send(new AssumeRoleCommand(input))).Credentials);
};
const json = (...actions: string[]) => JSON.stringify(policy(allow(actions)));
const ALL = json('*');
const ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/sts-s3-full-access-role/anna`;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
  session = await assume();
});
afterEach(() => sandbox.stop());

describe('a session narrowed in place', () => {
  it('is the same identity, and tells how it was narrowed', async () => {
    const answer = await scoped({ Policy: json('s3:List*') });
    expect(answer.SessionInfo?.Arn).toBe(ARN);
    expect(answer.SessionInfo?.ScopedSessionId).toMatch(/^AROA\w+:anna$/);
    expect(answer.ScopedPoliciesCount).toBe(1);
    expect(answer.SessionTokenUtilization).toBeGreaterThan(0);
    const keys = keysOf(answer.Credentials);
    expect(answer.SessionTokenSize).toBe(keys.sessionToken.length);
    expect(await clients.arn(keys)).toBe(ARN);
    expect(keys.accessKeyId).not.toBe(session.accessKeyId);
  });

  it.each<[string, string[], string[], string]>([
    ['what both allow', ['s3:List*'], ['s3:*'], 'list'],
    ['nothing that the session may not', ['*'], ['s3:PutObject'], 'put'],
    ['nothing that no layer shares', ['s3:List*'], ['s3:PutObject'], 'nothing'],
  ])('may do %s', async (_what, first, second, able) => {
    const once = await scopedKeys({ Policy: json(...first) });
    expect(await clients.abilities(await scopedKeys({ Policy: json(...second) }, once))).toBe(able);
  });

  it('stays within the session policy that it was made with', async () => {
    const made = await assume({ Policy: json('s3:List*') });
    expect(await clients.abilities(await scopedKeys({ Policy: ALL }, made))).toBe('list');
  });

  it('leaves the session that it came from as it was', async () => {
    await scopedKeys({ Policy: json('s3:List*') });
    expect(await clients.abilities(session)).toBe('list and put');
  });

  it('calls STS within its layers too', async () => {
    sandbox.iam.updateTrustPolicy(
      TUTORIAL.readOnlyRoleArn,
      policy({
        Effect: 'Allow',
        Principal: { AWS: TUTORIAL.fullAccessRoleArn },
        Action: 'sts:AssumeRole',
      }),
    );
    const next = { RoleArn: TUTORIAL.readOnlyRoleArn };
    await assume(next, await scopedKeys({ Policy: json('sts:AssumeRole') }));
    const narrowed = await scopedKeys({ Policy: json('s3:*') });
    expect(await failure(assume(next, narrowed))).toContain('is not authorized to perform: sts:AssumeRole');
  });

  it('keeps tags and the source identity', async () => {
    const trusted = { Effect: 'Allow', Principal: { AWS: TUTORIAL.userArn } };
    const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
    sandbox.iam.updateTrustPolicy(TUTORIAL.fullAccessRoleArn, policy({ ...trusted, Action: actions }));
    const tagged = await assume({ Tags: [{ Key: 'team', Value: 'blue' }], SourceIdentity: 'anna' });
    const blue = { StringEquals: { 'aws:PrincipalTag/team': 'blue', 'aws:SourceIdentity': 'anna' } };
    const answer = await scoped({ Policy: JSON.stringify(policy(allow('s3:List*', { Condition: blue }))) }, tagged);
    expect(answer.SourceIdentity).toBe('anna');
    expect(await clients.abilities(keysOf(answer.Credentials))).toBe('list');
  });

  it('is had of GetSessionToken and GetFederationToken as well', async () => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 's3', policy(allow(['s3:*', 'sts:GetFederationToken'])));
    const token = await clients.sts().send(new GetSessionTokenCommand({}));
    const narrowed = await scopedKeys({ Policy: json('s3:List*') }, keysOf(token.Credentials));
    expect(await clients.abilities(narrowed)).toBe('list');
    expect(await clients.arn(narrowed)).toBe(TUTORIAL.userArn);
    const federated = await clients.sts().send(new GetFederationTokenCommand({ Name: 'bob', Policy: ALL }));
    const answer = await scoped({ Policy: json('s3:PutObject') }, keysOf(federated.Credentials));
    expect(answer.SessionInfo?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:federated-user/bob`);
    expect(await clients.abilities(keysOf(answer.Credentials))).toBe('put');
  });

  it('is as long as asked for, and else ends with the session', async () => {
    expect(lifetime(sandbox, (await scoped({ Policy: ALL })).Credentials)).toBe(3600);
    const { Credentials: brief, ScopedPoliciesCount } = await scoped({ DurationSeconds: 600 });
    expect(lifetime(sandbox, brief)).toBe(600);
    expect(ScopedPoliciesCount).toBe(0);
    expect(await failure(scoped({ DurationSeconds: 601 }, keysOf(brief)))).toMatch(
      /^400 InsufficientSessionLifetime: .* (600|599) seconds/,
    );
  });

  it('has a token as large as asked for', async () => {
    const { SessionTokenSize } = await scoped({ DurationSeconds: 60, MinimumSessionTokenSize: 4096 });
    expect(SessionTokenSize).toBe(4096);
  });

  it('is recorded with its description', async () => {
    await scoped({ DurationSeconds: 60, ScopedSessionDescription: 'to look around' });
    expect(sandbox.requests.at(-1)).toMatchObject({
      operation: 'GetScopedCredentials',
      callerArn: ARN,
      parameters: { ScopedSessionDescription: 'to look around' },
    });
  });
});

describe('narrowing in place is refused', () => {
  const limit = (name: string, problem: string) =>
    expect.stringMatching(
      new RegExp(`^400 ValidationError: 1 validation error detected: Value .* at '${name}' .*${problem}$`),
    ) as string;

  it.each<[string, Input, string]>([
    [
      'without anything to narrow',
      {},
      '400 ValidationError: At least one of Policy or DurationSeconds must be specified.',
    ],
    ['a policy that is none', { Policy: '{}' }, '400 MalformedPolicyDocument: Syntax errors in policy.'],
    ['a long policy', { Policy: 'x'.repeat(2049) }, limit('policy', 'less than or equal to 2048')],
    ['no time', { DurationSeconds: 0 }, limit('durationSeconds', 'greater than or equal to 1')],
    ['over 36 hours', { DurationSeconds: 129_601 }, limit('durationSeconds', 'less than or equal to 129600')],
    [
      'a long description',
      { DurationSeconds: 1, ScopedSessionDescription: 'x'.repeat(257) },
      limit('scopedSessionDescription', 'less than or equal to 256'),
    ],
    [
      'a large token',
      { DurationSeconds: 1, MinimumSessionTokenSize: 4097 },
      limit('minimumSessionTokenSize', 'less than or equal to 4096'),
    ],
  ])('%s', async (_what, input, message) => {
    expect(await failure(scoped(input))).toEqual(message);
  });

  it('a policy that is too large once packed', async () => {
    const Resource = `arn:aws:s3:::${randomBytes(1200).toString('base64')}`;
    const large = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource }] });
    expect(await failure(scoped({ Policy: large }))).toMatch(/^400 PackedPolicyTooLarge: Packed policy consumes \d+%/);
  });

  it('a fourth layer, but not less time', async () => {
    let keys = session;
    for (let layer = 1; layer <= 3; layer += 1) keys = await scopedKeys({ Policy: ALL }, keys);
    expect(await failure(scoped({ Policy: ALL }, keys))).toMatch(/^403 AccessDenied: .* maximum of 3 scope down/);
    expect((await scoped({ DurationSeconds: 60 }, keys)).ScopedPoliciesCount).toBe(3);
  });

  it('to long-term keys, and to root', async () => {
    expect(await failure(scoped({ DurationSeconds: 60 }, USER))).toMatch(/^400 InvalidSubjectCredentials: /);
    const root = { accessKeyId: 'AKIAROOT000000000000', secretAccessKey: 'root' };
    sandbox.iam.addAccessKey(`arn:aws:iam::${ACCOUNT}:root`, root);
    const { Credentials: issued } = await clients.sts(root).send(new GetSessionTokenCommand({}));
    expect(await failure(scoped({ DurationSeconds: 60 }, keysOf(issued)))).toMatch(/^400 InvalidSubjectCredentials: /);
  });

  it('to a session that a policy denies it', async () => {
    sandbox.iam.putRolePolicy(
      TUTORIAL.fullAccessRoleArn,
      'no',
      policy({ Effect: 'Deny', Action: 'sts:GetScopedCredentials', Resource: '*' }),
    );
    expect(await failure(scoped({ DurationSeconds: 60 }))).toMatch(/^403 AccessDenied: .* with an explicit deny/);
  });

  it('once the session has expired', async () => {
    sandbox.clock.setOffset(3_601_000);
    expect(await failure(scoped({ DurationSeconds: 60 }, session, 3_601_000))).toMatch(/^403 ExpiredToken/);
  });

  it('at the global endpoint', async () => {
    const client = clients.sts(session);
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['host'] = 'sts.amazonaws.com';
        return next(args);
      },
      { step: 'build', priority: 'low' },
    );
    expect(await failure(client.send(new GetScopedCredentialsCommand({ DurationSeconds: 60 })))).toBe(
      '400 InvalidAction: Could not find operation GetScopedCredentials for version 2011-06-15',
    );
  });

  it('by a service that does not know it', async () => {
    sandbox.addFault({ operation: 'GetScopedCredentials', effect: { kind: 'unknown-action' } });
    expect(await failure(scoped({ DurationSeconds: 60 }))).toBe(
      '400 InvalidAction: Could not find operation GetScopedCredentials for version 2011-06-15',
    );
  });
});
