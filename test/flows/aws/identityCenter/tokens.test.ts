// Tokens that are kept: used, refreshed, replaced, and known to nobody else.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signInToPortal } from '../../../../src/aws/identityCenter/token.js';
import { TUTORIAL } from '../../../sandbox/index.js';
import { startFront } from '../proxies.js';
import {
  accessOf,
  alter,
  assume,
  browsing,
  cached,
  cacheFile,
  confirming,
  filesOf,
  inMinutes,
  LEGACY,
  openDesk,
  operations,
  SOURCE,
  type Desk,
} from './harness.js';

const { otherAccountId, powerUser, startUrl } = TUTORIAL.identityCenter;

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.leave());

const signedIn = () => signInToPortal(accessOf(desk, browsing('Allow')));
/** The browser must not open: every question fails. */
const quietly = () => assume(desk, {});
const refuse = (operation: string, status: number, code: string) =>
  desk.sandbox.addFault({ operation, times: 1, effect: { kind: 'error', status, code, message: 'Said so' } });

describe('a kept token', () => {
  it('is used without a word, for every role of the portal', async () => {
    await signedIn();
    expect((await quietly()).arn).toContain(':assumed-role/AWSReservedSSO_S3ReadOnly_');
    const source = { ...SOURCE, accountId: otherAccountId, roleName: powerUser };
    expect((await assume(desk, {}, { source })).arn).toContain(
      `${otherAccountId}:assumed-role/AWSReservedSSO_PowerUser_`,
    );
    expect(operations(desk).filter((name) => name === 'CreateToken')).toHaveLength(1);
  });

  it('that an older AWS CLI dated with “UTC” is used', async () => {
    await signedIn();
    await alter(desk, { expiresAt: inMinutes(60).replace('Z', 'UTC') });
    await quietly();
    expect(operations(desk).filter((name) => name === 'CreateToken')).toHaveLength(1);
  });

  it('of the legacy keys lies under the start URL', async () => {
    await signInToPortal(accessOf(desk, confirming('Allow'), { portal: LEGACY }));
    const { accessToken } = await cached(desk, startUrl);
    expect((await assume(desk, {}, { source: LEGACY })).arn).toContain('AWSReservedSSO_');
    expect((await cached(desk, startUrl))['accessToken']).toBe(accessToken);
  });

  it.each([
    ['is no JSON', '{"accessToken": "half'],
    ['is empty', ''],
    ['is a list', '[]'],
    ['holds no token', '{"expiresAt": "2999-01-01T00:00:00Z"}'],
    ['has no date', '{"accessToken": "old", "expiresAt": "soon"}'],
  ])('file that %s leads to a sign-in, which repairs it', async (_, text) => {
    await mkdir(dirname(cacheFile(desk)), { recursive: true });
    await writeFile(cacheFile(desk), text);
    const pages: string[] = [];
    await assume(desk, browsing('Allow', pages));
    expect((await quietly()).arn).toContain('AWSReservedSSO_');
    expect(pages).toHaveLength(1);
    const { accessToken, expiresAt } = await cached(desk);
    expect(accessToken).not.toBe('old');
    expect(Date.parse(expiresAt!)).toBeGreaterThan(Date.now());
  });

  it('that cannot be read is named, and the browser stays shut', async () => {
    await mkdir(cacheFile(desk), { recursive: true });
    await expect(quietly()).rejects.toThrow(/^The sign-in in .*\.json cannot be read \([^)]+\)/);
  });
});

describe('a token near its end', () => {
  it('is refreshed without a word, and what others wrote in the file stays', async () => {
    await signedIn();
    await alter(desk, { expiresAt: inMinutes(14), note: 'of another tool' });
    const before = await cached(desk);
    await quietly();
    const after = await cached(desk);
    expect(after['accessToken']).not.toBe(before['accessToken']);
    expect(after['refreshToken']).not.toBe(before['refreshToken']);
    expect(after['note']).toBe('of another tool');
    expect(after['clientId']).toBe(before['clientId']);
    expect(Date.parse(after['expiresAt']!)).toBeGreaterThan(Date.now() + 50 * 60_000);
  });

  it('is refreshed also when it is over', async () => {
    await signedIn();
    await alter(desk, { expiresAt: inMinutes(-600), accessToken: 'long gone' });
    expect((await quietly()).arn).toContain('AWSReservedSSO_');
  });

  it('is used while it lasts when it cannot be refreshed', async () => {
    await signedIn();
    await alter(desk, { expiresAt: inMinutes(5), refreshToken: 'used up' });
    await quietly();
    expect((await cached(desk))['refreshToken']).toBe('used up');
  });

  it('is not refreshed twice when two want it', async () => {
    await signedIn();
    await alter(desk, { expiresAt: inMinutes(1) });
    await Promise.all([quietly(), quietly(), quietly()]);
    expect(operations(desk).filter((name) => name === 'CreateToken')).toHaveLength(2);
  });

  it('gives way to the one that another window has refreshed meanwhile', async () => {
    await signedIn();
    const fresh = await cached(desk);
    await alter(desk, { expiresAt: inMinutes(-1), accessToken: 'old', refreshToken: 'used up' });
    // The other window writes its token while AWS turns ours down.
    const server = createServer((_, response) => {
      void alter(desk, fresh).then(() => {
        response.writeHead(400, { 'x-amzn-ErrorType': 'InvalidGrantException', 'content-type': 'application/json' });
        response.end('{"error": "invalid_grant"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const ssoOidc = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { arn } = await assume(desk, {}, { plan: { endpoints: { all: desk.sandbox.endpoint, ssoOidc } } });
    server.close();
    expect(arn).toContain('AWSReservedSSO_');
    expect(await cached(desk)).toEqual(fresh);
  });

  it('that was refreshed and cannot be kept is used all the same, and the log says so', async () => {
    await signedIn();
    await alter(desk, { expiresAt: inMinutes(-1) });
    const front = await startFront(desk.sandbox.endpoint, undefined, async () => {
      await rm(cacheFile(desk));
      await mkdir(join(cacheFile(desk), 'in the way'), { recursive: true });
    });
    const warnings: string[] = [];
    const warn = (message: string, error: unknown) => void warnings.push(message, String(error));
    const plan = { endpoints: { all: desk.sandbox.endpoint, ssoOidc: front.endpoint } };
    const { arn } = await assume(desk, { warn }, { plan }).finally(() => front.stop());
    expect(arn).toContain('AWSReservedSSO_');
    expect(warnings.join(': ')).toMatch(
      /^The sign-in to sandbox was renewed: UserError: The sign-in in .* cannot be read/,
    );
  });

  it.each([
    ['its refresh token is refused', { refreshToken: 'revoked' }],
    ['its client’s registration has expired', { registrationExpiresAt: inMinutes(-1) }],
    ['there is nothing to refresh it with', { refreshToken: undefined }],
  ])('leads to a sign-in when it is over and %s', async (_, changes) => {
    await signedIn();
    await alter(desk, { expiresAt: inMinutes(-1), ...changes });
    const pages: string[] = [];
    await assume(desk, browsing('Allow', pages));
    expect(pages).toHaveLength(1);
    await quietly();
  });

  it('opens no browser while AWS is out of reach', async () => {
    await signedIn();
    await alter(desk, { expiresAt: inMinutes(-1) });
    const plan = { endpoints: { ssoOidc: 'http://127.0.0.1:9', sso: desk.sandbox.endpoint } };
    await expect(assume(desk, {}, { plan })).rejects.toThrow('cannot be reached (ECONNREFUSED)');
    expect((await cached(desk))['refreshToken']).toBeDefined();
  });
});

describe('a token that AWS refuses', () => {
  it('is dropped, and the user signs in once more', async () => {
    await signedIn();
    await alter(desk, { accessToken: 'ended by an administrator' });
    const pages: string[] = [];
    expect((await assume(desk, browsing('Allow', pages))).arn).toContain('AWSReservedSSO_');
    expect(pages).toHaveLength(1);
    expect((await cached(desk))['accessToken']).not.toContain('administrator');
  });

  it('is dropped once by two who find out at the same time', async () => {
    await signedIn();
    await alter(desk, { accessToken: 'ended by an administrator' });
    const pages: string[] = [];
    await Promise.all([assume(desk, browsing('Allow', pages)), assume(desk, browsing('Allow', pages))]);
    expect(pages).toHaveLength(1);
  });

  it('fails when the new one is refused as well', async () => {
    await signedIn();
    const pages: string[] = [];
    refuse('GetRoleCredentials', 401, 'UnauthorizedException');
    refuse('GetRoleCredentials', 401, 'UnauthorizedException');
    await expect(assume(desk, browsing('Allow', pages))).rejects.toThrow(
      'IAM Identity Center refuses the new sign-in to sandbox as well',
    );
    expect(pages).toHaveLength(1);
  });
});

describe('secrets', () => {
  it('lie in the AWS CLI’s cache and nowhere else, and in no message', async () => {
    const said: string[] = [];
    const heard = { ...browsing('Allow'), report: (step: string) => void said.push(step) };
    const { credentials } = await assume(desk, heard);
    await alter(desk, { expiresAt: inMinutes(1) });
    await assume(desk, heard);
    refuse('GetRoleCredentials', 403, 'ForbiddenException');
    await assume(desk, heard).catch((error: unknown) => said.push(String(error)));
    const files = await filesOf(desk);
    const kept = await cached(desk);
    const cache = dirname(cacheFile(desk));
    expect(files.map(({ path }) => dirname(path))).toEqual([cache, cache]);
    for (const { text } of files) {
      expect(text).not.toContain(credentials.secretAccessKey);
      expect(text).not.toContain(credentials.sessionToken);
    }
    for (const secret of [kept['accessToken'], kept['refreshToken'], kept['clientSecret']]) {
      expect(said.join('\n')).not.toContain(secret);
    }
    expect(said).toContainEqual(expect.stringContaining('no access'));
  });
});
