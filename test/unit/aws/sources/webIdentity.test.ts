import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { webIdentityCredentials } from '../../../../src/aws/sources/webIdentity.js';
import { Cancelled } from '../../../../src/base/errors.js';
import type { TokenOrigin, WebIdentitySource } from '../../../../src/model/plan/source.js';
import { signIn } from '../../../sandbox/idp/browser.js';
import { startIdentityProvider, type IdentityProvider } from '../../../sandbox/idp/index.js';
import { startHttpServer, type HttpServer } from '../../../support/httpServer.js';
import { refusal } from '../../../support/refusal.js';
import { hop, SECRET, TOKEN } from '../../../support/samples.js';
import { PLACE, sourceContext, type Circumstances } from '../../../support/sourceContext.js';
import { ENDS, lending, parametersOf, refusing } from '../../../support/stsReplies.js';

const ROLE = hop({}, 'web').role;
const ARN = 'arn:aws:sts::123456789012:assumed-role/web/me';
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${part({ alg: 'RS256' })}.${part({ iss: 'https://idp', aud: 'editor', sub: 'anna-4711' })}.c2ln`;

let folder: string;
let sts: HttpServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'web-identity-'));
});
beforeEach(async () => {
  sts = await startHttpServer();
  sts.answer = lending(ARN);
});
afterEach(() => sts.stop());
afterAll(() => rm(folder, { recursive: true }));

const file = () => path.join(folder, 'token');

function run(token: TokenOrigin, changes: Partial<WebIdentitySource> = {}, circumstances: Circumstances = {}) {
  const source: WebIdentitySource = {
    kind: 'web-identity',
    role: ROLE,
    sessionName: 'me',
    durationSeconds: undefined,
    token,
    policy: undefined,
    policyArns: [],
    place: PLACE,
    ...changes,
  };
  return webIdentityCredentials(
    source,
    sourceContext({ plan: { endpoints: { sts: sts.endpoint } }, ...circumstances }),
  );
}

async function withFile(text: string, changes: Partial<WebIdentitySource> = {}, circumstances: Circumstances = {}) {
  await writeFile(file(), text);
  return run({ kind: 'file', file: file() }, changes, circumstances);
}

const sent = () => sts.received.map(parametersOf);
const ASSUME = { Action: 'AssumeRoleWithWebIdentity', RoleArn: ROLE.arn, RoleSessionName: 'me', WebIdentityToken: JWT };

describe('a role is assumed with a web identity token', () => {
  it('without a signature', async () => {
    const steps: string[] = [];
    const interaction = { report: (step: string) => void steps.push(step) };
    expect(await withFile(JWT, {}, { interaction })).toStrictEqual({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: SECRET,
      sessionToken: TOKEN,
      expiration: Date.parse(ENDS),
      arn: ARN,
    });
    expect(sent()).toEqual([ASSUME]);
    expect(sts.received[0]?.headers).not.toHaveProperty('authorization');
    expect(steps).toEqual([ROLE.arn]);
  });

  it.each([
    [
      '<SubjectFromWebIdentityToken>anna</SubjectFromWebIdentityToken><Provider>https://idp</Provider>',
      'anna (https://idp)',
    ],
    ['<SubjectFromWebIdentityToken>anna</SubjectFromWebIdentityToken>', 'anna'],
    ['<Provider>https://idp</Provider>', undefined],
  ])('of somebody: %s', async (told, principal) => {
    sts.answer = lending(ARN, told);
    expect((await withFile(JWT)).principal).toBe(principal);
  });

  it('with all that there is', async () => {
    const all = { durationSeconds: 900, policy: '{}', policyArns: ['arn:aws:iam::aws:policy/A'] };
    await withFile(JWT, { ...all, providerId: 'www.amazon.com' });
    expect(sent()).toEqual([
      {
        ...ASSUME,
        DurationSeconds: '900',
        Policy: '{}',
        'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/A',
        ProviderId: 'www.amazon.com',
      },
    ]);
  });

  it('of a file as editors write it', async () => {
    await withFile(`\uFEFF ${JWT}\r\n`);
    expect(sent()).toEqual([ASSUME]);
  });

  it('that is an access token, for a provider that has others', async () => {
    await withFile('Atza|x\n', { providerId: 'www.amazon.com' });
    expect(sent()[0]).toMatchObject({ WebIdentityToken: 'Atza|x' });
  });

  it('of a command', async () => {
    await writeFile(file(), JWT);
    const steps: string[] = [];
    const interaction = { report: (step: string) => void steps.push(step) };
    await run({ kind: 'command', command: `cat ${file()}` }, {}, { interaction });
    expect(sent()).toEqual([ASSUME]);
    expect(steps).toEqual(['waiting for the command for the web identity token', ROLE.arn]);
  });
});

describe('no token', () => {
  it.each([
    ['is empty', '\uFEFF \n', 'is empty. It has to hold a web identity token.'],
    ['holds two parts', 'abc.def', 'gives no OpenID Connect token: that has three parts with dots between (a JWT).'],
  ])('where the file %s', async (_, text, reason) => {
    expect(await refusal(withFile(text))).toBe(`The file ${file()} (web_identity_token_file) ${reason}`);
    expect(sts.received).toEqual([]);
  });

  it('where the file is empty, of any provider', async () => {
    expect(await refusal(withFile(' ', { providerId: 'www.amazon.com' }))).toMatch(/ is empty\./);
  });

  it.each([
    ['missing', () => path.join(folder, 'missing'), 'does not exist'],
    ['a folder', () => folder, 'cannot be read (not a regular file)'],
  ])('where the file is %s', async (_, where, text) => {
    const named = where();
    expect(await refusal(run({ kind: 'file', file: named }))).toBe(
      `The file ${named} (web_identity_token_file) ${text}.`,
    );
    await expect(run({ kind: 'file', file: named })).rejects.toHaveProperty('cause');
  });

  it('where a command prints another thing', async () => {
    expect(await refusal(run({ kind: 'command', command: 'echo hello' }))).toBe(
      'The command for the web identity token gives no OpenID Connect token: that has three parts with dots between (a JWT).',
    );
  });
});

describe('a role is not assumed with a web identity token', () => {
  it.each([
    [
      'AccessDenied',
      `The token may not assume ${ROLE.arn}. Either the role does not exist, or its trust policy does not allow sts:AssumeRoleWithWebIdentity for this issuer, audience and subject. The token is from https://idp for the audience “editor”. AWS says: No.`,
    ],
    [
      'RegionDisabledException',
      'STS is not activated in us-west-2 for this account. An administrator can activate it under Account settings in IAM. AWS says: No.',
    ],
  ])('%s', async (code, text) => {
    sts.answer = refusing(code);
    expect(await refusal(withFile(JWT))).toBe(text);
  });

  it('where STS is not there', async () => {
    const nobody = { plan: { endpoints: { sts: 'http://127.0.0.1:1' } } };
    expect(await refusal(withFile(JWT, {}, nobody))).toMatch(/^STS at http:\/\/127\.0\.0\.1:1 cannot be reached/);
  });

  it('where something else answers', async () => {
    sts.answer = (_, response) => void response.end('<html>Welcome</html>');
    expect(await refusal(withFile(JWT))).toBe('STS answered without credentials. Is the endpoint really an STS?');
  });

  it('where the user ends it, before STS is asked or meanwhile', async () => {
    await expect(withFile(JWT, {}, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
    expect(sts.received).toEqual([]);
    const abort = new AbortController();
    sts.answer = () => abort.abort();
    await expect(withFile(JWT, {}, { signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('the user signs in at the OpenID Connect provider', () => {
  let idp: IdentityProvider;
  beforeAll(async () => {
    idp = await startIdentityProvider();
    idp.addUser({ sub: 'anna-4711', email: 'anna@example.com' });
    const redirectUris = ['http://127.0.0.1/callback', 'http://localhost/callback'];
    idp.addClient({ clientId: 'editor', redirectUris });
    idp.addClient({ clientId: 'secret', clientSecret: 'right', redirectUris });
  });
  afterAll(() => idp.stop());

  const origin = (clientId: string): TokenOrigin => ({
    kind: 'sign-in',
    issuer: idp.issuer,
    clientId,
    usesClientSecret: clientId === 'secret',
    scopes: ['openid'],
    redirectPort: undefined,
  });

  const openBrowser = ({ url }: { url: string }) => {
    void signIn(url, { user: 'anna-4711' });
    return Promise.resolve();
  };

  it('and the role is assumed', async () => {
    const steps: string[] = [];
    const interaction = { openBrowser, report: (step: string) => void steps.push(step) };
    expect(await run(origin('editor'), {}, { interaction })).toMatchObject({ arn: ARN });
    const [, claims = ''] = sent()[0]?.['WebIdentityToken']?.split('.') ?? [];
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ sub: 'anna-4711', aud: 'editor' });
    expect(steps).toEqual([`sign in at ${new URL(idp.issuer).host} in the browser`, ROLE.arn]);
  });

  it.each([
    ['right', () => openBrowser, [], /^$/],
    ['MARKED-WRONG', () => openBrowser, ['secret'], /^UserError: (?!.*MARKED)/],
    ['right', () => () => Promise.reject(new Cancelled()), [], /^Cancelled/],
  ])(
    'with a client secret, which is forgotten when the provider refuses it: %s',
    async (clientSecret, open, forgot, text) => {
      const asked: string[][] = [];
      const forgotten: string[][] = [];
      const interaction = {
        openBrowser: open(),
        clientSecret: (...client: string[]) => (asked.push(client), Promise.resolve(clientSecret)),
        forgetClientSecret: (...client: string[]) => (forgotten.push(client), Promise.resolve()),
      };
      const message = await run(origin('secret'), {}, { interaction }).then(
        () => '',
        (error: unknown) => String(error),
      );
      expect(message).toMatch(text);
      expect(asked).toEqual([[idp.issuer, 'secret']]);
      expect(forgotten).toEqual(forgot.map((client) => [idp.issuer, client]));
    },
  );

  it('and nothing is forgotten where there is no secret', async () => {
    const forgotten: string[][] = [];
    const interaction = {
      openBrowser: () =>
        Promise.reject(new Error('no', { cause: Object.assign(new Error('no'), { error: 'invalid_client' }) })),
      forgetClientSecret: (...client: string[]) => (forgotten.push(client), Promise.resolve()),
    };
    await expect(run(origin('editor'), {}, { interaction })).rejects.toThrow();
    expect(forgotten).toEqual([]);
  });
});
