import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import { signIn } from '../../sandbox/idp/browser.js';
import { startIdentityProvider, type IdentityProvider } from '../../sandbox/idp/index.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { credentialsOf, PLACE, refusal, type Circumstances } from './context.js';
import type { TokenOrigin, WebIdentitySource } from '../../../src/model/plan/source.js';

const ACCOUNT = '123456789012';
const CLIENT = 'editor';
const MINUTE = 60_000;

let sandbox: Sandbox;
let idp: IdentityProvider;
let folder: string;

beforeAll(async () => {
  [sandbox, idp] = await Promise.all([startSandbox(), startIdentityProvider()]);
  folder = await mkdtemp(path.join(tmpdir(), 'web-identity-'));
  const { iam } = sandbox;
  iam.createAccount(ACCOUNT);
  const { arn } = iam.createOpenIdConnectProvider({
    accountId: ACCOUNT,
    url: idp.issuer,
    clientIds: [CLIENT, 'secret'],
  });
  const name = idp.issuer.replace('http://', '');
  const trusting = (audience: string) => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: arn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${name}:aud`]: audience } },
      },
    ],
  });
  iam.createRole({ accountId: ACCOUNT, name: 'web', trustPolicy: trusting(CLIENT) });
  iam.createRole({ accountId: ACCOUNT, name: 'web-for-others', trustPolicy: trusting('others') });
  idp.addUser({ sub: 'anna-4711', email: 'anna@example.com' });
  const redirectUris = ['http://127.0.0.1/callback', 'http://localhost/callback'];
  idp.addClient({ clientId: CLIENT, redirectUris });
  idp.addClient({ clientId: 'secret', clientSecret: 'right', redirectUris });
});
afterEach(() => {
  sandbox.clearFaults();
  idp.faults.oidc = undefined;
});
afterAll(async () => {
  await Promise.all([sandbox.stop(), idp.stop(), rm(folder, { recursive: true })]);
});

function source(token: TokenOrigin, overrides: Partial<WebIdentitySource> & { readonly roleName?: string } = {}) {
  const { roleName = 'web', ...rest } = overrides;
  const arn = `arn:aws:iam::${ACCOUNT}:role/${roleName}`;
  return {
    kind: 'web-identity',
    role: { arn, partition: 'aws', accountId: ACCOUNT, roleName },
    sessionName: 'me-here',
    durationSeconds: undefined,
    policy: undefined,
    policyArns: [],
    token,
    place: PLACE,
    ...rest,
  } as const satisfies WebIdentitySource;
}

const here = (): Circumstances => ({ plan: { endpoints: { all: sandbox.endpoint } } });

async function inFile(text: string): Promise<TokenOrigin> {
  const file = path.join(folder, 'token');
  await writeFile(file, text);
  return { kind: 'file', file };
}

const token = (options: Partial<Parameters<IdentityProvider['idToken']>[0]> = {}) =>
  idp.idToken({ user: 'anna-4711', clientId: CLIENT, ...options });

describe('a role is assumed with a web identity token', () => {
  it.each([
    ['as it is', (text: string) => text],
    ['with a byte order mark and a line end', (text: string) => `\uFEFF${text}\r\n`],
  ])('of a file, %s', async (_, written) => {
    const origin = await inFile(written(await token()));
    const credentials = await credentialsOf(source(origin), here());
    expect(credentials).toMatchObject({ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/web/me-here` });
    expect(credentials.expiration! - Date.now()).toBeGreaterThan(59 * MINUTE);
  });

  it('of a command', async () => {
    await inFile(await token());
    const origin = { kind: 'command', command: `cat ${folder}/token` } as const;
    await expect(credentialsOf(source(origin), here())).resolves.toHaveProperty('sessionToken');
  });

  it('for as long as asked, with session policies', async () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
    });
    const policyArns = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'];
    const origin = await inFile(await token());
    const credentials = await credentialsOf(source(origin, { durationSeconds: 900, policy, policyArns }), here());
    expect(credentials.expiration! - Date.now()).toBeLessThan(16 * MINUTE);
    expect(sandbox.requests.at(-1)?.parameters).toMatchObject({
      Policy: policy,
      'PolicyArns.member.1.arn': policyArns[0],
    });
  });

  it('without a signature, and without keys to make one', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers);
      response.writeHead(400).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const origin = await inFile(await token());
    await refusal(credentialsOf(source(origin), { plan: { endpoints: { sts: endpoint } } }));
    expect(seen).toHaveLength(1);
    expect(Object.keys(seen[0]!)).not.toContain('authorization');
    expect(Object.keys(seen[0]!)).not.toContain('x-amz-security-token');
    server.close();
  });
});

describe('the user signs in at the OpenID Connect provider', () => {
  const origin = (clientId = CLIENT): TokenOrigin => ({
    kind: 'sign-in',
    issuer: idp.issuer,
    clientId,
    usesClientSecret: clientId === 'secret',
    scopes: ['openid', 'email'],
    redirectPort: undefined,
  });
  const openBrowser = ({ url }: { url: string }) => {
    void signIn(url, { user: 'anna-4711' });
    return Promise.resolve();
  };

  it('and the role is assumed', async () => {
    const credentials = await credentialsOf(source(origin()), { ...here(), interaction: { openBrowser } });
    expect(credentials.arn).toContain(':assumed-role/web/');
  });

  it('with a client secret, which is forgotten when the provider refuses it', async () => {
    const forgotten: string[] = [];
    const forgetClientSecret = (...client: string[]) => Promise.resolve(void forgotten.push(...client));
    const run = (clientSecret: string) =>
      credentialsOf(source(origin('secret')), {
        ...here(),
        interaction: { openBrowser, forgetClientSecret, clientSecret: () => Promise.resolve(clientSecret) },
      });
    // The provider takes the secret; the role is not for this client.
    expect(await refusal(run('right'))).toMatch(/may not assume .*for the audience “secret”/);
    expect(forgotten).toEqual([]);
    expect(await refusal(run('MARKED-WRONG'))).not.toContain('MARKED');
    expect(forgotten).toEqual([idp.issuer, 'secret']);
  });

  it('or does not', async () => {
    const interaction = { openBrowser: () => Promise.reject(new Cancelled()) };
    await expect(credentialsOf(source(origin()), { ...here(), interaction })).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('a role is not assumed with a web identity token, and the message says why', () => {
  const denied = async (text: string, overrides: Parameters<typeof source>[1] = {}) => {
    const message = await refusal(credentialsOf(source(await inFile(text), overrides), here()));
    expect(message).not.toContain('anna-4711');
    expect(text === '' || !message.includes(text)).toBe(true);
    return message;
  };

  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'it has expired',
      () => token({ fault: 'expired' }),
      /token has expired\. Whatever writes .*\/token has to renew it/,
    ],
    ['its audience is another', () => token({ clientId: 'another' }), /does not list its audience.*audience “another”/],
    ['its signature is broken', () => token({ fault: 'signature' }), /the signature cannot be checked/],
    ['it is empty', () => Promise.resolve('\n'), /token \(web_identity_token_file\) is empty/],
    ['it is an access token', () => Promise.resolve('abc.def'), /gives no OpenID Connect token/],
    ['it only looks like one', () => Promise.resolve('aaaa.bbbb.cccc'), /gives no OpenID Connect token/],
  ])('%s', async (_, made, text) => {
    expect(await denied(await made())).toMatch(text);
  });

  it('its issuer is unknown to the account', async () => {
    const other = await startIdentityProvider();
    other.addUser({ sub: 'anna-4711', email: 'anna@example.com' });
    const text = await other.idToken({ user: 'anna-4711', clientId: CLIENT });
    const message = await denied(text);
    expect(message).toMatch(/no OpenID Connect provider in IAM for its issuer/);
    expect(message).toContain(`The token is from ${other.issuer} for the audience “editor”.`);
    await other.stop();
  });

  it.each<[string, Parameters<typeof source>[1], RegExp]>([
    ['the role does not trust it', { roleName: 'web-for-others' }, /may not assume .*web-for-others\. Either the role/],
    ['there is no such role', { roleName: 'nobody' }, /Either the role does not exist, or its trust policy/],
    ['the session is too long', { durationSeconds: 7200 }, /7200 seconds.*probably over the role's maximum/],
  ])('%s', async (_, overrides, text) => {
    expect(await denied(await token(), overrides)).toMatch(text);
  });

  it.each([
    ['IDPCommunicationError', /could not reach the identity provider/],
    ['IDPRejectedClaim', /identity provider says that the token is no longer good/],
    ['RegionDisabledException', /STS is not activated in us-west-2/],
    ['PackedPolicyTooLarge', /session policies and tags of Assuming .* are too big together/],
  ])('STS says %s', async (code, text) => {
    const effect = { kind: 'error', status: 400, code, message: 'As the sandbox says' } as const;
    sandbox.addFault({ operation: 'AssumeRoleWithWebIdentity', effect });
    const message = await denied(await token());
    expect(message).toMatch(text);
    expect(message).toContain('AWS says: As the sandbox says.');
  });

  it.each([
    ['is missing', (file: string) => file, 'does not exist'],
    ['is a folder', (file: string) => path.dirname(file), 'cannot be read (not a regular file)'],
  ])('the file %s', async (_, where, text) => {
    const file = where(path.join(folder, 'no-such-file'));
    expect(await refusal(credentialsOf(source({ kind: 'file', file }), here()))).toBe(
      `The file ${file} (web_identity_token_file) ${text}.`,
    );
  });

  it('STS cannot be reached', async () => {
    const circumstances = { plan: { endpoints: { all: 'http://127.0.0.1:1' } } };
    expect(await refusal(credentialsOf(source(await inFile(await token())), circumstances))).toMatch(
      /STS at http:\/\/127\.0\.0\.1:1 cannot be reached/,
    );
  });
});
