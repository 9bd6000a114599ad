import { beforeEach, describe, expect, it } from 'vitest';
import { listAccounts, listRoleNames } from '../../../../src/aws/identityCenter/assigned.js';
import { withPortal } from '../../../../src/aws/identityCenter/clients.js';
import { failureOf, PORTAL, refuses, says, startService } from './service.js';

const service = startService();
const { signal } = new AbortController();
const portal = () => ({ portal: PORTAL, endpoints: { all: service.endpoint } });
const accounts = (until = signal) => withPortal(portal(), (client) => listAccounts(client, 'token', until));
const roles = (until = signal) =>
  withPortal(portal(), (client) => listRoleNames(client, 'token', '111122223333', until));

describe('the accounts of a user', () => {
  beforeEach(() => {
    service.answer(
      '/assignment/accounts',
      says({
        accountList: [{ accountId: '1', accountName: 'One', emailAddress: 'one@example.com' }, { accountName: 'None' }],
        nextToken: 'next',
      }),
      says({ nextToken: 'last' }),
      says({ accountList: [{ accountId: '2' }] }),
    );
  });

  it('are read page by page, with what is said of them', async () => {
    expect(await accounts()).toEqual([
      { accountId: '1', name: 'One', email: 'one@example.com' },
      { accountId: '2', name: '', email: '' },
    ]);
    expect(service.asked.map(({ query }) => query['next_token'])).toEqual([undefined, 'next', 'last']);
    expect(service.asked.map(({ headers }) => headers['x-amz-sso_bearer_token'])).toEqual(['token', 'token', 'token']);
  });

  it('are not read once the user has cancelled', async () => {
    expect(await failureOf(accounts(AbortSignal.abort()))).toMatchObject({ name: 'AbortError' });
    expect(service.asked).toEqual([]);
  });

  it('fail as AWS says', async () => {
    service.answer('/assignment/accounts', refuses('UnauthorizedException', {}, 401));
    expect(await failureOf(accounts())).toMatchObject({ name: 'UnauthorizedException' });
  });
});

describe('the permission sets of a user in an account', () => {
  beforeEach(() => {
    service.answer(
      '/assignment/roles',
      says({ roleList: [{ roleName: 'Reader' }, {}], nextToken: 'next' }),
      says({ nextToken: 'last' }),
      says({ roleList: [{ roleName: 'Admin' }] }),
    );
  });

  it('are read page by page', async () => {
    expect(await roles()).toEqual(['Reader', 'Admin']);
    expect(service.asked.map(({ query }) => query)).toEqual([
      { account_id: '111122223333' },
      { account_id: '111122223333', next_token: 'next' },
      { account_id: '111122223333', next_token: 'last' },
    ]);
    expect(service.asked[0]?.headers['x-amz-sso_bearer_token']).toBe('token');
  });

  it('are not read once the user has cancelled', async () => {
    expect(await failureOf(roles(AbortSignal.abort()))).toMatchObject({ name: 'AbortError' });
    expect(service.asked).toEqual([]);
  });
});
