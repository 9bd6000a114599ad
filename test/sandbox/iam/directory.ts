import { newSecret, uniqueId } from '../ids.js';
import { totpOfStep, totpStep } from '../totp.js';
import type { Clock, IamAdmin } from '../types.js';
import { AccessKeys } from './accessKeys.js';
import { Authority } from './authorize.js';
import { newGroup, newRole, newUser, type Group, type Identity, type Kind, type Role, type User } from './entities.js';
import { IdentityProviders } from './identityProviders.js';
import { ManagedPolicies } from './managed.js';
import { parseIdentityPolicy, parsePolicy, type PolicyDocument } from './policy.js';
import type { Keyring, Principal } from './principal.js';
import { rootPrincipal, userPrincipal } from './principals.js';

const known = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`The sandbox has no ${what}`);
  return value;
};

/** Accounts, identities and their policies; the keys go to the keyring it is made with. */
export class Directory implements IamAdmin {
  readonly authority = new Authority();
  readonly policies = new ManagedPolicies();
  readonly providers = new IdentityProviders();
  readonly accessKeys: AccessKeys;
  private readonly accounts = new Set<string>();
  /** By ARN. */
  private readonly identities = new Map<string, Identity>();
  /** The last step whose code each device has used: a code is good once. */
  private readonly usedSteps = new Map<string, number>();

  constructor(
    keyring: Keyring,
    private readonly clock: Clock = { now: () => Date.now() },
  ) {
    this.accessKeys = new AccessKeys(keyring);
  }

  createAccount(accountId: string): void {
    this.accounts.add(accountId);
  }

  createUser(options: Parameters<IamAdmin['createUser']>[0]): ReturnType<IamAdmin['createUser']> {
    const { partition = 'aws', accountId, name, path, mfaSerial, mfaSecretBase32 } = options;
    const mfa = mfaSecretBase32
      ? { serial: mfaSerial ?? `arn:${partition}:iam::${accountId}:mfa/${name}`, secretBase32: mfaSecretBase32 }
      : undefined;
    const { arn } = this.add(newUser({ partition, accountId, name, path, createdAt: this.clock.now() }, mfa));
    return { ...this.newAccessKey(arn), arn };
  }

  newAccessKey(userArn: string): { readonly accessKeyId: string; readonly secretAccessKey: string } {
    const key = { accessKeyId: uniqueId('AKIA'), secretAccessKey: newSecret() };
    this.addAccessKey(userArn, key);
    return key;
  }

  addAccessKey(userArn: string, key: Parameters<IamAdmin['addAccessKey']>[1]): void {
    known(this.principalOf(userArn), userArn);
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = key;
    const principal = (): Principal | undefined => this.principalOf(userArn);
    const credential = { accessKeyId, secretAccessKey, sessionToken, expiresAt, principal };
    this.accessKeys.add(userArn, credential, this.clock.now());
  }

  deleteAccessKey(accessKeyId: string): void {
    this.accessKeys.delete(accessKeyId);
  }

  putUserPolicy(userArn: string, policyName: string, document: object): void {
    this.putInline(this.known(userArn), policyName, parseIdentityPolicy(document));
  }

  createGroup({ partition = 'aws', accountId, name }: Parameters<IamAdmin['createGroup']>[0]): { arn: string } {
    return this.add(newGroup({ partition, accountId, name, createdAt: this.clock.now() }));
  }

  putGroupPolicy(groupArn: string, policyName: string, document: object): void {
    this.putInline(this.known(groupArn), policyName, parseIdentityPolicy(document));
  }

  addUserToGroup(userArn: string, groupArn: string): void {
    const [user, group] = [this.known(userArn), this.known(groupArn)];
    if (user.kind === 'user' && group.kind === 'group') user.groups.add(group);
  }

  createRole(options: Parameters<IamAdmin['createRole']>[0]): { arn: string } {
    const { partition = 'aws', accountId, name, path, trustPolicy, maxSessionDuration = 3600 } = options;
    const trust = parsePolicy(trustPolicy);
    const naming = { partition, accountId, name, path, createdAt: this.clock.now() };
    const role = this.add(newRole(naming, { trust, maxSessionDuration, description: undefined }));
    for (const arn of options.managedPolicyArns ?? []) this.attachPolicy(role.arn, arn);
    for (const [policyName, document] of Object.entries(options.inlinePolicies ?? {})) {
      this.putRolePolicy(role.arn, policyName, document);
    }
    return { arn: role.arn };
  }

  putRolePolicy(roleArn: string, policyName: string, document: object): void {
    this.putInline(this.known(roleArn), policyName, parseIdentityPolicy(document));
  }

  updateTrustPolicy(roleArn: string, trustPolicy: object): void {
    known(this.role(roleArn), roleArn).trust = parsePolicy(trustPolicy);
  }

  deleteRole(roleArn: string): void {
    this.remove(this.known(roleArn));
  }

  createPolicy(options: Parameters<IamAdmin['createPolicy']>[0]): { arn: string } {
    const { partition = 'aws', accountId, name, path, document } = options;
    const parsed = parseIdentityPolicy(document);
    const policy = { partition, accountId, name, path, document: parsed, createdAt: this.clock.now() };
    return { arn: this.policies.create(policy).arn };
  }

  attachPolicy(identityArn: string, policyArn: string): void {
    known(this.policies.get(policyArn), `managed policy ${policyArn}`);
    this.known(identityArn).attached.add(policyArn);
  }

  putPermissionsBoundary(identityArn: string, policyArn: string | undefined): void {
    if (policyArn !== undefined) known(this.policies.get(policyArn), `managed policy ${policyArn}`);
    this.known(identityArn).boundary = policyArn;
  }

  tag(identityArn: string, tags: Readonly<Record<string, string>>): void {
    const identity = this.known(identityArn);
    for (const [key, value] of Object.entries(tags)) identity.tags.set(key, value);
  }

  createOrganization(options: Parameters<IamAdmin['createOrganization']>[0]): void {
    this.authority.organization.create(options);
  }

  setServiceControlPolicies(target: string, documents: Readonly<Record<string, object>>, keepFullAccess = true) {
    return this.authority.organization.attach('service_control_policy', target, documents, keepFullAccess);
  }

  setResourceControlPolicies(target: string, documents: Readonly<Record<string, object>>) {
    return this.authority.organization.attach('resource_control_policy', target, documents, true);
  }

  setDenials(options: Parameters<IamAdmin['setDenials']>[0]): void {
    this.authority.denials.set(options);
  }

  setRequestContext(context: Parameters<IamAdmin['setRequestContext']>[0]): void {
    this.authority.override(context);
  }

  createSamlProvider(options: Parameters<IamAdmin['createSamlProvider']>[0]): { arn: string } {
    return { arn: this.providers.addSaml(options) };
  }

  createOpenIdConnectProvider(options: Parameters<IamAdmin['createOpenIdConnectProvider']>[0]): { arn: string } {
    return { arn: this.providers.addOpenIdConnect(options) };
  }

  add<I extends Identity>(identity: I): I {
    this.createAccount(identity.accountId);
    this.identities.set(identity.arn, identity);
    return identity;
  }

  remove(identity: Identity): void {
    this.identities.delete(identity.arn);
  }

  putInline(identity: Identity, policyName: string, document: PolicyDocument): void {
    const origin = { id: `${identity.kind}_${identity.name}_${policyName}`, type: identity.kind, arn: undefined };
    identity.inline.set(policyName, { ...document, origin });
  }

  all<K extends Kind>(kind: K, accountId: string): Extract<Identity, { kind: K }>[] {
    return [...this.identities.values()].filter(
      (identity): identity is Extract<Identity, { kind: K }> =>
        identity.kind === kind && identity.accountId === accountId,
    );
  }

  find<K extends Kind>(kind: K, accountId: string, name: string): Extract<Identity, { kind: K }> | undefined {
    return this.all(kind, accountId).find((identity) => identity.name.toLowerCase() === name.toLowerCase());
  }

  identity(arn: string): Identity | undefined {
    return this.identities.get(arn);
  }

  /** Whether it is the ARN of a user or role of an account that is known, and there is none. */
  lacks(arn: string): boolean {
    const accountId = /^arn:aws[\w-]*:iam::(\d{12}):(user|role)\//.exec(arn)?.[1];
    return accountId !== undefined && this.accounts.has(accountId) && !this.identities.has(arn);
  }

  role(arn: string): Role | undefined {
    const found = this.identities.get(arn);
    return found?.kind === 'role' ? found : undefined;
  }

  /** What its own policies, attached and inline, say now; a user's groups' too. */
  policiesOf(identity: Identity): readonly PolicyDocument[] {
    const attached = [...identity.attached].flatMap((arn) => this.policies.document(arn) ?? []);
    const groups: Group[] = identity.kind === 'user' ? [...identity.groups] : [];
    return [...attached, ...identity.inline.values(), ...groups.flatMap((group) => this.policiesOf(group))];
  }

  boundaryOf({ boundary }: Identity): PolicyDocument | undefined {
    return boundary === undefined ? undefined : this.policies.document(boundary);
  }

  /** The role as it is now: undefined once it is gone, or another one of the same name. */
  sameRole({ arn, id }: Role): Role | undefined {
    const now = this.role(arn);
    return now?.id === id ? now : undefined;
  }

  /** Uses a code up. Codes of the neighbouring 30 seconds pass too, as authenticators' clocks drift. */
  checkMfa(userArn: string, serial: string, code: string, now: number): 'passed' | 'unknownDevice' | 'wrongCode' {
    const user = this.identities.get(userArn);
    const device = user?.kind === 'user' ? user.mfa : undefined;
    if (device?.serial !== serial) return 'unknownDevice';
    const current = totpStep(now);
    const used = this.usedSteps.get(serial) ?? -1;
    const step = [current - 1, current, current + 1].find(
      (candidate) => candidate > used && totpOfStep(device.secretBase32, candidate) === code,
    );
    if (step === undefined) return 'wrongCode';
    this.usedSteps.set(serial, step);
    return 'passed';
  }

  /** Of a user, or an account's root. */
  principalOf(arn: string): Principal | undefined {
    const user = this.identities.get(arn);
    if (user?.kind === 'user') return this.userPrincipal(user);
    const accountId = /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(arn)?.[1];
    if (accountId === undefined || !this.accounts.has(accountId)) return undefined;
    const everything = known(this.policies.document('arn:aws:iam::aws:policy/AdministratorAccess'), 'administrator');
    return rootPrincipal(arn, accountId, [everything]);
  }

  private userPrincipal(user: User): Principal {
    return userPrincipal(user, this.policiesOf(user), this.boundaryOf(user));
  }

  private known(arn: string): Identity {
    return known(this.identities.get(arn), arn);
  }
}
