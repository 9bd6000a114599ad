import { describe, expect, it } from 'vitest';
import { readSettingRoles } from '../../../../src/config/settings/settingRoles.js';
import { assumeHops, BASE_KEYS, contextOf, nameOf, problemOf, read, ready, roleArn } from '../read.js';

const KEYS = BASE_KEYS.replace('[base]', '[default]');

describe('roles of the settings', () => {
  it('need an ARN only', () => {
    const { id, place, plan } = ready(read({ credentials: KEYS, settings: [{ arn: roleArn('dev') }] }), 'dev');
    expect(id).toBe('setting:dev');
    expect(place).toMatchObject({ setting: 'roleSessions.roles[0].arn' });
    expect(plan).toMatchObject({
      source: { profile: 'default' },
      hops: [{ sessionName: 'vscode-ana' }],
      region: 'us-east-1',
    });
  });

  it('may say everything', () => {
    const parts = {
      sessionName: '${user}@${host}',
      durationSeconds: 900,
      externalId: 'ex',
      mfaSerial: '123456789',
      region: 'eu-west-1',
    };
    const { id, plan } = ready(
      read({ settings: [{ ...parts, arn: roleArn('dev'), name: 'my dev', sourceProfile: 'base' }] }),
      'my dev',
    );
    const { region, ...call } = parts;
    expect(id).toBe('setting:my dev');
    expect(plan).toMatchObject({ region, hops: [{ ...call, sessionName: 'ana@desk' }] });
  });

  it('may be assumed from a profile’s role', () => {
    const config = `[profile mid]\nrole_arn = ${roleArn('mid')}\nsource_profile = base\nregion = eu-west-1\n`;
    const { plan } = ready(read({ config, settings: [{ arn: roleArn('dev'), sourceProfile: 'mid' }] }), 'dev');
    expect(assumeHops(plan).map((hop) => hop.role.roleName)).toEqual(['mid', 'dev']);
    expect(plan.region).toBe('eu-west-1');
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['an empty list', []],
  ])('are none for %s', (_, settings) => {
    expect(read({ settings })).toEqual([]);
  });

  const arn = roleArn('dev');
  it.each<[unknown, string, string, string]>([
    ['x', '[0]', 'roleSessions.roles[0] is not an object.', 'Write it as { "arn": "…" }.'],
    [null, '[0]', 'roleSessions.roles[0] is not an object.', 'Write it as'],
    [[], '[0]', 'roleSessions.roles[0] is not an object.', 'Write it as'],
    [{}, '[0]', 'The role in roleSessions.roles[0] has no arn.', 'Add its "arn".'],
    [{ arn: 1 }, '[0].arn', 'arn is not a string.', 'Give a string'],
    [
      { arn: 'arn:aws:iam::123456789012:user/x' },
      '[0].arn',
      'arn is the ARN of a user, not of a role.',
      'Copy the role’s own ARN',
    ],
    [{ arn, name: ' ' }, '[0].name', 'name is empty.', 'Fill it in'],
    [{ arn: 'x', name: ' ' }, '[0].arn', 'arn is not an ARN.', 'Copy'],
    [{ arn: 'x', name: 'x' }, '[0].arn', 'arn is not an ARN.', 'Copy'],
    [{ name: 'x' }, '[0]', 'The role in roleSessions.roles[0] has no arn.', 'Add its "arn".'],
    [{ saml: {} }, '[0]', 'A role with saml and no arn has no name.', 'Add a "name".'],
    [{ arn, sessionName: '${who}' }, '[0].sessionName', 'sessionName has the placeholder ${who}', '${user}'],
    [{ arn, policy: {} }, '[0].policy', 'policy has no Statement.', 'Give a policy document'],
    [{ arn, region: 'us east' }, '[0].region', 'region is not the name of an AWS region.', 'such as us-east-1'],
    [{ arn, sourceProfile: '' }, '[0].sourceProfile', 'sourceProfile is empty.', 'Name the profile'],
    ...[
      ...['arn', 'name', 'sourceProfile', 'sessionName', 'externalId', 'mfaSerial', 'region', 'sourceIdentity'].map(
        (field) => [field, 1, 'a string'] as const,
      ),
      ['durationSeconds', '1', 'a number'] as const,
      ...['sessionTags', 'saml', 'webIdentity'].map((field) => [field, [], 'an object'] as const),
      ...['transitiveTagKeys', 'policyArns'].map((field) => [field, {}, 'a list'] as const),
      ['policy', 1, 'an object, or a string of JSON'] as const,
    ].map(
      ([field, value, type]) =>
        [{ arn, [field]: value }, `[0].${field}`, `${field} is not ${type}.`, `Give ${type}`] as [
          unknown,
          string,
          string,
          string,
        ],
    ),
    [{ arn, mfaserial: 'x' }, '[0].mfaserial', 'A role has no field “mfaserial”.', 'mfaSerial'],
    [{ arn, constructor: 'x' }, '[0].constructor', 'A role has no field “constructor”.', 'arn, name'],
    [{ arn, durationSeconds: '900' }, '[0].durationSeconds', 'durationSeconds is not a number.', 'Give a number'],
    [
      { arn, durationSeconds: 900.5 },
      '[0].durationSeconds',
      'durationSeconds is not a whole number of seconds.',
      'from 900 to 43200',
    ],
    [
      { arn, durationSeconds: 60 },
      '[0].durationSeconds',
      'durationSeconds is 60; AWS STS gives no session shorter',
      '900',
    ],
    [{ arn, externalId: 'ü!' }, '[0].externalId', 'externalId has a character that AWS does not accept.', 'Use only'],
    [
      { arn, sessionName: 'x' },
      '[0].sessionName',
      'sessionName has 1 characters; AWS accepts 2 to 64.',
      'Change its length.',
    ],
    [
      { arn, mfaSerial: '1' },
      '[0].mfaSerial',
      'mfaSerial has 1 characters; AWS accepts 9 to 256.',
      'Change its length.',
    ],
    [
      { arn, region: 'cn-north-1' },
      '[0].region',
      'The region cn-north-1 belongs to the partition aws-cn, the role to aws.',
      'such as us-east-1',
    ],
    [
      { arn, sourceProfile: 'nobody' },
      '[0].sourceProfile',
      'sourceProfile names the profile “nobody”, which does not exist.',
      'Add [nobody]',
    ],
  ])('%j is broken, its neighbour works', (bad, at, message, hint) => {
    const entries = read({ credentials: KEYS, settings: [bad, { arn: roleArn('good') }] });
    expect(entries.map((found) => found.kind)).toEqual(['broken', 'ready']);
    const problem = problemOf(entries, nameOf(entries[0]!));
    expect(problem.place).toEqual({ kind: 'setting', setting: `roleSessions.roles${at}` });
    expect(problem.message).toContain(message);
    expect(problem.hint).toContain(hint);
  });

  it('may have an empty region for none', () => {
    expect(ready(read({ credentials: KEYS, settings: [{ arn, region: '' }] }), 'dev').plan.region).toBe('us-east-1');
  });

  it('are named by the setting where they are, else by their ARN, else by their place', () => {
    const roles = [{ arn }, { arn: 'x', name: ' mine ' }, { arn: 'x' }, { arn: 'x', name: ' ' }, { arn, name: 'dev' }];
    expect(readSettingRoles(roles, contextOf({})).map(({ id, name }) => [id, name])).toEqual([
      ['setting:dev', 'dev'],
      ['setting:mine', 'mine'],
      ['setting:roleSessions.roles[2]', 'roleSessions.roles[2]'],
      ['setting:roleSessions.roles[3]', 'roleSessions.roles[3]'],
      ['setting:roleSessions.roles[4]', 'dev'],
    ]);
  });

  it.each([
    ['assumed', {}],
    ['federated', { saml: {} }],
    ['federated', { webIdentity: { command: 'x' } }],
    ['federated', { saml: {}, webIdentity: {} }],
  ])('are %s with %j', (kind, parts) => {
    expect(readSettingRoles([{ arn, ...parts }], contextOf({}))).toMatchObject([{ kind, id: 'setting:dev' }]);
  });

  it.each([
    ['garage', true],
    ['', true],
    ['us east', false],
  ])('say of the region %j whether it can be one, before any plan: %s', (region, expected) => {
    for (const parts of [{}, { saml: {} }, { webIdentity: { command: 'x' } }]) {
      const [role] = readSettingRoles([{ arn, region, ...parts }], contextOf({}));
      expect(role?.role.ok).toBe(expected);
    }
  });

  it('stand where they are written', () => {
    const [role] = readSettingRoles([{ arn }], contextOf({}));
    expect(role).toMatchObject({
      role: {
        value: {
          source: {
            name: 'sourceProfile',
            value: 'default',
            place: { setting: 'roleSessions.roles[0].sourceProfile' },
          },
          durationPlace: { setting: 'roleSessions.roles[0]' },
        },
      },
    });
  });

  it('need two names for two roles', () => {
    const entries = read({ credentials: KEYS, settings: [{ arn }, { arn: arn.replace('1234', '4321') }] });
    expect(entries).toMatchObject([
      { kind: 'ready' },
      {
        kind: 'broken',
        id: 'setting:roleSessions.roles[1]',
        name: 'dev',
        problem: {
          message: 'The name “dev” is taken by roleSessions.roles[0].',
          hint: 'Give one of the two another "name".',
          place: { setting: 'roleSessions.roles[1].name' },
        },
      },
    ]);
  });

  it('are one broken entry where they are no list', () => {
    expect(read({ settings: { arn } })).toEqual([
      {
        kind: 'broken',
        id: 'setting:roleSessions.roles',
        name: 'roleSessions.roles',
        problem: {
          message: 'roleSessions.roles is not a list.',
          hint: 'Write it as [ { "arn": "…" } ].',
          place: { kind: 'setting', setting: 'roleSessions.roles' },
        },
      },
    ]);
  });
});
