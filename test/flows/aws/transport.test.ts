import { Agent as HttpsAgent } from 'node:https';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { agentsFor } from '../../../src/aws/transport/agents.js';
import { certificateAuthorities } from '../../../src/aws/transport/caBundle.js';
import { executePlan, openS3 } from '../../../src/aws/index.js';
import type { Endpoints } from '../../../src/model/plan/plan.js';
import { createSigner, type Signer } from '../../sandbox/idp/signer.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { hop as sampleHop, liveSession, plan } from '../../support/samples.js';
import { refusal } from './context.js';
import { SILENT, unasked } from './interaction.js';
import { startFront, startProxy, type Front, type Proxy } from './proxies.js';
import type { SourceKeys } from '../../../src/model/session/credentials.js';

const ACCOUNT = '123456789012';

let sandbox: Sandbox;
let keys: SourceKeys;
let anna: string;
let signer: Signer;
let tls: Front;
let plain: Front;
let proxy: Proxy;
let folder: string;
/** PEM of the authority that vouches for `tls`. */
let caBundle: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { iam } = sandbox;
  iam.createAccount(ACCOUNT);
  const user = iam.createUser({ accountId: ACCOUNT, name: 'anna' });
  anna = user.arn;
  keys = { accessKeyId: user.accessKeyId, secretAccessKey: user.secretAccessKey };
  const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
  const policy = { Version: '2012-10-17', Statement: [allow('sts:AssumeRole', '*'), allow('s3:*', '*')] };
  iam.putUserPolicy(anna, 'all', policy);
  const trusting = (AWS: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
  });
  const near = iam.createRole({
    accountId: ACCOUNT,
    name: 'near',
    trustPolicy: trusting(anna),
    inlinePolicies: { all: policy },
  });
  iam.createRole({ accountId: ACCOUNT, name: 'far', trustPolicy: trusting(near.arn) });
  signer = await createSigner();
  folder = await mkdtemp(path.join(tmpdir(), 'transport-'));
  caBundle = path.join(folder, 'ca.pem');
  await writeFile(caBundle, `A company's own authority\n${signer.certificatePem}`);
});
beforeEach(async () => {
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'ALL_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
  [tls, plain, proxy] = await Promise.all([
    startFront(sandbox.endpoint, signer),
    startFront(sandbox.endpoint),
    startProxy(),
  ]);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([tls.stop(), plain.stop(), proxy.stop()]);
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

function run(endpoints: Endpoints, roles: readonly string[] = []) {
  const hops = roles.map((name) => {
    const hop = sampleHop({}, name);
    return { ...hop, role: { ...hop.role, arn: `arn:aws:iam::${ACCOUNT}:role/${name}` } };
  });
  return executePlan(plan({ hops, endpoints }), {
    environment: { variables: {}, userName: 'me', hostName: 'desk', homeDirectory: '/home/me' },
    secrets: { readStaticKeys: () => Promise.resolve(keys), readProcess: unasked },
    interaction: SILENT,
    signal: new AbortController().signal,
  });
}

/** S3 under the user's own keys. */
function s3(endpoints: Endpoints) {
  const credentials = { ...keys, sessionToken: '' };
  return openS3({ session: liveSession({ endpoints, credentials }), region: 'us-west-2' });
}

it('a service whose address cannot be told says why, and the others are reached', async () => {
  const why = 'services names the section “none”, which does not exist.';
  const endpoints = { sts: sandbox.endpoint, refusal: why };
  await expect(run(endpoints)).resolves.toMatchObject({ arn: anna });
  expect(() => s3(endpoints)).toThrow(why);
});

describe('ca_bundle', () => {
  it('makes a company’s own authority trusted, by STS and S3', async () => {
    await expect(run({ all: tls.endpoint, caBundle })).resolves.toMatchObject({ arn: anna });
    await expect(s3({ all: tls.endpoint, caBundle }).listBuckets({})).resolves.toMatchObject({ buckets: [] });
  });

  it('is not read for plain http', async () => {
    const missing = path.join(folder, 'missing.pem');
    await expect(run({ all: sandbox.endpoint, caBundle: missing })).resolves.toMatchObject({ arn: anna });
  });

  it('is needed for it', async () => {
    expect(await refusal(run({ all: tls.endpoint }))).toMatch(
      /certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\).*ca_bundle/,
    );
  });

  it('takes the place of the authorities that the system trusts, and is read again when it changes', async () => {
    const other = path.join(folder, 'other.pem');
    await writeFile(other, (await createSigner()).certificatePem);
    expect(await refusal(run({ all: tls.endpoint, caBundle: other }))).toMatch(/is not trusted/);
    await writeFile(other, signer.certificatePem);
    await utimes(other, new Date(), new Date(Date.now() + 5000));
    await expect(run({ all: tls.endpoint, caBundle: other })).resolves.toMatchObject({ arn: anna });
  });

  it.each<[string, string | undefined, RegExp]>([
    ['missing', undefined, /broken\.pem cannot be read: there is no such file/],
    ['no certificate', 'hello', /broken\.pem, which ca_bundle or AWS_CA_BUNDLE names, holds no PEM certificate/],
    [
      'damaged',
      '-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n',
      /Certificate 1 in .*broken\.pem, which ca_bundle or AWS_CA_BUNDLE names, is damaged/,
    ],
  ])('is named when it is %s', async (_, content, text) => {
    const file = path.join(folder, 'broken.pem');
    await (content === undefined ? rm(file, { force: true }) : writeFile(file, content));
    expect(await refusal(run({ all: tls.endpoint, caBundle: file }))).toMatch(text);
    expect(await refusal(s3({ all: tls.endpoint, caBundle: file }).listBuckets({}))).toMatch(text);
  });
});

describe('proxies', () => {
  it('pass TLS on by CONNECT, with the user of the URL, and ca_bundle holds behind them', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://me:p%40ss@127.0.0.1:${proxy.port}`);
    await expect(run({ all: tls.endpoint, caBundle })).resolves.toMatchObject({ arn: anna });
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${tls.port}`]);
    expect(proxy.users).toEqual(['me:p@ss']);
    expect(await refusal(run({ all: tls.endpoint }))).toMatch(/is not trusted \(DEPTH_ZERO/);
  });

  it('pass plain http on', async () => {
    vi.stubEnv('http_proxy', `http://me:pass@127.0.0.1:${proxy.port}`);
    await expect(run({ all: plain.endpoint })).resolves.toMatchObject({ arn: anna });
    expect(proxy.asked).toEqual([`POST ${plain.endpoint}/`]);
    expect(proxy.users).toEqual(['me:pass']);
  });

  it('serve S3 as well', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`);
    await s3({ all: tls.endpoint, caBundle }).listBuckets({});
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${tls.port}`]);
  });

  it.each(['127.0.0.1', '*', 'example.com, 127.0.0.1'])('are left out for NO_PROXY=%s', async (hosts) => {
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('NO_PROXY', hosts);
    await expect(run({ all: tls.endpoint, caBundle })).resolves.toMatchObject({ arn: anna });
    expect(proxy.asked).toEqual([]);
  });

  it('of ALL_PROXY are left out', async () => {
    vi.stubEnv('ALL_PROXY', 'http://127.0.0.1:1');
    await expect(run({ all: tls.endpoint, caBundle })).resolves.toMatchObject({ arn: anna });
  });

  it.each(['socks5', 'socks5h', 'socks4'])('of the kind %s are not passed by: nobody is called', async (kind) => {
    vi.stubEnv('HTTPS_PROXY', `${kind}://me:MARKED@127.0.0.1:1080`);
    const before = sandbox.requests.length;
    const text = await refusal(run({ all: tls.endpoint, caBundle }));
    expect(text).toContain(`HTTPS_PROXY names ${kind}://127.0.0.1:1080, which is no HTTP proxy`);
    expect(text).not.toContain('MARKED');
    expect(sandbox.requests).toHaveLength(before);
  });

  it('of a kind that nobody takes do not matter where NO_PROXY leaves them out', async () => {
    vi.stubEnv('HTTPS_PROXY', 'socks5://127.0.0.1:1080');
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    await expect(run({ all: tls.endpoint, caBundle })).resolves.toMatchObject({ arn: anna });
  });

  it('may be named without a scheme, as for the CLI', async () => {
    vi.stubEnv('https_proxy', `me:pass@127.0.0.1:${proxy.port}`);
    await expect(run({ all: tls.endpoint, caBundle })).resolves.toMatchObject({ arn: anna });
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${tls.port}`]);
    expect(proxy.users).toEqual(['me:pass']);
  });

  it.each([
    [
      407,
      /^The proxy http:\/\/127\.0\.0\.1:\d+ wants a user name and password, and does not accept those it was given/,
    ],
    [403, /^The proxy http:\/\/127\.0\.0\.1:\d+ did not connect \(403\)/],
    [502, /did not connect \(502\)/],
  ])('say why they do not connect: %i', async (status, text) => {
    vi.stubEnv('HTTPS_PROXY', `http://me:MARKED@127.0.0.1:${proxy.port}`);
    proxy.refuse = status;
    const message = await refusal(run({ all: tls.endpoint, caBundle }));
    expect(message).toMatch(text);
    expect(message).not.toContain('MARKED');
    expect(proxy.asked).toHaveLength(1);
  });

  it('want a password for plain http too', async () => {
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${proxy.port}`);
    proxy.refuse = 407;
    expect(await refusal(run({ all: plain.endpoint }))).toMatch(/^The proxy .* wants a user name and password \(407\)/);
  });

  it.each([
    ['is not there', 'http://me:MARKED@127.0.0.1:1', /^The proxy http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONN/],
    ['has an odd address', 'http://me:MARKED@:x', /^HTTPS_PROXY or HTTP_PROXY is not a URL/],
  ])('are named when one %s, without the password', async (_, url, text) => {
    vi.stubEnv('HTTPS_PROXY', url);
    const message = await refusal(run({ all: tls.endpoint, caBundle }));
    expect(message).toMatch(text);
    expect(message).not.toContain('MARKED');
  });

  it('show which of AWS’s hosts are asked', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`);
    proxy.refuse = 403;
    const hosts = async (endpoints: Endpoints) => {
      proxy.asked.length = 0;
      await refusal(run(endpoints));
      await refusal(s3(endpoints).listBuckets({}));
      return proxy.asked;
    };
    expect(await hosts({})).toEqual([
      'CONNECT sts.us-west-2.amazonaws.com:443',
      'CONNECT s3.us-west-2.amazonaws.com:443',
    ]);
    expect(await hosts({ fips: true })).toEqual([
      'CONNECT sts-fips.us-west-2.amazonaws.com:443',
      'CONNECT s3-fips.us-west-2.amazonaws.com:443',
    ]);
    expect(await hosts({ dualstack: true })).toEqual([
      'CONNECT sts.us-west-2.api.aws:443',
      'CONNECT s3.dualstack.us-west-2.amazonaws.com:443',
    ]);
  });
});

describe('connections', () => {
  it.each([
    ['straight', () => undefined],
    ['through a proxy', () => vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`)],
  ])('are used again by the hops of a chain, %s', async (_, prepare) => {
    prepare();
    const { arn } = await run({ all: tls.endpoint, caBundle }, ['near', 'far']);
    expect(arn).toContain(':assumed-role/far/');
    await run({ all: tls.endpoint, caBundle });
    expect(tls.connections()).toBe(1);
  });

  it('survive a server that closes them meanwhile', async () => {
    await run({ all: sandbox.endpoint });
    sandbox.addFault({ operation: 'GetCallerIdentity', times: 1, effect: { kind: 'reset', afterBytes: 0 } });
    await expect(run({ all: sandbox.endpoint })).resolves.toMatchObject({ arn: anna });
  });

  it('keep their authorities where the editor puts its own proxy agent in the place of ours', async () => {
    const authorities = await certificateAuthorities(caBundle);
    for (const through of [undefined, new URL('http://127.0.0.1:1')]) {
      const { https } = agentsFor(through, authorities);
      expect(https).toBeInstanceOf(HttpsAgent);
      expect(https.options.ca).toEqual(authorities.certificates);
    }
  });
});

describe('an address that is configured', () => {
  it.each([[{ fips: true as const }], [{ dualstack: true as const }]])(
    'is the address, also with %j',
    async (setting) => {
      await expect(run({ all: plain.endpoint, ...setting })).resolves.toMatchObject({ arn: anna });
      await expect(s3({ s3: plain.endpoint, ...setting }).listBuckets({})).resolves.toMatchObject({ buckets: [] });
      expect(plain.connections()).toBe(1);
    },
  );
});
