import { describe, expect, it } from 'vitest';
import { decidedByToken, readWebIdentity } from '../../../../src/config/settings/settingWebIdentity.js';
import { refusalOf, valueOf } from '../read.js';

const PATH = 'roleSessions.roles[0].webIdentity';
const read = (value: unknown) => readWebIdentity(value, PATH, '/home/ana');
const SIGN_IN = { issuer: 'https://idp.example.com/realm', clientId: 'vscode' };
const OWN = {
  kind: 'sign-in',
  ...SIGN_IN,
  usesClientSecret: false,
  scopes: ['openid'],
  redirectPort: undefined,
};

describe('a token', () => {
  it.each<[object, object]>([
    [{ tokenFile: '/run/token' }, { kind: 'file', file: '/run/token' }],
    [{ tokenFile: '/run/../token' }, { kind: 'file', file: '/token' }],
    [{ tokenFile: '~/token' }, { kind: 'file', file: '/home/ana/token' }],
    [{ tokenFile: '~' }, { kind: 'file', file: '/home/ana' }],
    [{ tokenFile: '/~/x' }, { kind: 'file', file: '/~/x' }],
    [{ command: ' oidc-token ' }, { kind: 'command', command: ' oidc-token ' }],
    [SIGN_IN, OWN],
    [{ ...SIGN_IN, clientId: ' vscode ' }, OWN],
    [
      { ...SIGN_IN, clientSecret: true, scopes: ['email', 'openid'], redirectPort: 65_535 },
      { ...OWN, usesClientSecret: true, scopes: ['email', 'openid'], redirectPort: 65_535 },
    ],
    [
      { ...SIGN_IN, issuer: 'http://127.0.0.1:9000' },
      { ...OWN, issuer: 'http://127.0.0.1:9000' },
    ],
    [
      { provider: 'google', clientId: 'c' },
      {
        kind: 'sign-in',
        issuer: 'https://accounts.google.com',
        clientId: 'c',
        usesClientSecret: true,
        scopes: ['openid', 'email'],
        redirectPort: undefined,
        redirectHost: '127.0.0.1',
        extraParameters: { access_type: 'offline' },
      },
    ],
    [
      { provider: 'google', clientId: 'c', clientSecret: false, scopes: ['openid'], redirectPort: 1 },
      {
        kind: 'sign-in',
        issuer: 'https://accounts.google.com',
        clientId: 'c',
        usesClientSecret: false,
        scopes: ['openid'],
        redirectPort: 1,
        redirectHost: '127.0.0.1',
        extraParameters: { access_type: 'offline' },
      },
    ],
    [
      { provider: 'entra', issuer: 'https://login.microsoftonline.com/T/v2.0', clientId: 'c' },
      {
        kind: 'sign-in',
        issuer: 'https://login.microsoftonline.com/T/v2.0',
        clientId: 'c',
        usesClientSecret: false,
        scopes: ['openid', 'profile', 'email'],
        redirectPort: undefined,
        redirectHost: 'localhost',
        extraParameters: {},
      },
    ],
  ])('of %j is had so', (value, token) => {
    expect(valueOf(read(value))).toStrictEqual({ token });
  });

  it.each<[object, object]>([
    [
      { provider: 'amazon', command: 'x' },
      { token: { kind: 'command', command: 'x' }, providerId: 'www.amazon.com' },
    ],
    [
      { provider: 'facebook', tokenFile: '/t' },
      { token: { kind: 'file', file: '/t' }, providerId: 'graph.facebook.com' },
    ],
    [{ provider: 'google', command: 'x' }, { token: { kind: 'command', command: 'x' } }],
  ])('of %j names the provider where that gives access tokens', (value, expected) => {
    expect(valueOf(read(value))).toStrictEqual(expected);
  });
});

describe('webIdentity is broken by', () => {
  it.each<[unknown, string, string, string]>([
    ['x', '', 'webIdentity is not an object.', 'Write it as { "tokenFile": "…" }.'],
    [{ token: 'x' }, '.token', 'webIdentity has no field “token”.', 'tokenFile, command, provider, issuer, clientId'],
    [{}, '', 'does not say where the token comes from.', '"tokenFile", "command", "provider" and "issuer"'],
    [{ clientId: 'c' }, '', 'does not say where the token comes from.', '"issuer"'],
    ...['tokenFile', 'command', 'provider', 'issuer', 'clientId'].map(
      (field) => [{ [field]: 1 }, `.${field}`, `${field} is not a string.`, 'Give a string'] as Row,
    ),
    [{ clientSecret: 'secret' }, '.clientSecret', 'clientSecret is not true or false.', 'Give true or false'],
    [{ scopes: 'openid' }, '.scopes', 'scopes is not a list.', 'Give a list'],
    [{ redirectPort: '1' }, '.redirectPort', 'redirectPort is not a number.', 'Give a number'],
    [{ tokenFile: 'token' }, '.tokenFile', 'tokenFile is not an absolute path.', 'Start it with / or ~/.'],
    [{ tokenFile: '~bob/token' }, '.tokenFile', 'tokenFile is not an absolute path.', 'Start it with / or ~/.'],
    [{ tokenFile: ' ' }, '.tokenFile', 'tokenFile is empty.', 'Fill it in'],
    [{ command: ' ' }, '.command', 'command is empty.', 'Fill it in'],
    [{ tokenFile: '/a', command: 'x' }, '.command', 'webIdentity has both tokenFile and command.', 'Keep one'],
    [{ tokenFile: '/a', issuer: 'x' }, '.issuer', 'webIdentity has both tokenFile and issuer.', 'Keep one'],
    [{ ...SIGN_IN, command: 'x' }, '.issuer', 'webIdentity has both command and issuer.', 'Keep one'],
    ...[{ clientId: 'c' }, { clientSecret: false }, { scopes: [] }, { redirectPort: 0 }].map((stray) => {
      const [field = ''] = Object.keys(stray);
      const message = `${field} is for a sign-in in the browser.`;
      return [{ command: 'x', ...stray }, `.${field}`, message, 'give the issuer instead of the command.'] as Row;
    }),
    [{ provider: 'nobody', clientId: 'c' }, '.provider', 'There is no provider “nobody”.', 'google, cognito, amazon'],
    [{ provider: 'amazon', clientId: 'c' }, '.provider', 'Login with Amazon has no sign-in', 'OAuth 2.0 access tokens'],
    [{ ...SIGN_IN, issuer: 'http://idp.example.com' }, '.issuer', 'issuer is not an https URL.', 'OpenID Connect'],
    [{ issuer: SIGN_IN.issuer }, '.clientId', 'A sign-in needs a clientId.', 'Register this computer’s sign-in'],
    [{ ...SIGN_IN, clientId: ' ' }, '.clientId', 'A sign-in needs a clientId.', 'Register this computer’s sign-in'],
    [{ provider: 'google' }, '.clientId', 'A sign-in needs a clientId.', 'OAuth client of type "Desktop app"'],
    [
      { provider: 'cognito', clientId: 'c' },
      '.provider',
      'The issuer of Amazon Cognito user pool is different for everyone: {region} is to fill in.',
      'Give it as "issuer": https://cognito-idp.{region}.amazonaws.com/{userPoolId}.',
    ],
    [
      { provider: 'okta', issuer: 'https://{domain}/x', clientId: 'c' },
      '.issuer',
      'The issuer of Okta is different for everyone: {domain} is to fill in.',
      'Give it as "issuer": https://{domain}.',
    ],
    [
      { issuer: 'https://{tenant}/x', clientId: 'c' },
      '.issuer',
      'The issuer of this provider is different for everyone: {tenant} is to fill in.',
      'Give it as "issuer": https://{tenant}/x.',
    ],
    ...['okta', 'auth0', 'gitlab', 'cognito'].map((provider): Row => [
      { provider, issuer: 'https://idp.example.com', clientId: 'c' },
      '.provider',
      'sends its answer to a port that is registered, and to no other.',
      'Give it as "redirectPort". ',
    ]),
    [{ ...SIGN_IN, scopes: ['email'] }, '.scopes', 'scopes lacks openid', 'Add "openid".'],
    [{ ...SIGN_IN, scopes: [] }, '.scopes', 'scopes lacks openid', 'Add "openid".'],
    [{ ...SIGN_IN, scopes: ['openid', 1] }, '.scopes[1]', 'A value in scopes is not a string.', 'quotes'],
    [{ ...SIGN_IN, redirectPort: 0 }, '.redirectPort', 'redirectPort is not a port number.', 'from 1 to 65535'],
  ])('%j', (value, at, message, hint) => {
    const refused = refusalOf(read(value));
    expect(refused.message).toContain(message);
    expect(refused.hint).toContain(hint);
    expect(refused.place).toEqual({ kind: 'setting', setting: `${PATH}${at}` });
  });
});

type Row = [unknown, string, string, string];

it('a token decides what a role with webIdentity cannot say', () => {
  expect(Object.keys(decidedByToken())).toEqual(['sessionTags', 'transitiveTagKeys', 'sourceIdentity']);
});
