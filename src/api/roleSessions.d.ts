// What Role Sessions for AWS gives to other extensions: API version 1. Copy this file into yours; docs/api.md tells how
// to use it. Within a version only optional things are added.
import type { Event, Uri } from 'vscode';

/** The exports of the extension `role-sessions.role-sessions`. */
export interface RoleSessionsExports {
  /**
   * @param extension yours: pass `context.extension`. The user is asked about it by its name and id
   * @throws RoleSessionsError `unsupported-version` where there is no such version
   */
  getApi(version: 1, extension: { readonly id: string }): RoleSessionsApi;
}

export interface RoleSessionsApi {
  readonly version: 1;

  /**
   * The sessions that credentials can be had of, the latest first, in whichever window they were opened. Nobody is
   * asked. Empty in Restricted Mode.
   */
  list(): Promise<readonly SessionInfo[]>;

  /**
   * What new things of the window act as; with a folder, or a file in one, those of that folder of the workspace.
   * Undefined where nobody is acted as, and in Restricted Mode.
   */
  active(folder?: Uri): Promise<SessionInfo | undefined>;

  /** A session was opened, renewed, ended or has expired, or what is active is another one. */
  readonly onDidChange: Event<void>;

  /**
   * Credentials of one session, to call AWS with. The user is asked the first time that your extension wants any, and
   * for each production role besides; what they have answered counts until they change it.
   *
   * @throws RoleSessionsError
   */
  credentials(request: CredentialsRequest): Promise<CredentialsProvider>;
}

/** A session as it is now. Holds no secret. */
export interface SessionInfo {
  /** The same over its renewals, after a reload, and in all windows of the machine. */
  readonly id: string;
  /** The role as it is configured: the name of a profile, for instance. */
  readonly role: string;
  /** Who it acts as, as `sts:GetCallerIdentity` answers. */
  readonly arn: string;
  /** Undefined where there is none, as at some servers that are not AWS's. */
  readonly account: string | undefined;
  readonly region: string;
  /** In a word or two and in the editor's language, where it was narrowed: "read-only". */
  readonly narrowedTo: string | undefined;
  /** Undefined where its credentials have no end. */
  readonly expiresAt: Date | undefined;
  /** The user has named it as production (`roleSessions.productionRoles`). */
  readonly isProduction: boolean;
}

export interface CredentialsRequest {
  /** Of a `SessionInfo`. Default: the session that is active in the window now. */
  readonly sessionId?: string;
  /** What for, in a few words and the user's language: they read it, on one line and cut to 120 characters. */
  readonly reason: string;
}

/**
 * As clients of the AWS SDK for JavaScript take it: `new S3Client({ credentials: provider, … })`.
 *
 * It is of one session, as whom it was when you asked: each call gives what that session has by then, so it goes on over
 * renewals. It never gives another identity, whatever becomes active. What it gives may be good for a few minutes only
 * where the session was not renewed: look at `expiration`.
 *
 * It asks nobody. A session whose provider was called within the last hour is kept renewed.
 *
 * @throws RoleSessionsError once the session has ended (`ended`) or is somebody else (`another`), where the user does not
 * allow it any more (`withdrawn`), and in Restricted Mode. It may be called again: a session that is opened again as the
 * same identity goes on.
 */
export interface CredentialsProvider {
  (): Promise<SessionCredentials>;
  /** Of the session that it is of: a narrower one than you asked for, where the user allows reading only. */
  readonly session: SessionInfo;
}

/** Secrets: keep them in memory, and ask the provider again rather than store them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Undefined for long-term keys only. */
  readonly sessionToken?: string;
  /** Undefined where they have no end. */
  readonly expiration?: Date;
  readonly accountId?: string;
}

/** All that is thrown on purpose. The message is for the user, in their language, and holds no secret. */
export interface RoleSessionsError extends Error {
  readonly name: 'RoleSessionsError';
  readonly code: RoleSessionsErrorCode;
}

export type RoleSessionsErrorCode =
  /** There is no such version of the API. */
  | 'unsupported-version'
  /** What was passed is of another shape. */
  | 'invalid-argument'
  /** No extension of that id is installed where this one runs. */
  | 'unknown-extension'
  /** The workspace is not trusted. */
  | 'restricted-mode'
  /** No session is active, or none of that id is open. */
  | 'no-session'
  /** The user says no: for good (until they change it), or this time. */
  | 'refused'
  /** The user allows it no more, or has to be asked again: call `credentials` again. */
  | 'withdrawn'
  /** The session has ended, or has expired. */
  | 'ended'
  /** The session was opened again as somebody else. */
  | 'another';
