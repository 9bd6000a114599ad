// IAM Identity Center: its OIDC service, the pages its users see, and the access portal.
import type { SiteOperation, SiteRoutes } from '../front/site.js';
import type { Vault } from '../lender.js';
import { adminOf } from './admin.js';
import { authorizeDecision, authorizePage } from './authorize.js';
import { startDeviceAuthorization, verificationPage, verifyDevice } from './device.js';
import { refuseOidc, refusePage, refusePortal } from './errors.js';
import { getRoleCredentials, listAccountRoles, listAccounts, logout } from './portal.js';
import { newRealm } from './realm.js';
import { registerClient } from './register.js';
import { createToken } from './token.js';
import type { IdentityCenterAdmin } from './types.js';

export { writeSsoToken } from './cacheFile.js';

type Answer = SiteOperation['answer'];

const oidc = (name: string, answer: Answer): SiteOperation => ({ name, answer, refuse: refuseOidc });
const page = (name: string, answer: Answer): SiteOperation => ({ name, answer, refuse: refusePage });
const portal = (name: string, answer: Answer): SiteOperation => ({ name, answer, refuse: refusePortal });

export function createIdentityCenter(vault: Vault): {
  readonly routes: SiteRoutes;
  readonly admin: IdentityCenterAdmin;
  readonly secrets: readonly string[];
} {
  const realm = newRealm(vault);
  const routes = new Map([
    ['POST /client/register', oidc('RegisterClient', registerClient(realm))],
    ['POST /device_authorization', oidc('StartDeviceAuthorization', startDeviceAuthorization(realm))],
    ['POST /token', oidc('CreateToken', createToken(realm))],
    ['GET /authorize', page('Authorize', authorizePage(realm))],
    ['POST /authorize', page('Authorize', authorizeDecision(realm))],
    ['GET /device', page('VerifyDevice', verificationPage(realm))],
    ['POST /device', page('VerifyDevice', verifyDevice(realm))],
    ['GET /assignment/accounts', portal('ListAccounts', listAccounts(realm))],
    ['GET /assignment/roles', portal('ListAccountRoles', listAccountRoles(realm))],
    ['GET /federation/credentials', portal('GetRoleCredentials', getRoleCredentials(realm))],
    ['POST /logout', portal('Logout', logout(realm))],
  ]);
  return { routes, admin: adminOf(realm), secrets: realm.secrets };
}
