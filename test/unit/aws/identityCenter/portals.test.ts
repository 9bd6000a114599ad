import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { tokenFile } from '../../../../src/aws/identityCenter/portal.js';
import { keptSignIn, portalAccounts, portalRoleNames } from '../../../../src/aws/identityCenter/portals.js';
import { accessTo, homeOfEach, inMinutes, keep, keptToken, PORTAL, says, startService } from './service.js';

const service = startService();
const home = homeOfEach();
const file = () => tokenFile(PORTAL, home.path);

it('the accounts and permission sets of a portal are read with the kept token', async () => {
  await keep(file(), keptToken());
  service.answer('/assignment/accounts', says({ accountList: [{ accountId: '1', accountName: 'One' }] }));
  service.answer('/assignment/roles', says({ roleList: [{ roleName: 'Reader' }] }));
  expect(await portalAccounts(accessTo(service, home))).toEqual([{ accountId: '1', name: 'One', email: '' }]);
  expect(await portalRoleNames(accessTo(service, home), '1')).toEqual(['Reader']);
  expect(service.asked.map(({ headers }) => headers['x-amz-sso_bearer_token'])).toEqual(['kept token', 'kept token']);
  expect(service.asked.at(-1)?.query).toEqual({ account_id: '1' });
});

describe('a kept sign-in', () => {
  it.each([
    ['is refreshed', {}, true],
    ['is not refreshed without what that takes', { refreshToken: undefined }, false],
  ])('%s', async (_, changes, refreshable) => {
    const expiresAt = inMinutes(30);
    await keep(file(), keptToken({ expiresAt, ...changes }));
    expect(await keptSignIn(PORTAL, home.path)).toEqual({ expiresAt: Date.parse(expiresAt), refreshable });
  });

  it('is not known where there is none, or it cannot be read', async () => {
    expect(await keptSignIn(PORTAL, home.path)).toBeUndefined();
    await mkdir(file(), { recursive: true });
    expect(await keptSignIn(PORTAL, home.path)).toBeUndefined();
  });
});
