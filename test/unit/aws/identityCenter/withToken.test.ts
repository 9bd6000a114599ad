import { beforeEach, describe, expect, it } from 'vitest';
import { listAccounts } from '../../../../src/aws/identityCenter/assigned.js';
import { tokenFile } from '../../../../src/aws/identityCenter/portal.js';
import { withToken } from '../../../../src/aws/identityCenter/withToken.js';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import {
  accessTo,
  failureOf,
  homeOfEach,
  keep,
  keptIn,
  keptToken,
  PORTAL,
  refuses,
  says,
  startService,
} from './service.js';

const service = startService();
const home = homeOfEach();
const file = () => tokenFile(PORTAL, home.path);
const UNAUTHORIZED = refuses('UnauthorizedException', { message: 'Session token not found' }, 401);
const ACCOUNTS = says({ accountList: [{ accountId: '1' }] });

const call = (signal = new AbortController().signal) =>
  withToken(accessTo(service, home, { signal }), (client, token) => listAccounts(client, token, signal));
const tokens = () => service.askedOf('/assignment/accounts').map(({ headers }) => headers['x-amz-sso_bearer_token']);
/** Another window signs in for somebody. */
const replaced = () => keep(file(), keptToken({ accessToken: 'new token' }));

beforeEach(() => keep(file(), keptToken()));

describe('a call of the portal', () => {
  it('takes the kept token', async () => {
    service.answer('/assignment/accounts', ACCOUNTS);
    expect(await call()).toEqual([{ accountId: '1', name: '', email: '' }]);
    expect(tokens()).toEqual(['kept token']);
  });

  it('takes the one that is kept by now where AWS refuses it', async () => {
    service.answer('/assignment/accounts', { ...UNAUTHORIZED, first: replaced }, ACCOUNTS);
    expect(await call()).toHaveLength(1);
    expect(tokens()).toEqual(['kept token', 'new token']);
  });

  it('is given up where AWS refuses that as well', async () => {
    service.answer('/assignment/accounts', { ...UNAUTHORIZED, first: replaced }, UNAUTHORIZED);
    const failure = await failureOf(call());
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({
      message:
        'IAM Identity Center refuses the new sign-in to corp as well: its sessions may have been ended, or sso_region is not that of the sign-in. AWS says: Session token not found.',
      cause: { name: 'UnauthorizedException' },
    });
    expect(tokens()).toHaveLength(2);
  });

  it.each([
    ['the first time', []],
    ['the second time', [{ ...UNAUTHORIZED, first: replaced }]],
  ])('that fails otherwise %s is not tried again, and the token stays', async (_, before) => {
    service.answer('/assignment/accounts', ...before, refuses('ForbiddenException', {}, 403));
    const failure = await failureOf(call());
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: 'Signing in to corp failed with ForbiddenException.' });
    expect(tokens()).toHaveLength(before.length + 1);
    expect(await keptIn(file())).toHaveProperty('accessToken', before.length === 0 ? 'kept token' : 'new token');
  });

  it('ends without a word when the user cancels', async () => {
    const abort = new AbortController();
    service.answer(
      '/assignment/accounts',
      says({ accountList: [] }, () => abort.abort()),
    );
    expect(await failureOf(call(abort.signal))).toBeInstanceOf(Cancelled);
  });
});
