import { describe, expect, it } from 'vitest';
import { followSources } from '../../../../src/config/plan/chain.js';
import {
  assumeHops,
  BASE_KEYS,
  CONFIG,
  contextOf,
  CREDENTIALS,
  DEV,
  expectBroken,
  keysSource,
  problemOf,
  profileOf,
  read,
  ready,
  refusalOf,
  roleArn,
  SECRET,
  SOURCED,
  valueOf,
  type Broken,
} from '../read.js';

/** A role, and where it is assumed from. */
const role = (name: string, source: string): string =>
  `[profile ${name}]\nrole_arn = ${roleArn(name)}\nsource_profile = ${source}\n`;
const roleNames = (config: string, credentials = BASE_KEYS): readonly string[] =>
  assumeHops(ready(read({ config, credentials }), 'dev').plan).map((hop) => hop.role.roleName);

describe('source profiles', () => {
  const chain = [
    `${DEV}source_profile = mid\nmfa_serial = 123456789\n`,
    `[profile mid]\nrole_arn = ${roleArn('mid')}\nsource_profile = low\nregion = eu-north-1\n`,
    `[profile low]\nrole_arn = ${roleArn('low')}\nsource_profile = base\nduration_seconds = 43200\n`,
  ].join('');

  it('are followed down to the keys; MFA is each role’s own', () => {
    const { plan } = ready(read({ config: chain }), 'dev');
    expect(assumeHops(plan).map((hop) => [hop.role.roleName, hop.mfaSerial, hop.durationSeconds])).toEqual([
      ['low', undefined, 43200],
      ['mid', undefined, undefined],
      ['dev', '123456789', undefined],
    ]);
    expect(plan.region).toBe('eu-north-1');
  });

  it('that hold keys are not roles, whatever their role_arn says', () => {
    const credentials = `${BASE_KEYS}[low]\naws_access_key_id = LOW\naws_secret_access_key = x\n`;
    const { plan } = ready(read({ config: chain, credentials }), 'dev');
    expect(keysSource(plan).profile).toBe('low');
    expect(assumeHops(plan).map((hop) => hop.role.roleName)).toEqual(['mid', 'dev']);
  });

  it('may be the role itself where it holds keys, also further down', () => {
    const own = 'source_profile = own\naws_access_key_id = OWN\naws_secret_access_key = x\n';
    const config = `${DEV}${own.replace('own', 'dev')}[profile own]\nrole_arn = ${roleArn('own')}\n${own}`;
    const entries = read({ config });
    expect(ready(entries, 'dev').plan).toMatchObject({
      source: { profile: 'dev' },
      hops: [{ role: { roleName: 'dev' } }],
    });
    expect(ready(entries, 'own').plan).toMatchObject({ source: { profile: 'own' } });
  });

  it('may end in what the machine has', () => {
    const config = `${role('dev', 'low')}[profile low]\nrole_arn = ${roleArn('low')}\ncredential_source = EcsContainer\n`;
    expect(ready(read({ config }), 'dev').plan.source).toEqual({
      kind: 'container',
      place: { kind: 'file', file: CONFIG, line: 6 },
    });
    expect(roleNames(config)).toEqual(['low', 'dev']);
  });

  it('end somewhere', () => {
    const rungs = Array.from({ length: 160 }, (_, i) => role(`r${i}`, i === 0 ? 'base' : `r${i - 1}`));
    const entries = read({ config: rungs.join('') });
    expect(ready(entries, 'r149').plan.hops).toHaveLength(150);
    expect(problemOf(entries, 'r150')).toEqual({
      message: 'More than 150 roles stand between “r150” and a profile with keys.',
      hint: 'Shorten the chain of source profiles.',
      place: { kind: 'file', file: CONFIG, line: 453 },
    });
  });

  it.each([
    [7, 'dev → r1 → r2 → r3 → r4 → r5 → r6 → dev'],
    [8, 'dev → r1 → r2 → r3 → r4 → r5 → … → r7 → dev'],
    [20, 'dev → r1 → r2 → r3 → r4 → r5 → … → r19 → dev'],
  ])('in a circle of %i are named, as many as one can read', (count, path) => {
    const rungs = Array.from({ length: count }, (_, i) =>
      role(i === 0 ? 'dev' : `r${i}`, i === count - 1 ? 'dev' : `r${i + 1}`),
    );
    expect(problemOf(read({ config: rungs.join('') }), 'dev').message).toBe(
      `The source profiles go in a circle: ${path}.`,
    );
  });
});

const broken = (what: string, config: string, line: number, message: string, hint: string): Broken => [
  what,
  config,
  '',
  CONFIG,
  line,
  message,
  hint,
];
const GONE = 'source_profile of the profile “dev” names the profile';

describe('a source that cannot serve breaks its role, and the others work', () => {
  it.each<Broken>([
    [
      'a source with a mistake',
      SOURCED,
      `${BASE_KEYS}${SECRET}\n`,
      CREDENTIALS,
      4,
      'In the source profile “base”: Line 4 is neither',
      'Write it as “name = value”',
    ],
    broken(
      'a role below that is none',
      `${role('dev', 'b')}[profile b]\nrole_arn = x\nsource_profile = keys\n`,
      5,
      'In the source profile “b”: role_arn is not an ARN.',
      'Copy the role’s own ARN',
    ),
    broken(
      'an unknown source',
      role('dev', 'nobody'),
      3,
      `${GONE} “nobody”, which does not exist.`,
      'Add [nobody] with its keys to the credentials file',
    ),
    broken(
      'a source in other case',
      role('dev', 'KEYS'),
      3,
      `${GONE} “KEYS”, which does not exist.`,
      'Did you mean “keys”?',
    ),
    broken('a source that is a part of a name', role('dev', 'key'), 3, `${GONE} “key”`, 'Add [key] with its keys'),
    broken('an empty source', role('dev', ''), 3, 'source_profile of the profile “dev” is empty.', 'Name the profile'),
    broken(
      'a bare section as source',
      `${role('dev', 'x')}[x]\n`,
      3,
      `${GONE} “x”, which does not exist.`,
      'The config file has [x]: write it as [profile x].',
    ),
    [
      '“profile” in credentials',
      role('dev', 'x'),
      '[profile x]\n',
      CONFIG,
      3,
      `${GONE} “x”, which does not exist.`,
      'The credentials file has [profile x]: write it as [x] there.',
    ],
    broken(
      'a circle',
      `${role('dev', 'b')}${role('b', 'dev')}`,
      6,
      'The source profiles go in a circle: dev → b → dev.',
      'Let one of them name a profile that holds access keys.',
    ),
    broken(
      'a circle below',
      `${role('dev', 'b')}${role('b', 'c')}${role('c', 'b')}`,
      9,
      'The source profiles go in a circle: dev → b → c → b.',
      'Let one of them name a profile that holds access keys.',
    ),
    [
      'a circle, though it comes back to keys',
      `${role('dev', 'b')}${role('b', 'dev')}`,
      `[dev]\naws_access_key_id = K\naws_secret_access_key = S\n`,
      CONFIG,
      6,
      'The source profiles go in a circle: dev → b → dev.',
      'Let one of them name a profile that holds access keys.',
    ],
    broken(
      'itself without keys',
      role('dev', 'dev'),
      3,
      'The profile “dev” is its own source but holds no keys: dev → dev.',
      'Let source_profile name a profile that holds access keys.',
    ),
    broken(
      'a credential source below that nobody knows',
      `${role('dev', 'b')}[profile b]\nrole_arn = ${roleArn('b')}\ncredential_source = Ec2\n`,
      6,
      'credential_source of the profile “b” is not one that AWS knows.',
      'Ec2InstanceMetadata',
    ),
  ])('%s', expectBroken);
});

const settings = [{ name: 'ops', arn: roleArn('ops'), sourceProfile: 'base' }];

describe('a role of the settings whose source profile is broken', () => {
  it.each([
    ['by a mistake in its section', `${BASE_KEYS}mistake\n`, 'In the source profile “base”: Line 4 is neither'],
    ['by half of its keys', '[base]\naws_access_key_id = K\n', 'has aws_access_key_id but no aws_secret_access_key'],
    ['because it is not there', '', 'names the profile “base”, which does not exist'],
    ['because it holds nothing', '[base]\nregion = eu-west-1\n', 'The source profile “base” holds no credentials.'],
  ])('is broken too: %s', (_, credentials, message) => {
    expect(problemOf(read({ credentials, settings }), 'ops').message).toContain(message);
  });

  it.each([
    ['base ', 'sourceProfile names the profile “base ”, which does not exist.', 'Did you mean “base”?'],
    ['x', 'sourceProfile names the profile “x”, which does not exist.', 'Add [x] with its keys'],
  ])('says so in the words of the settings: %j', (sourceProfile, message, hint) => {
    const problem = problemOf(read({ settings: [{ ...settings[0], sourceProfile }] }), 'ops');
    expect(problem.message).toBe(message);
    expect(problem.hint).toContain(hint);
  });

  it('says why no profile can be told, where none can', () => {
    const problem = { message: 'Nobody knows.', hint: 'Ask.', place: undefined };
    const context = contextOf({});
    const { role } = valueOf(context.roleOf(profileOf(contextOf({ config: SOURCED }), 'dev')));
    const place = { kind: 'setting', setting: 'x' } as const;
    const source = { name: 'sourceProfile', value: 'base', place };
    const target = { role, profile: undefined, source, durationPlace: place, region: undefined };
    const profiles = { ...context.profiles, byName: new Map(), refusal: problem };
    expect(followSources(target, undefined, { ...context, profiles })).toEqual({ ok: false, problem });
    const empty = { ...target, source: { ...source, value: '' } };
    expect(refusalOf(followSources(empty, undefined, context))).toEqual({
      message: 'sourceProfile is empty.',
      hint: 'Name the profile that holds the keys.',
      place,
    });
  });

  it('is ready where it is not', () => {
    expect(ready(read({ settings }), 'ops').plan.source).toMatchObject({ kind: 'static-keys', profile: 'base' });
  });
});
