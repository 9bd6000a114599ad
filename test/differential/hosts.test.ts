// Which of AWS's own hosts somebody's configuration leads to: told by a proxy that lets nobody through.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { arn, keys, profile, type Case } from './case.js';
import { findCli } from './cli.js';
import { enterDecoys, type Decoys } from './decoys.js';
import { byCli, byUs } from './resolve.js';
import { startWorld, type World } from './world.js';

let world: World;
let decoys: Decoys;
const cli = await findCli();
let proxy: Server;
let asked: Set<string>;

beforeAll(async () => {
  world = await startWorld();
  decoys = await enterDecoys();
  proxy = createServer().listen(0, '127.0.0.1');
  proxy.on('connect', ({ url }, socket) => {
    asked.add(url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await once(proxy, 'listening');
});
beforeEach(() => {
  asked = new Set();
});
afterAll(async () => {
  proxy.close();
  proxy.closeAllConnections();
  await Promise.all([world.stop(), cli.stop()]);
  await decoys.leave();
});

const own = (...lines: readonly string[]): string => profile('dev', keys('anna'), ...lines);
const role = (partition: string, ...lines: readonly string[]): string =>
  profile('dev', `role_arn = ${arn('dev', partition)}`, 'source_profile = base', ...lines);
const sso = (region: string, ...lines: readonly string[]): string =>
  profile(
    'dev',
    'sso_start_url = <startUrl>',
    `sso_region = ${region}`,
    'sso_account_id = 123456789012',
    'sso_role_name = Reader',
    ...lines,
  );

/** A configuration, variables beside it, and the host that it names. */
type Row = readonly [what: string, config: string, env: Case['env'], host: string];

const ROWS: readonly Row[] = [
  ['a region', own('region = eu-west-1'), {}, 'sts.eu-west-1.amazonaws.com'],
  ['a younger region', own('region = il-central-1'), {}, 'sts.il-central-1.amazonaws.com'],
  ['FIPS', own('region = us-east-1', 'use_fips_endpoint = true'), {}, 'sts-fips.us-east-1.amazonaws.com'],
  [
    'FIPS by a variable',
    own('region = us-west-2'),
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    'sts-fips.us-west-2.amazonaws.com',
  ],
  [
    'FIPS, not by a variable',
    own('region = us-west-2', 'use_fips_endpoint = true'),
    { AWS_USE_FIPS_ENDPOINT: '' },
    'sts.us-west-2.amazonaws.com',
  ],
  ['FIPS that says yes', own('region = us-west-2', 'use_fips_endpoint = yes'), {}, 'sts.us-west-2.amazonaws.com'],
  ['dual stack', own('region = us-east-1', 'use_dualstack_endpoint = TRUE'), {}, 'sts.us-east-1.api.aws'],
  [
    'both',
    own('region = us-east-1', 'use_dualstack_endpoint = true', 'use_fips_endpoint = true'),
    {},
    'sts-fips.us-east-1.api.aws',
  ],
  ['legacy STS', own('region = eu-west-1', 'sts_regional_endpoints = legacy'), {}, 'sts.amazonaws.com'],
  [
    'legacy STS in a younger region',
    own('region = il-central-1', 'sts_regional_endpoints = legacy'),
    {},
    'sts.il-central-1.amazonaws.com',
  ],
  [
    'legacy STS by a variable',
    own('region = eu-west-1'),
    { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' },
    'sts.amazonaws.com',
  ],
  [
    'legacy STS, not by a variable',
    own('region = eu-west-1', 'sts_regional_endpoints = legacy'),
    { AWS_STS_REGIONAL_ENDPOINTS: 'regional' },
    'sts.eu-west-1.amazonaws.com',
  ],
  [
    'legacy STS with FIPS',
    own('region = us-east-1', 'sts_regional_endpoints = legacy', 'use_fips_endpoint = true'),
    {},
    'sts-fips.us-east-1.amazonaws.com',
  ],
  [
    'no endpoints at all',
    own('region = eu-west-1', 'endpoint_url = <endpoint>'),
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    'sts.eu-west-1.amazonaws.com',
  ],
  [
    'no endpoints at all, by the profile',
    own('region = eu-west-1', 'endpoint_url = <endpoint>', 'ignore_configured_endpoint_urls = true'),
    {},
    'sts.eu-west-1.amazonaws.com',
  ],
  ['China', role('aws-cn', 'region = cn-northwest-1'), {}, 'sts.cn-northwest-1.amazonaws.com.cn'],
  ['GovCloud', role('aws-us-gov', 'region = us-gov-west-1'), {}, 'sts.us-gov-west-1.amazonaws.com'],
  [
    'GovCloud with FIPS',
    role('aws-us-gov', 'region = us-gov-west-1', 'use_fips_endpoint = true'),
    {},
    'sts.us-gov-west-1.amazonaws.com',
  ],
  ['an isolated region', role('aws-iso', 'region = us-iso-east-1'), {}, 'sts.us-iso-east-1.c2s.ic.gov'],
  ['the European cloud', role('aws-eusc', 'region = eusc-de-east-1'), {}, 'sts.eusc-de-east-1.amazonaws.eu'],
  ['Identity Center', sso('us-east-1', 'region = eu-west-1'), {}, 'portal.sso.us-east-1.amazonaws.com'],
];

describe('the AWS CLI and the extension go to the same host', () => {
  it.each(ROWS.filter(([what]) => cli.major === 1 || !what.startsWith('legacy STS')))(
    '%s',
    async (_, config, env, host) => {
      const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const direct = { AWS_ENDPOINT_URL: undefined, AWS_DEFAULT_REGION: undefined, ...env };
      await byCli({ what: '', config, env: { ...direct, HTTPS_PROXY: address } }, world, cli.run);
      const byTheCli = asked;
      asked = new Set();
      vi.stubEnv('HTTPS_PROXY', address);
      await byUs({ what: '', config, env: direct }, world);
      vi.unstubAllEnvs();
      expect({ cli: byTheCli, extension: asked }).toEqual({
        cli: new Set([`${host}:443`]),
        extension: new Set([`${host}:443`]),
      });
    },
  );
});
