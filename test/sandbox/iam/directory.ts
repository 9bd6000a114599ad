import { newSecret, uniqueId } from '../ids.js';
import { totpOfStep, totpStep } from '../totp.js';
import type { IamAdmin } from '../types.js';
import { IdentityProviders, type OpenIdConnectProvider, type SamlProvider } from './identityProviders.js';
import { managedPolicy } from './managed.js';
import { parseIdentityPolicy, parsePolicy, type PolicyDocument } from './policy.js';
import type { Keyring, Principal } from './principal.js';

interface User {
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  readonly userId: string;
  readonly mfa: { readonly serial: string; readonly secretBase32: string } | undefined;
  readonly policies: Map<string, PolicyDocument>;
}

export interface Role {
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  readonly roleId: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly managed: readonly PolicyDocument[];
  readonly policies: Map<string, PolicyDocument>;
  trust: PolicyDocument;
}

const known = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`The sandbox has no ${what}`);
  return value;
};

const managed = (arn: string): PolicyDocument => known(managedPolicy(arn), `managed policy ${arn}`);

/** Accounts, users, roles and their policies; the keys go to the keyring it is made with. */
export class Directory implements IamAdmin {
  private readonly accounts = new Set<string>();
  private readonly users = new Map<string, User>();
  private readonly roles = new Map<string, Role>();
  private readonly providers = new IdentityProviders();
  /** The last step whose code each device has used: a code is good once. */
  private readonly usedSteps = new Map<string, number>();

  constructor(private readonly keyring: Keyring) {}

  createAccount(accountId: string): void {
    this.accounts.add(accountId);
  }

  createUser(options: Parameters<IamAdmin['createUser']>[0]): ReturnType<IamAdmin['createUser']> {
    const { partition = 'aws', accountId, name, mfaSerial, mfaSecretBase32 } = options;
    this.createAccount(accountId);
    const arn = `arn:${partition}:iam::${accountId}:user/${name}`;
    const mfa = mfaSecretBase32
      ? { serial: mfaSerial ?? `arn:${partition}:iam::${accountId}:mfa/${name}`, secretBase32: mfaSecretBase32 }
      : undefined;
    this.users.set(arn, { arn, accountId, name, userId: uniqueId('AIDA'), mfa, policies: new Map() });
    const key = { accessKeyId: uniqueId('AKIA'), secretAccessKey: newSecret() };
    this.addAccessKey(arn, key);
    return { ...key, arn };
  }

  addAccessKey(userArn: string, key: Parameters<IamAdmin['addAccessKey']>[1]): void {
    known(this.principalOf(userArn), userArn);
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = key;
    const principal = (): Principal | undefined => this.principalOf(userArn);
    this.keyring.set(accessKeyId, { accessKeyId, secretAccessKey, sessionToken, expiresAt, principal });
  }

  deleteAccessKey(accessKeyId: string): void {
    this.keyring.delete(accessKeyId);
  }

  putUserPolicy(userArn: string, policyName: string, document: object): void {
    known(this.users.get(userArn), userArn).policies.set(policyName, parseIdentityPolicy(document));
  }

  createRole(options: Parameters<IamAdmin['createRole']>[0]): { arn: string } {
    const { partition = 'aws', accountId, name, path = '/', trustPolicy, maxSessionDuration = 3600 } = options;
    this.createAccount(accountId);
    const arn = `arn:${partition}:iam::${accountId}:role${path}${name}`;
    const inline = Object.entries(options.inlinePolicies ?? {});
    this.roles.set(arn, {
      arn,
      accountId,
      name,
      roleId: uniqueId('AROA'),
      maxSessionDuration,
      managed: (options.managedPolicyArns ?? []).map(managed),
      policies: new Map(inline.map(([policyName, document]) => [policyName, parseIdentityPolicy(document)])),
      trust: parsePolicy(trustPolicy),
    });
    return { arn };
  }

  putRolePolicy(roleArn: string, policyName: string, document: object): void {
    known(this.roles.get(roleArn), roleArn).policies.set(policyName, parseIdentityPolicy(document));
  }

  updateTrustPolicy(roleArn: string, trustPolicy: object): void {
    known(this.roles.get(roleArn), roleArn).trust = parsePolicy(trustPolicy);
  }

  deleteRole(roleArn: string): void {
    known(this.roles.get(roleArn), roleArn);
    this.roles.delete(roleArn);
  }

  createSamlProvider(options: Parameters<IamAdmin['createSamlProvider']>[0]): { arn: string } {
    return { arn: this.providers.addSaml(options) };
  }

  createOpenIdConnectProvider(options: Parameters<IamAdmin['createOpenIdConnectProvider']>[0]): { arn: string } {
    return { arn: this.providers.addOpenIdConnect(options) };
  }

  samlProvider(arn: string): SamlProvider | undefined {
    return this.providers.saml(arn);
  }

  openIdConnectProvider(accountId: string, issuer: string): OpenIdConnectProvider | undefined {
    return this.providers.openIdConnect(accountId, issuer);
  }

  role(arn: string): Role | undefined {
    return this.roles.get(arn);
  }

  /** What a session of this role may do now: nothing once the role is gone, or is another one of the same name. */
  rolePolicies(arn: string, roleId: string): readonly PolicyDocument[] | undefined {
    const role = this.roles.get(arn);
    return role?.roleId === roleId ? [...role.managed, ...role.policies.values()] : undefined;
  }

  /** Uses a code up. Codes of the neighbouring 30 seconds pass too, as authenticators' clocks drift. */
  checkMfa(userArn: string, serial: string, code: string, now: number): 'passed' | 'unknownDevice' | 'wrongCode' {
    const device = this.users.get(userArn)?.mfa;
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

  private principalOf(arn: string): Principal | undefined {
    const user = this.users.get(arn);
    if (user) return userPrincipal(user);
    const accountId = /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(arn)?.[1];
    return accountId !== undefined && this.accounts.has(accountId) ? rootPrincipal(arn, accountId) : undefined;
  }
}

function userPrincipal(user: User): Principal {
  return {
    kind: 'user',
    arn: user.arn,
    userId: user.userId,
    accountId: user.accountId,
    names: [['AWS', user.arn]],
    identityPolicies: [...user.policies.values()],
    sessionPolicies: undefined,
    context: {
      'aws:username': user.name,
      'aws:userid': user.userId,
      'aws:PrincipalArn': user.arn,
      'aws:PrincipalAccount': user.accountId,
      'aws:PrincipalType': 'User',
    },
  };
}

function rootPrincipal(arn: string, accountId: string): Principal {
  return {
    kind: 'root',
    arn,
    userId: accountId,
    accountId,
    names: [['AWS', arn]],
    identityPolicies: [managed('arn:aws:iam::aws:policy/AdministratorAccess')],
    sessionPolicies: undefined,
    context: {
      'aws:userid': accountId,
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': accountId,
      'aws:PrincipalType': 'Account',
    },
  };
}
