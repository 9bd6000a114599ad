// Session tags, source identity, and how much a session can carry.
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, type AssumeRoleCommandInput, type Tag } from '@aws-sdk/client-sts';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import { ACCOUNT, allow, Clients, failure, keysOf, policy, trust, USER, type Keys } from './stsHarness.js';

let sandbox: Sandbox;
let clients: Clients;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
});
afterEach(() => sandbox.stop());

const ALL_ACTIONS = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
const BY_USER = { AWS: TUTORIAL.userArn };
const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A role that trusts `principal` for the actions, and may do what the statements say. */
const createRole = (name: string, trusted: readonly object[], ...statements: readonly object[]): string =>
  sandbox.iam.createRole({
    accountId: ACCOUNT,
    name,
    trustPolicy: policy(...trusted),
    inlinePolicies: { it: policy(...statements) },
  }).arn;

type Input = Partial<AssumeRoleCommandInput>;
const assume = (RoleArn: string, input: Input = {}, by: Keys = USER) =>
  clients.sts(by).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'anna', ...input }));
const session = async (roleArn: string, input: Input = {}, by: Keys = USER) =>
  keysOf((await assume(roleArn, input, by)).Credentials);

const tags = (record: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(record).map(([Key, Value]) => ({ Key, Value }));

const denied = (action: string, roleArn: string, caller: string = TUTORIAL.userArn): string =>
  `403 AccessDenied: User: ${caller} is not authorized to perform: ${action} on resource: ${roleArn}`;

describe('session tags', () => {
  it('decide what the session may do', async () => {
    const blue = { StringEquals: { 'aws:PrincipalTag/team': 'blue' } };
    const role = createRole('tagged', [trust(BY_USER, ALL_ACTIONS)], allow('s3:*', { Condition: blue }));
    expect(await clients.abilities(await session(role, { Tags: tags({ team: 'blue' }) }))).toBe('list and put');
    expect(await clients.abilities(await session(role, { Tags: tags({ Team: 'blue' }) }))).toBe('list and put');
    expect(await clients.abilities(await session(role, { Tags: tags({ team: 'red' }) }))).toBe('nothing');
    expect(await clients.abilities(await session(role))).toBe('nothing');
  });

  it('fill in variables of a resource', async () => {
    const own = { Resource: `arn:aws:s3:::${TUTORIAL.bucket}/home/\${aws:PrincipalTag/user}/*` };
    const role = createRole('homes', [trust(BY_USER, ALL_ACTIONS)], allow('s3:*Object', own));
    const s3 = clients.s3(await session(role, { Tags: tags({ user: 'anna' }) }));
    await s3.send(new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'home/anna/a', Body: 'a' }));
    await s3.send(new GetObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'home/anna/a' }));
    const other = s3.send(new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'home/bob/a', Body: 'a' }));
    expect(await failure(other)).toMatch(/^403 AccessDenied/);
  });

  it('need sts:TagSession in the trust policy', async () => {
    const role = createRole('untagged', [trust(BY_USER, 'sts:AssumeRole')], allow('s3:*'));
    await assume(role);
    expect(await failure(assume(role, { Tags: tags({ team: 'blue' }) }))).toBe(denied('sts:TagSession', role));
  });

  it.each<[string, object, Input, boolean]>([
    ['a value', { StringEquals: { 'aws:RequestTag/team': 'blue' } }, { Tags: tags({ team: 'blue' }) }, true],
    ['another value', { StringEquals: { 'aws:RequestTag/team': 'blue' } }, { Tags: tags({ team: 'red' }) }, false],
    [
      'only some keys',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'user'] } },
      { Tags: tags({ team: 'a', user: 'b' }) },
      true,
    ],
    [
      'a further key',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'user'] } },
      { Tags: tags({ team: 'a', cost: 'b' }) },
      false,
    ],
    [
      'a transitive key',
      {
        'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['team'] },
        Null: { 'sts:TransitiveTagKeys': 'false' },
      },
      { Tags: tags({ team: 'a' }), TransitiveTagKeys: ['team'] },
      true,
    ],
    ['no transitive key', { Null: { 'sts:TransitiveTagKeys': 'false' } }, { Tags: tags({ team: 'a' }) }, false],
  ])('meet conditions of the trust policy on %s', async (_what, condition, input, passes) => {
    const role = createRole('conditional', [trust(BY_USER, ALL_ACTIONS, condition)], allow('s3:*'));
    const answer = await assume(role, input).then(
      () => true,
      () => false,
    );
    expect(answer).toBe(passes);
  });

  const many = (count: number) => tags(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v'])));
  it.each<[string, Input, string]>([
    [
      'keys that differ by case',
      { Tags: tags({ team: 'a', Team: 'b' }) },
      '400 InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    ],
    [
      "AWS's own prefix",
      { Tags: tags({ 'aws:team': 'a' }) },
      "400 InvalidParameterValue: Tag keys can't start with the reserved prefix 'aws:'.",
    ],
    [
      'a transitive key that is no tag',
      { Tags: tags({ team: 'a' }), TransitiveTagKeys: ['user'] },
      '400 InvalidParameterValue: The specified transitive tag key must be included in the requested tags.',
    ],
    [
      '51 tags',
      { Tags: many(51) },
      "400 ValidationError: 1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    ],
    [
      'a long key',
      { Tags: tags({ team: 'a', ['k'.repeat(129)]: 'b' }) },
      `400 ValidationError: 1 validation error detected: Value '${'k'.repeat(129)}' at 'tags.2.member.key' failed to satisfy constraint: Member must have length less than or equal to 128`,
    ],
    [
      'a long value',
      { Tags: tags({ team: 'v'.repeat(257) }) },
      `400 ValidationError: 1 validation error detected: Value '${'v'.repeat(257)}' at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256`,
    ],
    [
      'a character that tags have not',
      { Tags: tags({ 'te#m': 'a' }) },
      "400 ValidationError: 1 validation error detected: Value 'te#m' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
    ],
  ])('are refused with %s', async (_what, input, answer) => {
    const role = createRole('tagged', [trust(BY_USER, ALL_ACTIONS)], allow('s3:*'));
    expect(await failure(assume(role, input))).toBe(answer);
  });

  it('may be fifty, in any script, and empty', async () => {
    const role = createRole('tagged', [trust(BY_USER, ALL_ACTIONS)], allow('s3:*'));
    const blue = { StringEquals: { 'aws:PrincipalTag/équipe': '青 チーム', 'aws:PrincipalTag/none': '' } };
    const tagged = createRole('by-tag', [trust(BY_USER, ALL_ACTIONS)], allow('s3:*', { Condition: blue }));
    expect((await assume(role, { Tags: many(50) })).AssumedRoleUser?.Arn).toContain(':assumed-role/tagged/');
    const Tags = tags({ équipe: '青 チーム', none: '' });
    expect(await clients.abilities(await session(tagged, { Tags }))).toBe('list and put');
    expect(await clients.abilities(await session(tagged))).toBe('nothing');
  });
});

describe('a chain of roles', () => {
  const FIRST = arnOf('first');
  const SECOND = arnOf('second');
  const FIRST_SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/first/anna`;
  const blue = { StringEquals: { 'aws:PrincipalTag/team': 'blue' } };

  const createChain = (second: string | readonly string[] = ALL_ACTIONS): void => {
    createRole('first', [trust(BY_USER, ALL_ACTIONS)], allow(ALL_ACTIONS));
    createRole('second', [trust({ AWS: FIRST }, second)], allow('s3:*', { Condition: blue }));
  };

  it('hands transitive tags on, and no others', async () => {
    createChain();
    const Tags = tags({ team: 'blue', user: 'anna' });
    const transitive = await session(FIRST, { Tags, TransitiveTagKeys: ['Team'] });
    expect(await clients.abilities(await session(SECOND, {}, transitive))).toBe('list and put');
    const plain = await session(FIRST, { Tags });
    expect(await clients.abilities(await session(SECOND, {}, plain))).toBe('nothing');
    expect(await clients.abilities(await session(SECOND, { Tags: tags({ team: 'blue' }) }, plain))).toBe(
      'list and put',
    );
  });

  it('hands transitive tags on to its end', async () => {
    createRole('first', [trust(BY_USER, ALL_ACTIONS)], allow(ALL_ACTIONS));
    createRole('second', [trust({ AWS: FIRST }, ALL_ACTIONS)], allow(ALL_ACTIONS));
    const third = createRole('third', [trust({ AWS: SECOND }, ALL_ACTIONS)], allow('s3:*', { Condition: blue }));
    const first = await session(FIRST, { Tags: tags({ team: 'blue' }), TransitiveTagKeys: ['team'] });
    const second = await session(SECOND, { Tags: tags({ user: 'anna' }), TransitiveTagKeys: ['user'] }, first);
    expect(await clients.abilities(await session(third, {}, second))).toBe('list and put');
  });

  it('lets nobody override a transitive tag', async () => {
    createChain();
    const first = await session(FIRST, { Tags: tags({ team: 'red' }), TransitiveTagKeys: ['team'] });
    expect(await failure(assume(SECOND, { Tags: tags({ TEAM: 'blue' }) }, first))).toBe(
      "400 InvalidParameterValue: One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  });

  it('needs sts:TagSession for what is handed on', async () => {
    createChain('sts:AssumeRole');
    const first = await session(FIRST, { Tags: tags({ team: 'blue' }), TransitiveTagKeys: ['team'] });
    expect(await failure(assume(SECOND, {}, first))).toBe(denied('sts:TagSession', SECOND, FIRST_SESSION));
  });

  it('keeps the source identity to its end', async () => {
    createChain();
    const answer = await assume(FIRST, { SourceIdentity: 'anna@example.com' });
    expect(answer.SourceIdentity).toBe('anna@example.com');
    const first = keysOf(answer.Credentials);
    expect((await assume(SECOND, {}, first)).SourceIdentity).toBe('anna@example.com');
    expect(await failure(assume(SECOND, { SourceIdentity: 'bob' }, first))).toBe(
      '400 ValidationError: The source identity is already set for this assume role session',
    );
  });

  it('needs sts:SetSourceIdentity at every step', async () => {
    createChain('sts:AssumeRole');
    const first = await session(FIRST, { SourceIdentity: 'anna' });
    expect(await failure(assume(SECOND, {}, first))).toBe(denied('sts:SetSourceIdentity', SECOND, FIRST_SESSION));
    await assume(SECOND, {}, await session(FIRST));
  });

  it('shows the source identity to policies', async () => {
    const asAnna = { StringEquals: { 'sts:SourceIdentity': 'anna' } };
    const role = createRole(
      'sourced',
      [trust(BY_USER, ALL_ACTIONS, asAnna)],
      allow('s3:*', { Condition: { StringEquals: { 'aws:SourceIdentity': 'anna' } } }),
    );
    expect(await failure(assume(role, { SourceIdentity: 'bob' }))).toBe(denied('sts:AssumeRole', role));
    expect(await failure(assume(role))).toBe(denied('sts:AssumeRole', role));
    expect(await clients.abilities(await session(role, { SourceIdentity: 'anna' }))).toBe('list and put');
  });
});

describe('the size of a session', () => {
  let role: string;
  beforeEach(() => {
    role = createRole('sized', [trust(BY_USER, ALL_ACTIONS)], allow('s3:*'));
  });
  const Policy = JSON.stringify(policy(allow('s3:*')));
  const padded = (length: number): string => Policy + ' '.repeat(length - Policy.length);
  const noisy = (bytes: number) => randomBytes(bytes).toString('hex');

  it('grows with policies and tags', async () => {
    expect((await assume(role)).SessionTokenUtilization).toBeUndefined();
    const small = (await assume(role, { Policy })).SessionTokenUtilization!;
    const more = (await assume(role, { Policy, Tags: tags({ team: noisy(50) }) })).SessionTokenUtilization!;
    expect(small).toBeGreaterThan(0);
    expect(more).toBeGreaterThan(small);
    expect(more).toBeLessThanOrEqual(100);
  });

  it('is bounded: plain text', async () => {
    await assume(role, { Policy: padded(2048) });
    expect(await failure(assume(role, { Policy: padded(2049) }))).toContain(
      "at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
    );
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }];
    expect(await failure(assume(role, { Policy: padded(2048), PolicyArns }))).toBe(
      "400 ValidationError: The plain text of inline and managed session policies can't exceed 2048 characters.",
    );
  });

  it('is bounded: packed', async () => {
    const Resource = Array.from({ length: 9 }, () => `arn:aws:s3:::bucket/${randomBytes(120).toString('base64url')}`);
    const long = JSON.stringify(policy({ Effect: 'Allow', Action: 's3:*', Resource }));
    expect(long.length).toBeLessThanOrEqual(2048);
    expect(await failure(assume(role, { Policy: long }))).toMatch(
      /^400 PackedPolicyTooLarge: Packed policy consumes 1\d\d% of allotted space, please use smaller policy\.$/,
    );
    const Tags = tags(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, noisy(100)])));
    expect(await failure(assume(role, { Tags }))).toMatch(
      /^400 PackedPolicyTooLarge: Packed size of session tags consumes \d{3}% of allotted space\.$/,
    );
  });
});

describe('other partitions', () => {
  it.each(['aws-cn', 'aws-us-gov'] as const)('%s has roles and users of its own', async (partition) => {
    const { arn: userArn, ...user } = sandbox.iam.createUser({ partition, accountId: ACCOUNT, name: 'li' });
    const { arn } = sandbox.iam.createRole({
      partition,
      accountId: ACCOUNT,
      name: 'reader',
      trustPolicy: policy(trust({ AWS: `arn:${partition}:iam::${ACCOUNT}:root` }, 'sts:AssumeRole')),
      managedPolicyArns: [`arn:${partition}:iam::aws:policy/AmazonS3ReadOnlyAccess`],
    });
    expect(userArn).toBe(`arn:${partition}:iam::${ACCOUNT}:user/li`);
    sandbox.iam.putUserPolicy(userArn, 'it', policy(allow('sts:AssumeRole')));
    const answer = await assume(arn, {}, user);
    expect(answer.AssumedRoleUser?.Arn).toBe(`arn:${partition}:sts::${ACCOUNT}:assumed-role/reader/anna`);
    expect(await clients.abilities(keysOf(answer.Credentials))).toBe('list');
  });
});
