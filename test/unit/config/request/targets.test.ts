import { describe, expect, it } from 'vitest';
import { checkComplete, defaultFederatedName, planTarget } from '../../../../src/config/request/targets.js';
import type { PlanContext } from '../../../../src/config/plan/located.js';
import type { Target } from '../../../../src/model/request.js';
import { plan } from '../../../support/samples.js';
import { FEDERATION, POLICY, READ_ONLY } from '../askedPlans.js';
import { BASE_KEYS, CONFIG, contextOf, CREDENTIALS, refusalOf, roleArn, SECRET, valueOf } from '../read.js';
import { LOGIN, PERMISSION, PORTAL } from '../sources/lines.js';

type Typed = Exclude<Target, { kind: 'configured' }>;

const CORP = `[sso-session corp]\n${PORTAL}`;
const CONFIG_TEXT = `[profile mid]
role_arn = ${roleArn('mid')}
source_profile = base
region = eu-west-1
[profile sso]
${PERMISSION}${PORTAL}[profile login]
${LOGIN}endpoint_url = http://own
[profile both]
role_arn = ${roleArn('both')}
source_profile = base
aws_access_key_id = AKIABOTH
aws_secret_access_key = ${SECRET}
[profile broken]
role_arn = x
source_profile = base
[profile mistake]
mistake
[profile empty]
region = eu-west-1
[profile china]
region = cn-north-1
${CORP}`;
const CREDENTIALS_TEXT = `${BASE_KEYS}
[temporary]
aws_access_key_id = ASIAOTHER
aws_secret_access_key = ${SECRET}
aws_session_token = ${SECRET}
[mistake]
aws_access_key_id = AKIAMISTAKE
aws_secret_access_key = ${SECRET}
[china]
aws_access_key_id = AKIACHINA
aws_secret_access_key = ${SECRET}
`;
const CONTEXT = contextOf({ config: CONFIG_TEXT, credentials: CREDENTIALS_TEXT });
const WHY = { message: 'Nobody knows.', hint: 'Ask.', place: undefined };
const REFUSED: PlanContext = { ...CONTEXT, profiles: { ...CONTEXT.profiles, byName: new Map(), refusal: WHY } };

const planned = (target: Typed, context = CONTEXT) => planTarget(target, context);

const KEYS_SOURCE = {
  kind: 'static-keys',
  profile: 'base',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  temporary: false,
  place: { kind: 'file', file: CREDENTIALS, line: 2 },
};

describe('a role by its ARN', () => {
  const adHoc = (sourceProfile: string, arn = roleArn('any')): Typed => ({ kind: 'ad-hoc', arn, sourceProfile });

  it('is assumed from the profile that was chosen', () => {
    expect(valueOf(planned(adHoc('base')))).toMatchObject({
      roleId: `ad-hoc:${roleArn('any')}:base`,
      name: 'any',
      source: KEYS_SOURCE,
      hops: [
        {
          role: { arn: roleArn('any') },
          sessionName: 'vscode-ana',
          externalId: undefined,
          mfaSerial: undefined,
          durationSeconds: undefined,
          place: { kind: 'file', file: CREDENTIALS, line: 1 },
        },
      ],
      region: 'us-east-1',
      endpoints: {},
    });
  });

  it('goes where that profile goes, and through its role', () => {
    expect(valueOf(planned(adHoc('mid')))).toMatchObject({
      region: 'eu-west-1',
      hops: [{ role: { roleName: 'mid' } }, { role: { roleName: 'any' } }],
    });
    expect(valueOf(planned(adHoc('login'))).endpoints).toEqual({ all: 'http://own' });
  });

  it.each([
    ['gone', roleArn('any'), 'There is no profile “gone” any more.', undefined],
    ['empty', roleArn('any'), 'The source profile “empty” holds no credentials.', { file: CONFIG }],
    ['base', 'arn:aws:iam::123456789012:user/ana', 'The role is the ARN of a user, not of a role.', { setting: '' }],
    ['base', '', 'The role is empty.', { setting: '' }],
    ['mistake', roleArn('any'), 'Line 22 is neither a section header nor “name = value”.', { file: CONFIG, line: 22 }],
  ])('from %s, %s is refused: %s', (profile, arn, message, place) => {
    const refused = refusalOf(planned(adHoc(profile, arn)));
    expect(refused.message).toBe(message);
    expect(place === undefined ? refused.place : refused).toEqual(
      place === undefined ? undefined : expect.objectContaining({ place: expect.objectContaining(place) as object }),
    );
  });

  it('says why no profile can be told', () => {
    expect(refusalOf(planned(adHoc('base'), REFUSED))).toEqual(WHY);
  });
});

describe('a session token', () => {
  const token = (profile: string, mfaSerial?: string): Typed => ({ kind: 'session-token', profile, mfaSerial });

  it('is had with long-term keys, with a device or without', () => {
    expect(valueOf(planned(token('base', '123456789')))).toEqual({
      roleId: 'session-token:base',
      name: 'session token of base',
      source: KEYS_SOURCE,
      hops: [{ kind: 'session-token', mfaSerial: '123456789', durationSeconds: undefined }],
      region: 'us-east-1',
      endpoints: {},
      narrowedTo: undefined,
    });
    expect(valueOf(planned(token('china')))).toMatchObject({ region: 'cn-north-1', hops: [{ mfaSerial: undefined }] });
  });

  it('is had with the keys of a profile that names a role too', () => {
    expect(valueOf(planned(token('both')))).toMatchObject({
      source: { profile: 'both' },
      hops: [{ kind: 'session-token' }],
    });
  });

  it.each([
    ['temporary', 'GetSessionToken wants a user’s long-term keys, but the profile “temporary” has temporary keys.'],
    ['mid', 'the profile “mid” has the credentials of the role mid.'],
    ['sso', 'the profile “sso” has credentials from IAM Identity Center (corp.awsapps.com).'],
    ['login', 'the profile “login” has credentials from aws login of profile login.'],
    ['gone', 'There is no profile “gone” any more.'],
    ['empty', 'The source profile “empty” holds no credentials.'],
    ['broken', 'role_arn is not an ARN.'],
    ['mistake', 'Line 22 is neither a section header nor “name = value”.'],
  ])('is refused to %s: %s', (profile, message) => {
    expect(refusalOf(planned(token(profile))).message).toContain(message);
  });

  it('wants a device that can be one', () => {
    expect(refusalOf(planned(token('base', 'x')))).toMatchObject({
      message: 'The MFA device has 1 characters; AWS accepts 9 to 256.',
      place: { kind: 'setting', setting: '' },
    });
  });

  it('says where the credentials stand that cannot call it', () => {
    expect(refusalOf(planned(token('temporary'))).place).toEqual({ kind: 'file', file: CREDENTIALS, line: 6 });
  });
});

describe('a federation token', () => {
  const token = (profile: string, name = 'ana'): Typed => ({ kind: 'federation-token', profile, name });

  it('is had with long-term keys', () => {
    expect(valueOf(planned(token('base')))).toEqual({
      roleId: 'federation-token:base:ana',
      name: 'ana',
      source: KEYS_SOURCE,
      hops: [FEDERATION],
      region: 'us-east-1',
      endpoints: {},
      narrowedTo: undefined,
    });
  });

  it.each([
    ['base', 'a', 'The federated user’s name has 1 characters; AWS accepts 2 to 32.'],
    ['base', 'x'.repeat(33), 'has 33 characters; AWS accepts 2 to 32'],
    ['base', 'a b', 'a character that AWS does not accept'],
    ['temporary', 'ana', 'GetFederationToken wants a user’s long-term keys'],
    ['mid', 'ana', 'the credentials of the role mid'],
  ])('from %s for %s is refused: %s', (profile, name, message) => {
    expect(refusalOf(planned(token(profile, name))).message).toContain(message);
  });
});

it('a role that a portal lists is planned too', () => {
  const target: Typed = { kind: 'identity-center', portal: 'corp', accountId: '210987654321', roleName: 'PowerUser' };
  expect(valueOf(planned(target))).toMatchObject({ name: 'PowerUser', source: { accountId: '210987654321' } });
});

describe('what the user could still add', () => {
  it('is a policy, without which a federated user could do nothing', () => {
    const refused = refusalOf(checkComplete(plan({ hops: [FEDERATION] })));
    expect(refused.message).toContain('Without a session policy the federated user ana could do nothing at all');
  });

  it.each([
    ['a federated user with a policy', plan({ hops: [{ ...FEDERATION, policy: POLICY }] })],
    ['a federated user with managed ones', plan({ hops: [{ ...FEDERATION, policyArns: [READ_ONLY] }] })],
    ['a role', plan()],
    ['keys', plan({ hops: [] })],
  ])('is nothing for %s', (_, base) => {
    expect(checkComplete(base)).toEqual({ ok: true, value: base });
  });
});

it.each([
  ['ana', 'ana'],
  ['a', 'a-'],
  ['', '--'],
  ['Ana María', 'Ana-Mar-a'],
  ['_+=,.@-9', '_+=,.@-9'],
  ['😀', '--'],
  ['x'.repeat(40), 'x'.repeat(32)],
])('the user %s is federated as %s', (userName, name) => {
  expect(defaultFederatedName(userName)).toBe(name);
});
