// The sandbox has to answer as Ceph RGW does (conformance/rgw), and as AWS does where RGW differs.
import { afterAll, describe } from 'vitest';
import { s3Cases } from './cases/s3.js';
import { WEB_IDENTITY, type Target } from './cases/target.js';
import { startIdentityProvider } from '../sandbox/idp/index.js';
import { startSandbox } from '../sandbox/index.js';

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

const { subject: sub, email, clientId } = WEB_IDENTITY;
const provider = await startIdentityProvider({ clock });
afterAll(() => provider.stop());
provider.addUser({ sub, email });
const { arn: providerArn } = iam.createOpenIdConnectProvider({
  accountId: ACCOUNT,
  url: provider.issuer,
  clientIds: [clientId],
});
const webRole = (name: string, subject: string) => {
  const prefix = provider.issuer.replace('http://', '');
  const trusted = {
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${prefix}:aud`]: clientId, [`${prefix}:sub`]: subject } },
  };
  return iam.createRole({
    accountId: ACCOUNT,
    name,
    trustPolicy: { Version: '2012-10-17', Statement: [trusted] },
    inlinePolicies: { it: policy('s3:Get*', 's3:List*') },
  }).arn;
};

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
  webIdentity: { provider, role: webRole('Web', sub), otherSubject: webRole('OtherSubject', 'bob') },
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
