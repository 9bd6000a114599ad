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

/** How often the CLI turns to the proxy; what comes of its call does not matter. PROXY may stand in the URL as well. */
async function connectionsTo({ variables, url }: Pick<ProxyCase, 'variables' | 'url'>): Promise<number> {
  let count = 0;
  const proxy = createServer((_, response) => void response.writeHead(403).end());
  proxy.on('connection', () => (count += 1));
  proxy.on('connect', (_, socket) => void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
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
  const endpoint = ['--endpoint-url', url.replace('PROXY', address)];
  const argv = ['sts', 'get-caller-identity', ...endpoint, '--cli-connect-timeout', '5'];
  await cli.run({ argv, env, cwd: tmpdir(), input: '', timeout: 30 });
  proxy.close();
  proxy.closeAllConnections();
  return count;
}

describe.concurrent('the AWS CLI is led to a proxy, or not, as our own table says', () => {
  it.each(PROXY_CASES.map((each) => [each.what, each] as const))('%s', async (_, given) => {
    expect((await connectionsTo(given)) > 0).toBe(given.proxied);
  });

  it.each(['socks5', 'socks5h', 'socks4'])('takes none of the kind %s, and does not pass it by', async (kind) => {
    const variables = { HTTP_PROXY: `${kind}://PROXY` };
    expect(await connectionsTo({ variables, url: 'http://PROXY' })).toBe(0);
    expect(await connectionsTo({ variables: {}, url: 'http://PROXY' })).toBeGreaterThan(0);
  });
});
