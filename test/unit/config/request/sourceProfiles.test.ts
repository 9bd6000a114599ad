import { describe, expect, it } from 'vitest';
import { sourceProfiles } from '../../../../src/config/request/sourceProfiles.js';
import { BASE_KEYS, CONFIG, contextOf, CREDENTIALS, roleArn, SECRET } from '../read.js';
import { KEYS, LOGIN, PERMISSION, PORTAL, PROCESS, TOKEN, WEB } from '../sources/lines.js';

const SERIAL = 'arn:aws:iam::123456789012:mfa/ana';

function listed(config: string, credentials = BASE_KEYS) {
  const profiles = sourceProfiles(contextOf({ config, credentials }));
  expect(JSON.stringify(profiles)).not.toContain(SECRET);
  return profiles;
}

describe('the profiles that roles can be assumed from', () => {
  it('are those that hold long-term keys, with the device that they name', () => {
    expect(listed('', `${BASE_KEYS}mfa_serial = ${SERIAL}\n`)).toEqual([
      {
        name: 'base',
        description: 'access key AKIAIOSFODNN7EXAMPLE',
        kind: 'static-keys',
        longTermKeys: true,
        mfaSerial: SERIAL,
        place: { kind: 'file', file: CREDENTIALS, line: 1 },
      },
    ]);
  });

  it.each<[string, string, string, string]>([
    ['temporary keys', `${KEYS}aws_session_token = t\n`, 'static-keys', 'temporary keys AKIAOTHER'],
    [
      'a role',
      `role_arn = ${roleArn('mid')}\nsource_profile = base\n`,
      'static-keys',
      'role mid (123456789012) from profile base',
    ],
    ['a web identity', WEB, 'web-identity', 'role web (123456789012) by web identity token file'],
    [
      'Identity Center',
      `${PERMISSION}${PORTAL}`,
      'identity-center',
      'IAM Identity Center (corp.awsapps.com): Admin in 123456789012',
    ],
    [
      'a role without an account, at a server of one’s own',
      `role_arn = arn:aws:iam:::role/mid\nsource_profile = base\nendpoint_url = http://127.0.0.1:9\n`,
      'static-keys',
      'role mid from profile base',
    ],
    ['a process', PROCESS, 'process', 'credential_process keys'],
    ['aws login', LOGIN, 'login', 'aws login'],
    [
      'a role of the machine’s',
      `role_arn = ${roleArn('mid')}\ncredential_source = EcsContainer\n`,
      'container',
      'role mid (123456789012) from container credentials',
    ],
  ])('are those that stand for %s too', (_, lines, kind, description) => {
    const [profile] = listed(`[profile x]\n${lines}`);
    expect(profile).toEqual({
      name: 'x',
      description,
      kind,
      longTermKeys: false,
      mfaSerial: undefined,
      place: { kind: 'file', file: CONFIG, line: 1 },
    });
  });

  it('hold keys whatever their role_arn says', () => {
    const [profile] = listed(`[profile x]\n${KEYS}role_arn = ${roleArn('x')}\nsource_profile = base\n`);
    expect(profile).toMatchObject({ description: 'access key AKIAOTHER', longTermKeys: true });
  });

  it('name no device that is none', () => {
    expect(listed('', `${BASE_KEYS}mfa_serial = x\n`)).toMatchObject([{ mfaSerial: undefined }]);
  });

  it.each([
    ['a mistake', `${KEYS}mistake\n`],
    ['no credentials', 'region = eu-west-1\n'],
    ['half of a key', 'aws_access_key_id = K\n'],
    ['a role that is none', 'role_arn = x\nsource_profile = base\n'],
    ['a token for no role', TOKEN],
  ])('are not those with %s', (_, lines) => {
    expect(listed(`[profile x]\n${lines}`).map(({ name }) => name)).toEqual(['base']);
  });
});
