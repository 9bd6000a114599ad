import { createHash } from 'node:crypto';
import type { Endpoints, Hop, Plan } from './plan.js';
import type { SessionRequest } from './request.js';
import { sourceName } from './sourceName.js';

/** What STS lends, or what another source gave. Never logged, never shown, never in settings. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Empty where the source gave long-term keys. */
  readonly sessionToken: string;
}

/** Who the session acts as: the parts of the ARN that GetCallerIdentity answers. */
export interface Identity {
  readonly kind: 'assumed-role' | 'federated-user' | 'user' | 'root';
  readonly accountId: string;
  readonly partition: string;
  /** `arn:aws:sts::account:assumed-role/role/session`, `…:federated-user/name`, `arn:aws:iam::account:user/path/name`. */
  readonly arn: string;
  /** The role's, user's or federated user's name, without a path; "root". */
  readonly name: string;
  /** Of an assumed role. */
  readonly sessionName: string | undefined;
}

/** The configured role a session was, is being, or could not be opened for. */
export interface RoleRef {
  readonly id: string;
  readonly name: string;
  /** What to ask for to get it again. */
  readonly request: SessionRequest;
}

/** "dev", or of a narrowed session "dev (read-only)". */
export function sessionTitle({
  name,
  narrowedTo,
}: {
  readonly name: string;
  readonly narrowedTo: string | undefined;
}): string {
  return narrowedTo === undefined ? name : `${name} (${narrowedTo})`;
}

/** Everything about a session but its secrets. */
export interface SessionFacts {
  /**
   * Names this identity in URIs and caches: lower case, safe as a URI's authority, equal for two sessions exactly
   * when identity, session policies, tags, configured role and endpoints are.
   */
  readonly key: string;
  readonly role: RoleRef;
  readonly identity: Identity;
  readonly region: string;
  readonly endpoints: Endpoints;
  /** For people: "profile dev → role/base". */
  readonly source: string;
  /** In a word or two, where the session was narrowed on request: "read-only". */
  readonly narrowedTo: string | undefined;
  /** Milliseconds since the epoch by this machine's clock, also where that clock is wrong. */
  readonly startedAt: number;
  /** `NEVER` for credentials without an end. */
  readonly expiresAt: number;
  /** AWS's clock minus this machine's, in milliseconds. */
  readonly clockOffsetMs: number;
}

/** The last moment that a Date can hold. */
export const NEVER = 8.64e15;

export interface LiveSession extends SessionFacts {
  readonly kind: 'live';
  readonly credentials: Credentials;
}

export interface ExpiredSession extends SessionFacts {
  readonly kind: 'expired';
}

export type Settled =
  | { readonly kind: 'none' }
  | LiveSession
  | ExpiredSession
  | { readonly kind: 'failed'; readonly role: RoleRef; readonly message: string };

/** While a role is being assumed, what was active before stays active. */
export type Session = Settled | { readonly kind: 'assuming'; readonly role: RoleRef; readonly previous: Settled };

export const NO_SESSION: Session = { kind: 'none' };

/** The session whose credentials new things get, if any. */
export function liveSession(session: Session): LiveSession | undefined {
  const settled = session.kind === 'assuming' ? session.previous : session;
  return settled.kind === 'live' ? settled : undefined;
}

const RESOURCE_KINDS: Readonly<Record<string, Identity['kind']>> = {
  'assumed-role': 'assumed-role',
  'federated-user': 'federated-user',
  user: 'user',
};

/** Reads an ARN as GetCallerIdentity, AssumedRoleUser or FederatedUser give it. */
export function identityOf(arn: string): Identity {
  const [, partition = '', , , accountId = '', ...rest] = arn.split(':');
  const [type = '', ...names] = rest.join(':').split('/');
  const kind = RESOURCE_KINDS[type] ?? 'root';
  const base = { kind, accountId, partition, arn };
  switch (kind) {
    case 'assumed-role':
      return { ...base, name: names[0] ?? '', sessionName: names.slice(1).join('/') };
    case 'federated-user':
    case 'user':
      return { ...base, name: names.at(-1) ?? '', sessionName: undefined };
    case 'root':
      return { ...base, name: 'root', sessionName: undefined };
  }
}

/** "Role deploy (account 123456789012)": how messages name who acts. */
export function identityName(identity: Identity): string {
  switch (identity.kind) {
    case 'assumed-role':
      return `Role ${identity.name} (account ${identity.accountId})`;
    case 'federated-user':
      return `Federated user ${identity.name} (account ${identity.accountId})`;
    case 'user':
      return `User ${identity.name} (account ${identity.accountId})`;
    case 'root':
      return `The root user (account ${identity.accountId})`;
  }
}

/** What a plan is known to lead to before any call; the account may only show afterwards. */
export interface PlanTarget {
  readonly accountId: string | undefined;
  readonly name: string | undefined;
  readonly sessionName: string | undefined;
}

export function planTarget({ source, hops }: Plan): PlanTarget {
  const last = hops.at(-1);
  switch (last?.kind) {
    case 'assume-role':
      return { accountId: last.role.accountId, name: last.role.roleName, sessionName: last.sessionName };
    case 'federation-token':
      return { accountId: undefined, name: last.name, sessionName: undefined };
    case 'session-token':
      return { accountId: undefined, name: undefined, sessionName: undefined };
    case undefined:
      break;
  }
  switch (source.kind) {
    case 'web-identity':
      return { accountId: source.role.accountId, name: source.role.roleName, sessionName: source.sessionName };
    case 'saml':
      return { accountId: source.role?.accountId, name: source.role?.roleName, sessionName: undefined };
    case 'identity-center':
      return { accountId: source.accountId, name: source.roleName, sessionName: undefined };
    case 'login':
      return loginTarget(source.loginSession);
    default:
      return { accountId: undefined, name: undefined, sessionName: undefined };
  }
}

/** `aws login` names its sessions by the ARN that signed in. */
function loginTarget(arn: string): PlanTarget {
  return arn.startsWith('arn:') ? identityOf(arn) : { accountId: undefined, name: undefined, sessionName: undefined };
}

/**
 * See `SessionFacts.key`. It holds the ARN that AWS told, since a plan alone does not say who a process, a SAML assertion
 * or a metadata service makes one. The readable part is for people, the digest keeps two identities apart.
 */
export function sessionKey(plan: Plan, arn: string): string {
  const { accountId, name } = identityOf(arn);
  const exact = JSON.stringify([plan.roleId, arn, plan.endpoints, lastRequest(plan)]);
  return `${`${accountId}.${name}`.toLowerCase().replace(/[^a-z0-9.-]/g, '-')}.${digest(exact)}`;
}

/** Sources that say anew at each call who one is: a program, the environment, the machine, a sign-in elsewhere. */
const CHANGING_SOURCES: ReadonlySet<Plan['source']['kind']> = new Set([
  'process',
  'environment',
  'instance-metadata',
  'container',
  'login',
]);

/** Whether the same plan may make one somebody else the next time. */
export function mayBecomeAnother({ source, hops }: Plan): boolean {
  const leavesChoice = source.kind === 'saml' && source.role === undefined;
  return hops.length === 0 && (leavesChoice || CHANGING_SOURCES.has(source.kind));
}

/** What of the last call shapes the session's permissions. */
function lastRequest({ source, hops }: Plan): unknown {
  const last: Hop | Plan['source'] = hops.at(-1) ?? source;
  switch (last.kind) {
    case 'assume-role':
      return [last.role.arn, last.policy, last.policyArns, last.tags, last.transitiveTagKeys, last.sourceIdentity];
    case 'federation-token':
      return [last.policy, last.policyArns, last.tags];
    case 'web-identity':
    case 'saml':
      return [last.role?.arn, last.policy, last.policyArns];
    default:
      return [last.kind];
  }
}

/** Equal for two plans that would ask AWS for the same thing with the same keys, wherever these are written. */
export function planFingerprint(plan: Plan): string {
  return digest(JSON.stringify(plan, withoutPlace));
}

/** A line that moves changes nothing; a session tag that is called "place" is a text. */
function withoutPlace(name: string, value: unknown): unknown {
  return name === 'place' && typeof value === 'object' ? undefined : value;
}

/** "profile dev", or with the roles in between: "profile dev → deploy-base". */
export function describeSource({ source, hops }: Plan): string {
  return [sourceName(source), ...hops.slice(0, -1).map(hopName)].join(' → ');
}

function hopName(hop: Hop): string {
  switch (hop.kind) {
    case 'assume-role':
      return hop.role.roleName;
    case 'session-token':
      return 'session token';
    case 'federation-token':
      return hop.name;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What remains of a session once its credentials are dead: everything but them. */
export function expire({ credentials, ...facts }: LiveSession): ExpiredSession {
  return { ...facts, kind: 'expired' };
}

/** Milliseconds left; never negative. */
export function remainingMs(session: SessionFacts, now: number): number {
  return Math.max(0, session.expiresAt - now);
}
