// Between the extension and AWS: the editor's own proxy setting, and the environment's.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationTarget, workspace } from 'vscode';
import { TUTORIAL } from '../sandbox/index.js';
import { Stage } from './stage.js';

/** No DNS server knows it: only the proxy can reach it. */
const ENDPOINT = 'http://sts.sandbox.invalid';
/** NO_PROXY of the editor names it. */
const DIRECT_ENDPOINT = 'http://sts.direct.invalid';

describe('a proxy', () => {
  let stage: Stage;
  let proxy: Server;
  let passed: string[];

  beforeEach(async () => {
    stage = await Stage.set();
    passed = [];
    proxy = createServer((incoming, outgoing) => {
      passed.push(new URL(incoming.url ?? '').host);
      const forwarded = request(
        stage.sandbox.endpoint,
        { method: incoming.method, headers: incoming.headers, path: new URL(incoming.url ?? '').pathname },
        (reply) => {
          outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
          reply.pipe(outgoing);
        },
      );
      incoming.pipe(forwarded);
    });
    await farRole('far', ENDPOINT);
  });

  afterEach(async () => {
    await stage.strike();
    proxy.closeAllConnections();
    proxy.close();
  });

  const farRole = (name: string, endpoint_url: string) =>
    stage.profile(name, {
      role_arn: TUTORIAL.readOnlyRoleArn,
      source_profile: 'ststestprofile',
      endpoint_url,
    });

  async function listen(port: number): Promise<string> {
    proxy.listen(port, '127.0.0.1');
    await once(proxy, 'listening');
    return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  }

  it('of the environment is used, but for the hosts of NO_PROXY', async () => {
    await listen(Number(new URL(process.env['HTTP_PROXY'] ?? '').port));
    await farRole('direct', DIRECT_ENDPOINT);
    assert.match(await stage.refused('profile:direct'), /sts\.direct\.invalid cannot be reached/);
    assert.deepEqual(passed, []);
    await stage.assume('profile:far');
    assert.deepEqual(passed, [new URL(ENDPOINT).host]);
  });

  it('of the editor’s settings is used', async () => {
    const http = workspace.getConfiguration('http');
    await http.update('proxy', await listen(0), ConfigurationTarget.Global);
    stage.atEnd(() => http.update('proxy', undefined, ConfigurationTarget.Global));
    await stage.assume('profile:far');
    assert.deepEqual(passed, [new URL(ENDPOINT).host]);
  });
});
