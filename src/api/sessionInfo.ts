import type { SessionRequest } from '../model/request.js';
import { NEVER, type LiveSession, type SessionFacts } from '../model/session/session.js';
import type { SessionCredentials, SessionInfo } from './roleSessions.js';

export function sessionInfo(session: SessionFacts, isProduction: boolean): SessionInfo {
  const { id, role, identity, region, narrowedTo } = session;
  const account = identity.accountId === '' ? undefined : identity.accountId;
  return {
    id,
    role: role.name,
    arn: identity.arn,
    account,
    region,
    narrowedTo,
    expiresAt: endOf(session),
    isProduction,
  };
}

export function sessionCredentials(session: LiveSession): SessionCredentials {
  const { accessKeyId, secretAccessKey, sessionToken } = session.credentials;
  const { accountId } = session.identity;
  const expiration = endOf(session);
  return {
    ...{ accessKeyId, secretAccessKey },
    ...(sessionToken !== '' && { sessionToken }),
    ...(expiration !== undefined && { expiration }),
    ...(accountId !== '' && { accountId }),
  };
}

function endOf({ expiresAt }: SessionFacts): Date | undefined {
  return expiresAt === NEVER ? undefined : new Date(expiresAt);
}

/** Dates as ISO 8601: what passes between extension hosts is JSON. */
type Plain<T> = {
  readonly [Name in keyof T]: T[Name] extends Date ? string : Date extends T[Name] ? string | undefined : T[Name];
};

export function plainly<T extends object>(value: T): Plain<T> {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.map(([name, one]) => [name, one instanceof Date ? one.toISOString() : (one as unknown)]),
  ) as Plain<T>;
}

/** Whether what is asked for can read at most: narrowings of one session hold together. */
export function isReadOnly({ overrides: { narrowing, scopes = [] } }: SessionRequest): boolean {
  return [narrowing, ...scopes.flatMap(({ narrowings }) => narrowings)].some((one) => one?.kind === 'read-only');
}
