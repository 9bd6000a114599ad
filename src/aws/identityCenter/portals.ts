import { listAccounts, listRoleNames, type PortalAccount } from './assigned.js';
import type { PortalAccess } from './portal.js';
import { isRefreshable } from './token.js';
import { readToken } from './tokenCache.js';
import { withToken } from './withToken.js';
import type { Portal } from '../../model/plan/portal.js';

/** Accounts in which the user has permission sets; signs in where that is needed. @throws UserError, Cancelled */
export function portalAccounts(access: PortalAccess): Promise<readonly PortalAccount[]> {
  return withToken(access, (client, accessToken) => listAccounts(client, accessToken, access.signal));
}

/** Names of the user's permission sets in an account; signs in where that is needed. @throws UserError, Cancelled */
export function portalRoleNames(access: PortalAccess, accountId: string): Promise<readonly string[]> {
  return withToken(access, (client, accessToken) => listRoleNames(client, accessToken, accountId, access.signal));
}

/** A sign-in that is kept. */
export interface KeptSignIn {
  /** Of the access token, milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Whether it is refreshed without the user, until AWS ends the portal's session at a time that only it knows. */
  readonly refreshable: boolean;
}

/** Undefined where nobody has signed in, or nobody can tell. */
export async function keptSignIn(portal: Portal, homeDirectory: string): Promise<KeptSignIn | undefined> {
  const token = await readToken(portal, homeDirectory).catch(() => undefined);
  return token && { expiresAt: token.expiresAt, refreshable: isRefreshable(portal, token) };
}
