// What Identity Center knows: instances with their people and permissions, clients, and what was granted to them.
import { randomBytes } from 'node:crypto';
import type { Vault } from '../lender.js';
import type { PermissionSet, SsoAccount, SsoUser } from './types.js';

export interface Instance {
  readonly startUrl: string;
  readonly region: string;
  readonly sessionSeconds: number;
  readonly users: Map<string, SsoUser>;
  readonly accounts: Map<string, SsoAccount>;
  readonly permissionSets: Map<string, PermissionSet>;
  /** Role ARNs by account and permission set. */
  readonly roles: Map<string, string>;
  /** Keys of `assignmentKey`, in the order made. */
  readonly assignments: Set<string>;
}

/** A client that registered itself. */
export interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly grantTypes: readonly string[];
  readonly redirectUris: readonly string[];
  /** Whose start URL it named; only clients of the authorization code grant do. */
  readonly instance: Instance | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export type Decision =
  { readonly kind: 'pending' } | { readonly kind: 'allowed'; readonly userName: string } | { readonly kind: 'denied' };

export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly client: Registration;
  readonly instance: Instance;
  readonly expiresAt: number;
  decision: Decision;
  lastPoll: number | undefined;
  /** Polls that came sooner than the interval allows. */
  hasty: number;
}

/** An authorization request whose user has not decided yet. */
export interface PendingAuthorization {
  readonly client: Registration;
  readonly instance: Instance;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly codeChallenge: string;
}

interface AuthorizationCode extends PendingAuthorization {
  readonly userName: string;
  readonly expiresAt: number;
}

/** One user signed in through one client. */
export interface PortalSession {
  readonly client: Registration;
  readonly instance: Instance;
  readonly userName: string;
  /** When it cannot be refreshed any more. */
  readonly endsAt: number;
  /** When each access token expires: a refresh leaves earlier ones as they are. */
  readonly accessTokens: Map<string, number>;
  /** Of the latest access token only: each refresh replaces it. */
  refreshToken: string | undefined;
  ended: boolean;
}

export interface Realm {
  readonly vault: Vault;
  readonly instances: Instance[];
  /** By client id. */
  readonly clients: Map<string, Registration>;
  /** By device code. */
  readonly devices: Map<string, DeviceAuthorization>;
  /** By the id that the consent page carries. */
  readonly pending: Map<string, PendingAuthorization>;
  readonly codes: Map<string, AuthorizationCode>;
  readonly sessions: PortalSession[];
  /** Every secret handed out. */
  readonly secrets: string[];
}

export const newRealm = (vault: Vault): Realm => ({
  vault,
  instances: [],
  clients: new Map(),
  devices: new Map(),
  pending: new Map(),
  codes: new Map(),
  sessions: [],
  secrets: [],
});

/** A new opaque secret, remembered as handed out. */
export function mint(realm: Realm, prefix: string, bytes = 48): string {
  const secret = prefix + randomBytes(bytes).toString('base64url');
  realm.secrets.push(secret);
  return secret;
}

export const assignmentKey = (of: { userName: string; permissionSet: string; accountId: string }): string =>
  [of.userName, of.accountId, of.permissionSet].join('\n');

const plain = (startUrl: string): string => startUrl.replace(/#.*$/, '').replace(/\/+$/, '');

/** By start URL, however it ends: the portal writes "/start", "/start/" and "/start#/". */
export const instanceOf = (realm: Realm, startUrl: string): Instance | undefined =>
  realm.instances.find((instance) => plain(instance.startUrl) === plain(startUrl));
