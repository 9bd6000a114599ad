import type { Portal } from '../../config/portals.js';
import { listAccounts, listRoleNames, type PortalAccount } from './assigned.js';
import type { PortalAccess } from './portal.js';
import { readToken } from './tokenCache.js';
import { withToken } from './withToken.js';

/** Accounts in which the user has permission sets; signs in where that is needed. @throws UserError, Cancelled */
export function portalAccounts(access: PortalAccess): Promise<readonly PortalAccount[]> {
  return withToken(access, (client, accessToken) => listAccounts(client, accessToken, access.signal));
}

/** Names of the user's permission sets in an account; signs in where that is needed. @throws UserError, Cancelled */
export function portalRoleNames(access: PortalAccess, accountId: string): Promise<readonly string[]> {
  return withToken(access, (client, accessToken) => listRoleNames(client, accessToken, accountId, access.signal));
}

/** When the kept token of a portal ends (milliseconds since the epoch); undefined where there is none. */
export async function signedInUntil(portal: Portal, homeDirectory: string): Promise<number | undefined> {
  return (await readToken(portal, homeDirectory))?.expiresAt;
}
