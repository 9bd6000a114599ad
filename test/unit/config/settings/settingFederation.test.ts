import { describe, expect, it } from 'vitest';
import type { RoleEntry } from '../../../../src/model/plan/role.js';
import { nameOf, problemOf, read, ready, roleArn } from '../read.js';

const arn = roleArn('dev');
const SAML_PROVIDER = 'arn:aws:iam::123456789012:saml-provider/corp';
const planOf = (role: object, given: Partial<Parameters<typeof read>[0]> = {}) =>
  ready(read({ ...given, settings: [{ arn, ...role }] }), 'dev').plan;

describe('a role of the settings with saml', () => {
  it.each<[object, object]>([
    [{}, { kind: 'paste' }],
    [{ command: 'sso-cli saml' }, { kind: 'command', command: 'sso-cli saml' }],
    [
      { signInUrl: 'https://idp.example.com/aws' },
      { kind: 'browser', signInUrl: 'https://idp.example.com/aws', port: 35_001, path: '/' },
    ],
    [
      { signInUrl: 'http://localhost:8080/', port: 9999, path: '/saml/acs' },
      { kind: 'browser', signInUrl: 'http://localhost:8080/', port: 9999, path: '/saml/acs' },
    ],
  ])('%j has its assertion so', (saml, assertion) => {
    const plan = planOf({ saml, durationSeconds: 7200, region: 'eu-west-1' });
    expect(plan).toMatchObject({ roleId: 'setting:dev', region: 'eu-west-1', hops: [], narrowedTo: undefined });
    expect(plan.source).toMatchObject({
      kind: 'saml',
      role: { arn },
      principalArn: undefined,
      durationSeconds: 7200,
      assertion,
      place: { setting: 'roleSessions.roles[0].saml' },
    });
  });

  it('may leave the role to the assertion, and then needs a name', () => {
    const entries = read({ settings: [{ name: 'corp', saml: { principalArn: SAML_PROVIDER } }, { saml: {} }] });
    const { id, plan } = ready(entries, 'corp');
    expect(id).toBe('setting:corp');
    expect(plan.source).toMatchObject({ role: undefined, principalArn: SAML_PROVIDER });
    expect(problemOf(entries, 'roleSessions.roles[1]')).toMatchObject({
      message: 'A role with saml and no arn has no name.',
      place: { setting: 'roleSessions.roles[1]' },
    });
  });
});

describe('a role of the settings with webIdentity', () => {
  it.each<[object, object]>([
    [{ tokenFile: '/run/token' }, { kind: 'file', file: '/run/token' }],
    [{ tokenFile: '~/token' }, { kind: 'file', file: '/home/ana/token' }],
    [{ command: 'oidc-token' }, { kind: 'command', command: 'oidc-token' }],
    [
      { issuer: 'https://idp.example.com/realm', clientId: 'vscode' },
      {
        kind: 'sign-in',
        issuer: 'https://idp.example.com/realm',
        clientId: 'vscode',
        usesClientSecret: false,
        scopes: ['openid'],
        redirectPort: undefined,
      },
    ],
    [
      {
        issuer: 'http://127.0.0.1:9000',
        clientId: 'v',
        clientSecret: true,
        scopes: ['openid', 'aws'],
        redirectPort: 8,
      },
      { issuer: 'http://127.0.0.1:9000', usesClientSecret: true, scopes: ['openid', 'aws'], redirectPort: 8 },
    ],
    [
      { provider: 'google', clientId: 'x.apps.googleusercontent.com' },
      { issuer: 'https://accounts.google.com', usesClientSecret: true, redirectHost: '127.0.0.1' },
    ],
    [
      { provider: 'entra', issuer: 'https://login.microsoftonline.com/T/v2.0', clientId: 'c' },
      { issuer: 'https://login.microsoftonline.com/T/v2.0', usesClientSecret: false, redirectHost: 'localhost' },
    ],
  ])('%j has its token so', (webIdentity, token) => {
    expect(planOf({ webIdentity })).toMatchObject({
      hops: [],
      source: { kind: 'web-identity', role: { arn }, sessionName: 'vscode-ana', token, policyArns: [] },
    });
  });

  it('names the provider of an access token', () => {
    const { source } = planOf({ webIdentity: { provider: 'amazon', command: 'lwa' } });
    expect(source).toMatchObject({ providerId: 'www.amazon.com', token: { kind: 'command', command: 'lwa' } });
  });

  it('may name and limit its session', () => {
    const policyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
    const role = { sessionName: '${host}-${profile}', durationSeconds: 900, policyArns, webIdentity: { command: 'x' } };
    expect(planOf(role).source).toMatchObject({ sessionName: 'desk-dev', durationSeconds: 900, policyArns });
  });

  const config = '[default]\nregion = eu-central-1\nendpoint_url = http://localhost:9000\n';
  it.each<[string, object, Parameters<typeof read>[0], string, string | undefined]>([
    ['its own region', { region: 'eu-west-1' }, { config }, 'eu-west-1', 'http://localhost:9000'],
    ['the default profile’s', {}, { config }, 'eu-central-1', 'http://localhost:9000'],
    ['the environment’s', {}, { config, variables: { AWS_REGION: 'us-west-2' } }, 'us-west-2', 'http://localhost:9000'],
    [
      'the partition’s, where another’s is set',
      {},
      { variables: { AWS_REGION: 'cn-north-1' } },
      'us-east-1',
      undefined,
    ],
    ['the partition’s', {}, {}, 'us-east-1', undefined],
  ])('is in %s', (_, role, given, region, url) => {
    const plan = planOf({ ...role, webIdentity: { command: 'x' } }, given);
    expect(plan.region).toBe(region);
    expect(plan.endpoints.all).toBe(url);
  });
});

describe('a federated role of the settings is broken by', () => {
  const signIn = { issuer: 'https://idp.example.com', clientId: 'c' };
  it.each<[object, string, string]>([
    [{ arn, saml: 'paste' }, '.saml', 'saml is not an object.'],
    [{ arn, saml: { url: 'x' } }, '.saml.url', 'saml has no field “url”.'],
    [{ arn, saml: { command: ' ' } }, '.saml.command', 'command is empty.'],
    [{ arn, saml: { command: 'x', signInUrl: 'https://a' } }, '.saml.signInUrl', 'both a command and a signInUrl'],
    [{ arn, saml: { signInUrl: 'http://idp.example.com' } }, '.saml.signInUrl', 'signInUrl is not an https URL.'],
    [{ arn, saml: { signInUrl: 'idp' } }, '.saml.signInUrl', 'signInUrl is not an https URL.'],
    [{ arn, saml: { port: 1 } }, '.saml.port', 'port is for a sign-in in the browser.'],
    [{ arn, saml: { signInUrl: 'https://a', port: 70_000 } }, '.saml.port', 'port is not a port number.'],
    [{ arn, saml: { signInUrl: 'https://a', path: 'acs' } }, '.saml.path', 'path is not the path of a URL.'],
    [{ arn, saml: { principalArn: arn } }, '.saml.principalArn', 'is not the ARN of a SAML provider'],
    [
      { arn, saml: { principalArn: SAML_PROVIDER.replace('1234', '4321') } },
      '.saml.principalArn',
      'in another account than the role',
    ],
    [{ arn, saml: {}, webIdentity: {} }, '.webIdentity', 'both saml and webIdentity'],
    [{ arn, saml: {}, sourceProfile: 'base' }, '.sourceProfile', 'sourceProfile does not go with saml.'],
    [{ arn, saml: {}, sessionName: 'ana' }, '.sessionName', 'sessionName does not go with saml.'],
    [{ arn, saml: {}, sessionTags: { a: 'b' } }, '.sessionTags', 'sessionTags does not go with saml.'],
    [{ arn, saml: {}, sourceIdentity: 'ana' }, '.sourceIdentity', 'sourceIdentity does not go with saml.'],
    [{ arn, saml: {}, mfaSerial: '123456789' }, '.mfaSerial', 'mfaSerial does not go with saml.'],
    [{ arn, saml: {}, durationSeconds: 60 }, '.durationSeconds', 'no session shorter than 900'],
    [{ arn, saml: {}, region: 'cn-north-1' }, '.region', 'belongs to the partition aws-cn, the role to aws'],
    [{ arn: 'x', saml: {} }, '.arn', 'arn is not an ARN.'],
    [{ webIdentity: { command: 'x' } }, '', 'has no arn'],
    [{ arn, webIdentity: {} }, '.webIdentity', 'does not say where the token comes from'],
    [{ arn, webIdentity: { tokenFile: 'token' } }, '.webIdentity.tokenFile', 'not an absolute path'],
    [{ arn, webIdentity: { tokenFile: '' } }, '.webIdentity.tokenFile', 'tokenFile is empty.'],
    [{ arn, webIdentity: { tokenFile: '/a', command: 'x' } }, '.webIdentity.command', 'both tokenFile and command'],
    [{ arn, webIdentity: { ...signIn, command: 'x' } }, '.webIdentity.issuer', 'both command and issuer'],
    [{ arn, webIdentity: { command: 'x', clientId: 'c' } }, '.webIdentity.clientId', 'for a sign-in in the browser'],
    [{ arn, webIdentity: { ...signIn, issuer: 'http://idp.example.com' } }, '.webIdentity.issuer', 'not an https URL'],
    [{ arn, webIdentity: { issuer: signIn.issuer } }, '.webIdentity.clientId', 'needs a clientId'],
    [{ arn, webIdentity: { ...signIn, clientSecret: 'secret' } }, '.webIdentity.clientSecret', 'is not true or false'],
    [{ arn, webIdentity: { ...signIn, scopes: ['email'] } }, '.webIdentity.scopes', 'scopes lacks openid'],
    [{ arn, webIdentity: { ...signIn, scopes: [1] } }, '.webIdentity.scopes[0]', 'is not a string'],
    [{ arn, webIdentity: { ...signIn, redirectPort: 0 } }, '.webIdentity.redirectPort', 'not a port number'],
    [{ arn, webIdentity: { ...signIn, provider: 'nobody' } }, '.webIdentity.provider', 'no provider “nobody”'],
    [{ arn, webIdentity: { provider: 'cognito', clientId: 'c' } }, '.webIdentity.provider', '{region} is to fill in'],
    [
      { arn, webIdentity: { provider: 'facebook', clientId: 'c' } },
      '.webIdentity.provider',
      'no sign-in for a program',
    ],
    [
      { arn, webIdentity: { command: 'x' }, sessionTags: {} },
      '.sessionTags',
      'sessionTags does not go with webIdentity.',
    ],
    [
      { arn, webIdentity: { command: 'x' }, externalId: 'ex' },
      '.externalId',
      'externalId does not go with webIdentity.',
    ],
  ])('%j', (role, at, message) => {
    const entries: readonly RoleEntry[] = read({ settings: [role, { arn: roleArn('good'), sourceProfile: 'base' }] });
    expect(entries.map(({ kind }) => kind)).toEqual(['broken', 'ready']);
    const problem = problemOf(entries, nameOf(entries[0]!));
    expect(problem.place).toEqual({ kind: 'setting', setting: `roleSessions.roles[0]${at}` });
    expect(problem.message).toContain(message);
    expect(problem.hint).not.toBe('');
  });

  it('never shows a client secret that was written in the wrong place', () => {
    const webIdentity = { ...signIn, clientSecret: 'MARKED' };
    expect(JSON.stringify(read({ settings: [{ arn, webIdentity }] }))).not.toContain('MARKED');
  });
});
