import * as l10n from '../../base/l10n.js';
import type { SSOClient } from '@aws-sdk/client-sso';
import { portalName } from '../../model/plan/portal.js';
import { errorCode, UserError } from '../../base/errors.js';
import { untilAborted } from '../../base/waiting/untilAborted.js';
import { sentences } from '../../base/words.js';
import { withPortal } from './clients.js';
import { identityCenterFailure, saidOf } from './failures.js';
import type { PortalAccess } from './portal.js';
import { portalToken, replacedToken } from './token.js';

/** A call of the access portal with a token. Throws what the SDK throws. */
export type PortalCall<T> = (client: SSOClient, accessToken: string) => Promise<T>;

/**
 * Calls the portal, signing in where that is needed: once more when AWS refuses the kept token.
 * @throws UserError, Cancelled
 */
export function withToken<T>(access: PortalAccess, call: PortalCall<T>): Promise<T> {
  // A call that hangs before anything is sent does not heed its signal.
  const done = withPortal(access, async (client) => {
    const { accessToken } = await portalToken(access);
    try {
      return await call(client, accessToken);
    } catch (error) {
      if (errorCode(error) !== 'UnauthorizedException') {
        throw identityCenterFailure(error, access);
      }
    }
    const replaced = await replacedToken(access, accessToken);
    try {
      return await call(client, replaced.accessToken);
    } catch (error) {
      throw errorCode(error) === 'UnauthorizedException'
        ? refusedAgain(error, access)
        : identityCenterFailure(error, access);
    }
  });
  return untilAborted(access.signal, done);
}

function refusedAgain(error: unknown, { portal }: PortalAccess): UserError {
  return new UserError(
    sentences(
      l10n.t(
        'IAM Identity Center refuses the new sign-in to {0} as well: its sessions may have been ended, or sso_region is not that of the sign-in.',
        portalName(portal),
      ),
      saidOf(error),
    ),
    { cause: error },
  );
}
