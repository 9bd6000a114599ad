// Which variables lead the AWS CLI to a proxy: the same that lead the extension there.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { devNull, tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { PROXY_CASES, type ProxyCase } from '../support/proxyCases.js';
import { findCli } from './cli.js';

const cli = await findCli();
afterAll(() => cli.stop());

const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'us-west-2',
  AWS_DEFAULT_REGION: 'us-west-2',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_MAX_ATTEMPTS: '1',
};

/** Whether the CLI turns to the proxy; what comes of its call does not matter. */
async function turnsToProxy({ variables, url }: ProxyCase): Promise<boolean> {
  let asked = 0;
  const proxy = createServer((_, response) => {
    asked += 1;
    response.writeHead(403).end();
  });
  proxy.on('connect', (_, socket) => {
    asked += 1;
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const own = Object.entries(variables).map(([name, value]) => [name, value.replace('PROXY', address)]);
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: devNull,
    ...KEYS,
    ...(Object.fromEntries(own) as Record<string, string>),
  };
  const argv = ['sts', 'get-caller-identity', '--endpoint-url', url, '--cli-connect-timeout', '5'];
  await cli.run({ argv, env, cwd: tmpdir(), input: '', timeout: 30 });
  proxy.close();
  proxy.closeAllConnections();
  return asked > 0;
}

describe.concurrent('the AWS CLI is led to a proxy, or not, as our own table says', () => {
  it.each(PROXY_CASES.map((each) => [each.what, each] as const))('%s', async (_, given) => {
    expect(await turnsToProxy(given)).toBe(given.proxied);
  });
});
