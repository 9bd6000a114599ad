// A SOCKS proxy of the environment is one that the editor knows, and we do not.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { changeSettings } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

/** No DNS server knows it: only the proxy can reach it. */
const ENDPOINT = 'http://sts.sandbox.invalid';

describe('a SOCKS proxy', () => {
  let sandbox: Sandbox;
  let proxy: Server;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    proxy = await startSocksProxy(Number(new URL(sandbox.endpoint).port));
    const { accessKeyId, secretAccessKey, region, readOnlyRoleArn } = TUTORIAL;
    workbench = await openWorkbench({
      settings: { 'http.proxySupport': 'off' },
      aws: {
        config: `[profile far]\nregion = ${region}\nendpoint_url = ${ENDPOINT}\nrole_arn = ${readOnlyRoleArn}\nsource_profile = keys\n`,
        credentials: `[keys]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
      },
      env: { HTTP_PROXY: `socks5://127.0.0.1:${(proxy.address() as AddressInfo).port}` },
    });
  });

  afterAll(async () => {
    proxy.close();
    await sandbox.stop();
  });

  async function assume(): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('far');
    await workbench.quickInput.choose('far');
  }

  it('is not passed by where the editor is told to use none', async () => {
    await assume();
    const toast = await workbench.toast('which is no HTTP proxy');
    expect(toast.text).toContain('HTTP_PROXY names socks5://127.0.0.1:');
    expect(sandbox.requests).toEqual([]);
    await workbench.screenshot('socks-refused');
    await toast.close();
  });

  it('is the editor’s to use otherwise', async () => {
    changeSettings(workbench, 'User', { 'http.proxySupport': 'override' });
    await workbench.reload();
    await assume();
    await workbench.waitForStatus('far 59m');
  });
});

/** Takes everybody to this port, whatever host they ask for (RFC 1928, without authentication). */
async function startSocksProxy(port: number): Promise<Server> {
  const server = createServer((client) => void serve(client, port));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function serve(client: Socket, port: number): Promise<void> {
  client.on('error', () => undefined);
  await once(client, 'data');
  client.write(Buffer.from([5, 0]));
  await once(client, 'data');
  const target = connect(port, '127.0.0.1');
  target.on('error', () => client.destroy());
  await once(target, 'connect');
  client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
  client.pipe(target).pipe(client);
}
