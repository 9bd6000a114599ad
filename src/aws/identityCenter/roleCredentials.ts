import * as l10n from '../../base/l10n.js';
import { GetRoleCredentialsCommand, type SSOClient } from '@aws-sdk/client-sso';
import { portalName, type PortalRole } from '../../model/plan/portal.js';
import { errorCode, UserError } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { listAccounts, listRoleNames } from './assigned.js';
import { saidOf } from './failures.js';
import type { PortalAccess } from './portal.js';
import { withToken } from './withToken.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

/** Longer lists help nobody. */
const LISTED = 12;

/** GetRoleCredentials, signing in where that is needed. @throws UserError, Cancelled */
export function roleCredentials(access: PortalAccess, role: PortalRole): Promise<SourceCredentials> {
  return withToken(access, async (client, accessToken) => {
    try {
      return await getCredentials(client, accessToken, access, role);
    } catch (error) {
      throw (await roleFailure(error, { client, accessToken, access, role })) ?? error;
    }
  });
}

async function getCredentials(
  client: SSOClient,
  accessToken: string,
  { signal }: PortalAccess,
  { accountId, roleName }: PortalRole,
): Promise<SourceCredentials> {
  const command = new GetRoleCredentialsCommand({ accessToken, accountId, roleName });
  const reply = await client.send(command, { abortSignal: signal });
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = reply.roleCredentials ?? {};
  if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration) {
    throw new UserError(l10n.t('IAM Identity Center answered without credentials. Is the endpoint really its own?'));
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}

interface FailedCall {
  readonly client: SSOClient;
  readonly accessToken: string;
  readonly access: PortalAccess;
  readonly role: PortalRole;
}

/** What concerns the role; undefined for the rest. ForbiddenException is not among the errors of the reference. */
async function roleFailure(error: unknown, call: FailedCall): Promise<UserError | undefined> {
  const { accountId, roleName } = call.role;
  switch (errorCode(error)) {
    case 'ForbiddenException':
    case 'ResourceNotFoundException':
      return new UserError(
        sentences(
          l10n.t(
            'You have no access to {0} in account {1} through {2}.',
            roleName,
            accountId,
            portalName(call.access.portal),
          ),
          await whatThereIs(call),
        ),
        { cause: error },
      );
    case 'InvalidRequestException':
      return new UserError(
        sentences(
          l10n.t(
            'IAM Identity Center does not accept account {0} with role {1}. Check sso_account_id and sso_role_name.',
            accountId,
            roleName,
          ),
          saidOf(error),
        ),
        { cause: error },
      );
    default:
      return undefined;
  }
}

async function whatThereIs({ client, accessToken, access, role }: FailedCall): Promise<string> {
  const { signal } = access;
  const names = await listRoleNames(client, accessToken, role.accountId, signal).catch(() => []);
  if (names.length > 0) {
    return l10n.t('There you have {0}. Check sso_role_name.', listed(names));
  }
  const accounts = await listAccounts(client, accessToken, signal).catch(() => []);
  return accounts.length > 0
    ? l10n.t(
        'You have access to {0}. Check sso_account_id, or sign in as somebody else.',
        listed(accounts.map(({ accountId, name }) => `${accountId} (${name})`)),
      )
    : l10n.t('You have access to no account there. An administrator can assign you a permission set.');
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).join(', ');
  return names.length > LISTED ? l10n.t('{0} and {1} more', shown, names.length - LISTED) : shown;
}
