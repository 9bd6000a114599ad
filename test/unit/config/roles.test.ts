import { describe, expect, it } from 'vitest';
import { listRoles } from '../../../src/config/roles.js';
import { hop } from '../../support/samples.js';
import {
  assumeHops,
  BASE_KEYS,
  CONFIG,
  CREDENTIALS,
  DEV,
  expectBroken,
  nameOf,
  problemOf,
  read,
  ready,
  roleArn,
  SECRET,
  SOURCED,
  type Broken,
} from './read.js';
import { KEYS, LOGIN, PERMISSION, PORTAL, PROCESS, WEB } from './sources/lines.js';

describe('a profile with role_arn', () => {
  it('becomes a plan: the source’s keys, then one call', () => {
    const config =
      `${DEV}source_profile = base\nregion = eu-west-1\nexternal_id = a:b/c\nmfa_serial = arn:aws:iam::123456789012:mfa/ana\n` +
      'duration_seconds = 7200\nrole_session_name = ana@work\n';
    const { place, plan } = ready(read({ config }), 'dev');
    const arn = { arn: roleArn('dev'), partition: 'aws', accountId: '123456789012', roleName: 'dev' };
    const call = {
      sessionName: 'ana@work',
      externalId: 'a:b/c',
      mfaSerial: 'arn:aws:iam::123456789012:mfa/ana',
      durationSeconds: 7200,
    };
    expect(place).toEqual({ kind: 'file', file: CONFIG, line: 2 });
    expect(plan).toEqual({
      roleId: 'profile:dev',
      name: 'dev',
      source: {
        kind: 'static-keys',
        profile: 'base',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        temporary: false,
        place: { kind: 'file', file: CREDENTIALS, line: 2 },
      },
      hops: [{ ...hop(), ...call, role: arn, place }],
      region: 'eu-west-1',
      endpoints: {},
      narrowedTo: undefined,
    });
  });

  it('may be in the credentials file, or quoted, or the default', () => {
    const config = `[profile "x y"]\nrole_arn=${roleArn('a')}\nsource_profile=base\n[default]\nrole_arn=${roleArn('b')}\nsource_profile=base\n`;
    const credentials = `${BASE_KEYS}[c]\nrole_arn=${roleArn('c')}\nsource_profile=base\n`;
    const entries = read({ config, credentials });
    expect(entries.map((found) => [found.kind, nameOf(found)])).toEqual([
      ['ready', 'x y'],
      ['ready', 'default'],
      ['ready', 'c'],
    ]);
  });

  it('is not there for profiles that only hold keys', () => {
    expect(read({ config: '[profile plain]\nregion = eu-west-1\n' })).toEqual([]);
  });

  it('takes each value from the credentials file first, role_arn too', () => {
    const credentials = `${BASE_KEYS}[dev]\nrole_arn = ${roleArn('other')}\n`;
    const { place, plan } = ready(read({ config: `${DEV}source_profile = base\n`, credentials }), 'dev');
    expect(assumeHops(plan)[0]?.role.roleName).toBe('other');
    expect(place).toEqual({ kind: 'file', file: CREDENTIALS, line: 5 });
  });

  it('takes the two keys from one file, the credentials file first', () => {
    const config = `${DEV}source_profile = base\n[profile base]\naws_access_key_id = CONFIGKEY\naws_secret_access_key = x\n`;
    expect(ready(read({ config }), 'dev').plan.source).toHaveProperty('accessKeyId', 'AKIAIOSFODNN7EXAMPLE');
    expect(ready(read({ config, credentials: '' }), 'dev').plan.source).toMatchObject({
      accessKeyId: 'CONFIGKEY',
      place: { file: CONFIG, line: 5 },
    });
    const half = problemOf(read({ config, credentials: '[base]\naws_access_key_id = ONLY\n' }), 'dev');
    expect(half.message).toBe('The profile “base” has aws_access_key_id but no aws_secret_access_key.');
  });

  it('takes an empty duration or session name for none', () => {
    const config = `${SOURCED}duration_seconds =\nrole_session_name =\n`;
    expect(assumeHops(ready(read({ config }), 'dev').plan)).toMatchObject([
      { durationSeconds: undefined, sessionName: 'vscode-ana' },
    ]);
  });

  it('is one of 5,000 without a wait', () => {
    const config = Array.from(
      { length: 5000 },
      (_, i) => `[profile r${i}]\nrole_arn=${roleArn(`r${i}`)}\nsource_profile=base\n`,
    );
    const entries = read({ config: config.join('') });
    expect(entries).toHaveLength(5000);
    expect(ready(entries, 'r4999').place).toEqual({ kind: 'file', file: CONFIG, line: 14_999 });
  });
});

describe('a profile with credentials of its own', () => {
  const config = [
    `[profile sso]\n${PERMISSION}${PORTAL}`,
    `[profile process]\n${PROCESS}`,
    `[profile login]\n${LOGIN}`,
    `[profile temporary]\n${KEYS}aws_session_token = x\n`,
    `[profile web]\n${WEB}`,
    `[profile keys]\n${KEYS}`,
    '[profile nothing]\nregion = eu-west-1\n',
    '[profile portal]\nsso_session = corp\n',
  ].join('');

  it('is listed when they are temporary', () => {
    const entries = read({ config });
    expect(entries.map(nameOf)).toEqual(['sso', 'process', 'login', 'temporary', 'web']);
    for (const name of ['sso', 'process', 'login', 'temporary', 'web']) {
      expect(ready(entries, name).plan.hops).toEqual([]);
    }
    expect(ready(entries, 'web')).toMatchObject({ id: 'profile:web', place: { line: 14 } });
  });

  it('is listed as broken when they cannot work', () => {
    expect(problemOf(read({ config: `[profile sso]\n${PERMISSION}` }), 'sso').message).toContain(
      'has no sso_start_url',
    );
  });

  it('is listed as broken when it may have lost its role', () => {
    expect(problemOf(read({ config: '[profile x]\nrole_arn\n' }), 'x').place).toEqual({
      kind: 'file',
      file: CONFIG,
      line: 2,
    });
  });
});

describe('a profile that says no role in full is broken, and the others work', () => {
  it.each<Broken>([
    [
      'a line that says nothing',
      `${SOURCED}${SECRET}\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'Line 4 is neither a section header nor “name = value”.',
      'Write it as “name = value”, or put #',
    ],
    [
      'a section that is there twice',
      `${SOURCED}[profile dev]\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'The section [profile dev] is there twice; the first is on line 1.',
      'Merge the two into one.',
    ],
    [
      'no source',
      DEV,
      BASE_KEYS,
      CONFIG,
      2,
      'The profile “dev” has a role_arn but does not say whose credentials assume it.',
      'Add a line source_profile = NAME',
    ],
    [
      'no source beside its own keys',
      `${DEV}${KEYS}`,
      BASE_KEYS,
      CONFIG,
      2,
      'The profile “dev” has a role_arn but does not say whose credentials assume it.',
      'Add a line source_profile = NAME',
    ],
    [
      'no source beside Identity Center',
      `${DEV}${PERMISSION}`,
      BASE_KEYS,
      CONFIG,
      2,
      'The profile “dev” has a role_arn but does not say whose credentials assume it.',
      'give them a profile of their own',
    ],
    [
      'an empty external ID',
      `${SOURCED}external_id =\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'external_id has 0 characters; AWS accepts 2 to 1224.',
      'Give it a value',
    ],
    [
      'two sources',
      `${SOURCED}credential_source = Environment\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'The profile “dev” has both source_profile and credential_source.',
      'Keep one of the two lines.',
    ],
  ])('%s', expectBroken);

  it('and what concerns a whole file is an entry of its own', () => {
    const entries = read({ config: `\uFEFF${SOURCED}`, credentials: `oops\n${BASE_KEYS}` });
    expect(entries.map((found) => [found.kind, nameOf(found), found.id])).toEqual([
      ['broken', CONFIG, `file:${CONFIG}:1:0`],
      ['broken', CREDENTIALS, `file:${CREDENTIALS}:1:1`],
      ['ready', 'dev', 'profile:dev'],
    ]);
  });
});

describe('all that is configured', () => {
  const settings = [
    { arn: roleArn('ops'), sourceProfile: 'base' },
    { arn: roleArn('saml'), saml: {} },
    { arn: 'x', name: 'wrong' },
    { arn: roleArn('lost'), sourceProfile: 'nobody' },
    { arn: roleArn('empty'), saml: { command: '' } },
    7,
  ];

  it('is listed: what concerns a file, sections that are no profile, profiles, roles of the settings', () => {
    const config = `stray\n[stray]\nrole_arn = ${roleArn('x')}\n${SOURCED}`;
    expect(read({ config, settings }).map(({ kind, id, name }) => [kind, id, name])).toEqual([
      ['broken', `file:${CONFIG}:1:0`, CONFIG],
      ['broken', `section:${CONFIG}:2`, 'stray'],
      ['ready', 'profile:dev', 'dev'],
      ['ready', 'setting:ops', 'ops'],
      ['ready', 'setting:saml', 'saml'],
      ['broken', 'setting:wrong', 'wrong'],
      ['broken', 'setting:lost', 'lost'],
      ['broken', 'setting:empty', 'empty'],
      ['broken', 'setting:roleSessions.roles[5]', 'roleSessions.roles[5]'],
    ]);
  });

  it('stands where it is written', () => {
    const entries = read({ settings });
    expect(ready(entries, 'ops').place).toEqual({ kind: 'setting', setting: 'roleSessions.roles[0].arn' });
    expect(ready(entries, 'saml').place).toEqual({ kind: 'setting', setting: 'roleSessions.roles[1].saml' });
    expect(ready(entries, 'saml').plan).toMatchObject({ roleId: 'setting:saml', source: { kind: 'saml' }, hops: [] });
    const problems = ['wrong', 'lost', 'empty'].map((name) => problemOf(entries, name).place);
    expect(problems).toMatchObject([
      { setting: 'roleSessions.roles[2].arn' },
      { setting: 'roleSessions.roles[3].sourceProfile' },
      { setting: 'roleSessions.roles[4].saml.command' },
    ]);
  });

  it('is numbered where it stands nowhere', () => {
    const refused = { message: 'Which file?', hint: 'Name it.' };
    const files = {
      config: { file: 'config', text: undefined, refused },
      credentials: { file: 'keys', text: undefined, refused },
    };
    const environment = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };
    const problem = { ...refused, place: undefined };
    expect(listRoles({ files, settings: undefined, environment })).toEqual([
      { kind: 'broken', id: 'file:0:0:0', name: '0', problem },
      { kind: 'broken', id: 'file:1:0:1', name: '1', problem },
    ]);
  });

  it('takes a machine’s credentials where a profile names those', () => {
    const { plan } = ready(read({ config: `${DEV}credential_source = EcsContainer\n` }), 'dev');
    expect(plan.source).toEqual({ kind: 'container', place: { kind: 'file', file: CONFIG, line: 3 } });
  });
});

describe('a profile that this extension answers for', () => {
  it.each([
    ['/store/role-sessions-credentials --active', []],
    ['"/a b/role-sessions-credentials" --role profile:dev', []],
    ['/store/role-sessions-credentials-of-mine', ['it']],
    ['vault role-sessions-credentials', ['it']],
  ])('is none to switch to: %s', (command, names) => {
    expect(read({ config: `[profile it]\ncredential_process = ${command}\n` }).map(nameOf)).toEqual(names);
  });

  it('is one where it is a role of its own', () => {
    const config = `${DEV}source_profile = base\ncredential_process = /store/role-sessions-credentials --active\n`;
    expect(read({ config }).map(nameOf)).toEqual(['dev']);
  });
});
