// What a token of Identity Center opens, and for how long.
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
} from '@aws-sdk/client-sso';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IdentityCenterInstance } from '../identityCenter/types.js';
import { TUTORIAL } from '../index.js';
import {
  alicesCenter,
  createToken,
  failure,
  HOUR_MS,
  SCOPES,
  startBench,
  whoIs,
  type Bench,
} from './identityCenterHarness.js';

const { accountId } = TUTORIAL;
const { region } = TUTORIAL.identityCenter;
const ASSIGNMENT = { userName: 'alice', permissionSet: 'Reader', accountId };

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.sandbox.stop());

describe('a token', () => {
  const accounts = (accessToken: string) => bench.portal.send(new ListAccountsCommand({ accessToken }));

  it('lasts an hour and is refreshed until the session of the portal ends', async () => {
    const instance = alicesCenter(bench);
    instance.assign(ASSIGNMENT);
    const { accessToken, refreshToken, ...client } = instance.signIn('alice', SCOPES);
    bench.sandbox.clock.setOffset(HOUR_MS + 1000);
    expect(await failure(accounts(accessToken))).toBe('401 UnauthorizedException');
    const next = await createToken(bench, client, { grantType: 'refresh_token', refreshToken });
    expect((await accounts(next.accessToken!)).accountList).toHaveLength(1);
    const reused = createToken(bench, client, { grantType: 'refresh_token', refreshToken });
    expect(await failure(reused)).toBe('400 InvalidGrantException');
    bench.sandbox.clock.setOffset(8 * HOUR_MS + 1000);
    const late = createToken(bench, client, { grantType: 'refresh_token', refreshToken: next.refreshToken });
    expect(await failure(late)).toBe('400 InvalidGrantException');
  });

  it('of the legacy configuration lasts as long as the session and cannot be refreshed', async () => {
    const { accessToken, refreshToken } = alicesCenter(bench).signIn('alice');
    expect(refreshToken).toBeUndefined();
    bench.sandbox.clock.setOffset(8 * HOUR_MS - 60_000);
    expect((await accounts(accessToken)).accountList).toEqual([]);
    bench.sandbox.clock.setOffset(8 * HOUR_MS + 1000);
    expect(await failure(accounts(accessToken))).toBe('401 UnauthorizedException');
  });

  it('ends at sign-out', async () => {
    const { accessToken, refreshToken, ...client } = alicesCenter(bench).signIn('alice', SCOPES);
    await bench.portal.send(new LogoutCommand({ accessToken }));
    expect(await failure(accounts(accessToken))).toBe('401 UnauthorizedException');
    expect(await failure(createToken(bench, client, { grantType: 'refresh_token', refreshToken }))).toBe(
      '400 InvalidGrantException',
    );
  });

  it('ends when an administrator ends the sessions', async () => {
    const instance = alicesCenter(bench);
    instance.assign(ASSIGNMENT);
    const { accessToken } = instance.signIn('alice');
    expect((await accounts(accessToken)).accountList).toHaveLength(1);
    instance.endSessions('alice');
    expect(await failure(accounts(accessToken))).toBe('401 UnauthorizedException');
  });

  it('is listed as a secret with everything else that was handed out', async () => {
    const instance = alicesCenter(bench);
    instance.assign(ASSIGNMENT);
    const { accessToken, refreshToken, ...client } = instance.signIn('alice', SCOPES);
    expect(bench.sandbox.issuedTokens()).toEqual(
      expect.arrayContaining([client.clientSecret, accessToken, refreshToken]),
    );
    const { credentials } = await whoIs(bench, accessToken, accountId, 'Reader');
    expect(bench.sandbox.issued().map(({ sessionToken }) => sessionToken)).toContain(credentials.sessionToken);
    const records = JSON.stringify(bench.sandbox.requests);
    expect(bench.sandbox.issuedTokens().filter((secret) => records.includes(secret))).toEqual([]);
  });
});

describe('the portal', () => {
  const tokenOf = (instance: IdentityCenterInstance) => instance.signIn('alice').accessToken;

  it('lists accounts and roles in pages', async () => {
    const instance = alicesCenter(bench);
    const ids = Array.from({ length: 5 }, (_, index) => `20000000000${index}`);
    for (const id of ids) {
      instance.addAccount({ accountId: id, name: `Account ${id}`, email: `${id}@example.com` });
      instance.assign({ userName: 'alice', permissionSet: 'Reader', accountId: id });
    }
    const accessToken = tokenOf(instance);
    const first = await bench.portal.send(new ListAccountsCommand({ accessToken, maxResults: 3 }));
    const { nextToken } = first;
    const second = await bench.portal.send(new ListAccountsCommand({ accessToken, maxResults: 3, nextToken }));
    expect([first, second].map(({ accountList }) => accountList?.map((account) => account.accountId))).toEqual([
      ids.slice(0, 3),
      ids.slice(3),
    ]);
    expect(second.nextToken ?? undefined).toBeUndefined();
    const roles = await bench.portal.send(new ListAccountRolesCommand({ accessToken, accountId: ids[0] }));
    expect(roles.roleList).toEqual([{ accountId: ids[0], roleName: 'Reader' }]);
    const invalid = bench.portal.send(new ListAccountsCommand({ accessToken, nextToken: 'nonsense' }));
    expect(await failure(invalid)).toBe('400 InvalidRequestException');
  });

  it.each([
    ['a role that is not assigned', { roleName: 'Other' }, '403 ForbiddenException'],
    ['an account that is unknown', { accountId: '999999999999' }, '404 ResourceNotFoundException'],
    ['no account at all', { accountId: 'x' }, '400 InvalidRequestException'],
    ['no token', { accessToken: 'x' }, '401 UnauthorizedException'],
  ])('refuses %s', async (_, more, expected) => {
    const instance = alicesCenter(bench);
    instance.assign(ASSIGNMENT);
    const input = { accessToken: tokenOf(instance), accountId, roleName: 'Reader', ...more };
    expect(await failure(bench.portal.send(new GetRoleCredentialsCommand(input)))).toBe(expected);
  });

  it('takes a role back with its assignment', async () => {
    const instance = alicesCenter(bench);
    const roleArn = instance.assign(ASSIGNMENT);
    expect(roleArn).toContain(`:role/aws-reserved/sso.amazonaws.com/${region}/AWSReservedSSO_Reader_`);
    const accessToken = tokenOf(instance);
    expect((await whoIs(bench, accessToken, accountId, 'Reader')).arn).toContain('/alice');
    instance.unassign(ASSIGNMENT);
    const input = { accessToken, accountId, roleName: 'Reader' };
    expect(await failure(bench.portal.send(new GetRoleCredentialsCommand(input)))).toBe('403 ForbiddenException');
    expect(await failure(bench.portal.send(new ListAccountRolesCommand({ accessToken, accountId })))).toBe(
      '403 ForbiddenException',
    );
  });

  it('words a refusal as AWS does', async () => {
    const headers = { 'x-amz-sso_bearer_token': 'x' };
    const answer = await fetch(`${bench.sandbox.endpoint}/assignment/accounts`, { headers });
    expect(await answer.json()).toEqual({
      message: 'Session token not found or invalid',
      __type: 'com.amazonaws.switchboard.portal#UnauthorizedException',
    });
    expect(answer.headers.get('x-amzn-errortype')).toMatch(/^UnauthorizedException:/);
  });

  it.each([
    ['ListAccounts', 429, 'TooManyRequestsException'],
    ['ListAccounts', 500, 'InternalServerException'],
  ])('fails on demand', async (operation, status, code) => {
    bench.sandbox.addFault({ operation, effect: { kind: 'error', status, code, message: 'Later' } });
    const call = bench.portal.send(new ListAccountsCommand({ accessToken: tokenOf(alicesCenter(bench)) }));
    expect(await failure(call)).toBe(`${status} ${code}`);
    expect(bench.sandbox.requests.at(-1)).toMatchObject({ operation, status, errorCode: code });
  });

  it('lends short sessions on demand', async () => {
    const instance = alicesCenter(bench);
    instance.assign(ASSIGNMENT);
    bench.sandbox.addFault({ operation: 'GetRoleCredentials', effect: { kind: 'brief', seconds: 120 } });
    const { expiration } = await whoIs(bench, tokenOf(instance), accountId, 'Reader');
    expect(expiration - Date.now()).toBeLessThanOrEqual(120_000);
  });
});
