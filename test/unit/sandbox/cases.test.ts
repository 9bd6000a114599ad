// The sandbox has to answer as Ceph RGW does (test/rgw), and as AWS does where RGW differs.
import { afterAll, describe } from 'vitest';
import { s3Cases } from '../../cases/s3.js';
import type { Target } from '../../cases/target.js';
import { startSandbox } from '../../sandbox/index.js';

const ACCOUNT = '111122223333';
const SHORTEST_SESSION = 900;

const policy = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});
const trust = (arn: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: arn }, Action: 'sts:AssumeRole' }],
});

const sandbox = await startSandbox();
afterAll(() => sandbox.stop());

const { iam, clock } = sandbox;
iam.createAccount(ACCOUNT);
const owner = iam.createUser({ accountId: ACCOUNT, name: 'owner' });
iam.putUserPolicy(owner.arn, 'it', policy('s3:*'));
const tester = iam.createUser({ accountId: ACCOUNT, name: 'tester' });
const role = (name: string, trusted: string, ...actions: string[]) =>
  iam.createRole({
    accountId: ACCOUNT,
    name,
    trustPolicy: trust(trusted),
    inlinePolicies: { it: policy(...actions) },
  }).arn;
const full = role('S3Full', tester.arn, 's3:*');

let clockOffsetMs = 0;
const target: Target = {
  name: 'the sandbox',
  endpoint: sandbox.endpoint,
  region: 'us-east-1',
  pathStyle: true,
  owner,
  tester,
  roles: {
    readOnly: role('S3ReadOnly', tester.arn, 's3:Get*', 's3:List*'),
    full,
    chained: role('Chained', full, 's3:Get*', 's3:List*'),
    stranger: role('Stranger', owner.arn, 's3:*'),
    missing: `arn:aws:iam::${ACCOUNT}:role/Missing`,
  },
  differs: new Set(),
  shortestSession: SHORTEST_SESSION,
  elapse: (seconds) => {
    clockOffsetMs += seconds * 1000;
    clock.setOffset(clockOffsetMs);
    return Promise.resolve();
  },
  clockOffsetMs: () => clockOffsetMs,
};

describe(target.name, () => s3Cases(target));
