import type { Endpoints } from '../config/role.js';

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
