// https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/welcome.html
import { jsonReply, type SiteCall, type SiteReply } from '../front/site.js';
import { lendRole } from '../lender.js';
import { AwsError } from '../types.js';
import { forbidden, portalRequestError, unauthorized } from './errors.js';
import { assignmentKey, type PortalSession, type Realm } from './realm.js';

const DEFAULT_PAGE = 20;
const MAX_PAGE = 100;

/** Throws AwsError UnauthorizedException unless the bearer token is good now. */
function sessionOf(realm: Realm, { headers, now }: SiteCall): PortalSession {
  const token = String(headers['x-amz-sso_bearer_token']);
  const session = realm.sessions.find(({ accessTokens }) => (accessTokens.get(token) ?? 0) > now);
  if (!session || session.ended) throw unauthorized();
  return session;
}

/** Throws AwsError. */
function accountOf({ instance }: PortalSession, { parameters }: SiteCall): string {
  const accountId = parameters.get('account_id') ?? '';
  if (!/^\d{12}$/.test(accountId)) throw portalRequestError('Invalid account id');
  if (!instance.accounts.has(accountId))
    throw new AwsError(404, 'ResourceNotFoundException', "The specified resource doesn't exist.");
  return accountId;
}

/** Names of the permission sets that the user has in the account. */
const permissionsIn = ({ instance, userName }: PortalSession, accountId: string): readonly string[] =>
  [...instance.permissionSets.keys()].filter((permissionSet) =>
    instance.assignments.has(assignmentKey({ userName, accountId, permissionSet })),
  );

/** One page of the list, and the token for the next. Throws AwsError. */
function pageOf<T>(list: readonly T[], { parameters }: SiteCall): { page: readonly T[]; nextToken: string | null } {
  const size = Number(parameters.get('max_result') ?? DEFAULT_PAGE);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE) throw portalRequestError('Invalid max result');
  const token = parameters.get('next_token');
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || (token !== undefined && start >= list.length))
    throw portalRequestError('Invalid next token');
  const end = start + size;
  const nextToken = end < list.length ? Buffer.from(String(end)).toString('base64url') : null;
  return { page: list.slice(start, end), nextToken };
}

export const listAccounts =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const session = sessionOf(realm, call);
    const accounts = [...session.instance.accounts.values()].filter(
      ({ accountId }) => permissionsIn(session, accountId).length > 0,
    );
    const { page, nextToken } = pageOf(accounts, call);
    const accountList = page.map(({ accountId, name, email }) => ({
      accountId,
      accountName: name,
      emailAddress: email,
    }));
    return jsonReply(200, { accountList, nextToken });
  };

export const listAccountRoles =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const session = sessionOf(realm, call);
    const accountId = accountOf(session, call);
    const names = permissionsIn(session, accountId);
    if (names.length === 0) throw forbidden();
    const { page, nextToken } = pageOf(names, call);
    return jsonReply(200, { nextToken, roleList: page.map((roleName) => ({ accountId, roleName })) });
  };

export const getRoleCredentials =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const session = sessionOf(realm, call);
    const accountId = accountOf(session, call);
    const roleName = call.parameters.get('role_name') ?? '';
    if (roleName === '') throw portalRequestError('Invalid role name');
    const { instance, userName } = session;
    const assignment = assignmentKey({ userName, accountId, permissionSet: roleName });
    const roleArn = instance.assignments.has(assignment) ? instance.roles.get(`${accountId}/${roleName}`) : undefined;
    const seconds = call.sessionSeconds ?? instance.permissionSets.get(roleName)?.sessionSeconds ?? 3600;
    const keys = roleArn && lendRole(realm.vault, { roleArn, sessionName: userName, seconds });
    if (!keys) throw forbidden();
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = keys;
    return jsonReply(200, {
      roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt },
    });
  };

export const logout =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    sessionOf(realm, call).ended = true;
    return { status: 200, headers: {}, body: '' };
  };
