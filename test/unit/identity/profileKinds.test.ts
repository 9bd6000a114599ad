import { describe, expect, it } from 'vitest';
import { profileKinds } from '../../../src/identity/profileKinds.js';

describe('which profiles there are', () => {
  const CONFIG = [
    '[default]',
    'region = eu-west-1',
    '[profile dev]',
    'role_arn = arn:aws:iam::1:role/a',
    'source_profile: base',
    's3 =',
    '  aws_access_key_id = not-here',
    "[profile 'with space']",
    'credential_process = x',
    '[bare]',
    'aws_access_key_id = x',
    '[sso-session corp]',
    'sso_account_id = 1',
    '# aws_access_key_id = x',
    '[profile web]',
    'role_arn = a',
    'web_identity_token_file = /t',
    'source_profile = base',
    '[profile portal]',
    'SSO_Role_Name = Reader',
    '[profile login]',
    'login_session = arn',
    '[profile half]',
    'role_arn = a',
    '[ profile dev ]',
    'credential_process = y',
  ].join('\n');
  const CREDENTIALS =
    '[base]\r\naws_access_key_id=A\r\n[default]\r\naws_session_token = t\r\n[profile x]\r\naws_access_key_id=A';

  it('is read by the names in both files', () => {
    const kinds = [...profileKinds(CONFIG, CREDENTIALS)].map(([name, has]) => [name, [...has]]);
    expect(Object.fromEntries(kinds)).toEqual({
      default: [],
      dev: ['role', 'process'],
      'with space': ['process'],
      web: ['webIdentity'],
      portal: ['sso'],
      login: ['login'],
      half: [],
      base: ['keys'],
      'profile x': ['keys'],
    });
  });

  it('are none in no files', () => expect(profileKinds('', '').size).toBe(0));
  it('has keys in the config file', () =>
    expect([...(profileKinds('[default]\naws_access_key_id=a', '').get('default') ?? [])]).toEqual(['configKeys']));
});
