import { randomBytes } from 'node:crypto';
import { isOpen, openDevice } from './device.js';
import { assignmentKey, instanceOf, type Instance, type Realm } from './realm.js';
import { addClient, DEVICE_CODE } from './register.js';
import { openSession } from './token.js';
import type { Assignment, IdentityCenterAdmin, IdentityCenterInstance, SignedIn } from './types.js';

const DEFAULT_SESSION_SECONDS = 28_800;

const known = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`Identity Center has no ${what}`);
  return value;
};

/** The path has no region in us-east-1: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html */
const rolePath = (region: string): string =>
  `/aws-reserved/sso.amazonaws.com/${region === 'us-east-1' ? '' : `${region}/`}`;

/** The permission set's role in the account. */
function provision({ vault }: Realm, instance: Instance, { permissionSet, accountId }: Assignment): string {
  const { name, managedPolicyArns, inlinePolicy } = known(instance.permissionSets.get(permissionSet), permissionSet);
  known(instance.accounts.get(accountId), accountId);
  const provider = `arn:aws:iam::${accountId}:saml-provider/AWSSSO_${randomBytes(8).toString('hex')}_DO_NOT_DELETE`;
  const { arn } = vault.directory.createRole({
    accountId,
    name: `AWSReservedSSO_${name}_${randomBytes(8).toString('hex')}`,
    path: rolePath(instance.region),
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Federated: provider }, Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'] },
      ],
    },
    maxSessionDuration: 43_200,
    ...(managedPolicyArns && { managedPolicyArns }),
    ...(inlinePolicy && { inlinePolicies: { AwsSSOInlinePolicy: inlinePolicy } }),
  });
  return arn;
}

function assign(realm: Realm, instance: Instance, assignment: Assignment): string {
  known(instance.users.get(assignment.userName), assignment.userName);
  const place = `${assignment.accountId}/${assignment.permissionSet}`;
  const roleArn = instance.roles.get(place) ?? provision(realm, instance, assignment);
  instance.roles.set(place, roleArn);
  instance.assignments.add(assignmentKey(assignment));
  return roleArn;
}

function signIn(realm: Realm, instance: Instance, userName: string, scopes: readonly string[]): SignedIn {
  known(instance.users.get(userName), userName);
  const grantTypes = [DEVICE_CODE, 'refresh_token'];
  const client = addClient(realm, { clientName: 'test', scopes, grantTypes, redirectUris: [], instance: undefined });
  const tokens = openSession(realm, { client, instance, userName }, realm.vault.clock.now());
  const { clientId, clientSecret, expiresAt: registrationExpiresAt } = client;
  return { ...tokens, clientId, clientSecret, registrationExpiresAt };
}

function handleOf(realm: Realm, instance: Instance): IdentityCenterInstance {
  const now = (): number => realm.vault.clock.now();
  return {
    startUrl: instance.startUrl,
    region: instance.region,
    addUser: (user) => void instance.users.set(user.userName, user),
    addAccount: (account) => void instance.accounts.set(account.accountId, account),
    addPermissionSet: (permissionSet) => void instance.permissionSets.set(permissionSet.name, permissionSet),
    assign: (assignment) => assign(realm, instance, assignment),
    unassign: (assignment) => void instance.assignments.delete(assignmentKey(assignment)),
    pendingUserCodes: () =>
      [...realm.devices.values()]
        .filter((device) => device.instance === instance && isOpen(device, now()))
        .map(({ userCode }) => userCode),
    answer: (userCode, decision) => {
      const device = openDevice(realm, userCode, now());
      if (decision !== 'deny') known(instance.users.get(decision.allow), decision.allow);
      device.decision = decision === 'deny' ? { kind: 'denied' } : { kind: 'allowed', userName: decision.allow };
    },
    signIn: (userName, scopes = []) => signIn(realm, instance, userName, scopes),
    endSessions: (userName) => {
      for (const session of realm.sessions)
        if (session.instance === instance && session.userName === userName) session.ended = true;
    },
  };
}

export const adminOf = (realm: Realm): IdentityCenterAdmin => ({
  createInstance: ({ startUrl, region, sessionSeconds = DEFAULT_SESSION_SECONDS }) => {
    if (instanceOf(realm, startUrl)) throw new Error(`There is an instance at ${startUrl}`);
    const instance: Instance = {
      startUrl,
      region,
      sessionSeconds,
      users: new Map(),
      accounts: new Map(),
      permissionSets: new Map(),
      roles: new Map(),
      assignments: new Set(),
    };
    realm.instances.push(instance);
    return handleOf(realm, instance);
  },
  instance: (startUrl) => handleOf(realm, known(instanceOf(realm, startUrl), startUrl)),
});
