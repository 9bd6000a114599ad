// Who there is in the world: users, roles, and what Identity Center knows.
import type { SignedIn } from '../sandbox/identityCenter/types.js';
import { totp, type Sandbox } from '../sandbox/index.js';
import { ACCOUNT, accessKeyId, secretAccessKey } from './case.js';
import { TRESPASSER } from './decoys.js';
import type { Party } from './world.js';

/** User names. */
export const USERS = ['anna', 'bob', 'carl', 'enid', TRESPASSER];
const MFA_SECRETS: Readonly<Record<Party, string>> = {
  cli: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  us: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
};
const ROLES = ['dev', 'mid', 'low', 'ops', 'machine', 'task'];
export const PORTAL = { startUrl: 'https://corp.awsapps.com/start', region: 'us-east-1' };

/** Of anna's, as other servers give them. */
export const ODD_KEYS = {
  long: { accessKeyId: 'abcdefghijABCDEFGHIJ0123456789abcdefghij', secretAccessKey: 's/e+c=r%e#t;' },
  short: { accessKeyId: 'abc', secretAccessKey: 'abcdefgh' },
};

/** Each code is good once, so that each has a device of its own. */
export const mfaCode = (party: Party): string => totp(MFA_SECRETS[party], Date.now());

/** The same keys stand for another name elsewhere. */
export function addPeople({ iam }: Sandbox, prefix: string): void {
  iam.createAccount(ACCOUNT);
  for (const user of USERS) {
    const { arn: userArn, accessKeyId: made } = iam.createUser({ accountId: ACCOUNT, name: `${prefix}${user}` });
    iam.deleteAccessKey(made);
    iam.addAccessKey(userArn, { accessKeyId: accessKeyId(user), secretAccessKey: secretAccessKey(user) });
    for (const key of user === 'anna' ? Object.values(ODD_KEYS) : []) iam.addAccessKey(userArn, key);
    iam.putUserPolicy(userArn, 'roles', ASSUME_ANY);
  }
}

export function addMfaUsers({ iam }: Sandbox): void {
  for (const party of ['cli', 'us'] as const) {
    const name = `mona${party}`;
    const mfa = { mfaSerial: `arn:aws:iam::${ACCOUNT}:mfa/${name}`, mfaSecretBase32: MFA_SECRETS[party] };
    const { arn: userArn } = iam.createUser({ accountId: ACCOUNT, name, ...mfa });
    iam.addAccessKey(userArn, { accessKeyId: accessKeyId(name), secretAccessKey: secretAccessKey(name) });
    iam.putUserPolicy(userArn, 'roles', ASSUME_ANY);
  }
  const withMfa = trust({ AWS: '*' }, 'sts:AssumeRole', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
  iam.createRole({ accountId: ACCOUNT, name: 'guarded', trustPolicy: withMfa });
}

const ASSUME_ANY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '*' }],
};

const trust = (principal: object, action: string, condition?: object): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: action, ...(condition && { Condition: condition }) }],
});

export function addRoles({ iam }: Sandbox): void {
  const anybody = trust({ AWS: '*' }, 'sts:AssumeRole');
  const inlinePolicies = { roles: ASSUME_ANY };
  for (const name of ROLES) {
    iam.createRole({ accountId: ACCOUNT, name, trustPolicy: anybody, inlinePolicies, maxSessionDuration: 43_200 });
  }
  const partner = trust({ AWS: '*' }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': 'partner:7' } });
  iam.createRole({ accountId: ACCOUNT, name: 'partner', trustPolicy: partner });
  iam.createRole({ accountId: ACCOUNT, name: 'short', trustPolicy: anybody });
  iam.createRole({ accountId: ACCOUNT, name: 'deep', path: '/a/b/', trustPolicy: anybody });
  iam.createRole({
    accountId: ACCOUNT,
    name: 'nobodys',
    trustPolicy: trust({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole'),
  });
}

export function addWebRole({ iam }: Sandbox, issuer: string): void {
  const provider = iam.createOpenIdConnectProvider({ accountId: ACCOUNT, url: issuer, clientIds: ['editor'] });
  iam.createRole({
    accountId: ACCOUNT,
    name: 'web',
    trustPolicy: trust({ Federated: provider.arn }, 'sts:AssumeRoleWithWebIdentity'),
    inlinePolicies: { roles: ASSUME_ANY },
  });
}

export interface PortalTokens {
  readonly session: SignedIn;
  readonly legacy: SignedIn;
}

export function addPortal({ identityCenter }: Sandbox): PortalTokens {
  const portal = identityCenter.createInstance(PORTAL);
  portal.addUser({ userName: 'sally', email: 'sally@example.com' });
  portal.addAccount({ accountId: ACCOUNT, name: 'Main', email: 'main@example.com' });
  portal.addPermissionSet({ name: 'Reader', inlinePolicy: ASSUME_ANY });
  portal.assign({ userName: 'sally', permissionSet: 'Reader', accountId: ACCOUNT });
  return { session: portal.signIn('sally', ['sso:account:access']), legacy: portal.signIn('sally') };
}

export type Lent = Readonly<Record<'tempId' | 'tempSecret' | 'tempToken', string>>;

/** Temporary keys of anna's. */
export async function lend(sandbox: Sandbox): Promise<Lent> {
  const { GetSessionTokenCommand, STSClient } = await import('@aws-sdk/client-sts');
  const credentials = { accessKeyId: accessKeyId('anna'), secretAccessKey: secretAccessKey('anna') };
  const client = new STSClient({ region: 'us-east-1', endpoint: sandbox.endpoint, credentials });
  const { Credentials: lent } = await client.send(new GetSessionTokenCommand({}));
  client.destroy();
  return {
    tempId: lent?.AccessKeyId ?? '',
    tempSecret: lent?.SecretAccessKey ?? '',
    tempToken: lent?.SessionToken ?? '',
  };
}
