import { describe, expect, it } from 'vitest';
import { decidedByAssertion, readSaml, SAML_PROVIDER_ARN } from '../../../../src/config/settings/settingSaml.js';
import { ROLE } from '../askedPlans.js';
import { refusalOf, valueOf } from '../read.js';

const PROVIDER = 'arn:aws:iam::123456789012:saml-provider/corp';
const PATH = 'roleSessions.roles[0].saml';
const saml = (value: unknown, role: typeof ROLE | undefined = ROLE) => readSaml(value, PATH, role);

describe('an assertion', () => {
  const browser = (signInUrl: string, port = 35_001, path = '/') => ({ kind: 'browser', signInUrl, port, path });
  it.each<[object, object]>([
    [{}, { kind: 'paste' }],
    [{ command: ' sso-cli saml ' }, { kind: 'command', command: ' sso-cli saml ' }],
    [{ signInUrl: 'https://idp.example.com/aws' }, browser('https://idp.example.com/aws')],
    [{ signInUrl: 'http://localhost/', port: 1, path: '/saml/acs' }, browser('http://localhost/', 1, '/saml/acs')],
    [{ signInUrl: 'https://a', port: 65_535 }, browser('https://a', 65_535)],
    [
      { signInUrl: 'https://a', origin: 'https://b:8443' },
      { ...browser('https://a'), origin: 'https://b:8443' },
    ],
    [
      { signInUrl: 'https://a', origin: 'null' },
      { ...browser('https://a'), origin: 'null' },
    ],
  ])('of %j is had so', (value, assertion) => {
    expect(valueOf(saml(value))).toEqual({ assertion, principalArn: undefined });
  });
});

it('the issuer is taken as it is', () => {
  expect(valueOf(saml({ issuer: 'urn:corp:idp ' }))).toEqual({
    assertion: { kind: 'paste' },
    principalArn: undefined,
    issuer: 'urn:corp:idp ',
  });
});

describe('the SAML provider', () => {
  it('is in the role’s account, or anywhere where no role is known yet', () => {
    const other = PROVIDER.replace('1234', '4321');
    expect(valueOf(saml({ principalArn: PROVIDER })).principalArn).toBe(PROVIDER);
    expect(valueOf(readSaml({ principalArn: other }, PATH, undefined)).principalArn).toBe(other);
    for (const principalArn of [other, PROVIDER.replace('aws', 'aws-cn')]) {
      expect(refusalOf(saml({ principalArn })).message).toBe('principalArn is in another account than the role.');
    }
  });

  it.each([
    ['corp', true],
    ['A.b_c-9', true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    ['', false],
    ['a b', false],
    ['a/b', false],
  ])('may be called %s: %s', (name, expected) => {
    expect(SAML_PROVIDER_ARN.test(`arn:aws:iam::123456789012:saml-provider/${name}`)).toBe(expected);
  });

  it.each(['12345678901', '1234567890123', 'aws', ''])('has an account of twelve digits, not %j', (account) => {
    expect(SAML_PROVIDER_ARN.test(`arn:aws:iam::${account}:saml-provider/x`)).toBe(false);
  });
});

describe('saml is broken by', () => {
  it.each<[unknown, string, string, string]>([
    ['paste', '', 'roleSessions.roles[0].saml is not an object.', 'or { } to paste the assertion'],
    [{ url: 'x' }, '.url', 'saml has no field “url”.', 'command, signInUrl, port, path, origin, issuer, principalArn.'],
    [{ command: 1 }, '.command', 'command is not a string.', 'Give a string'],
    [{ signInUrl: 1 }, '.signInUrl', 'signInUrl is not a string.', 'Give a string'],
    [{ port: '1' }, '.port', 'port is not a number.', 'Give a number'],
    [{ path: 1 }, '.path', 'path is not a string.', 'Give a string'],
    [{ origin: 1 }, '.origin', 'origin is not a string.', 'Give a string'],
    [{ issuer: 1 }, '.issuer', 'issuer is not a string.', 'Give a string'],
    [{ issuer: ' ' }, '.issuer', 'issuer is empty.', 'entity ID'],
    [{ origin: 'https://a' }, '.origin', 'origin is for a sign-in in the browser.', 'Add the signInUrl.'],
    ...['https://a/', 'https://A', 'a', '', 'ftp://a', 'https://a/x'].map(
      (origin) =>
        [
          { signInUrl: 'https://a', origin },
          '.origin',
          'origin is not the origin of a page.',
          'as browsers send it',
        ] as [object, string, string, string],
    ),
    [{ principalArn: 1 }, '.principalArn', 'principalArn is not a string.', 'Give a string'],
    [{ command: ' ' }, '.command', 'command is empty.', 'prints the assertion'],
    [{ command: '', signInUrl: 'x' }, '.signInUrl', 'saml has both a command and a signInUrl.', 'Keep one'],
    [{ signInUrl: 'http://idp.example.com' }, '.signInUrl', 'signInUrl is not an https URL.', 'starts the sign-in'],
    [{ signInUrl: '' }, '.signInUrl', 'signInUrl is not an https URL.', 'starts the sign-in'],
    [{ port: 1 }, '.port', 'port is for a sign-in in the browser.', 'Add the signInUrl.'],
    [{ command: 'x', path: '/' }, '.path', 'path is for a sign-in in the browser.', 'Add the signInUrl.'],
    [{ signInUrl: 'https://a', port: 0 }, '.port', 'port is not a port number.', 'such as 35001'],
    [{ signInUrl: 'https://a', port: 65_536 }, '.port', 'port is not a port number.', 'from 1 to 65535'],
    ...['acs', '', '/a?b', '/a#b', '/a b', 'x/a'].map(
      (path) =>
        [{ signInUrl: 'https://a', path }, '.path', 'path is not the path of a URL.', 'starts with a slash'] as [
          object,
          string,
          string,
          string,
        ],
    ),
    [{ principalArn: ROLE.arn }, '.principalArn', 'is not the ARN of a SAML provider in IAM.', 'saml-provider/NAME'],
  ])('%j', (value, at, message, hint) => {
    const refused = refusalOf(saml(value));
    expect(refused.message).toContain(message);
    expect(refused.hint).toContain(hint);
    expect(refused.place).toEqual({ kind: 'setting', setting: `${PATH}${at}` });
  });
});

it('an assertion decides what a role with saml cannot say', () => {
  expect(Object.keys(decidedByAssertion())).toEqual([
    'sessionName',
    'sessionTags',
    'transitiveTagKeys',
    'sourceIdentity',
  ]);
});
