import { once } from 'node:events';
import { request, type Agent, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agentsFor, newAgents } from '../../../../src/aws/transport/agents.js';
import { UserError } from '../../../../src/base/errors.js';
import { startFront, startProxy, type Front, type Proxy } from '../../../flows/aws/proxies.js';
import { createSigner, type Signer } from '../../../sandbox/idp/signer.js';
import { startHttpServer, type HttpServer } from '../../../support/httpServer.js';

let signer: Signer;
let behind: HttpServer;
let tls: Front;
let proxy: Proxy;

beforeAll(async () => {
  signer = await createSigner();
});
beforeEach(async () => {
  behind = await startHttpServer();
  behind.answer = (_, response) => void response.end('here');
  [tls, proxy] = await Promise.all([startFront(behind.endpoint, signer), startProxy()]);
});
afterEach(() => Promise.all([behind.stop(), tls.stop(), proxy.stop()]));

const url = (credentials = '') => new URL(`http://${credentials}127.0.0.1:${proxy.port}`);
const authorities = () => ({ id: 'ours', certificates: [signer.certificatePem] });

/** What a GET gives by the agent. */
async function get(address: string, agent: Agent): Promise<string> {
  const sent = (address.startsWith('https:') ? tlsRequest : request)(address, { agent });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

describe('agents', () => {
  it('are the same for the same proxy and authorities, and no others', () => {
    const some = [
      agentsFor(undefined, undefined),
      agentsFor(undefined, authorities()),
      agentsFor(undefined, { ...authorities(), id: 'changed' }),
      agentsFor(url(), undefined),
      agentsFor(url(), authorities()),
      agentsFor(url('me:pass@'), authorities()),
    ];
    expect(new Set(some).size).toBe(6);
    expect(new Set(some.map(({ key }) => key)).size).toBe(6);
    expect(agentsFor(url(), authorities())).toBe(some[4]);
  });

  it('are new where that is asked, under the same name', () => {
    const shared = agentsFor(url(), undefined);
    const fresh = newAgents(url(), undefined);
    expect(fresh).not.toBe(shared);
    expect(fresh.key).toBe(shared.key);
    expect(agentsFor(url(), undefined)).toBe(shared);
  });

  it('are kept for the last sixteen', () => {
    const of = (index: number) => agentsFor(undefined, { id: String(index), certificates: [] });
    const all = Array.from({ length: 17 }, (_, index) => of(index));
    expect(of(1)).toBe(all[1]);
    expect(of(16)).toBe(all[16]);
    expect(of(0)).not.toBe(all[0]);
  });
});

describe.each<[string, () => URL | undefined]>([
  ['straight', () => undefined],
  ['through a proxy', () => url('me:p%40ss@')],
])('connections, %s', (way, through) => {
  const isProxied = way !== 'straight';

  it('serve more than one request', async () => {
    const { http, https } = newAgents(through(), authorities());
    expect([await get(behind.endpoint, http), await get(behind.endpoint, http)]).toEqual(['here', 'here']);
    expect([await get(tls.endpoint, https), await get(tls.endpoint, https)]).toEqual(['here', 'here']);
    expect(tls.connections()).toBe(1);
    expect(proxy.users).toEqual(isProxied ? ['me:p@ss', 'me:p@ss', 'me:p@ss'] : []);
    http.destroy();
    https.destroy();
  });

  it('trust the given authorities alone', async () => {
    const { https } = newAgents(through(), undefined);
    await expect(get(tls.endpoint, https)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('close after fifteen seconds, and are fifty at most', () => {
    const { http, https } = newAgents(through(), authorities());
    for (const agent of [http, https]) {
      expect(Reflect.get(agent, 'options')).toMatchObject({ keepAlive: true, timeout: 15_000 });
      expect(agent.maxSockets).toBe(50);
    }
    expect(https.options).toMatchObject({ ca: [signer.certificatePem] });
    expect(newAgents(through(), undefined).https.options).not.toHaveProperty('ca');
  });

  it('close where the agent is destroyed', async () => {
    const { https } = newAgents(through(), authorities());
    await get(tls.endpoint, https);
    expect(await tls.open()).toBe(1);
    https.destroy();
    await expect.poll(() => tls.open(), { timeout: 5000 }).toBe(0);
  });
});

it('a proxy that does not connect is named', async () => {
  proxy.refuse = 407;
  const { https } = newAgents(url('me:MARKED@'), authorities());
  const error: unknown = await get(tls.endpoint, https).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain(`The proxy http://127.0.0.1:${proxy.port} wants a user name and password, and`);
});
