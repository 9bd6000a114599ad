import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { samlCredentials } from '../../../../src/aws/sources/saml.js';
import { Cancelled } from '../../../../src/base/errors.js';
import type { AssertionOrigin, SamlRole, SamlSource } from '../../../../src/model/plan/source.js';
import type { SignInPage } from '../../../../src/model/session/interaction.js';
import { signIn } from '../../../sandbox/idp/browser.js';
import { startIdentityProvider, type IdentityProvider } from '../../../sandbox/idp/index.js';
import { startHttpServer, type HttpServer } from '../../../support/httpServer.js';
import { refusal } from '../../../support/refusal.js';
import { hop, SECRET, TOKEN } from '../../../support/samples.js';
import { PLACE, sourceContext, type Circumstances } from '../../../support/sourceContext.js';
import { ENDS, inTurn, lending, parametersOf, refusing } from '../../../support/stsReplies.js';
import { freePort } from '../../../tools/ports.js';

const ROLE = hop({}, 'reader').role;
const PROVIDER = 'arn:aws:iam::123456789012:saml-provider/corp';
const READER: SamlRole = { roleArn: ROLE.arn, principalArn: PROVIDER };
const WRITER: SamlRole = { roleArn: 'arn:aws:iam::123456789012:role/writer', principalArn: PROVIDER };
const PASTE: AssertionOrigin = { kind: 'paste' };
const ARN = 'arn:aws:sts::123456789012:assumed-role/reader/ada';

let idp: IdentityProvider;
let folder: string;
/** Says nothing of how long the session may be, or two hours, or one. */
let plain: string;
let long: string;
let hour: string;
let sts: HttpServer;

beforeAll(async () => {
  idp = await startIdentityProvider();
  folder = await mkdtemp(path.join(tmpdir(), 'saml-'));
  const roles = [READER, WRITER].map(({ roleArn, principalArn: providerArn }) => ({ roleArn, providerArn }));
  idp.addUser({ sub: 'ada', email: 'ada@example.com', saml: { roles } });
  [plain, long, hour] = (await Promise.all(
    [undefined, 7200, 3600].map((sessionDuration) =>
      idp.samlResponse({ user: 'ada', ...(sessionDuration !== undefined && { sessionDuration }) }),
    ),
  )) as [string, string, string];
});
beforeEach(async () => {
  sts = await startHttpServer();
  sts.answer = lending(ARN);
});
afterEach(() => sts.stop());
afterAll(() => Promise.all([idp.stop(), rm(folder, { recursive: true })]));

function run(changes: Partial<SamlSource> = {}, { interaction, ...rest }: Circumstances = {}, assertion = plain) {
  const source: SamlSource = {
    kind: 'saml',
    role: ROLE,
    principalArn: undefined,
    durationSeconds: undefined,
    assertion: PASTE,
    policy: undefined,
    policyArns: [],
    place: PLACE,
    ...changes,
  };
  const pasteAssertion = () => Promise.resolve(assertion);
  return samlCredentials(
    source,
    sourceContext({
      plan: { endpoints: { sts: sts.endpoint } },
      interaction: { pasteAssertion, ...interaction },
      ...rest,
    }),
  );
}

const sent = () => sts.received.map(parametersOf);
const durations = () => sent().map(({ DurationSeconds }) => DurationSeconds);

describe('a role is assumed with a SAML assertion', () => {
  it('without a signature', async () => {
    const steps: string[] = [];
    expect(await run({}, { interaction: { report: (step) => void steps.push(step) } })).toStrictEqual({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: SECRET,
      sessionToken: TOKEN,
      expiration: Date.parse(ENDS),
      arn: ARN,
    });
    expect(sent()).toEqual([
      { Action: 'AssumeRoleWithSAML', RoleArn: ROLE.arn, PrincipalArn: PROVIDER, SAMLAssertion: plain },
    ]);
    expect(sts.received[0]?.headers).not.toHaveProperty('authorization');
    expect(steps).toEqual([ROLE.arn]);
  });

  const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
  it.each([
    [{ Subject: 'ada', SubjectType: PERSISTENT, Issuer: 'https://idp', NameQualifier: 'x=' }, 'ada (https://idp, x=)'],
    [{ Subject: 'ada', SubjectType: 'persistent', Issuer: 'https://idp' }, 'ada (https://idp)'],
    [{ Subject: 'ada' }, 'ada'],
    [{ Subject: '_other-each-time', SubjectType: 'transient', Issuer: 'https://idp' }, `${ARN} (https://idp)`],
    [{ Issuer: 'https://idp' }, undefined],
  ])('of somebody: %j', async (told, principal) => {
    const rest = Object.entries(told).map(([name, value]) => `<${name}>${value}</${name}>`);
    sts.answer = lending(ARN, rest.join(''));
    expect((await run()).principal).toBe(principal);
  });

  it('with session policies, by the provider that is configured', async () => {
    await run({
      policy: '{}',
      policyArns: ['arn:aws:iam::aws:policy/A'],
      principalArn: 'arn:aws:iam::1:saml-provider/x',
    });
    expect(sent()[0]).toMatchObject({
      Policy: '{}',
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/A',
      PrincipalArn: 'arn:aws:iam::1:saml-provider/x',
    });
  });

  it('that the user chooses, also from a single one', async () => {
    const offered: (readonly SamlRole[])[] = [];
    const steps: string[] = [];
    const chooseSamlRole = (roles: readonly SamlRole[]) => {
      offered.push(roles);
      return Promise.resolve(WRITER);
    };
    const interaction = { chooseSamlRole, report: (step: string) => void steps.push(step) };
    const given = await run({ role: undefined }, { interaction });
    expect(given.samlRole).toEqual(WRITER);
    expect(offered).toEqual([[READER, WRITER]]);
    expect(sent()[0]).toMatchObject({ RoleArn: WRITER.roleArn, PrincipalArn: PROVIDER });
    expect(steps).toEqual(['choose the role', WRITER.roleArn]);
  });

  it('that was chosen before, without a question', async () => {
    expect(await run({ role: undefined, chosen: WRITER })).toMatchObject({ samlRole: WRITER });
    expect(sent()[0]).toMatchObject({ RoleArn: WRITER.roleArn, PrincipalArn: PROVIDER });
    const gone = { ...WRITER, roleArn: `${WRITER.roleArn}-gone` };
    expect(await refusal(run({ role: undefined, chosen: gone }))).toContain('does not hold the role');
  });

  it('of the issuer that is set alone', async () => {
    expect(await refusal(run({ issuer: 'https://corp.example.com' }))).toContain('of another identity provider');
    expect(sent()).toEqual([]);
  });

  it('of a command', async () => {
    const file = path.join(folder, 'assertion');
    await writeFile(file, `${plain}\n`);
    const steps: string[] = [];
    const report = (step: string) => void steps.push(step);
    await run({ assertion: { kind: 'command', command: `cat ${file}` } }, { interaction: { report } });
    expect(sent()[0]).toMatchObject({ SAMLAssertion: plain });
    expect(steps).toEqual(['waiting for the command for the SAML assertion', ROLE.arn]);
    expect(await refusal(run({ assertion: { kind: 'command', command: 'true' } }))).toBe(
      'The command for the SAML assertion printed nothing.',
    );
  });

  it('of a sign-in in the browser', async () => {
    const port = await freePort();
    const returnsTo = `http://127.0.0.1:${port}/saml`;
    idp.addApplication({ name: 'aws', acsUrl: returnsTo });
    const signInUrl = idp.samlSignInUrl('aws');
    const opened: SignInPage[] = [];
    const steps: string[] = [];
    const openBrowser = (page: SignInPage) => {
      opened.push(page);
      void signIn(page.url, { user: 'ada' });
      return Promise.resolve();
    };
    const report = (step: string) => void steps.push(step);
    const assertion = { kind: 'browser', signInUrl, port, path: '/saml' } as const;
    expect(await run({ assertion }, { interaction: { openBrowser, report } })).toMatchObject({ arn: ARN });
    expect(opened).toMatchObject([{ url: signInUrl, returnsTo, over: { aborted: true } }]);
    expect(steps).toEqual([`sign in at ${new URL(signInUrl).host} in the browser`, ROLE.arn]);
  });

  it('of a sign-in in the browser goes on where another issuer’s comes', async () => {
    const port = await freePort();
    const returnsTo = `http://127.0.0.1:${port}/saml`;
    idp.addApplication({ name: 'aws', acsUrl: returnsTo });
    const abort = new AbortController();
    let page = '';
    const openBrowser = async ({ url }: SignInPage) => {
      page = await (await signIn(url, { user: 'ada' })).text();
      abort.abort();
    };
    const assertion = { kind: 'browser', signInUrl: idp.samlSignInUrl('aws'), port, path: '/saml' } as const;
    const waiting = run(
      { assertion, issuer: 'https://corp.example.com' },
      { interaction: { openBrowser }, signal: abort.signal },
    );
    await expect(waiting).rejects.toBeInstanceOf(Cancelled);
    expect(page).toContain('of another identity provider');
  });
});

describe('the session lasts', () => {
  it('as the assertion says, unless the configuration does', async () => {
    await run({}, {}, long);
    await run({ durationSeconds: 1800 }, {}, long);
    await run({ durationSeconds: 1800 }, {}, plain);
    await run({}, {}, plain);
    expect(durations()).toEqual(['7200', '1800', '1800', undefined]);
  });

  it('for an hour where this role allows no more than the assertion says', async () => {
    sts.answer = inTurn(refusing('ValidationError', 'No', 400), lending(ARN));
    expect(await run({}, {}, long)).toMatchObject({ arn: ARN });
    expect(durations()).toEqual(['7200', undefined]);
  });

  it.each<[string, string, string, number | undefined, RegExp]>([
    [
      'the assertion says no more than an hour',
      'ValidationError',
      'hour',
      undefined,
      /^AWS did not accept the request for /,
    ],
    ['something else is wrong', 'AccessDenied', 'long', undefined, /^The assertion may not assume /],
    ['the configuration says so', 'ValidationError', 'long', 7200, /^A session of 7200 seconds was asked for /],
  ])('as asked, or not at all, where %s', async (_, code, which, durationSeconds, text) => {
    sts.answer = refusing(code, 'No', 400);
    expect(await refusal(run({ durationSeconds }, {}, which === 'long' ? long : hour))).toMatch(text);
    expect(sts.received).toHaveLength(1);
  });
});

describe('a role is not assumed with a SAML assertion', () => {
  it.each<[string, string]>([
    [
      'InvalidIdentityToken',
      `AWS does not accept the SAML assertion. Either it is not for AWS (its audience or recipient is another), its signature is not by the certificate in the metadata of ${PROVIDER}, or it was changed on the way. AWS says: No.`,
    ],
    [
      'RegionDisabledException',
      'STS is not activated in us-west-2 for this account. An administrator can activate it under Account settings in IAM. AWS says: No.',
    ],
  ])('%s', async (code, text) => {
    sts.answer = refusing(code, 'No', 400);
    expect(await refusal(run())).toBe(text);
  });

  it('where STS is not there', async () => {
    expect(await refusal(run({}, { plan: { endpoints: { sts: 'http://127.0.0.1:1' } } }))).toMatch(
      /^STS at http:\/\/127\.0\.0\.1:1 cannot be reached/,
    );
  });

  it('that it does not hold', async () => {
    expect(await refusal(run({ role: hop({}, 'admin').role }))).toMatch(/^The SAML assertion does not hold the role /);
    expect(sts.received).toEqual([]);
  });

  it('where something else answers', async () => {
    sts.answer = (_, response) => void response.end('<html>Welcome</html>');
    expect(await refusal(run())).toBe('STS answered without credentials. Is the endpoint really an STS?');
  });

  it('where the user ends it, while choosing or while STS is asked', async () => {
    const abort = new AbortController();
    const chooseSamlRole = () => (abort.abort(), Promise.resolve(READER));
    const chosen = run({ role: undefined }, { signal: abort.signal, interaction: { chooseSamlRole } });
    await expect(chosen).rejects.toBeInstanceOf(Cancelled);
    expect(sts.received).toEqual([]);
    const second = new AbortController();
    sts.answer = () => second.abort();
    await expect(run({}, { signal: second.signal })).rejects.toBeInstanceOf(Cancelled);
  });
});
