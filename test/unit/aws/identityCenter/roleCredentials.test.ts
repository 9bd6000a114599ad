import { beforeEach, describe, expect, it } from 'vitest';
import { tokenFile } from '../../../../src/aws/identityCenter/portal.js';
import { roleCredentials } from '../../../../src/aws/identityCenter/roleCredentials.js';
import { UserError } from '../../../../src/base/errors.js';
import { accessTo, failureOf, homeOfEach, keep, keptToken, PORTAL, refuses, says, startService } from './service.js';

const service = startService();
const home = homeOfEach();
const EXPIRATION = Date.UTC(2026, 10, 24, 12);
const KEYS = { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'session', expiration: EXPIRATION };

const get = (signal = new AbortController().signal) =>
  roleCredentials(accessTo(service, home, { signal }), { accountId: '111122223333', roleName: 'Reader' });
const message = async (): Promise<string> => {
  const failure = await failureOf(get());
  expect(failure).toBeInstanceOf(UserError);
  return (failure as UserError).message;
};

beforeEach(() => keep(tokenFile(PORTAL, home.path), keptToken()));

describe('the credentials of a role', () => {
  it('are those of the account and the permission set', async () => {
    service.answer('/federation/credentials', says({ roleCredentials: KEYS }));
    expect(await get()).toEqual({ ...KEYS, expiration: EXPIRATION });
    expect(service.asked).toMatchObject([
      {
        query: { account_id: '111122223333', role_name: 'Reader' },
        headers: { 'x-amz-sso_bearer_token': 'kept token' },
      },
    ]);
  });

  it.each([...Object.keys(KEYS), 'everything'])('are none without %s', async (name) => {
    const reply = name === 'everything' ? {} : { roleCredentials: { ...KEYS, [name]: undefined } };
    service.answer('/federation/credentials', says(reply));
    expect(await message()).toBe('IAM Identity Center answered without credentials. Is the endpoint really its own?');
  });

  it('that AWS does not give for other reasons are told as any failure', async () => {
    service.answer('/federation/credentials', refuses('OtherException', {}));
    expect(await message()).toBe('Signing in to corp failed with OtherException.');
    expect(service.askedOf('/assignment/roles')).toEqual([]);
  });

  it('that AWS takes for a mistake are told with what is to be checked', async () => {
    service.answer('/federation/credentials', refuses('InvalidRequestException', { message: 'Account is wrong' }));
    expect(await message()).toBe(
      'IAM Identity Center does not accept account 111122223333 with role Reader. Check sso_account_id and sso_role_name. AWS says: Account is wrong.',
    );
    expect(service.askedOf('/assignment/roles')).toEqual([]);
  });
});

describe('a role that the user does not have', () => {
  const NO_ACCESS = 'You have no access to Reader in account 111122223333 through corp.';
  const roles = (count: number) =>
    says({ roleList: Array.from({ length: count }, (_, index) => ({ roleName: `Role${index + 1}` })) });
  const TWELVE = 'Role1, Role2, Role3, Role4, Role5, Role6, Role7, Role8, Role9, Role10, Role11, Role12';

  beforeEach(() => service.answer('/federation/credentials', refuses('ForbiddenException', { message: 'No' }, 403)));

  it.each([
    [1, 'There you have Role1. Check sso_role_name.'],
    [12, `There you have ${TWELVE}. Check sso_role_name.`],
    [13, `There you have ${TWELVE} and 1 more. Check sso_role_name.`],
  ])('is told with the %i that there are in the account', async (count, there) => {
    service.answer('/assignment/roles', roles(count));
    expect(await message()).toBe(`${NO_ACCESS} ${there}`);
    expect(service.askedOf('/assignment/roles')).toMatchObject([{ query: { account_id: '111122223333' } }]);
    expect(service.askedOf('/assignment/accounts')).toEqual([]);
  });

  it.each([
    ['none', says({ roleList: [] })],
    ['nobody says which', refuses('ForbiddenException', {}, 403)],
  ])('is told with the accounts where there is %s', async (_, answer) => {
    service.answer('/assignment/roles', answer);
    service.answer(
      '/assignment/accounts',
      says({ accountList: [{ accountId: '1', accountName: 'One' }, { accountId: '2' }] }),
    );
    expect(await message()).toBe(
      `${NO_ACCESS} You have access to 1 (One), 2 (). Check sso_account_id, or sign in as somebody else.`,
    );
  });

  it.each([
    ['there are none', says({ accountList: [] })],
    ['nobody says which', refuses('ForbiddenException', {}, 403)],
  ])('is told with whom to ask where %s', async (_, answer) => {
    service.answer('/assignment/roles', says({}));
    service.answer('/assignment/accounts', answer);
    expect(await message()).toBe(
      `${NO_ACCESS} You have access to no account there. An administrator can assign you a permission set.`,
    );
  });

  it('is told so too where AWS says that there is none, and keeps what AWS said for the log', async () => {
    service.answer('/federation/credentials', refuses('ResourceNotFoundException', {}, 404));
    service.answer('/assignment/roles', roles(1));
    expect(await failureOf(get())).toMatchObject({
      message: `${NO_ACCESS} There you have Role1. Check sso_role_name.`,
      cause: { name: 'ResourceNotFoundException' },
    });
  });

  it.each(['InvalidRequestException', 'ForbiddenException'])('%s keeps what AWS said for the log', async (name) => {
    service.answer('/federation/credentials', refuses(name));
    expect(await failureOf(get())).toMatchObject({ cause: { name } });
  });
});
