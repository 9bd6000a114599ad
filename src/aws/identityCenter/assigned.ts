import { paginateListAccountRoles, paginateListAccounts, type SSOClient } from '@aws-sdk/client-sso';

/** An account that the user has a permission set in. */
export interface PortalAccount {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
}

/** Throws what the SDK throws. */
export async function listAccounts(
  client: SSOClient,
  accessToken: string,
  signal: AbortSignal,
): Promise<readonly PortalAccount[]> {
  const accounts: PortalAccount[] = [];
  for await (const page of paginateListAccounts({ client }, { accessToken }, { abortSignal: signal })) {
    for (const { accountId, accountName, emailAddress } of page.accountList ?? []) {
      if (accountId !== undefined) {
        accounts.push({ accountId, name: accountName ?? '', email: emailAddress ?? '' });
      }
    }
  }
  return accounts;
}

/** Names of the user's permission sets in the account. Throws what the SDK throws. */
export async function listRoleNames(
  client: SSOClient,
  accessToken: string,
  accountId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateListAccountRoles({ client }, { accessToken, accountId }, { abortSignal: signal })) {
    names.push(...(page.roleList ?? []).flatMap(({ roleName }) => roleName ?? []));
  }
  return names;
}
