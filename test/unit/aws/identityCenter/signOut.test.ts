import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder, tokenFile } from '../../../../src/aws/identityCenter/portal.js';
import { signOutOfPortals } from '../../../../src/aws/identityCenter/signOut.js';
import type { ReachablePortal } from '../../../../src/model/plan/portal.js';
import { keptLog } from '../../../support/keptLog.js';
import { homeOfEach, keep, keptToken, LEGACY, PORTAL, refuses, says, startService } from './service.js';

const service = startService();
const home = homeOfEach();
const log = keptLog();
const here = (): ReachablePortal => ({ portal: PORTAL, endpoints: { sso: service.endpoint } });
const legacy = (): ReachablePortal => ({ portal: LEGACY, endpoints: { sso: service.endpoint } });
/** At AWS's own address, which no test may call: it has no name here. */
const nowhere = (): ReachablePortal => ({ portal: LEGACY, endpoints: { sso: 'http://127.0.0.1:9' } });
const cache = () => cacheFolder(home.path);
const signOut = (only: ReachablePortal | undefined, portals = [here(), legacy()]) =>
  signOutOfPortals({ homeDirectory: home.path, portals, only, log });
const told = () =>
  service
    .askedOf('/logout')
    .map(({ headers }) => headers['x-amz-sso_bearer_token'])
    .sort();

beforeEach(async () => {
  log.lines.splice(0);
  service.answer('/logout', says({}));
  await keep(tokenFile(PORTAL, home.path), keptToken());
  await keep(tokenFile(LEGACY, home.path), keptToken({ accessToken: 'legacy token' }));
});

describe('signing out of one portal', () => {
  it('deletes its token alone, and tells the portal', async () => {
    expect(await signOut(here())).toEqual({ count: 1, untold: 0, unread: 0 });
    expect(await readdir(cache())).toEqual([basename(tokenFile(LEGACY, home.path))]);
    expect(told()).toEqual(['kept token']);
  });

  it('leaves alone what the AWS CLI got with others', async () => {
    const file = join(home.path, '.aws', 'cli', 'cache', 'a.json');
    await keep(file, { ProviderType: 'sso' });
    await signOut(here());
    expect(await readdir(join(file, '..'))).toEqual(['a.json']);
  });

  it.each([
    ['UnauthorizedException', 401],
    ['InvalidRequestException', 400],
  ])('is done where the portal does not take the token any more: %s', async (code, status) => {
    service.answer('/logout', refuses(code, {}, status));
    expect(await signOut(here())).toEqual({ count: 1, untold: 0, unread: 0 });
    expect(log.lines).toEqual([]);
  });

  it('says that the portal refused to be told, and the log says how', async () => {
    service.answer('/logout', refuses('TooManyRequestsException', {}, 429));
    expect(await signOut(here())).toEqual({ count: 1, untold: 1, unread: 0 });
    expect(log.lines).toEqual([
      expect.stringMatching(/^corp: the portal was not told .*\n  because TooManyRequestsException.* status 429/),
    ]);
  });

  it('says that the portal could not be told, and the log says why', async () => {
    expect(await signOut(nowhere(), [nowhere()])).toEqual({ count: 1, untold: 1, unread: 0 });
    expect(log.lines).toEqual([
      expect.stringMatching(/: the portal was not told .* cannot be reached .*\n  because .*ECONNREFUSED/),
    ]);
    expect(await readdir(cache())).toEqual([basename(tokenFile(PORTAL, home.path))]);
  });

  it('says so too where its address cannot be told', async () => {
    const refused = { portal: LEGACY, endpoints: { refusal: 'No such partition' } };
    expect(await signOut(refused, [refused])).toEqual({ count: 1, untold: 1, unread: 0 });
    expect(log.lines).toEqual([expect.stringContaining('No such partition')]);
  });

  it('is done already where nobody is signed in', async () => {
    await signOut(here());
    expect(await signOut(here())).toEqual({ count: 0, untold: 0, unread: 0 });
    expect(told()).toHaveLength(1);
  });
});

describe('signing out of all', () => {
  it('deletes every token, and tells each portal where it is configured to be', async () => {
    expect(await signOut(undefined)).toEqual({ count: 2, untold: 0, unread: 0 });
    expect(await readdir(cache())).toEqual([]);
    expect(told()).toEqual(['kept token', 'legacy token']);
  });

  it('takes the configured region for a token that names none', async () => {
    await keep(tokenFile(PORTAL, home.path), keptToken({ region: undefined }));
    expect(await signOut(undefined)).toEqual({ count: 2, untold: 0, unread: 0 });
    expect(told()).toEqual(['kept token', 'legacy token']);
  });

  it('cannot tell whose a token is that names no region and that nobody configured', async () => {
    await keep(tokenFile(PORTAL, home.path), keptToken({ region: undefined }));
    expect(await signOut(undefined, [legacy()])).toEqual({ count: 2, untold: 1, unread: 0 });
    expect(told()).toEqual(['legacy token']);
    expect(await readdir(cache())).toEqual([]);
    const of = tokenFile(PORTAL, home.path);
    expect(log.lines).toEqual([`${of}: no portal was told of the sign-out, for its region is not known`]);
  });

  it('asks AWS about a token that nobody configured, in the region that it names', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer().on('connect', ({ url }, socket) => {
      asked.push(url);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    vi.stubEnv('https_proxy', undefined);
    const file = tokenFile(PORTAL, home.path);
    expect(await signOut(undefined, [legacy()])).toEqual({ count: 2, untold: 1, unread: 0 });
    expect(new Set(asked)).toEqual(new Set(['portal.sso.eu-west-1.amazonaws.com:443']));
    expect(log.lines).toEqual([expect.stringContaining(`${file}: the portal was not told of the sign-out`)]);
    expect(told()).toEqual(['legacy token']);
    vi.unstubAllEnvs();
    proxy.close();
  });

  it('deletes what the AWS CLI got with them, and nothing else', async () => {
    const folder = join(home.path, '.aws', 'cli', 'cache');
    await keep(join(folder, 'a.json'), { ProviderType: 'sso' });
    await keep(join(folder, 'b.json'), { ProviderType: 'assume-role' });
    await keep(join(folder, 'c.json'), { Credentials: {} });
    await writeFile(join(folder, 'd.json'), '{"ProviderType": "sso"');
    await mkdir(join(folder, 'e'));
    await signOut(undefined);
    expect((await readdir(folder)).sort()).toEqual(['b.json', 'c.json', 'd.json', 'e']);
  });

  it('passes over what cannot be read, which the log names with its cause', async () => {
    const odd = ['cli', 'sso'].map((tool) => join(home.path, '.aws', tool, 'cache', 'odd.json'));
    for (const folder of odd) await mkdir(folder, { recursive: true });
    expect(await signOut(undefined)).toEqual({ count: 2, untold: 0, unread: 1 });
    expect(log.lines.toSorted()).toEqual(
      odd.map((file) => expect.stringMatching(`^${file} was passed over: .*not a regular file`) as unknown),
    );
  });

  it('of a token that cannot be deleted tells the portal all the same, and says what to do', async () => {
    const file = tokenFile(PORTAL, home.path);
    const makeFolder = () => {
      rmSync(file);
      mkdirSync(file); // which is not deleted as a file is
    };
    service.answer('/logout', says({}, makeFolder));
    await expect(signOut(here())).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`${file} cannot be deleted (`) as string,
    });
    expect(told()).toHaveLength(1);
  });

  it('passes over a cache that is no folder, which the log names', async () => {
    const file = join(home.path, '.aws', 'cli', 'cache');
    await keep(file, {});
    expect(await signOut(undefined)).toEqual({ count: 2, untold: 0, unread: 0 });
    expect(log.lines).toEqual([expect.stringMatching(`^${file} was passed over: .*ENOTDIR`)]);
  });
});
