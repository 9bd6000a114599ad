import type { Endpoints } from '../plan/plan.js';
import type { SessionRequest } from '../request.js';
import type { Credentials } from './credentials.js';
import type { Identity } from './identity.js';

/** Names a session before any call and over its renewals: a digest of what is asked for and how it is reached. */
export type SessionId = string;

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

/** Whom a session acts as, and who signed in for that. */
export type Who = Pick<SessionFacts, 'identity' | 'principal'>;

/** Everything about a session but its secrets. */
export interface SessionFacts {
  readonly id: SessionId;
  /**
   * Names this identity in URIs and caches: lower case, safe as a URI's authority, equal for two sessions exactly
   * when identity, session policies, tags, configured role and endpoints are.
   */
  readonly key: string;
  readonly role: RoleRef;
  readonly identity: Identity;
  /**
   * Who signed in to become it, for people and to compare: an ARN, an access key ID, or what an identity provider calls
   * them. Undefined where that could not be had: then nothing is known of them, least of all that they are the same.
   */
  readonly principal: string | undefined;
  readonly region: string;
  readonly endpoints: Endpoints;
  /** For people: "profile dev → role/base". */
  readonly source: string;
  /** In a word or two, where the session was narrowed on request: "read-only". */
  readonly narrowedTo: string | undefined;
  /** How it was narrowed, where it was: also where a session policy had to do for a service that knows no other way. */
  readonly narrowedBy?: 'in-place' | 'session-policy' | undefined;
  /** The session that this one was narrowed from in place, which goes on beside it. */
  readonly narrowedFrom?: { readonly id: SessionId; readonly name: string };
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
  /** What had been signed out of before: where that is another text by now, it is of somebody who wants nothing of it. */
  readonly signOuts?: string;
}

export interface ExpiredSession extends SessionFacts {
  readonly kind: 'expired';
}

export interface FailedSession {
  readonly kind: 'failed';
  readonly role: RoleRef;
  /** For people. */
  readonly message: string;
  /** Who it was before, where it was anybody: a renewal has to bring the same again. */
  readonly expected?: Who | undefined;
}

export type Settled = { readonly kind: 'none' } | LiveSession | ExpiredSession | FailedSession;

/** While a role is being assumed, what was active before stays active. */
export type Session = Settled | { readonly kind: 'assuming'; readonly role: RoleRef; readonly previous: Settled };

export const NO_SESSION: Session = { kind: 'none' };

/** What there is until what is being assumed is there. */
export function settledOf(session: Session): Settled {
  return session.kind === 'assuming' ? session.previous : session;
}

/** The session whose credentials new things get, if any. */
export function liveSession(session: Session): LiveSession | undefined {
  const settled = settledOf(session);
  return settled.kind === 'live' ? settled : undefined;
}

/** What remains of a session once its credentials are dead: everything but them. */
export function expire({ credentials, ...facts }: LiveSession): ExpiredSession {
  return { ...facts, kind: 'expired' };
}

/** Milliseconds left; never negative. */
export function remainingMs(session: Pick<SessionFacts, 'expiresAt'>, now: number): number {
  return Math.max(0, session.expiresAt - now);
}
