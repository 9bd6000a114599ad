// Which role the portal gives, what it says about the others, and the end of a sign-in.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptSignIn, portalAccounts, portalRoleNames } from '../../../../src/aws/identityCenter/portals.js';
import { signOutOfPortals } from '../../../../src/aws/identityCenter/signOut.js';
import { signInToPortal } from '../../../../src/aws/identityCenter/token.js';
import { UserError } from '../../../../src/base/errors.js';
import { TUTORIAL } from '../../../sandbox/index.js';
import {
  accessOf,
  assume,
  browsing,
  cached,
  cacheFile,
  confirming,
  LEGACY,
  openDesk,
  operations,
  SOURCE,
  type Desk,
} from './harness.js';
import { SILENT } from '../interaction.js';
import type { ReachablePortal } from '../../../../src/model/plan/portal.js';

const { accountId } = TUTORIAL;
const { otherAccountId, powerUser, startUrl } = TUTORIAL.identityCenter;

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
  await signInToPortal(accessOf(desk, browsing('Allow')));
});
afterEach(() => desk.leave());

const roleOf = (account: string, roleName: string) =>
  assume(desk, {}, { source: { ...SOURCE, accountId: account, roleName } });

describe('a role', () => {
  it('is that of the account and permission set that are configured', async () => {
    const { arn } = await roleOf(otherAccountId, powerUser);
    expect(arn).toMatch(
      new RegExp(`^arn:aws:sts::${otherAccountId}:assumed-role/AWSReservedSSO_${powerUser}_\\w+/mynewuser$`),
    );
  });

  it('is also the source of a chain', async () => {
    const { iam } = desk.sandbox;
    const trusted = (await roleOf(accountId, 'Administrator')).arn;
    const Principal = { AWS: `arn:aws:iam::${accountId}:root` };
    const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
    const { arn } = iam.createRole({ accountId, name: 'next', trustPolicy: { Version: '2012-10-17', Statement } });
    const hop = {
      kind: 'assume-role',
      role: { arn, partition: 'aws', accountId, roleName: 'next' },
      sessionName: 'chained',
      externalId: undefined,
      mfaSerial: undefined,
      durationSeconds: undefined,
      tags: {},
      transitiveTagKeys: [],
      sourceIdentity: undefined,
      policy: undefined,
      policyArns: [],
    } as const;
    const source = { ...SOURCE, roleName: 'Administrator' };
    const chained = await assume(desk, {}, { source, plan: { hops: [hop] } });
    expect(trusted).toContain('AWSReservedSSO_Administrator_');
    expect(chained.arn).toBe(`arn:aws:sts::${accountId}:assumed-role/next/chained`);
  });

  it.each([
    [
      'a permission set that the user does not have there',
      otherAccountId,
      'Administrator',
      `You have no access to Administrator in account ${otherAccountId} through sandbox. There you have ${powerUser}. Check sso_role_name.`,
    ],
    [
      'an account that the portal does not know',
      '999999999999',
      powerUser,
      `You have no access to ${powerUser} in account 999999999999 through sandbox. You have access to ${accountId} (Tutorial), ${otherAccountId} (Second account). Check sso_account_id, or sign in as somebody else.`,
    ],
  ])('is not given: %s', async (_, account, roleName, message) => {
    const failed = roleOf(account, roleName);
    await expect(failed).rejects.toBeInstanceOf(UserError);
    await expect(failed).rejects.toThrow(message);
  });

  it('is not given while AWS asks to slow down', async () => {
    const effect = { kind: 'error', status: 429, code: 'TooManyRequestsException', message: 'Slow down' } as const;
    desk.sandbox.addFault({ operation: 'GetRoleCredentials', effect });
    await expect(roleOf(accountId, powerUser)).rejects.toThrow('IAM Identity Center asks to slow down.');
  });
});

describe('what the portal lists', () => {
  it('are the accounts, over several pages, and the permission sets in each', async () => {
    const { identityCenter } = desk.sandbox;
    const more = identityCenter.createInstance({ startUrl: 'https://big.awsapps.com/start', region: 'us-west-2' });
    more.addUser({ userName: 'alice', email: 'alice@example.com' });
    more.addPermissionSet({ name: 'Reader' });
    for (let number = 100_000_000_000; number < 100_000_000_045; number += 1) {
      more.addAccount({ accountId: String(number), name: `Account ${number}`, email: 'aws@example.com' });
      more.assign({ userName: 'alice', permissionSet: 'Reader', accountId: String(number) });
    }
    const portal = { ...SOURCE, session: 'big', startUrl: more.startUrl };
    const access = accessOf(desk, browsing('Allow'), { portal });
    const accounts = await portalAccounts(access);
    expect(accounts).toHaveLength(45);
    expect(accounts[44]).toEqual({
      accountId: '100000000044',
      name: 'Account 100000000044',
      email: 'aws@example.com',
    });
    expect(await portalRoleNames(access, '100000000044')).toEqual(['Reader']);
    expect(await keptSignIn(portal, desk.home)).toMatchObject({ refreshable: true });
    await signInToPortal(accessOf(desk, confirming('Allow'), { portal: LEGACY }));
    expect(await keptSignIn(LEGACY, desk.home)).toMatchObject({ refreshable: false });
    expect(await keptSignIn({ ...portal, session: 'nobody' }, desk.home)).toBeUndefined();
  });
});

describe('signing out', () => {
  const here = (): ReachablePortal => ({ portal: SOURCE, endpoints: { all: desk.sandbox.endpoint } });
  const legacy = (): ReachablePortal => ({ ...here(), portal: LEGACY });
  const end = (only: ReachablePortal | undefined) =>
    signOutOfPortals({ homeDirectory: desk.home, portals: [here(), legacy()], only, log: SILENT });

  it('of one portal deletes its token and tells the portal', async () => {
    await signInToPortal(accessOf(desk, confirming('Allow'), { portal: LEGACY }));
    const { accessToken } = await cached(desk);
    expect(await end(here())).toEqual({ count: 1, untold: 0, unread: 0 });
    await expect(cached(desk)).rejects.toThrow('ENOENT');
    expect(await cached(desk, startUrl)).toHaveProperty('accessToken');
    expect(operations(desk).at(-1)).toBe('Logout');
    // The token itself is of no use any more.
    await writeFile(cacheFile(desk), JSON.stringify({ accessToken, expiresAt: '2999-01-01T00:00:00Z' }));
    const pages: string[] = [];
    await assume(desk, browsing('Allow', pages));
    expect(pages).toHaveLength(1);
  });

  it('of all deletes every token and what the AWS CLI got with them, nothing else', async () => {
    await signInToPortal(accessOf(desk, confirming('Allow'), { portal: LEGACY }));
    const cliCache = join(desk.home, '.aws/cli/cache');
    await mkdir(cliCache, { recursive: true });
    await writeFile(join(cliCache, 'a.json'), '{"ProviderType": "sso"}');
    await writeFile(join(cliCache, 'b.json'), '{"Credentials": {}}');
    const before = await readdir(dirname(cacheFile(desk)));
    expect(await end(undefined)).toEqual({ count: 2, untold: 0, unread: 0 });
    const after = await readdir(dirname(cacheFile(desk)));
    expect(before.length - after.length).toBe(2);
    expect(await readdir(cliCache)).toEqual(['b.json']);
    expect(operations(desk).filter((name) => name === 'Logout')).toHaveLength(2);
  });

  it('deletes the token also where the portal cannot be told', async () => {
    const away = { portal: SOURCE, endpoints: { all: 'http://127.0.0.1:9' } };
    const where = { homeDirectory: desk.home, portals: [away], only: away, log: SILENT };
    expect(await signOutOfPortals(where)).toEqual({ count: 1, untold: 1, unread: 0 });
    await expect(cached(desk)).rejects.toThrow('ENOENT');
  });

  it('is quiet where nobody is signed in', async () => {
    await end(undefined);
    expect(await end(undefined)).toEqual({ count: 0, untold: 0, unread: 0 });
  });
});
