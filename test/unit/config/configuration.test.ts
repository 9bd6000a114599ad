import { describe, expect, it } from 'vitest';
import { Configuration } from '../../../src/config/configuration.js';
import { writtenSettings } from '../../support/settings.js';
import { Listeners } from '../../../src/base/listeners.js';
import type { Overrides, Target } from '../../../src/model/request.js';
import { UserError } from '../../../src/base/errors.js';
import { BASE_KEYS, changingFiles, CONFIG, CREDENTIALS, keysSource, ready, roleArn, SECRET } from './read.js';
import { KeptSecrets } from '../../support/keptSecrets.js';

const SERIAL = 'arn:aws:iam::123456789012:mfa/ana';
const CONFIG_TEXT = `
[profile mid]
role_arn = ${roleArn('mid')}
source_profile = base
mfa_serial = ${SERIAL}
region = eu-west-1
[profile long]
role_arn = ${roleArn('long')}
source_profile = base
mfa_serial = ${SERIAL}
duration_seconds = 7200
[profile china]
region = cn-north-1
[profile empty]
region = eu-west-1
[profile broken]
role_arn = nonsense
source_profile = base
[profile tool]
credential_process = /usr/bin/vault --secret ${SECRET}
[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
`;
const CREDENTIALS_TEXT = `${BASE_KEYS}mfa_serial = ${SERIAL}
[temporary]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
aws_session_token = ${SECRET}
[china]
aws_access_key_id = AKIACHINACHINACHINA0
aws_secret_access_key = ${SECRET}
`;

type Settings = Readonly<Partial<Record<'roles' | 'sessionName' | 'mfaSessionDurationSeconds', unknown>>>;

const ENVIRONMENT = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };
const filesOf = (config = CONFIG_TEXT, credentials = CREDENTIALS_TEXT) => changingFiles(config, credentials);

function catalogOf(settings: Settings = {}, files = filesOf()): Configuration {
  return new Configuration(writtenSettings(settings), files, ENVIRONMENT, new KeptSecrets());
}

const planOf = (target: Target, overrides: Overrides = {}, settings: Settings = {}) =>
  catalogOf(settings).plan({ target, overrides });

async function refusal(target: Target, overrides: Overrides = {}, settings: Settings = {}): Promise<string> {
  const error: unknown = await planOf(target, overrides, settings).then(
    () => new Error('Was planned'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).not.toContain(SECRET);
  return (error as UserError).message;
}

const adHoc = (sourceProfile: string, arn = roleArn('any')): Target => ({ kind: 'ad-hoc', arn, sourceProfile });
const configured = (roleId: string): Target => ({ kind: 'configured', roleId });

describe('a configured role', () => {
  it('is planned with what is asked for', async () => {
    const plan = await planOf(configured('profile:mid'), { sessionName: 'other', narrowing: { kind: 'read-only' } });
    expect(plan).toMatchObject({ roleId: 'profile:mid', narrowedTo: 'read-only', hops: [{ sessionName: 'other' }] });
  });

  it('says where it is broken, and why something cannot be asked', async () => {
    expect(await refusal(configured('profile:broken'))).toContain(`(${CONFIG}, line `);
    expect(await refusal(configured('profile:gone'))).toBe('The role gone is no longer configured.');
    expect(await refusal(configured('profile:mid'), { durationSeconds: 1 })).toBe(
      'The duration is 1; AWS STS gives no session shorter than 900 seconds (15 minutes). Give whole seconds from 900 to 43200, for example 3600.',
    );
  });
});

describe('one MFA code for many roles', () => {
  const settings = { mfaSessionDurationSeconds: 28_800 };
  const token = { kind: 'session-token', mfaSerial: SERIAL, durationSeconds: 28_800 };

  it('goes before roles that ask for a code', async () => {
    const plan = await planOf(configured('profile:mid'), {}, settings);
    expect(plan.hops).toMatchObject([token, { kind: 'assume-role', mfaSerial: undefined }]);
  });

  it('serves a role by its ARN as well', async () => {
    const plan = await planOf(adHoc('base'), { mfaSerial: SERIAL }, settings);
    expect(plan.hops).toMatchObject([token, { mfaSerial: undefined }]);
  });

  it('stays away from roles that last longer than a chained one can', async () => {
    const direct = [{ kind: 'assume-role', mfaSerial: SERIAL, durationSeconds: 7200 }];
    expect((await planOf(configured('profile:long'), {}, settings)).hops).toMatchObject(direct);
    expect((await planOf(configured('profile:mid'), { durationSeconds: 7200 }, settings)).hops).toMatchObject(direct);
  });

  it('is refused where the setting is none', async () => {
    const message = await refusal(configured('profile:mid'), {}, { mfaSessionDurationSeconds: 5 });
    expect(message).toContain('(roleSessions.mfaSessionDurationSeconds)');
  });
});

describe('a role by its ARN', () => {
  it('is assumed from the profile that was chosen', async () => {
    expect(await planOf(adHoc('base'), { externalId: 'ex', durationSeconds: 43_200 })).toMatchObject({
      roleId: `ad-hoc:${roleArn('any')}:base`,
      name: 'any',
      source: { kind: 'static-keys', profile: 'base' },
      hops: [{ role: { arn: roleArn('any') }, sessionName: 'vscode-ana', externalId: 'ex', durationSeconds: 43_200 }],
      region: 'us-east-1',
    });
  });

  it('is named by the setting', async () => {
    const plan = await planOf(adHoc('base'), {}, { sessionName: '${profile}@${host}' });
    expect(plan.hops).toMatchObject([{ sessionName: 'any@desk' }]);
  });

  it('may be chained to a profile’s role, for an hour', async () => {
    expect((await planOf(adHoc('mid'))).hops).toMatchObject([
      { role: { roleName: 'mid' } },
      { role: { roleName: 'any' } },
    ]);
    expect(await refusal(adHoc('mid'), { durationSeconds: 7200 })).toContain('role chaining');
  });

  it.each([
    ['gone', roleArn('any'), 'There is no profile “gone” any more.'],
    ['empty', roleArn('any'), 'empty'],
    ['base', 'arn:aws:iam::123456789012:user/ana', 'The role is the ARN of a user, not of a role.'],
  ])('from %s, %s is refused: %s', async (profile, arn, message) => {
    expect(await refusal(adHoc(profile, arn))).toContain(message);
  });
});

describe('what is in no file and no setting', () => {
  it('is planned too: a session token', async () => {
    const target: Target = { kind: 'session-token', profile: 'base', mfaSerial: SERIAL };
    expect(await planOf(target, { durationSeconds: 129_600 })).toMatchObject({
      roleId: 'session-token:base',
      hops: [{ kind: 'session-token', mfaSerial: SERIAL, durationSeconds: 129_600 }],
    });
    expect(await refusal({ ...target, profile: 'temporary' })).toContain('Temporary credentials cannot call it.');
  });

  it('is planned too: a federation token, which wants a policy', async () => {
    const target: Target = { kind: 'federation-token', profile: 'base', name: 'ana' };
    expect(await planOf(target, { narrowing: { kind: 's3-only' } })).toMatchObject({
      roleId: 'federation-token:base:ana',
      narrowedTo: 'S3 only',
    });
    expect(await refusal(target)).toContain('Without a session policy the federated user ana could do nothing at all');
  });

  it('is planned too: a role of a portal', async () => {
    const target: Target = { kind: 'identity-center', portal: 'corp', accountId: '210987654321', roleName: 'Power' };
    expect(await planOf(target)).toMatchObject({ roleId: 'identity-center:corp:210987654321:Power', hops: [] });
  });
});

it('the profiles that roles can be assumed from are those that work', async () => {
  const profiles = await catalogOf().sourceProfiles();
  expect(profiles.map(({ name }) => name).sort()).toEqual([
    'base',
    'china',
    'corp',
    'long',
    'mid',
    'temporary',
    'tool',
  ]);
  expect(JSON.stringify(profiles)).not.toContain(SECRET);
});

it('the portals and the places are those of the files', async () => {
  expect(catalogOf().locations).toEqual({ config: { file: CONFIG }, credentials: { file: CREDENTIALS } });
  expect(await catalogOf().portals()).toMatchObject([{ portal: { session: 'corp' } }]);
});

describe('what is configured', () => {
  it('is made anew where a file says something else, and only there', async () => {
    const files = filesOf();
    const catalog = catalogOf({}, files);
    const entries = await catalog.entries();
    expect(await catalog.entries()).toBe(entries);
    files.config = '';
    expect((await catalog.entries()).map(({ name }) => name)).toEqual(['temporary']);
  });

  it('is made anew where a setting says something else, and tells', async () => {
    const setting = new Listeners();
    const written = writtenSettings({ roles: [] });
    let roles: unknown = [];
    const live = {
      ...written,
      roles: {
        get value() {
          return roles;
        },
        onDidChange: setting.event,
      },
    };
    const catalog = new Configuration(live, filesOf('', BASE_KEYS), ENVIRONMENT, new KeptSecrets());
    let told = 0;
    catalog.onDidChange(() => told++);
    expect(await catalog.entries()).toEqual([]);
    roles = [{ arn: roleArn('ops'), sourceProfile: 'base' }];
    setting.fire();
    expect(told).toBe(1);
    expect((await catalog.entries()).map(({ name }) => name)).toEqual(['ops']);
  });

  it('tells of the files until it is disposed of, and then disposes of them', () => {
    const files = filesOf();
    const catalog = catalogOf({}, files);
    let told = 0;
    catalog.onDidChange(() => told++);
    files.changed();
    expect(told).toBe(1);
    catalog.dispose();
    expect(files.disposed).toBe(true);
    catalog.onDidChange(() => told++);
    files.changed();
    expect(told).toBe(1);
  });
});

describe('the command line of a process', () => {
  const PLACE = { kind: 'file', file: CONFIG, line: 2 } as const;
  const source = { kind: 'process', profile: 'tool', program: 'vault', place: PLACE } as const;

  it('is read when it is needed', async () => {
    expect(await catalogOf().readProcess(source)).toBe(`/usr/bin/vault --secret ${SECRET}`);
  });

  it.each([
    ['with its profile', ''],
    ['alone', '[profile tool]\nregion = eu-west-1\n'],
    ['but for its name', '[profile tool]\ncredential_process =\n'],
  ])('may be gone: %s', async (_, config) => {
    const error: unknown = await catalogOf({}, filesOf(config))
      .readProcess(source)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('The profile “tool” no longer has a credential_process.');
    expect(String(error)).toContain(`(${CONFIG}, line 2)`);
  });
});

describe('the keys of a plan', () => {
  const DEV = `[profile dev]\nrole_arn = ${roleArn('dev')}\nsource_profile = base\n`;

  async function planned(config = DEV, credentials = BASE_KEYS) {
    const files = filesOf(config, credentials);
    const catalog = catalogOf({}, files);
    return { catalog, files, source: keysSource(ready(await catalog.entries(), 'dev').plan) };
  }

  async function refused({ catalog, source }: Awaited<ReturnType<typeof planned>>): Promise<string> {
    const error: unknown = await catalog.readStaticKeys(source).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).not.toContain(SECRET);
    return (error as UserError).message;
  }

  it('are read when they are needed', async () => {
    const { catalog, files, source } = await planned();
    expect(await catalog.readStaticKeys(source)).toStrictEqual({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: SECRET,
    });
    files.credentials = '[base]\naws_access_key_id = NEW\naws_secret_access_key = S\naws_session_token = T\n';
    expect(await catalog.readStaticKeys(source)).toStrictEqual({
      accessKeyId: 'NEW',
      secretAccessKey: 'S',
      sessionToken: 'T',
    });
  });

  it.each([
    ['IAM Identity Center', 'sso_account_id = 123456789012\nsso_role_name = R\nsso_session = corp\n'],
    ['a web identity', `role_arn = ${roleArn('web')}\nweb_identity_token_file = /token\n`],
  ])('are not taken any more once the profile stands for %s', async (_, instead) => {
    const plan = await planned();
    plan.files.credentials = `${BASE_KEYS}${instead}`;
    expect(await refused(plan)).toContain('no longer takes its credentials from access keys of its own');
  });

  it.each([
    ['aws login', 'login_session = arn:aws:iam::123456789012:user/ana\n'],
    ['a process', 'credential_process = vault\n'],
  ])('of the config file are not taken any more once the profile stands for %s', async (_, instead) => {
    const config = DEV + BASE_KEYS.replace('[base]', '[profile base]');
    const plan = await planned(config, '');
    plan.files.config = config + instead;
    expect(await refused(plan)).toContain('no longer takes its credentials from access keys of its own');
  });

  it.each([
    [
      'gone',
      '',
      'The profile “base”, which held the keys, is gone. Put it back, or assume the role from another profile. (',
      2,
    ],
    [
      'half gone',
      '\n[base]\naws_access_key_id = K\n',
      'The profile “base” has aws_access_key_id but no aws_secret_access_key.',
      3,
    ],
    ['unreadable', `[base]\n${SECRET}\n`, 'Line 2 is neither a section header nor “name = value”.', 2],
    ['beside a mistake', `${BASE_KEYS}${SECRET}\n`, 'Line 4 is neither a section header nor “name = value”.', 4],
  ])('that are %s are an error with file and line, and no secret', async (_, credentials, message, line) => {
    const plan = await planned();
    plan.files.credentials = credentials;
    const text = await refused(plan);
    expect(text).toContain(message);
    expect(text).toContain(`(${CREDENTIALS}, line ${line})`);
  });
});
