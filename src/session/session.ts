import { createHash } from 'node:crypto';
import type { Endpoints, Hop, Plan } from '../config/role.js';

/** What STS lends. Never logged, never shown, never in settings. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Who the session acts as, from AssumedRoleUser of the AssumeRole reply. */
export interface Identity {
  readonly accountId: string;
  readonly partition: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly sessionName: string;
  /** `arn:aws:sts::account:assumed-role/role/session`. */
  readonly assumedRoleArn: string;
}

/** The configured role a session was, is being, or could not be opened for. */
export interface RoleRef {
  readonly id: string;
  readonly name: string;
}

/** Everything about a session but its secrets. */
export interface SessionFacts {
  /**
   * Names this identity in URIs and caches: lower case, safe as a URI's authority, equal for two sessions exactly
   * when account, role, session name, configured role and endpoints are.
   */
  readonly key: string;
  readonly role: RoleRef;
  readonly identity: Identity;
  readonly region: string;
  readonly endpoints: Endpoints;
  /** For people: "profile dev → role/base". */
  readonly source: string;
  /** Milliseconds since the epoch by this machine's clock, also where that clock is wrong. */
  readonly startedAt: number;
  readonly expiresAt: number;
  /** AWS's clock minus this machine's, in milliseconds. */
  readonly clockOffsetMs: number;
}

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

/**
 * Reads AssumedRoleUser.Arn, `arn:partition:sts::account:assumed-role/role/session`.
 * `roleArn` is what was asked for: the assumed-role ARN leaves out the role's path.
 */
export function identityOf(assumedRoleArn: string, roleArn: string): Identity {
  const [, partition = '', , , accountId = '', resource = ''] = assumedRoleArn.split(':');
  const [, roleName = '', sessionName = ''] = resource.split('/');
  return { accountId, partition, roleArn, roleName, sessionName, assumedRoleArn };
}

/**
 * See `SessionFacts.key`; known before the call, from the plan alone. The readable part is for people, the digest keeps
 * two identities apart.
 */
export function sessionKey(plan: Plan): string {
  const { role, sessionName } = targetHop(plan);
  const { all, sts, s3 } = plan.endpoints;
  const exact = JSON.stringify([role.arn, sessionName, plan.roleId, all, sts, s3]);
  const readable = `${role.accountId}.${role.roleName}`.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
  return `${readable}.${digest(exact)}`;
}

/** Equal for two plans that would ask AWS for the same thing with the same keys. */
export function planFingerprint(plan: Plan): string {
  return digest(JSON.stringify(plan));
}

/** The hop that assumes the role itself. */
export function targetHop(plan: Plan): Hop {
  return plan.hops.at(-1) ?? plan.hops[0];
}

/** "profile dev", or with the roles in between: "profile dev → deploy-base". */
export function describeSource(plan: Plan): string {
  const between = plan.hops.slice(0, -1).map((hop) => hop.role.roleName);
  return [`profile ${plan.source.profile}`, ...between].join(' → ');
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
