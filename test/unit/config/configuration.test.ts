import { describe, expect, it } from 'vitest';
import { Configuration } from '../../../src/config/configuration.js';
import { writtenSettings } from '../../support/settings.js';
import { Listeners } from '../../../src/base/listeners.js';
import type { Overrides, Target } from '../../../src/model/request.js';
import { UserError } from '../../../src/base/errors.js';
import { BASE_KEYS, CONFIG, CREDENTIALS, roleArn, SECRET } from './read.js';

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

interface Settings {
  readonly roles?: unknown;
  readonly sessionName?: unknown;
  readonly mfaSessionDurationSeconds?: unknown;
}

function catalogOf(settings: Settings = {}): Configuration {
  const onDidChange = new Listeners().event;
  const files = {
    locations: { config: { file: CONFIG }, credentials: { file: CREDENTIALS } },
    dispose: () => undefined,
    onDidChange,
    read: () =>
      Promise.resolve({
        config: { file: CONFIG, text: CONFIG_TEXT },
        credentials: { file: CREDENTIALS, text: CREDENTIALS_TEXT },
      }),
  };
  const environment = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };
  return new Configuration(writtenSettings(settings), files, environment);
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

describe('a session token', () => {
  const target = (profile: string, mfaSerial?: string): Target => ({ kind: 'session-token', profile, mfaSerial });

  it('is had with long-term keys', async () => {
    expect(await planOf(target('base', SERIAL), { durationSeconds: 129_600 })).toMatchObject({
      roleId: 'session-token:base',
      source: { kind: 'static-keys', profile: 'base' },
      hops: [{ kind: 'session-token', mfaSerial: SERIAL, durationSeconds: 129_600 }],
    });
    expect(await planOf(target('china'))).toMatchObject({ region: 'cn-north-1' });
  });

  it.each([
    ['temporary', 'has temporary keys. Temporary credentials cannot call it.'],
    ['mid', 'has the credentials of the role mid.'],
    ['gone', 'There is no profile “gone” any more.'],
  ])('is refused to %s: %s', async (profile, message) => {
    expect(await refusal(target(profile))).toContain(message);
  });

  it('wants a device that can be one', async () => {
    expect(await refusal(target('base', 'x'))).toContain('The MFA device has 1 characters');
  });
});

describe('a federation token', () => {
  const target = (profile: string, name = 'ana'): Target => ({ kind: 'federation-token', profile, name });
  const narrowing = { kind: 's3-only' } as const;

  it('is had with long-term keys and a policy', async () => {
    expect(await planOf(target('base'), { narrowing })).toMatchObject({
      roleId: 'federation-token:base:ana',
      name: 'ana',
      narrowedTo: 'S3 only',
      hops: [{ kind: 'federation-token', name: 'ana' }],
    });
  });

  it.each<[string, string, Overrides, string]>([
    ['base', 'ana', {}, 'Without a session policy the federated user ana could do nothing at all'],
    ['base', 'a', { narrowing }, 'has 1 characters; AWS accepts 2 to 32'],
    ['base', 'x'.repeat(33), { narrowing }, 'has 33 characters; AWS accepts 2 to 32'],
    ['base', 'a b', { narrowing }, 'a character that AWS does not accept'],
    ['temporary', 'ana', { narrowing }, 'GetFederationToken wants a user’s long-term keys'],
    ['mid', 'ana', { narrowing }, 'the credentials of the role mid'],
  ])('from %s for %s with %j is refused: %s', async (profile, name, overrides, message) => {
    expect(await refusal(target(profile, name), overrides)).toContain(message);
  });
});

describe('the profiles that roles can be assumed from', () => {
  it('are those that work, with what they are', async () => {
    const profiles = await catalogOf().sourceProfiles();
    const byName = new Map(profiles.map((profile) => [profile.name, profile]));
    expect([...byName.keys()].sort()).toEqual(['base', 'china', 'corp', 'long', 'mid', 'temporary', 'tool']);
    expect(byName.get('base')).toEqual({
      name: 'base',
      description: 'access key AKIAIOSFODNN7EXAMPLE',
      kind: 'static-keys',
      longTermKeys: true,
      mfaSerial: SERIAL,
      place: { kind: 'file', file: CREDENTIALS, line: 1 },
    });
    expect(byName.get('mid')).toMatchObject({
      description: 'role mid (123456789012) from profile base',
      longTermKeys: false,
      mfaSerial: SERIAL,
    });
    expect(byName.get('temporary')).toMatchObject({
      description: 'temporary keys ASIAIOSFODNN7EXAMPLE',
      longTermKeys: false,
    });
    expect(byName.get('tool')).toMatchObject({ kind: 'process', longTermKeys: false });
    expect(byName.get('corp')).toMatchObject({
      kind: 'identity-center',
      description: 'IAM Identity Center (corp): Admin in 123456789012',
    });
    expect(JSON.stringify(profiles)).not.toContain(SECRET);
  });
});
