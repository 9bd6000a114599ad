import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import dns from 'node:dns';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientTransport } from '../../../../src/aws/transport/transport.js';
import { UserError } from '../../../../src/base/errors.js';
import type { Endpoints } from '../../../../src/model/plan/plan.js';
import { refusal } from '../../../support/refusal.js';
import { startFront, startProxy, type Front, type Proxy } from '../../../flows/aws/proxies.js';
import { createSigner, type Signer } from '../../../sandbox/idp/signer.js';
import { silent, startHttpServer, type HttpServer } from '../../../support/httpServer.js';
import { stayHere } from '../../../support/stayHere.js';
import { identifying } from '../../../support/stsReplies.js';

type Connecting = Parameters<typeof clientTransport>[2];

let folder: string;
let caBundle: string;
let signer: Signer;
let sts: HttpServer;
let tls: Front;
let proxy: Proxy;

beforeAll(async () => {
  signer = await createSigner();
  folder = await mkdtemp(path.join(tmpdir(), 'transport-'));
  caBundle = path.join(folder, 'ca.pem');
  await writeFile(caBundle, signer.certificatePem);
});
beforeEach(async () => {
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
  sts = await startHttpServer();
  sts.answer = identifying('arn:x');
  [tls, proxy] = await Promise.all([startFront(sts.endpoint, signer), startProxy()]);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([sts.stop(), tls.stop(), proxy.stop()]);
});
afterAll(() => rm(folder, { recursive: true }));

const client = (endpoints: Endpoints, connecting?: Connecting) =>
  new STSClient({
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    ...clientTransport(endpoints, 'sts', connecting),
    maxAttempts: 1,
  });

async function ask(asking: STSClient): Promise<string | undefined> {
  return (await asking.send(new GetCallerIdentityCommand({}))).Arn;
}

const http = () => `http://127.0.0.1:${proxy.port}`;

describe('the address of a service', () => {
  const facts = (endpoints: Endpoints, service: Parameters<typeof clientTransport>[1]) => {
    const { endpoint, useFipsEndpoint, useDualstackEndpoint } = clientTransport(endpoints, service);
    return { endpoint, useFipsEndpoint, useDualstackEndpoint };
  };
  const aws = { endpoint: undefined, useFipsEndpoint: false, useDualstackEndpoint: false };

  it.each<[Endpoints, object]>([
    [{}, aws],
    [{ fips: true }, { ...aws, useFipsEndpoint: true }],
    [{ dualstack: true }, { ...aws, useDualstackEndpoint: true }],
    [{ all: 'http://all' }, { ...aws, endpoint: 'http://all' }],
    [
      { all: 'http://all', sts: 'http://sts' },
      { ...aws, endpoint: 'http://sts' },
    ],
    [{ s3: 'http://s3' }, aws],
    [
      { all: 'http://all', fips: true, dualstack: true },
      { ...aws, endpoint: 'http://all' },
    ],
    [
      { sts: 'http://sts', refusal: 'No.' },
      { ...aws, endpoint: 'http://sts' },
    ],
  ])('of %j', (endpoints, expected) => {
    expect(facts(endpoints, 'sts')).toStrictEqual(expected);
  });

  it.each<Endpoints>([{ refusal: 'No.' }, { all: 'http://all', refusal: 'No.' }, { s3: 'http://s3', refusal: 'No.' }])(
    'cannot be told: %j',
    (endpoints) => {
      expect(() => facts(endpoints, 'sts')).toThrow(new UserError('No.'));
    },
  );
});

describe('a call', () => {
  it('trusts the authorities of the plan, straight and through a proxy', async () => {
    expect(await ask(client({ all: tls.endpoint, caBundle }))).toBe('arn:x');
    vi.stubEnv('HTTPS_PROXY', http());
    expect(await ask(client({ all: tls.endpoint, caBundle }))).toBe('arn:x');
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${tls.port}`]);
    await expect(ask(client({ all: tls.endpoint }))).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('reads no authorities for plain http', async () => {
    expect(await ask(client({ all: sts.endpoint, caBundle: path.join(folder, 'missing') }))).toBe('arn:x');
    expect(await refusal(ask(client({ all: tls.endpoint, caBundle: path.join(folder, 'missing') })))).toMatch(
      /cannot be read: there is no such file\.$/,
    );
  });

  it('shares its connections, unless it is to be fresh', async () => {
    const endpoints = { all: sts.endpoint };
    await ask(client(endpoints));
    await ask(client(endpoints, {}));
    expect(sts.sockets).toHaveLength(1);
    const fresh = client(endpoints, { fresh: true });
    await ask(fresh);
    await ask(fresh);
    expect(sts.sockets).toHaveLength(2);
    fresh.destroy();
  });

  it('leaves shared connections open when its client is destroyed, and closes its own', async () => {
    const endpoints = { all: tls.endpoint, caBundle };
    const shared = client(endpoints);
    await ask(shared);
    shared.destroy();
    const fresh = client(endpoints, { fresh: true });
    await ask(fresh);
    expect(await tls.open()).toBe(2);
    fresh.destroy();
    await expect.poll(() => tls.open(), { timeout: 5000 }).toBe(1);
    await ask(client(endpoints));
    expect(tls.connections()).toBe(2);
  });

  it('takes as long as it is given', async () => {
    sts.answer = silent;
    const timeouts = { requestTimeout: 20, throwOnRequestTimeout: true };
    await expect(ask(client({ all: sts.endpoint }, { timeouts }))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('takes ten seconds at most, and five to connect', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const asked = new Promise((resolve) => (sts.answer = resolve));
      const running = ask(client({ all: sts.endpoint })).catch((error: unknown) => error);
      await asked;
      vi.advanceTimersByTime(9_999);
      expect(await Promise.race([running, Promise.resolve('waits')])).toBe('waits');
      vi.advanceTimersByTime(1);
      expect(await running).toMatchObject({ name: 'TimeoutError' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('names its port to the proxy where it is another than usual', async () => {
    vi.stubEnv('HTTP_PROXY', http());
    vi.stubEnv('NO_PROXY', '127.0.0.1:1');
    expect(await ask(client({ all: sts.endpoint }))).toBe('arn:x');
    expect(proxy.asked).toEqual([`POST ${sts.endpoint}/`]);
    vi.stubEnv('NO_PROXY', new URL(sts.endpoint).host);
    expect(await ask(client({ all: sts.endpoint }))).toBe('arn:x');
    expect(proxy.asked).toHaveLength(1);
  });
});

describe('a proxy', () => {
  it('that wants a password for plain http is named, and other answers are the service’s', async () => {
    vi.stubEnv('HTTP_PROXY', http());
    proxy.refuse = 407;
    expect(await refusal(ask(client({ all: sts.endpoint })))).toBe(
      `The proxy ${http()} wants a user name and password (407). They belong into HTTPS_PROXY, before the host.`,
    );
    proxy.refuse = 403;
    await expect(ask(client({ all: sts.endpoint }))).rejects.not.toBeInstanceOf(UserError);
  });

  it.each([
    ['http://me:MARKED@127.0.0.1:1', 'http://127.0.0.1:1', 'ECONNREFUSED'],
    ['https://127.0.0.1:1', 'https://127.0.0.1:1', 'ECONNREFUSED'],
    ['http://proxy.invalid', 'http://proxy.invalid', 'ENOTFOUND|EAI_AGAIN'],
  ])('that is not there is named: %s', async (written, name, code) => {
    vi.stubEnv('HTTPS_PROXY', written);
    vi.stubEnv('HTTP_PROXY', written);
    for (const all of [tls.endpoint, sts.endpoint]) {
      expect(await refusal(ask(client({ all })))).toMatch(
        new RegExp(
          `^The proxy ${name} cannot be reached \\((${code})\\)\\. Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY\\.$`,
        ),
      );
    }
  });

  it('that is at none of its addresses is named', async () => {
    const addresses = ['::1', '127.0.0.1'].map((address) => ({ address, family: isIP(address) }));
    vi.spyOn(dns, 'lookup').mockImplementation(((_: string, __: object, done: (...found: unknown[]) => void) =>
      done(null, addresses)) as typeof dns.lookup);
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.test:1');
    expect(await refusal(ask(client({ all: tls.endpoint })))).toMatch(
      /^The proxy http:\/\/proxy\.test:1 cannot be reached/,
    );
  });

  it('is not named where another is asked in its place, as the editor may have it', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.invalid:3128');
    const elsewhere = stayHere();
    const error: unknown = await ask(client({ all: tls.endpoint })).catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    expect(elsewhere).toEqual(['proxy.invalid:3128']);
  });

  it('is not to blame where there is none', async () => {
    await expect(ask(client({ all: 'http://127.0.0.1:1' }))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    sts.answer = (_, response) => void response.writeHead(407).end();
    await expect(ask(client({ all: sts.endpoint }))).rejects.not.toBeInstanceOf(UserError);
  });

  it('is asked for AWS’s own hosts', async () => {
    vi.stubEnv('HTTPS_PROXY', http());
    proxy.refuse = 403;
    await refusal(ask(client({})));
    expect(proxy.asked).toEqual(['CONNECT sts.us-west-2.amazonaws.com:443']);
  });

  it('is not to blame for a host behind it', async () => {
    vi.stubEnv('HTTPS_PROXY', http());
    proxy.refuse = 502;
    expect(await refusal(ask(client({ all: 'https://127.0.0.1:1' })))).toMatch(/did not connect \(502\)/);
  });
});
