import { AssumeRoleWithSAMLCommand, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stsAddress, stsClient } from '../../../../src/aws/sts/stsClient.js';
import type { Endpoints } from '../../../../src/model/plan/plan.js';
import { startProxy } from '../../../flows/aws/proxies.js';
import { breaking, startHttpServer, type HttpServer } from '../../../support/httpServer.js';
import { plan } from '../../../support/samples.js';
import { identifying, lending, refusing } from '../../../support/stsReplies.js';

const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const IDENTITY = new GetCallerIdentityCommand({});

let sts: HttpServer;

beforeEach(async () => {
  sts = await startHttpServer();
  sts.answer = identifying('arn:x');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sts.stop();
});

const here = () => plan({ endpoints: { sts: sts.endpoint } });

async function using<T>(client: STSClient, work: (client: STSClient) => Promise<T>): Promise<T> {
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

const call = (client: STSClient) => using(client, (each) => each.send(IDENTITY));

describe('a client for STS', () => {
  it('signs with the keys, for the region', async () => {
    await call(stsClient(here(), { ...KEYS, sessionToken: 'token' }, 0));
    const { authorization, 'x-amz-security-token': token } = sts.received[0]!.headers;
    expect(authorization).toMatch(/ Credential=AKIAEXAMPLE\/\d{8}\/us-west-2\/sts\/aws4_request,/);
    expect(token).toBe('token');
  });

  it('signs with the time of AWS', async () => {
    await call(stsClient(here(), KEYS, 3_600_000));
    const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)T(\d{4})/.exec(
      String(sts.received[0]!.headers['x-amz-date']),
    )!;
    const sent = Date.parse(`${year}-${month}-${day}T${time!.slice(0, 2)}:${time!.slice(2)}:00Z`);
    expect(Math.abs(sent - Date.now() - 3_600_000)).toBeLessThan(300_000);
  });

  it('without keys signs nothing, and looks for none', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAOFTHEMACHINE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    sts.answer = lending();
    const client = stsClient(here(), undefined, 0);
    const input = { RoleArn: 'arn:aws:iam::123456789012:role/x', PrincipalArn: 'arn:aws:iam::1:saml-provider/x' };
    await using(client, (each) => each.send(new AssumeRoleWithSAMLCommand({ ...input, SAMLAssertion: 'PHNhbWw+' })));
    expect(sts.received[0]?.headers).not.toHaveProperty('authorization');
    expect(await client.config.credentials()).toMatchObject({ accessKeyId: 'unsigned', secretAccessKey: 'unsigned' });
  });

  it.each([
    [false, 3],
    [true, 1],
  ])('with a code that is good once, %s, calls %i times where STS fails', async (oneTime, times) => {
    sts.answer = refusing('InternalFailure', 'oh', 500);
    await expect(call(stsClient(here(), KEYS, 0, oneTime))).rejects.toThrow('oh');
    expect(sts.received).toHaveLength(times);
  });

  it('calls again by itself where a connection breaks', async () => {
    sts.answer = breaking;
    await expect(call(stsClient(here(), KEYS, 0))).rejects.toThrow();
    expect(sts.received).toHaveLength(3);
  });

  it('takes a connection of its own for a code that is good once, and no other', async () => {
    await call(stsClient(here(), KEYS, 0));
    await call(stsClient(here(), KEYS, 0));
    expect(sts.sockets).toHaveLength(1);
    await call(stsClient(here(), KEYS, 0, true));
    await call(stsClient(here(), KEYS, 0, true));
    expect(sts.sockets).toHaveLength(3);
  });

  it.each<[Endpoints, string, string]>([
    [{}, 'us-west-2', 'sts.us-west-2.amazonaws.com'],
    [{ globalSts: true }, 'us-west-2', 'sts.amazonaws.com'],
    [{ fips: true }, 'us-west-2', 'sts-fips.us-west-2.amazonaws.com'],
    [{}, 'cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
  ])('asks of AWS’s own hosts, for %j in %s, %s', async (endpoints, region, host) => {
    const proxy = await startProxy();
    proxy.refuse = 403;
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`);
    await expect(call(stsClient(plan({ endpoints, region }), KEYS, 0))).rejects.toThrow(/^The proxy /);
    expect(proxy.asked).toEqual([`CONNECT ${host}:443`]);
    await proxy.stop();
  });
});

it.each<[Endpoints, string]>([
  [{}, 'sts.us-west-2 (AWS)'],
  [{ all: 'http://all' }, 'http://all'],
  [{ sts: 'http://sts', all: 'http://all' }, 'http://sts'],
])('messages name where STS was asked: %j', (endpoints, address) => {
  expect(stsAddress(plan({ endpoints }))).toBe(address);
});
