import { describe, expect, it } from 'vitest';
import { buildFederated } from '../../../../src/config/settings/settingFederated.js';
import type { RoleEntry } from '../../../../src/model/plan/role.js';
import { contextOf, nameOf, problemOf, read, ready, roleArn } from '../read.js';

const arn = roleArn('dev');
const SAML_PROVIDER = 'arn:aws:iam::123456789012:saml-provider/corp';
const planOf = (role: object, given: Partial<Parameters<typeof read>[0]> = {}) =>
  ready(read({ ...given, settings: [{ arn, ...role }] }), 'dev').plan;

describe('a role of the settings with saml', () => {
  it('has its assertion as that says', () => {
    const policyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
    const plan = planOf({ saml: {}, durationSeconds: 7200, region: 'eu-west-1', policyArns });
    expect(plan).toEqual({
      roleId: 'setting:dev',
      name: 'dev',
      source: {
        kind: 'saml',
        role: { arn, partition: 'aws', accountId: '123456789012', roleName: 'dev' },
        principalArn: undefined,
        durationSeconds: 7200,
        assertion: { kind: 'paste' },
        policy: undefined,
        policyArns,
        place: { kind: 'setting', setting: 'roleSessions.roles[0].saml' },
      },
      hops: [],
      region: 'eu-west-1',
      endpoints: {},
      narrowedTo: undefined,
    });
  });

  it.each([
    ['garage', true],
    ['', true],
    ['us east', false],
  ])('says of the region %j whether it can be one, before any plan: %s', (region, expected) => {
    const object = { path: 'roleSessions.roles[0]', values: { saml: {}, region } };
    const base = { id: 'x', name: 'x' };
    expect(buildFederated(object, { ok: true, value: undefined }, base, contextOf({})).ok).toBe(expected);
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
  it('has its token as that says', () => {
    expect(planOf({ webIdentity: { tokenFile: '~/token' } }).source).toEqual({
      kind: 'web-identity',
      role: { arn, partition: 'aws', accountId: '123456789012', roleName: 'dev' },
      sessionName: 'vscode-ana',
      durationSeconds: undefined,
      token: { kind: 'file', file: '/home/ana/token' },
      policy: undefined,
      policyArns: [],
      place: { kind: 'setting', setting: 'roleSessions.roles[0].webIdentity' },
    });
  });

  it('is named by the setting for all', () => {
    expect(planOf({ webIdentity: { command: 'x' } }, { sessionName: '${profile}@${host}' }).source).toMatchObject({
      sessionName: 'dev@desk',
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
  type Row = [object, string, string];
  const PROVIDER = SAML_PROVIDER.replace('1234', '4321');
  it.each<[object, string, string]>([
    [{ arn, saml: 'paste' }, '.saml', 'saml is not an object.'],
    [{ arn, saml: { command: ' ' } }, '.saml.command', 'command is empty.'],
    [{ arn, saml: { principalArn: PROVIDER } }, '.saml.principalArn', 'in another account than the role'],
    [{ arn, saml: {}, webIdentity: {} }, '.webIdentity', 'The role has both saml and webIdentity.'],
    ...['sourceProfile', 'externalId', 'mfaSerial', 'sessionName', 'sourceIdentity'].map(
      (name) => [{ arn, saml: {}, [name]: 'ana' }, `.${name}`, `${name} does not go with saml.`] as Row,
    ),
    [{ arn, saml: {}, sessionTags: {} }, '.sessionTags', 'sessionTags does not go with saml.'],
    [{ arn, saml: {}, transitiveTagKeys: [] }, '.transitiveTagKeys', 'transitiveTagKeys does not go with saml.'],
    [{ arn, saml: {}, durationSeconds: 60 }, '.durationSeconds', 'no session shorter than 900'],
    [{ arn, saml: {}, region: 'us east' }, '.region', 'region is not the name of an AWS region.'],
    [{ arn, saml: {}, region: 'cn-north-1' }, '.region', 'belongs to the partition aws-cn, the role to aws'],
    [{ arn, saml: {}, policy: {} }, '.policy', 'policy has no Statement.'],
    [{ arn: 'x', saml: {} }, '.arn', 'arn is not an ARN.'],
    [{ arn: 'x', name: 'x', saml: {} }, '.arn', 'arn is not an ARN.'],
    [{ webIdentity: { command: 'x' } }, '', 'has no arn'],
    [{ arn, webIdentity: {} }, '.webIdentity', 'does not say where the token comes from'],
    [{ arn, webIdentity: { command: 'x' }, sessionName: 'x' }, '.sessionName', 'sessionName has 1 characters'],
    ...['sourceProfile', 'externalId', 'mfaSerial', 'sourceIdentity'].map(
      (name) =>
        [
          { arn, webIdentity: { command: 'x' }, [name]: 'ana' },
          `.${name}`,
          `${name} does not go with webIdentity.`,
        ] as Row,
    ),
    [
      { arn, webIdentity: { command: 'x' }, sessionTags: {} },
      '.sessionTags',
      'sessionTags does not go with webIdentity.',
    ],
    [
      { arn, webIdentity: { command: 'x' }, transitiveTagKeys: [] },
      '.transitiveTagKeys',
      'transitiveTagKeys does not go with webIdentity.',
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
    const webIdentity = { issuer: 'https://idp.example.com', clientId: 'c', clientSecret: 'MARKED' };
    expect(JSON.stringify(read({ settings: [{ arn, webIdentity }] }))).not.toContain('MARKED');
  });
});
