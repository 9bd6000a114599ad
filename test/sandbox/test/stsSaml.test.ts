import { AssumeRoleWithSAMLCommand, type AssumeRoleWithSAMLCommandInput } from '@aws-sdk/client-sts';
import { createHash } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startIdentityProvider } from '../idp/index.js';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';
import { assertionXml, createSigner, encode, responseXml, signXml, type Signer, type Wishes } from './samlResponses.js';
import { ACCOUNT, allow, Clients, failure, keysOf, lifetime, policy, trust } from './stsHarness.js';

const ENTITY = 'https://idp.example.com/metadata';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:saml-provider/corp`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/federated`;
const ACTIONS = ['sts:AssumeRoleWithSAML', 'sts:TagSession', 'sts:SetSourceIdentity'];
const MINUTE_MS = 60_000;
const WRONG_SIGNATURE = '400 InvalidIdentityToken: Response signature invalid';

let signer: Signer;
let stranger: Signer;
let sandbox: Sandbox;
let clients: Clients;

beforeAll(async () => {
  [signer, stranger] = await Promise.all([createSigner(), createSigner()]);
});
beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  clients = new Clients(sandbox);
  const { certificatePem } = signer;
  sandbox.iam.createSamlProvider({ accountId: ACCOUNT, name: 'corp', entityId: ENTITY, certificatePem });
  createRole();
});
afterEach(() => sandbox.stop());

function createRole(actions: readonly string[] = ACTIONS, condition?: object, more: readonly object[] = []): void {
  sandbox.iam.createRole({
    accountId: ACCOUNT,
    name: 'federated',
    trustPolicy: policy(trust({ Federated: PROVIDER }, actions, condition)),
    maxSessionDuration: 7200,
    inlinePolicies: { it: policy(allow('s3:List*'), ...more) },
  });
}

const BASIC = { Role: [`${ROLE},${PROVIDER}`], RoleSessionName: ['anna@example.com'] };

/** An assertion that AWS takes, but for what is wished otherwise. */
const wish = (wishes: Partial<Wishes> = {}): Wishes => ({
  issuer: ENTITY,
  issuedAt: sandbox.clock.now(),
  ...wishes,
  attributes: { ...BASIC, ...wishes.attributes },
});
const signedResponse = (wishes: Partial<Wishes> = {}): string =>
  signXml(responseXml(assertionXml(wish(wishes))), signer, 'Assertion');

type Input = Partial<AssumeRoleWithSAMLCommandInput>;
const redeem = (xml: string, input: Input = {}) =>
  clients
    .sts()
    .send(
      new AssumeRoleWithSAMLCommand({ RoleArn: ROLE, PrincipalArn: PROVIDER, SAMLAssertion: encode(xml), ...input }),
    );

describe('AssumeRoleWithSAML', () => {
  it('makes a session of the role', async () => {
    const answer = await redeem(signedResponse());
    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/federated/anna@example.com` },
      Subject: 'anna',
      SubjectType: 'transient',
      Issuer: ENTITY,
      Audience: 'https://signin.aws.amazon.com/saml',
      NameQualifier: createHash('sha1').update(`${ENTITY}${ACCOUNT}/corp`).digest('base64'),
    });
    expect(lifetime(sandbox, answer.Credentials)).toBe(3600);
    expect(await clients.arn(keysOf(answer.Credentials))).toBe(answer.AssumedRoleUser?.Arn);
    expect(await clients.abilities(keysOf(answer.Credentials))).toBe('list');
  });

  it("takes the sandbox's own identity provider's responses", async () => {
    const idp = await startIdentityProvider({ clock: sandbox.clock });
    const { entityId, certificatePem } = idp;
    const { arn } = sandbox.iam.createSamlProvider({ accountId: ACCOUNT, name: 'idp', entityId, certificatePem });
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ Federated: arn }, ACTIONS)));
    const roles = [{ roleArn: ROLE, providerArn: arn }];
    idp.addUser({ sub: 'anna', email: 'anna@example.com', saml: { roles } });
    const SAMLAssertion = await idp.samlResponse({ user: 'anna', providerFirst: true });
    const answer = await redeem('', { PrincipalArn: arn, SAMLAssertion });
    expect(answer.AssumedRoleUser?.Arn).toMatch(/federated\/anna@example\.com$/);
    const tampered = await idp.samlResponse({ user: 'anna', fault: 'tampered' });
    expect(await failure(redeem('', { PrincipalArn: arn, SAMLAssertion: tampered }))).toBe(WRONG_SIGNATURE);
    await idp.stop();
  });

  it('takes a response that is signed as a whole', async () => {
    const xml = signXml(responseXml(assertionXml(wish())), signer, 'Response');
    expect((await redeem(xml)).Subject).toBe('anna');
  });

  it.each([
    ['the role first', `${ROLE},${PROVIDER}`],
    ['the provider first', `${PROVIDER},${ROLE}`],
    ['blanks', ` ${PROVIDER} , ${ROLE} `],
  ])('takes the pair with %s', async (_what, Role) => {
    const other = `arn:aws:iam::${ACCOUNT}:role/other,${PROVIDER}`;
    expect((await redeem(signedResponse({ attributes: { Role: [other, Role] } }))).Subject).toBe('anna');
  });

  it.each([
    ['https://us-west-2.signin.aws.amazon.com/saml', 'urn:amazon:webservices'],
    ['https://signin.aws.amazon.com/saml', 'https://signin.aws.amazon.com/saml'],
    ['https://signin.amazonaws-us-gov.com/saml', 'urn:amazon:webservices:govcloud'],
  ])('takes the recipient %s and the audience %s', async (recipient, audience) => {
    expect((await redeem(signedResponse({ recipient, audience }))).Audience).toBe(recipient);
  });

  it('lasts as asked, and no longer than the role or the assertion lets it', async () => {
    const long = await redeem(signedResponse(), { DurationSeconds: 7200 });
    expect(lifetime(sandbox, long.Credentials)).toBe(7200);
    expect(await failure(redeem(signedResponse(), { DurationSeconds: 7201 }))).toBe(
      '400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
    const sessionNotOnOrAfter = sandbox.clock.now() + 30 * MINUTE_MS;
    const capped = await redeem(signedResponse({ sessionNotOnOrAfter }), { DurationSeconds: 7200 });
    expect(lifetime(sandbox, capped.Credentials)).toBe(1800);
  });

  it('narrows the session by policies', async () => {
    const answer = await redeem(signedResponse(), { Policy: JSON.stringify(policy(allow('s3:PutObject'))) });
    expect(answer.SessionTokenUtilization).toBeGreaterThan(0);
    expect(await clients.abilities(keysOf(answer.Credentials))).toBe('nothing');
    expect(await failure(redeem(signedResponse(), { Policy: '{' }))).toMatch(/^400 MalformedPolicyDocument: /);
  });

  it('leaves no assertion in the records', async () => {
    await redeem(signedResponse());
    expect(Object.keys(sandbox.requests.at(-1)!.parameters)).not.toContain('SAMLAssertion');
  });
});

describe('an assertion that AWS refuses:', () => {
  const now = (): number => sandbox.clock.now();
  it.each<[string, () => Partial<Wishes>, string]>([
    [
      'six minutes old',
      () => ({ issuedAt: now() - 6 * MINUTE_MS }),
      'ExpiredTokenException: Token must be redeemed within 5 minutes of issuance',
    ],
    [
      'expired by its conditions',
      () => ({ issuedAt: now() - MINUTE_MS, notOnOrAfter: now() - 1 }),
      'ExpiredTokenException: Response has expired',
    ],
    [
      'expired for its bearer',
      () => ({ issuedAt: now() - MINUTE_MS, recipientUntil: now() - 1 }),
      'ExpiredTokenException: Response has expired',
    ],
    ['not yet valid', () => ({ notBefore: now() + MINUTE_MS }), 'InvalidIdentityToken: Response is not yet valid'],
    [
      'for another audience',
      () => ({ audience: 'https://sp.example.com' }),
      'InvalidIdentityToken: Response does not contain the required audience.',
    ],
    [
      'for another recipient',
      () => ({ recipient: 'https://signin.aws.amazon.com.example.com/saml' }),
      'InvalidIdentityToken: Response does not contain the required recipient.',
    ],
    [
      'without an end for its bearer',
      () => ({ recipientUntil: null }),
      'InvalidIdentityToken: Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter',
    ],
    [
      'of another issuer',
      () => ({ issuer: 'https://other.example.com' }),
      'InvalidIdentityToken: Issuer not present in specified provider',
    ],
    [
      'for another role',
      () => ({ attributes: { Role: [`${ROLE}s,${PROVIDER}`, `${ROLE},${PROVIDER}s`] } }),
      "InvalidIdentityToken: SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
    ],
    [
      'with a session name that is none',
      () => ({ attributes: { RoleSessionName: ['Anna Smith'] } }),
      'InvalidIdentityToken: RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}',
    ],
    [
      'without a session name',
      () => ({ attributes: { RoleSessionName: [] } }),
      'InvalidIdentityToken: RoleSessionName is required in AuthnResponse',
    ],
    [
      'with a source identity that is none',
      () => ({ attributes: { SourceIdentity: ['Anna Smith'] } }),
      'InvalidIdentityToken: Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"',
    ],
    [
      'with a tag twice',
      () => ({ attributes: { 'PrincipalTag:team': ['a'], 'PrincipalTag:Team': ['b'] } }),
      'InvalidIdentityToken: Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    ],
  ])('%s', async (_what, wishes, message) => {
    expect(await failure(redeem(signedResponse(wishes())))).toBe(`400 ${message}`);
  });

  it('of a provider that is not there', async () => {
    const missing = `arn:aws:iam::${ACCOUNT}:saml-provider/missing`;
    expect(await failure(redeem(signedResponse(), { PrincipalArn: missing }))).toBe(
      "400 InvalidIdentityToken: Specified provider doesn't exist",
    );
    expect(await failure(redeem(signedResponse(), { PrincipalArn: ROLE }))).toMatch(/^400 ValidationError: /);
  });

  it.each([
    ['not base64', '%%%%'],
    ['no XML', encode('hello')],
    ['no response', encode('<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>')],
    ['entities', encode(`<!DOCTYPE r [<!ENTITY x "y">]>${responseXml()}`)],
  ])('%s', async (_what, SAMLAssertion) => {
    expect(await failure(redeem('', { SAMLAssertion }))).toBe('400 InvalidIdentityToken: Invalid base64 SAMLResponse');
  });

  it('too long, of which nothing is repeated', async () => {
    expect(await failure(redeem('', { SAMLAssertion: 'A'.repeat(100_001) }))).toBe(
      "400 ValidationError: 1 validation error detected: Value at 'sAMLAssertion' failed to satisfy constraint: Member must have length less than or equal to 100000",
    );
  });
});

describe('a signature', () => {
  /** A signed assertion and its signature, whose places in the response an attacker changes. */
  let original: string;
  let signature: string;
  beforeEach(() => {
    const xml = signedResponse();
    original = xml.slice(xml.indexOf('<saml:Assertion'), xml.indexOf('</samlp:Response>'));
    signature = /<Signature .*<\/Signature>/s.exec(original)![0];
  });
  const forged = (content = '', id = '_forged'): string =>
    assertionXml(wish({ id, subject: 'admin' })).replace('</saml:Assertion>', `${content}</saml:Assertion>`);

  it.each<[string, () => string]>([
    ['none', () => responseXml(assertionXml(wish()))],
    ["a stranger's", () => signXml(responseXml(assertionXml(wish())), stranger, 'Assertion')],
    ['a subject changed after it', () => signedResponse().replace('>anna</saml:NameID>', '>admin</saml:NameID>')],
    [
      'of nothing that is there',
      () => responseXml(assertionXml(wish({ id: '_x' })).replace('<saml:Issuer>', `${signature}<saml:Issuer>`)),
    ],
    [
      'of a response with two assertions',
      () => signXml(responseXml(assertionXml(wish()), forged()), signer, 'Response'),
    ],
    ['two of one name', () => responseXml(forged('', '_assertion'), original)],
    ['behind a forged assertion', () => responseXml(forged(), original)],
    ['within a forged assertion', () => responseXml(forged(original))],
  ])('that is refused: %s', async (_what, xml) => {
    expect(await failure(redeem(xml()))).toBe(WRONG_SIGNATURE);
  });

  it.each<[string, () => string]>([
    ['before a forged assertion', () => responseXml(original, forged())],
    ['moved to a forged assertion', () => responseXml(forged(signature), original.replace(signature, ''))],
    [
      'of an assertion hidden beside a forged one',
      () => {
        const hidden = original.replace(signature, '');
        return responseXml(`<samlp:Extensions>${hidden}</samlp:Extensions>`, forged(signature));
      },
    ],
    ['with a comment in the name', () => signedResponse().replace('>anna<', '>an<!-- -->na<')],
  ])('that vouches for what it covers alone: %s', async (_what, xml) => {
    expect((await redeem(xml())).Subject).toBe('anna');
  });
});

describe('the trust policy', () => {
  const denied = (action = 'sts:AssumeRoleWithSAML') => `403 AccessDenied: Not authorized to perform ${action}`;

  it.each<[string, object | undefined, boolean]>([
    ['nothing', undefined, true],
    ['the recipient', { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }, true],
    ['another recipient', { StringEquals: { 'SAML:aud': 'https://us-west-2.signin.aws.amazon.com/saml' } }, false],
    ['the subject', { StringEquals: { 'saml:sub': 'anna', 'saml:sub_type': 'transient' } }, true],
    ['another subject', { StringEquals: { 'saml:sub': 'bob' } }, false],
    ['the issuer', { StringEquals: { 'saml:iss': ENTITY, 'saml:doc': `${ACCOUNT}/corp` } }, true],
  ])('may ask for %s', async (_what, condition, passes) => {
    createRole(ACTIONS, condition);
    if (passes) expect((await redeem(signedResponse())).Subject).toBe('anna');
    else expect(await failure(redeem(signedResponse()))).toBe(denied());
  });

  it('must name the provider and the action', async () => {
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ Federated: `${PROVIDER}s` }, ACTIONS)));
    expect(await failure(redeem(signedResponse()))).toBe(denied());
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ Federated: PROVIDER }, 'sts:AssumeRole')));
    expect(await failure(redeem(signedResponse()))).toBe(denied());
    sandbox.iam.updateTrustPolicy(ROLE, policy(trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, ACTIONS)));
    expect(await failure(redeem(signedResponse()))).toBe(denied());
    sandbox.iam.deleteRole(ROLE);
    expect(await failure(redeem(signedResponse()))).toBe(denied());
  });

  it('must allow tags and a source identity', async () => {
    createRole(['sts:AssumeRoleWithSAML']);
    const tagged = signedResponse({ attributes: { 'PrincipalTag:team': ['blue'] } });
    expect(await failure(redeem(tagged))).toBe(denied('sts:TagSession'));
    const sourced = signedResponse({ attributes: { SourceIdentity: ['anna'] } });
    expect(await failure(redeem(sourced))).toBe(denied('sts:SetSourceIdentity'));
  });
});

it('tags and the source identity of the assertion stay with the session', async () => {
  const blueAnna = {
    StringEquals: { 'aws:PrincipalTag/team': 'blue', 'aws:SourceIdentity': 'anna', 'saml:sub': 'anna' },
  };
  createRole(ACTIONS, undefined, [allow('s3:PutObject', { Condition: blueAnna })]);
  const attributes = { 'PrincipalTag:team': ['blue'], TransitiveTagKeys: ['team'], SourceIdentity: ['anna'] };
  const answer = await redeem(signedResponse({ attributes }));
  expect(answer.SourceIdentity).toBe('anna');
  expect(await clients.abilities(keysOf(answer.Credentials))).toBe('list and put');
  expect(sandbox.s3.keys(TUTORIAL.bucket)).toContain('x');
});
