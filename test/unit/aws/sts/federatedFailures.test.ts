import { describe, expect, it, vi } from 'vitest';
import { explainSaml, explainWebIdentity } from '../../../../src/aws/sts/federatedFailures.js';
import type { TokenOrigin, WebIdentitySource } from '../../../../src/model/plan/source.js';
import { hop } from '../../../support/samples.js';

const ROLE = hop({}, 'web').role;
const named = (name: string, message = '') => Object.assign(new Error(message), { name });
const coded = (code: string) => Object.assign(new Error('connect'), { code });

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenOf = (claims: object): string => `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
const TOKEN = tokenOf({ iss: 'https://idp', aud: 'editor', sub: 'anna-4711' });
const IS_FROM = 'The token is from https://idp for the audience “editor”.';

function source(token: TokenOrigin, durationSeconds?: number): WebIdentitySource {
  return {
    kind: 'web-identity',
    role: ROLE,
    sessionName: 'me',
    durationSeconds,
    token,
    policy: undefined,
    policyArns: [],
    place: { kind: 'file', file: '/config', line: 1 },
  };
}

const FILE: TokenOrigin = { kind: 'file', file: '/run/token' };
const SIGN_IN: TokenOrigin = {
  kind: 'sign-in',
  issuer: 'https://idp',
  clientId: 'editor',
  usesClientSecret: false,
  scopes: [],
  redirectPort: undefined,
};

describe('why a role was not assumed with a web identity token', () => {
  const explained = (error: unknown, { token = TOKEN, of = source(FILE) } = {}) =>
    explainWebIdentity(error, { source: of, token, endpoint: 'sts.us-west-2', region: 'us-west-2' });

  it.each([
    [
      'ExpiredTokenException',
      `The web identity token has expired. Whatever writes /run/token has to renew it. ${IS_FROM}`,
    ],
    [
      'InvalidIdentityToken',
      `AWS does not accept the web identity token. Either the account of the role has no OpenID Connect provider in IAM for its issuer, the provider does not list its audience, or the signature cannot be checked. ${IS_FROM}`,
    ],
    [
      'IDPRejectedClaim',
      `The identity provider says that the token is no longer good. Whatever writes /run/token has to renew it. ${IS_FROM}`,
    ],
    [
      'IDPCommunicationError',
      `AWS could not reach the identity provider to check the token. Its keys have to be on the internet; try again later. ${IS_FROM}`,
    ],
    [
      'AccessDenied',
      `The token may not assume ${ROLE.arn}. Either the role does not exist, or its trust policy does not allow sts:AssumeRoleWithWebIdentity for this issuer, audience and subject. ${IS_FROM}`,
    ],
    ['Teapot', `Assuming ${ROLE.arn} failed with Teapot.`],
    ['ValidationError', `AWS did not accept the request for ${ROLE.arn}.`],
  ])('%s', (code, text) => {
    expect(explained(named(code))).toBe(text);
    expect(explained(named(code, `${TOKEN} is bad`))).toBe(`${text} AWS says: [redacted] is bad.`);
  });

  it.each<[TokenOrigin, string]>([
    [FILE, 'Whatever writes /run/token has to renew it.'],
    [{ kind: 'command', command: 'print-token' }, 'The command has to print a new one.'],
    [SIGN_IN, 'Sign in again.'],
  ])('an old token is renewed by where it is from: %j', (token, text) => {
    expect(explained(named('ExpiredToken'), { of: source(token) })).toContain(`has expired. ${text} The token is from`);
  });

  it.each([
    [{ iss: 'https://idp', aud: ['a', 'b'] }, 'The token is from https://idp for the audience “a”, “b”.'],
    [{}, 'The token is from no issuer for the audience (none).'],
    [{ iss: 'x', aud: 'y', exp: 4_070_908_800 }, 'The token is from x for the audience “y”.'],
    [
      { iss: 'x', aud: 'y', exp: 1_577_836_800 },
      'The token is from x for the audience “y” and was good until 2020-01-01T00:00:00Z.',
    ],
  ])('tells of the token %j', (claims, text) => {
    expect(explained(named('IDPRejectedClaim'), { token: tokenOf(claims) }).endsWith(`renew it. ${text}`)).toBe(true);
  });

  it('tells when the token ends, from then on', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 0, 1) });
    const ending = (exp: number) => explained(named('IDPRejectedClaim'), { token: tokenOf({ exp }) });
    expect(ending(Date.now() / 1000 + 1)).not.toContain('was good until');
    expect(ending(Date.now() / 1000)).toContain('was good until 2030-01-01T00:00:00Z');
    vi.useRealTimers();
  });

  it('tells nothing of an access token', () => {
    expect(explained(named('IDPRejectedClaim'), { token: 'Atza|secret' })).toMatch(/has to renew it\.$/);
  });

  it('asks for less where the session is long', () => {
    expect(explained(named('ValidationError'), { of: source(FILE, 7200) })).toBe(
      `A session of 7200 seconds was asked for ${ROLE.arn}. That is probably over the role's maximum session duration. Lower the duration.`,
    );
  });
});

describe('why a role was not assumed with a SAML assertion', () => {
  const role = 'arn:aws:iam::123456789012:role/saml';
  const principalArn = 'arn:aws:iam::123456789012:saml-provider/corp';
  const failed = { role, principalArn, durationSeconds: undefined, endpoint: 'sts.us-west-2', region: 'us-west-2' };

  it.each<[string, string]>([
    [
      'ExpiredTokenException',
      'The SAML assertion is too old: AWS takes it for five minutes. Sign in at the identity provider again.',
    ],
    [
      'InvalidIdentityTokenException',
      `AWS does not accept the SAML assertion. Either it is not for AWS (its audience or recipient is another), its signature is not by the certificate in the metadata of ${principalArn}, or it was changed on the way.`,
    ],
    [
      'IDPRejectedClaimException',
      'AWS refused what the SAML assertion says: it may have been used before, or not be good yet.',
    ],
    [
      'AccessDenied',
      `The assertion may not assume ${role}. Either the assertion does not name the role together with ${principalArn}, the role does not exist, or its trust policy does not allow sts:AssumeRoleWithSAML for that provider.`,
    ],
    [
      'RegionDisabledException',
      'STS is not activated in us-west-2 for this account. An administrator can activate it under Account settings in IAM.',
    ],
    ['MalformedPolicyDocumentException', `AWS did not accept the session policy of Assuming ${role}.`],
    [
      'PackedPolicyTooLargeException',
      `The session policies and tags of Assuming ${role} are too big together once AWS has packed them. Use a shorter policy, or fewer policy ARNs and tags.`,
    ],
    ['ValidationError', `AWS did not accept the request for ${role}.`],
    ['ThrottlingException', 'STS asks to slow down. Wait a moment, then try again.'],
    ['Teapot', `Assuming ${role} failed with Teapot.`],
  ])('%s', (code, text) => {
    expect(explainSaml(named(code), failed)).toBe(text);
    expect(explainSaml(named(code, 'Not so'), failed)).toBe(`${text} AWS says: Not so.`);
  });

  it.each<[number, RegExp]>([
    [3600, /^AWS did not accept the request for /],
    [3601, /^A session of 3601 seconds was asked for .*role\/saml\. That is probably over the role's maximum/],
  ])('%i seconds', (durationSeconds, text) => {
    expect(explainSaml(named('ValidationError'), { ...failed, durationSeconds })).toMatch(text);
  });

  it('where STS was not asked, or what failed has no code', () => {
    expect(explainSaml(coded('ECONNREFUSED'), failed)).toMatch(
      /^STS at sts\.us-west-2 cannot be reached \(ECONNREFUSED\)/,
    );
    expect(explainSaml(new Error('Oh'), failed)).toBe(`Assuming ${role} failed with an error. AWS says: Oh.`);
  });
});
