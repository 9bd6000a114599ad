// Signing in to Identity Center as SDKs and browsers do.
import { createHash, randomBytes } from 'node:crypto';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { CreateTokenCommandInput, RegisterClientCommandInput } from '@aws-sdk/client-sso-oidc';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TUTORIAL } from '../index.js';
import {
  createToken,
  DEVICE,
  failure,
  HOUR_MS,
  press,
  register,
  SCOPES,
  startBench,
  startDevice,
  whoIs,
  type Bench,
  type Client,
} from './identityCenterHarness.js';

const { startUrl, region, userName, otherAccountId, readOnly, powerUser } = TUTORIAL.identityCenter;
const { accountId } = TUTORIAL;
const CALLBACK = 'http://127.0.0.1/oauth/callback';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.sandbox.stop());

const poll = (client: Client, deviceCode: string) => createToken(bench, client, { grantType: DEVICE, deviceCode });

const sessionArn = (account: string, permissionSet: string) =>
  new RegExp(`^arn:aws:sts::${account}:assumed-role/AWSReservedSSO_${permissionSet}_[0-9a-f]{16}/${userName}$`);

describe('with a device code', () => {
  it('shows the code, waits for the user, and yields a token that opens a role', async () => {
    const client = await register(bench);
    const { deviceCode, userCode, page } = await startDevice(bench, client);
    expect(await failure(poll(client, deviceCode))).toBe('400 AuthorizationPendingException');
    expect(await (await fetch(page)).text()).toContain(userCode);
    expect(await (await press(page, 'Allow')).text()).toContain('Request approved');
    const token = await poll(client, deviceCode);
    expect(token).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600 });
    const { arn, credentials, expiration } = await whoIs(bench, token.accessToken!, accountId, readOnly);
    expect(arn).toMatch(sessionArn(accountId, readOnly));
    expect(Math.abs(expiration - Date.now() - HOUR_MS)).toBeLessThan(60_000);
    const s3 = new S3Client({ region, endpoint: bench.sandbox.endpoint, credentials, forcePathStyle: true });
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toContain(TUTORIAL.bucket);
    expect(await failure(poll(client, deviceCode))).toBe('400 InvalidGrantException');
  });

  it('says in AWS’s own form what is wrong', async () => {
    const client = await register(bench);
    const { deviceCode } = await startDevice(bench, client);
    const body = JSON.stringify({ ...client, grantType: DEVICE, deviceCode });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${bench.sandbox.endpoint}/token`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('AuthorizationPendingException');
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.json()).toMatchObject({ error: 'authorization_pending' });
  });

  it('takes a code typed by hand on the page without one', async () => {
    const client = await register(bench);
    const { deviceCode, userCode } = await startDevice(bench, client);
    const entry = await (await fetch(`${bench.sandbox.endpoint}/device`)).text();
    expect(entry).toContain('name="user_code"');
    await press(`${bench.sandbox.endpoint}/device?user_code=${userCode.toLowerCase()}`, 'Allow');
    expect((await poll(client, deviceCode)).accessToken).toBeDefined();
    expect((await fetch(`${bench.sandbox.endpoint}/device?user_code=${userCode}`)).status).toBe(400);
  });

  it('ends when the user denies it', async () => {
    const client = await register(bench);
    const { deviceCode, page } = await startDevice(bench, client);
    expect(await (await press(page, 'Deny')).text()).toContain('Request denied');
    expect(await failure(poll(client, deviceCode))).toBe('400 AccessDeniedException');
  });

  it('expires after ten minutes', async () => {
    const client = await register(bench);
    const { deviceCode, page } = await startDevice(bench, client);
    bench.sandbox.clock.setOffset(601_000);
    expect((await fetch(page)).status).toBe(400);
    expect(await failure(poll(client, deviceCode))).toBe('400 ExpiredTokenException');
  });

  it('slows down who polls without a pause', async () => {
    const client = await register(bench);
    const { deviceCode } = await startDevice(bench, client);
    const polls: string[] = [];
    for (let count = 0; count < 6; count += 1) polls.push(await failure(poll(client, deviceCode)));
    expect(polls.slice(0, 2)).toEqual(Array(2).fill('400 AuthorizationPendingException'));
    expect(polls).toContain('400 SlowDownException');
  });

  it('is answered by the test itself where there is no browser', async () => {
    const instance = bench.sandbox.identityCenter.instance(startUrl);
    const client = await register(bench);
    const { deviceCode, userCode } = await startDevice(bench, client);
    const [code] = instance.pendingUserCodes();
    expect(code).toBe(userCode);
    instance.answer(code!, { allow: userName });
    expect(instance.pendingUserCodes()).toEqual([]);
    expect((await poll(client, deviceCode)).accessToken).toBeDefined();
  });
});

describe('with an authorization code', () => {
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = 'http://127.0.0.1:45678/oauth/callback';
  const registerBrowser = () =>
    register(bench, {
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [CALLBACK],
      issuerUrl: startUrl,
    });

  const authorizeUrl = (client: Client, more: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: redirectUri,
      state: 'st&te',
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      scopes: SCOPES.join(' '),
      ...more,
    });
    return `${bench.sandbox.endpoint}/authorize?${query.toString()}`;
  };
  const locationOf = (response: Response) => new URL(response.headers.get('location')!);
  const redeem = (client: Client, code: string, more: Partial<CreateTokenCommandInput> = {}) =>
    createToken(bench, client, { grantType: 'authorization_code', code, redirectUri, codeVerifier: verifier, ...more });

  it('comes back to the loopback address, whatever its port, and redeems the code once', async () => {
    const client = await registerBrowser();
    const back = locationOf(await press(authorizeUrl(client), 'Allow'));
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(back.searchParams.get('state')).toBe('st&te');
    const code = back.searchParams.get('code')!;
    const { accessToken } = await redeem(client, code);
    expect((await whoIs(bench, accessToken!, otherAccountId, powerUser)).arn).toMatch(
      sessionArn(otherAccountId, powerUser),
    );
    expect(await failure(redeem(client, code))).toBe('400 InvalidGrantException');
  });

  it('tells the client that the user said no', async () => {
    const back = locationOf(await press(authorizeUrl(await registerBrowser()), 'Deny'));
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('st&te');
  });

  it.each([
    ['another verifier', { codeVerifier: randomBytes(32).toString('base64url') }],
    ['another redirect', { redirectUri: 'http://127.0.0.1:1/oauth/callback' }],
  ])('refuses %s than it was asked with', async (_, more) => {
    const client = await registerBrowser();
    const code = locationOf(await press(authorizeUrl(client), 'Allow')).searchParams.get('code')!;
    expect(await failure(redeem(client, code, more))).toBe('400 InvalidGrantException');
  });

  it.each([
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scopes: 'sso:other:scope' }, 'invalid_scope'],
  ])('sends %o back as %s', async (more, error) => {
    const answer = await fetch(authorizeUrl(await registerBrowser(), more), { redirect: 'manual' });
    expect(locationOf(answer).searchParams.get('error')).toBe(error);
  });

  it.each([
    { client_id: 'unknown' },
    { redirect_uri: 'http://127.0.0.1:1/elsewhere' },
    { redirect_uri: 'https://a.example/' },
  ])('sends nobody anywhere for %o', async (more) => {
    const answer = await fetch(authorizeUrl(await registerBrowser(), more), { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });
});

describe('a registration', () => {
  it.each<[Partial<RegisterClientCommandInput>, string]>([
    [{ clientType: 'confidential' }, '400 InvalidClientMetadataException'],
    [{ scopes: ['not a scope'] }, '400 InvalidScopeException'],
    [{ grantTypes: ['password'] }, '400 UnsupportedGrantTypeException'],
    [{ grantTypes: ['authorization_code'], redirectUris: ['http://example.com/'] }, '400 InvalidRedirectUriException'],
    [{ issuerUrl: 'https://nobody.awsapps.com/start' }, '400 InvalidRequestException'],
  ])('with %o is refused', async (input, expected) => {
    expect(await failure(register(bench, input))).toBe(expected);
  });

  it('is good for 90 days', async () => {
    const client = await register(bench);
    bench.sandbox.clock.setOffset(90 * 24 * HOUR_MS + 1000);
    expect(await failure(startDevice(bench, client))).toBe('401 InvalidClientException');
  });

  it('is needed, with its secret', async () => {
    const client = await register(bench);
    expect(await failure(startDevice(bench, { ...client, clientSecret: 'wrong' }))).toBe('401 InvalidClientException');
    const unknown = startDevice(bench, client, 'https://no.example/start');
    expect(await failure(unknown)).toBe('400 InvalidRequestException');
  });

  it('of a browser client may not use device codes', async () => {
    const client = await register(bench, {
      grantTypes: ['authorization_code'],
      redirectUris: [CALLBACK],
      issuerUrl: startUrl,
    });
    expect(await failure(startDevice(bench, client))).toBe('400 UnauthorizedClientException');
  });
});
