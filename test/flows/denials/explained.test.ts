// Calls that are denied, each with one thing missing: what its sentence is explained as, put where it is said to belong,
// lets the same call pass.
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDenial } from '../../../src/denials/denialMessage.js';
import { explainDenial, policyWith, type Explanation } from '../../../src/denials/explanation.js';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../../sandbox/index.js';
import {
  ACCOUNT,
  allow,
  Clients,
  failure,
  keysOf,
  policy,
  trust,
  USER,
  type Keys,
} from '../../sandbox/test/stsHarness.js';

const ROLE = TUTORIAL.readOnlyRoleArn;
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

const put = (keys: Keys) =>
  clients.s3(keys).send(new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'report.txt', Body: 'x' }));
const assume = (arn = ROLE, more: object = {}) =>
  clients.sts().send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'me', ...more }));
const session = async (more: object = {}) => keysOf((await assume(ROLE, more)).Credentials);
const managed = (name: string, ...statements: object[]) =>
  sandbox.iam.createPolicy({ accountId: ACCOUNT, name, document: policy(...statements) }).arn;

async function explained(call: Promise<unknown>): Promise<Explanation> {
  const denial = parseDenial(await failure(call));
  if (denial === undefined) throw new Error('It says of nothing that it was denied');
  return explainDenial(denial);
}

/** The policies that are to be added: one, or where AWS does not tell the side, one for each. */
function added(explanation: Explanation): object[] {
  if (explanation.kind === 'denied') throw new Error('A policy denies it');
  return explanation.remedies.map(({ statement }) => {
    if (statement === undefined) throw new Error('There is no statement');
    return JSON.parse(policyWith(statement)) as object;
  });
}

describe('a denied call', () => {
  it('lacks a policy of its role', async () => {
    const keys = await session();
    const explanation = await explained(put(keys));
    expect(explanation).toMatchObject({ kind: 'missing', policy: 'identity', remedies: [{ place: { kind: 'role' } }] });
    sandbox.iam.putRolePolicy(ROLE, 'added', added(explanation)[0] ?? {});
    await expect(put(keys)).resolves.toBeDefined();
  });

  it('lacks a policy of its user', async () => {
    const explanation = await explained(put(USER));
    expect(explanation).toMatchObject({ kind: 'missing', policy: 'identity', remedies: [{ place: { kind: 'user' } }] });
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'added', added(explanation)[0] ?? {});
    await expect(put(USER)).resolves.toBeDefined();
  });

  it('lacks what its session was narrowed to', async () => {
    sandbox.iam.putRolePolicy(ROLE, 'all', policy(allow('s3:*')));
    const Policy = JSON.stringify(policy(allow('s3:GetObject')));
    const explanation = await explained(put(await session({ Policy })));
    expect(explanation).toMatchObject({ kind: 'missing', policy: 'session' });
    const wider = await session({ Policy: JSON.stringify(added(explanation)[0]) });
    await expect(put(wider)).resolves.toBeDefined();
  });

  it('lacks a boundary that allows it', async () => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'all', policy(allow('*')));
    sandbox.iam.putPermissionsBoundary(TUTORIAL.userArn, managed('Bound', allow('sts:*')));
    const explanation = await explained(put(USER));
    expect(explanation).toMatchObject({ kind: 'missing', policy: 'boundary' });
    const { arn } = sandbox.iam.createPolicy({
      accountId: ACCOUNT,
      name: 'Wider',
      document: added(explanation)[0] ?? {},
    });
    sandbox.iam.putPermissionsBoundary(TUTORIAL.userArn, arn);
    await expect(put(USER)).resolves.toBeDefined();
  });

  it('lacks a policy of the organization', async () => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'all', policy(allow('*')));
    sandbox.iam.createOrganization({ managementAccountId: MANAGEMENT, accountIds: [ACCOUNT, OTHER] });
    sandbox.iam.setServiceControlPolicies(ACCOUNT, { OnlySts: policy(allow('sts:*')) }, false);
    const explanation = await explained(put(USER));
    expect(explanation).toMatchObject({ kind: 'missing', policy: 'serviceControl' });
    sandbox.iam.setServiceControlPolicies(ACCOUNT, { Added: added(explanation)[0] ?? {} }, false);
    await expect(put(USER)).resolves.toBeDefined();
  });

  it('lacks the trust of the role, where AWS says so', async () => {
    sandbox.iam.setDenials({ assumeRole: 'reasons' });
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ AWS: OTHER }, 'sts:AssumeRole')));
    const explanation = await explained(assume());
    expect(explanation).toMatchObject({ kind: 'missing', policy: 'trust' });
    sandbox.iam.updateTrustPolicy(ROLE, added(explanation)[0] ?? {});
    await expect(assume()).resolves.toBeDefined();
  });

  it('lacks one of two sides, where AWS does not say which', async () => {
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ AWS: OTHER }, 'sts:AssumeRole')));
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'AssumeTutorialRoles', policy(allow('s3:*')));
    const explanation = await explained(assume());
    expect(explanation).toMatchObject({
      kind: 'either',
      remedies: [{ place: { kind: 'user' } }, { place: { kind: 'trust' } }],
    });
    const [identity = {}, trusting = {}] = added(explanation);
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'added', identity);
    sandbox.iam.updateTrustPolicy(ROLE, trusting);
    await expect(assume()).resolves.toBeDefined();
  });

  it.each<[string, () => string | undefined, string]>([
    [
      'a managed policy',
      () => {
        const arn = managed('Guard', allow('s3:PutObject', { Effect: 'Deny' }));
        sandbox.iam.attachPolicy(TUTORIAL.userArn, arn);
        return arn;
      },
      'identity',
    ],
    [
      'an inline policy, which has no ARN',
      () => {
        sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'guard', policy(allow('s3:PutObject', { Effect: 'Deny' })));
        return undefined;
      },
      'identity',
    ],
    [
      'a boundary',
      () => {
        const arn = managed('Bound', allow('*'), allow('s3:PutObject', { Effect: 'Deny' }));
        sandbox.iam.putPermissionsBoundary(TUTORIAL.userArn, arn);
        return arn;
      },
      'boundary',
    ],
    [
      'the organization',
      () => {
        sandbox.iam.createOrganization({ managementAccountId: MANAGEMENT, accountIds: [ACCOUNT] });
        const guard = policy(allow('s3:PutObject', { Effect: 'Deny' }));
        return sandbox.iam.setServiceControlPolicies('root', { Guard: guard })[0];
      },
      'serviceControl',
    ],
    [
      "the bucket's policy",
      () => {
        const deny = {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${TUTORIAL.bucket}/*`,
        };
        sandbox.s3.putBucketPolicy(TUTORIAL.bucket, policy(deny));
        return undefined;
      },
      'resource',
    ],
  ])('is denied by %s, which no statement mends', async (_, guard, side) => {
    sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'all', policy(allow('*')));
    const policyArn = guard();
    expect(await explained(put(USER))).toEqual({ kind: 'denied', policy: side, policyArn });
  });

  it('has an authorization ID and an encoded message, where AWS gives them', async () => {
    sandbox.iam.setDenials({ authorizationIds: true, encoded: true });
    const denial = parseDenial(await failure(put(USER)));
    expect(denial?.authorizationId).toMatch(/^[0-9a-z]{22}$/);
    expect(denial?.encodedMessage).toMatch(/^[\w-]{200,}$/);
    expect(denial?.reason).toEqual({ kind: 'nothingAllows', policy: 'identity' });
  });
});
