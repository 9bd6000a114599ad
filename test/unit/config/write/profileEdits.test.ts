import { expect, it, describe } from 'vitest';
import type { Checked } from '../../../../src/base/checked.js';
import type { SharedFiles } from '../../../../src/config/files/fileText.js';
import {
  addProfile,
  deleteProfile,
  dependants,
  editProfile,
  renameProfile,
  type Changes,
} from '../../../../src/config/write/profileEdits.js';

const filesOf = (config: string | undefined, credentials?: string): SharedFiles => ({
  config: { file: '/aws/config', text: config },
  credentials: { file: '/aws/credentials', text: credentials },
});

/** What each file says afterwards, where it is another one. */
function written(changes: Checked<Changes>): Record<string, string> {
  if (!changes.ok) throw new Error(changes.problem.message);
  return Object.fromEntries(changes.value.map(({ file, after }) => [file.replace('/aws/', ''), after]));
}

const KEYS = new Map([
  ['aws_access_key_id', 'AKIAIOSFODNN7EXAMPLE'],
  ['aws_secret_access_key', 'secret'],
]);

describe('a profile that is added', () => {
  it('has its keys in the credentials file, and the rest in the config file', () => {
    const changes = addProfile(filesOf('[default]\r\nx = 1\r\n'), {
      name: 'me',
      config: new Map([['region', 'eu-west-1']]),
      credentials: KEYS,
    });
    expect(written(changes)).toEqual({
      config: '[default]\r\nx = 1\r\n\r\n[profile me]\r\nregion = eu-west-1\r\n',
      credentials: '[me]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n',
    });
  });

  it('brings its section of IAM Identity Center along', () => {
    const session = { name: 'my corp', values: new Map([['sso_region', 'us-east-1']]) };
    const config = new Map([['sso_session', 'my corp']]);
    expect(
      written(addProfile(filesOf(undefined), { name: 'default', config, credentials: new Map(), session })),
    ).toEqual({
      config: '[sso-session "my corp"]\nsso_region = us-east-1\n\n[default]\nsso_session = my corp\n',
    });
  });

  it('is not written where another line would come before it', () => {
    const files = filesOf('', '[DEFAULT]\nregion = x\n');
    const changes = addProfile(files, { name: 'me', config: new Map([['region', 'y']]), credentials: KEYS });
    expect(changes).toMatchObject({
      problem: { message: 'region of the profile me would be taken from another line.', place: { line: 2 } },
    });
  });

  it.each([
    ['[profile me]\n', ''],
    ['', '[me]\nregion = x\n'],
  ])('takes no name that there is: %j, %j', (config, credentials) => {
    const changes = addProfile(filesOf(config, credentials), { name: 'me', config: KEYS, credentials: new Map() });
    expect(changes).toMatchObject({ ok: false, problem: { message: 'There is a profile me already.' } });
  });
});

describe('a profile that is changed', () => {
  it('keeps comments, order, blanks, and lines that nobody knows', () => {
    const text =
      '# top\n[profile a]\n; mine\nrole_arn=old\nnobody : knows\n  SOURCE_PROFILE = b\n\n# of b\n[profile b]\n';
    const config = text.replace('  SOURCE', 'SOURCE');
    const values = new Map([
      ['role_arn', 'new'],
      ['source_profile', undefined],
      ['credential_source', 'Environment'],
      ['external_id', undefined],
    ]);
    expect(written(editProfile(filesOf(config), 'a', values))).toEqual({
      config:
        '# top\n[profile a]\n; mine\nrole_arn=new\nnobody : knows\ncredential_source = Environment\n\n# of b\n[profile b]\n',
    });
  });

  it('is changed where each value stands, and keys where the other keys are', () => {
    const files = filesOf('[profile a]\nregion = x\naws_access_key_id = A\n', '[a]\nrole_arn = r\n');
    const values = new Map([...KEYS, ['role_arn', 'q'], ['region', 'y'], ['external_id', 'e']]);
    expect(written(editProfile(files, 'a', values))).toEqual({
      config:
        '[profile a]\nregion = y\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\nexternal_id = e\n',
      credentials: '[a]\nrole_arn = q\n',
    });
  });

  it('takes the lines along on which a value went on, and leaves comments among them', () => {
    const config = '[profile a]\nrole_arn = one\n  # why\n  two\nregion = x';
    expect(written(editProfile(filesOf(config), 'a', new Map([['role_arn', 'r']])))).toEqual({
      config: '[profile a]\nrole_arn = r\n  # why\nregion = x',
    });
  });

  it.each<[string, string, string, string | undefined]>([
    [
      'is there twice',
      '[profile a]\nx = 1\n\n[profile a]\n',
      'The section [profile a] is there twice; the first is on line 1.',
      undefined,
    ],
    [
      'is there twice in other words',
      '[profile a]\n[profile "a"]\n',
      'The profile a is there twice: on the lines 1 and 2.',
      undefined,
    ],
    ['has a name twice', '[profile a]\nx = 1\nx = 2\n', 'The name on line 3 is already set on line 2.', undefined],
    ['is twice in the other file', '', 'The section [a] is there twice; the first is on line 1.', '[a]\n[a]\n'],
    [
      'inherits what is to go',
      '[DEFAULT]\nregion = x\n[profile a]\n',
      'cannot change without changing what else it says',
      undefined,
    ],
  ])('is left alone where it %s', (_, config, message, credentials) => {
    const result = editProfile(filesOf(config, credentials), 'a', new Map([['region', undefined]]));
    expect(result).toMatchObject({ ok: false, problem: { message: expect.stringContaining(message) as string } });
  });

  it('is left alone where what is said would be read otherwise', () => {
    expect(editProfile(filesOf('[profile a]\n  [profile b]\n'), 'a', new Map([['region', 'x']])).ok).toBe(false);
    expect(editProfile(filesOf('[profile a]\n'), 'a', new Map([['region', 'x\n[profile b]']])).ok).toBe(false);
  });
});

describe('who depends on a profile', () => {
  const config =
    '[profile a]\nsource_profile = a\nrole_arn = r\n[profile "b"]\nsource_profile=a\n[profile c]\nsource_profile = b\n';
  const files = filesOf(config, '[a]\naws_access_key_id = A\n\n[d]\nSource_Profile: a\n');

  it('is named, in both files', () => {
    expect([dependants(files, 'a'), dependants(files, 'b'), dependants(files, 'd')]).toEqual([['b', 'd'], ['c'], []]);
  });

  it('is changed with its name, if that is wanted', () => {
    expect(written(renameProfile(files, 'a', 'z y', ['b', 'd']))).toEqual({
      config: config.replaceAll(/(source_profile ?= ?)a/g, '$1z y').replace('[profile a]', '[profile "z y"]'),
      credentials: '[z y]\naws_access_key_id = A\n\n[d]\nSource_Profile: z y\n',
    });
    expect(written(renameProfile(files, 'a', 'z', []))).toEqual({
      config: config.replace('source_profile = a', 'source_profile = z').replace('[profile a]', '[profile z]'),
      credentials: '[z]\naws_access_key_id = A\n\n[d]\nSource_Profile: a\n',
    });
  });

  it('cannot be changed where all inherit it', () => {
    const inherited = filesOf('[DEFAULT]\nsource_profile = a\n[profile a]\n[profile b]\n');
    expect(renameProfile(inherited, 'a', 'z', ['b'])).toMatchObject({
      problem: { message: expect.stringContaining('[DEFAULT], which names a.') as string },
    });
  });

  it('is no name that there is', () => {
    expect(renameProfile(files, 'a', 'd', []).ok).toBe(false);
  });
});

it('a deleted profile goes from both files, with the blank line above it where one is below too', () => {
  const files = filesOf('[profile a]\nx = 1\n\n# of b\n[profile b]\ny = 1\n\n[profile c]\n', '[b]\nz = 1\n[c]\n');
  expect(written(deleteProfile(files, 'b'))).toEqual({
    config: '[profile a]\nx = 1\n\n# of b\n\n[profile c]\n',
    credentials: '[c]\n',
  });
});

it('a deleted profile that is the first takes the blank line below it along', () => {
  const files = filesOf('[profile a]\nx = 1\n\n[profile b]\ny = 1\n');
  expect(written(deleteProfile(files, 'a'))).toEqual({ config: '[profile b]\ny = 1\n' });
});

it.each([{ unreadable: 'permission denied' }, { damagedAt: 1 }, { refused: { message: 'Which?', hint: '' } }])(
  'nothing is written where a file is not known: %j',
  (state) => {
    const files = filesOf('[profile a]\n');
    const odd = { ...files, credentials: { ...files.credentials, ...state } };
    expect(deleteProfile(odd, 'a').ok).toBe(false);
    expect(editProfile(odd, 'a', new Map([['region', 'x']])).ok).toBe(false);
  },
);
