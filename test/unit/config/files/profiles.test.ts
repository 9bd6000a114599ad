import { describe, expect, it } from 'vitest';
import {
  firstProblem,
  keysOf,
  lookUp,
  readProfiles,
  sectionFields,
  serviceField,
} from '../../../../src/config/files/profiles.js';
import { CONFIG, contextOf, CREDENTIALS, nameOf, problemOf, profileOf, read, roleArn, SOURCED } from '../read.js';

const profilesOf = (config: string, credentials = '') =>
  readProfiles({ config: { file: CONFIG, text: config }, credentials: { file: CREDENTIALS, text: credentials } });
const inConfig = (line: number) => ({ kind: 'file', file: CONFIG, line });

describe('sections of the config file that are no profile', () => {
  it('are no role where they hold none: [plugins]', () => {
    const config = `[plugins]\ncli_legacy_plugin_path = /x\n${SOURCED}`;
    expect(profilesOf(config).strays).toEqual([]);
    expect([...profilesOf(config).bareSections]).toEqual(['plugins']);
    expect(read({ config }).map(nameOf)).toEqual(['dev']);
  });

  it.each([
    ['[ops]', 'ops', 'The section [ops] is not a profile', 'Write [profile ops].'],
    ['[my ops]', 'my ops', 'The section [my ops] is not a profile', 'Write [profile "my ops"].'],
    [
      '[profile my ops]',
      'profile my ops',
      'The section header on line 1 names no profile.',
      'a name with spaces or special characters needs quotes: [profile "my role"].',
    ],
  ])('are told where they hold one: %s', (header, name, message, hint) => {
    const config = `${header}\nrole_arn = ${roleArn('ops')}\nsource_profile = base\n${SOURCED}`;
    const entries = read({ config });
    expect(problemOf(entries, name)).toEqual({
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
      place: inConfig(1),
    });
    expect(entries.map(nameOf)).toEqual([name, 'dev']);
    expect(profilesOf(config).strays.map(({ id }) => id)).toEqual([`section:${CONFIG}:1`]);
  });

  it('are told where they have a mistake', () => {
    expect(profilesOf('[ops]\nmistake\n').strays).toMatchObject([{ name: 'ops', problem: { place: inConfig(2) } }]);
  });

  it.each([
    ['services', '[services local]\nmistake\n'],
    ['sso-session', '[sso-session corp]\nmistake\n'],
    ['sso-session without a name', '[sso-session]\nmistake\n'],
  ])('have their mistakes told: %s', (_, config) => {
    expect(profilesOf(config).problems).toMatchObject([{ place: inConfig(2) }]);
  });
});

it('a value of the credentials file wins, key by key', () => {
  const { byName } = profilesOf('[profile a]\nregion = c\noutput = c\n', '[a]\nregion = k\n[b]\nregion = k\n');
  expect([...byName.keys()]).toEqual(['a', 'b']);
  expect(byName.get('a')).toMatchObject({
    place: inConfig(1),
    config: { file: CONFIG },
    credentials: { file: CREDENTIALS },
  });
  expect(byName.get('b')).toMatchObject({ place: { file: CREDENTIALS, line: 3 }, config: undefined });
});

const inCredentials = (line: number) => ({ kind: 'file', file: CREDENTIALS, line });

describe('what a profile says', () => {
  const profile = () =>
    profileOf(
      contextOf({
        config: '[profile base]\nregion = c\noutput = c\nempty = c\n',
        credentials: '[base]\nregion = k\nempty =\n',
      }),
    );

  it.each([
    ['region', 'k', inCredentials(2)],
    ['output', 'c', inConfig(3)],
    ['empty', '', inCredentials(3)],
  ])('is the credentials file’s first: %s', (name, value, place) => {
    expect(lookUp(profile(), name)).toEqual({ name, value, place });
  });

  it('may be nothing', () => {
    expect(lookUp(profile(), 'other')).toBeUndefined();
  });
});

describe('the keys written in a profile', () => {
  const ID = 'aws_access_key_id = ';
  const KEY = 'aws_secret_access_key = ';
  const keys = (config: string, credentials: string) => {
    const found = keysOf(
      profileOf(contextOf({ config: `[profile base]\n${config}`, credentials: `[base]\n${credentials}` })),
    );
    return (
      found && {
        file: found.file,
        id: found.accessKeyId?.value,
        key: found.secretAccessKey?.value,
        token: found.sessionToken?.value,
      }
    );
  };

  it.each<[string, string, string, object | undefined]>([
    ['nothing', '', '', undefined],
    ['a token alone', '', 'aws_session_token = t\n', undefined],
    ['the credentials file', `${ID}c\n${KEY}c\n`, `${ID}k\n${KEY}k\n`, { file: 'credentials', id: 'k', key: 'k' }],
    ['the config file', `${ID}c\n${KEY}c\n`, '', { file: 'config', id: 'c', key: 'c' }],
    ['never of both', `${KEY}c\n`, `${ID}k\n`, { file: 'credentials', id: 'k', key: undefined }],
    ['the one with the ID', `${ID}c\n`, `${KEY}k\n`, { file: 'config', id: 'c', key: undefined }],
    ['the credentials file’s secret', '', `${KEY}k\n`, { file: 'credentials', id: undefined, key: 'k' }],
    ['one secret, the credentials file’s', `${KEY}c\n`, `${KEY}k\n`, { file: 'credentials', key: 'k' }],
    ['the config file’s secret', `${KEY}c\n`, '', { file: 'config', id: undefined, key: 'c' }],
    ['no token of the other file', `${ID}c\naws_session_token = t\n`, `${ID}k\n`, { id: 'k', token: undefined }],
    ['a token', '', `${ID}k\naws_session_token = t\n`, { token: 't' }],
    ['a token by its old name', '', `${ID}k\naws_security_token = o\naws_session_token = t\n`, { token: 'o' }],
    ['an empty token', '', `${ID}k\naws_security_token =\naws_session_token = t\n`, { token: undefined }],
  ])('are those of one file: %s', (_, config, credentials, expected) => {
    const found = keys(config, credentials);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it('have their lines', () => {
    const profile = profileOf(contextOf({ config: `[profile base]\nregion = x\n${ID}c\n${KEY}c\n`, credentials: '' }));
    expect(keysOf(profile)).toMatchObject({
      accessKeyId: { name: 'aws_access_key_id', place: inConfig(3) },
      secretAccessKey: { name: 'aws_secret_access_key', place: inConfig(4) },
    });
  });
});

describe('the sections of the config file', () => {
  it.each([
    ['[default]', 'default'],
    ['[profile a]', 'a'],
    ['[profile "a b"]', 'a b'],
    ['[profiles a]', 'a'],
    ['[profile default]', 'default'],
  ])('%s is the profile %s', (header, name) => {
    expect([...profilesOf(`${header}\nregion = x\n`).byName.keys()]).toEqual([name]);
  });

  it.each(['[profile]', '[profile a b]', '[a]', '[a profile]', '[profile "a]', '[Default]'])('%s is none', (header) => {
    const { byName, bareSections } = profilesOf(`${header}\nregion = x\n`);
    expect([...byName.keys()]).toEqual([]);
    expect([...bareSections]).toEqual([header.slice(1, -1)]);
  });

  it('by services and by sso-session are no profiles, and have names', () => {
    const found = profilesOf('[services s]\nx = 1\n[sso-session "a b"]\ny = 2\n[services]\n[sso-session]\n');
    expect([...found.services.keys()]).toEqual(['s']);
    expect([...found.ssoSessions.keys()]).toEqual(['a b']);
    expect([...found.bareSections]).toEqual(['services']);
    expect(found.byName.size).toBe(0);
    expect(found.problems).toEqual([]);
  });

  it('of one name: the later replaces, and the mistakes of both stay', () => {
    const { byName } = profilesOf('[profile a]\nmistake\nregion = x\n[profile "a"]\noutput = y\nerror\n');
    const profile = byName.get('a')!;
    expect(profile.place).toEqual(inConfig(4));
    expect(profile.problems.map(({ place }) => place)).toEqual([inConfig(2), inConfig(6)]);
    expect(lookUp(profile, 'region')).toBeUndefined();
    expect(lookUp(profile, 'output')?.value).toBe('y');
  });

  it('have what they say by name, with its line', () => {
    const located = profilesOf('[sso-session s]\nx = 1\ny = 2\n').ssoSessions.get('s')!;
    expect([...sectionFields(located)]).toEqual([
      ['x', { name: 'x', value: '1', place: inConfig(2) }],
      ['y', { name: 'y', value: '2', place: inConfig(3) }],
    ]);
    expect(firstProblem(located)).toBeUndefined();
  });

  it('have their first mistake', () => {
    const located = profilesOf('[sso-session s]\nx = 1\noops\nagain\n').ssoSessions.get('s')!;
    expect(firstProblem(located)).toMatchObject({ place: inConfig(3) });
  });

  it('may hold blocks for services', () => {
    const located = profilesOf('[services s]\nsts =\n  endpoint_url = http://sts\ns3 = flat\n').services.get('s')!;
    expect(serviceField(located, 'sts', 'endpoint_url')).toEqual({
      name: 'endpoint_url',
      value: 'http://sts',
      place: inConfig(3),
    });
    for (const [service, name] of [
      ['sts', 'other'],
      ['s3', 'endpoint_url'],
      ['sso', 'endpoint_url'],
    ] as const) {
      expect(serviceField(located, service, name)).toBeUndefined();
    }
  });
});

describe('the credentials file', () => {
  it('has profiles alone, with their mistakes after those of the config file', () => {
    const { byName } = profilesOf('[profile a]\noops\n', '[a]\nerror\n[profile b]\n');
    expect([...byName.keys()]).toEqual(['a', 'profile b']);
    expect(byName.get('a')?.problems.map(({ place }) => place)).toEqual([inConfig(2), inCredentials(2)]);
    expect(byName.get('profile b')).toMatchObject({ name: 'profile b', problems: [] });
  });

  it('has a header that cannot be read told by its line', () => {
    const { byName, strays } = profilesOf('', '[]\nregion = x\n[a]\n');
    expect([...byName.keys()]).toEqual(['a']);
    expect(strays).toMatchObject([
      { id: `section:${CREDENTIALS}:1`, name: 'line 1', problem: { place: inCredentials(1) } },
    ]);
  });
});

describe('where nobody knows which file is meant', () => {
  const refused = { message: 'Which?', hint: 'Name it.' };
  const files = (config: object, credentials: object) =>
    readProfiles({
      config: { file: CONFIG, text: undefined, ...config },
      credentials: { file: CREDENTIALS, text: undefined, ...credentials },
    });
  const why = { ...refused, place: undefined };

  it.each([
    ['config', { refused }, { text: '[a]\noops\n' }, inCredentials(2)],
    ['credentials', { text: '[profile a]\noops\n' }, { refused }, inConfig(2)],
  ])('no profile can be told: %s', (_, config, credentials, place) => {
    const profiles = files(config, credentials);
    expect(profiles.refusal).toEqual(why);
    expect(profiles.problems).toEqual([why]);
    expect(profiles.byName.get('a')?.problems).toMatchObject([why, { place }]);
  });

  it('elsewhere nothing is refused', () => {
    expect(profilesOf('[profile a]\n').refusal).toBeUndefined();
    expect(profilesOf('[profile a]\n').legacy).toBeUndefined();
    const legacy = '/home/ana/.boto';
    expect(
      readProfiles({ config: { file: CONFIG, text: '' }, credentials: { file: CREDENTIALS, text: '' }, legacy }),
    ).toMatchObject({ legacy });
  });
});
