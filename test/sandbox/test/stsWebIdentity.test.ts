import { AssumeRoleWithWebIdentityCommand, type AssumeRoleWithWebIdentityCommandInput } from '@aws-sdk/client-sts';
import { SignJWT, type JWTPayload } from 'jose';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startIdentityProvider } from '../idp/index.js';
import { createSigner, type Signer } from '../idp/signer.js';
import { seedTutorial, startSandbox, type Sandbox } from '../index.js';
import { ACCOUNT, allow, Clients, failure, keysOf, lifetime, policy, trust } from './stsHarness.js';

const CLIENT = 'editor';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/web`;
const ACTIONS = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'];
const NO_KEY =
  "400 InvalidIdentityToken: Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";

let signer: Signer;
let stranger: Signer;
let sandbox: Sandbox;
let clients: Clients;
let server: Server;
/** What the issuer answers, by path. */
let pages: Record<string, { status?: number; body: string } | undefined>;
let issuer: string;
let name: string;
let provider: string;

beforeAll(async () => {
  [signer, stranger] = await Promise.all([createSigner(), createSigner()]);
});
beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
  server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    response.writeHead(page ? (page.status ?? 200) : 404).end(page?.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  name = `${origin}/pool`;
  issuer = `http://${name}`;
  pages = {
    '/pool/.well-known/openid-configuration': { body: JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }) },
    '/pool/keys': { body: JSON.stringify(signer.jwks) },
  };
  provider = sandbox.iam.createOpenIdConnectProvider({
    accountId: ACCOUNT,
    url: issuer,
    clientIds: [CLIENT, 'other'],
  }).arn;
  createRole();
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await sandbox.stop();
});

function createRole(actions: readonly string[] = ACTIONS, condition?: object, more: readonly object[] = []): void {
  sandbox.iam.createRole({
    accountId: ACCOUNT,
    name: 'web',
    trustPolicy: policy(trust({ Federated: provider }, actions, condition)),
    maxSessionDuration: 7200,
    inlinePolicies: { it: policy(allow('s3:List*'), ...more) },
  });
}

/** A token as the issuer signs it, but for the claims given. */
async function token(
  claims: Readonly<Record<string, unknown>> = {},
  by: Signer = signer,
  kid = by.kid,
): Promise<string> {
  const now = Math.floor(sandbox.clock.now() / 1000);
  const payload = { iss: issuer, sub: 'anna-sub', aud: CLIENT, iat: now, exp: now + 600, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(by.privateKey);
}

type Input = Partial<AssumeRoleWithWebIdentityCommandInput>;
async function redeem(WebIdentityToken: string | Promise<string>, input: Input = {}) {
  const required = { RoleArn: ROLE, RoleSessionName: 'anna', WebIdentityToken: await WebIdentityToken };
  return clients.sts().send(new AssumeRoleWithWebIdentityCommand({ ...required, ...input }));
}

describe('AssumeRoleWithWebIdentity', () => {
  it('makes a session of the role', async () => {
    const answer = await redeem(token());
    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/web/anna` },
      SubjectFromWebIdentityToken: 'anna-sub',
      Audience: CLIENT,
      Provider: issuer,
    });
    expect(lifetime(sandbox, answer.Credentials)).toBe(3600);
    const keys = keysOf(answer.Credentials);
    expect(await clients.arn(keys)).toBe(answer.AssumedRoleUser?.Arn);
    expect(await clients.abilities(keys)).toBe('list');
    expect(Object.keys(sandbox.requests[0]!.parameters)).not.toContain('WebIdentityToken');
  });

  it("takes the sandbox's own identity provider's tokens", async () => {
    const idp = await startIdentityProvider({ clock: sandbox.clock });
    idp.addUser({ sub: 'anna-sub', email: 'anna@example.com' });
    idp.addClient({ clientId: CLIENT, redirectUris: [] });
    const options = { accountId: ACCOUNT, url: idp.issuer, clientIds: [CLIENT] };
    const { arn } = sandbox.iam.createOpenIdConnectProvider(options);
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ Federated: arn }, ACTIONS)));
    const ask = { user: 'anna-sub', clientId: CLIENT };
    expect((await redeem(idp.idToken(ask))).Provider).toBe(idp.issuer);
    expect(await failure(redeem(idp.idToken({ ...ask, fault: 'unknownKey' })))).toBe(NO_KEY);
    await idp.stop();
  });

  it('lasts as asked within what the role allows, whenever the token ends', async () => {
    const answer = await redeem(token(), { DurationSeconds: 7200 });
    expect(lifetime(sandbox, answer.Credentials)).toBe(7200);
    expect(await failure(redeem(token(), { DurationSeconds: 7201 }))).toContain('exceeds the MaxSessionDuration');
  });

  it('is for the authorized party, where the token names one', async () => {
    expect((await redeem(token({ aud: ['x', 'y'], azp: 'other' }))).Audience).toBe('other');
    expect((await redeem(token({ aud: ['x', 'other'] }))).Audience).toBe('other');
    expect(await failure(redeem(token({ aud: CLIENT, azp: 'x' })))).toContain('Incorrect token audience');
  });

  it('narrows the session by policies', async () => {
    const answer = await redeem(token(), { Policy: JSON.stringify(policy(allow('s3:PutObject'))) });
    expect(await clients.abilities(keysOf(answer.Credentials))).toBe('nothing');
  });
});

describe('a token that AWS refuses:', () => {
  it.each<[string, () => Promise<string>, string]>([
    [
      'no JWT',
      () => Promise.resolve('Atza|access-token'),
      '400 InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    ],
    ['without an audience', () => token({ aud: undefined }), '400 InvalidIdentityToken: Missing a required claim: aud'],
    ['without an end', () => token({ exp: undefined }), '400 InvalidIdentityToken: Missing a required claim: exp'],
    ['for another client', () => token({ aud: 'x' }), '400 InvalidIdentityToken: Incorrect token audience'],
    [
      'of another issuer',
      () => token({ iss: 'https://other.example.com' }),
      '400 InvalidIdentityToken: No OpenIDConnect provider found in your account for https://other.example.com',
    ],
    ['signed by an unknown key', () => token({}, stranger), NO_KEY],
    [
      "signed by a stranger in the known key's name",
      () => token({}, stranger, signer.kid),
      '400 InvalidIdentityToken: The web identity token that was passed could not be validated.',
    ],
    [
      'not yet valid',
      () => token({ nbf: Math.floor(sandbox.clock.now() / 1000) + 600 }),
      '400 InvalidIdentityToken: The web identity token that was passed could not be validated.',
    ],
    [
      'without a signature',
      async () => `${(await token()).split('.').slice(0, 2).join('.')}.`,
      '400 InvalidIdentityToken: The web identity token that was passed could not be validated.',
    ],
  ])('%s', async (_what, make, answer) => {
    expect(await failure(redeem(make()))).toBe(answer);
  });

  it('one that has expired', async () => {
    const end = Math.floor(sandbox.clock.now() / 1000) - 1;
    expect(await failure(redeem(token({ exp: end })))).toMatch(
      new RegExp(
        `^400 ExpiredTokenException: Token expired: current date/time \\d{10} must be before the expiration date/time ${end}$`,
      ),
    );
  });

  it("one for an account that has no such provider, even where another's has", async () => {
    const elsewhere = 'arn:aws:iam::999999999999:role/web';
    expect(await failure(redeem(token(), { RoleArn: elsewhere }))).toBe(
      `400 InvalidIdentityToken: No OpenIDConnect provider found in your account for ${issuer}`,
    );
  });
});

describe('an issuer', () => {
  const unreachable =
    '400 IDPCommunicationError: The identity provider (IDP) that was asked to verify the incoming identity token could not be reached.';
  const configuration = '/pool/.well-known/openid-configuration';

  it.each<[string, () => void, string]>([
    ['that is not there', () => void server.close(), unreachable],
    ['that fails', () => (pages[configuration] = { status: 503, body: '' }), unreachable],
    ['without configuration', () => (pages[configuration] = undefined), NO_KEY],
    ['whose configuration is none', () => (pages[configuration] = { body: '<html>' }), NO_KEY],
    [
      'that is another',
      () => (pages[configuration] = { body: JSON.stringify({ issuer: 'http://else', jwks_uri: `${issuer}/keys` }) }),
      NO_KEY,
    ],
    ['without keys', () => (pages['/pool/keys'] = undefined), NO_KEY],
    ['whose keys are none', () => (pages['/pool/keys'] = { body: '{}' }), NO_KEY],
  ])('%s gets nobody a session', async (_what, spoil, answer) => {
    spoil();
    expect(await failure(redeem(token()))).toBe(answer);
  });
});

describe('the trust policy', () => {
  const denied = (action = 'sts:AssumeRoleWithWebIdentity') => `403 AccessDenied: Not authorized to perform ${action}`;

  it.each<[string, () => object, boolean]>([
    ['the audience', () => ({ StringEquals: { [`${name}:aud`]: CLIENT } }), true],
    ['another audience', () => ({ StringEquals: { [`${name}:aud`]: 'other' } }), false],
    ['the subject', () => ({ StringLike: { [`${name}:sub`]: 'anna-*' } }), true],
    ['another subject', () => ({ StringLike: { [`${name}:sub`]: 'bob-*' } }), false],
  ])('may ask for %s', async (_what, condition, passes) => {
    createRole(ACTIONS, condition());
    if (passes) expect((await redeem(token())).Audience).toBe(CLIENT);
    else expect(await failure(redeem(token()))).toBe(denied());
  });

  it('must name the provider and the action', async () => {
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ Federated: `${provider}s` }, ACTIONS)));
    expect(await failure(redeem(token()))).toBe(denied());
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ Federated: provider }, 'sts:AssumeRoleWithSAML')));
    expect(await failure(redeem(token()))).toBe(denied());
  });

  it('must allow tags and a source identity', async () => {
    createRole(['sts:AssumeRoleWithWebIdentity']);
    const tags = { 'https://aws.amazon.com/tags': { principal_tags: { team: ['blue'] } } };
    expect(await failure(redeem(token(tags)))).toBe(denied('sts:TagSession'));
    const sourced = { 'https://aws.amazon.com/source_identity': 'anna' };
    expect(await failure(redeem(token(sourced)))).toBe(denied('sts:SetSourceIdentity'));
  });
});

it.each<[string, JWTPayload]>([
  ['nested', { 'https://aws.amazon.com/tags': { principal_tags: { team: ['blue'] }, transitive_tag_keys: ['team'] } }],
  [
    'flattened',
    {
      'https://aws.amazon.com/tags/principal_tags/team': 'blue',
      'https://aws.amazon.com/tags/transitive_tag_keys': ['team'],
    },
  ],
])("the token's tags, %s, and source identity stay with the session", async (_what, claims) => {
  const conditions = {
    StringEquals: { 'aws:PrincipalTag/team': 'blue', 'aws:SourceIdentity': 'anna', 'aws:FederatedProvider': provider },
  };
  createRole(ACTIONS, { 'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': ['team'] } }, [
    allow('s3:PutObject', { Condition: conditions }),
  ]);
  const answer = await redeem(token({ ...claims, 'https://aws.amazon.com/source_identity': 'anna' }));
  expect(answer.SourceIdentity).toBe('anna');
  expect(await clients.abilities(keysOf(answer.Credentials))).toBe('list and put');
});
