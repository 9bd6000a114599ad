import { describe, expect, it } from 'vitest';
import { environmentOf, foregroundOf, frontOf } from '../../../../src/terminals/identity/foreground.js';
import { profileKinds } from '../../../../src/terminals/identity/profileKinds.js';
import { OutputTail } from '../../../../src/terminals/identity/refusals.js';

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

describe('what has a terminal', () => {
  it.each<[string, string, number | 'itself' | undefined]>([
    ['its shell', '7 (bash) S 1 7 7 34816 7 4194304', 'itself'],
    ['a program', '7 (ba) sh) S 1 7 7 34816 99 4194304', 99],
    ['nobody, for there is no terminal', '7 (bash) S 1 7 7 0 -1 4194304', undefined],
    ['nobody knows', 'nonsense', undefined],
  ])('is %s', (_, stat, expected) => expect(frontOf(stat)).toBe(expected));

  it('is not known of a process that is gone', async () => {
    expect(await foregroundOf(2 ** 22 + 1)).toEqual({ kind: 'unknown' });
    expect(await environmentOf(2 ** 22 + 1)).toBe('gone');
  });
});

describe('a refusal in what a command prints', () => {
  const after = (...parts: readonly string[]) => {
    const tail = new OutputTail();
    const wanted = parts.map((part) => tail.add(part));
    return { found: tail.refusal(), wanted: wanted.at(-1) };
  };

  it.each([
    ['An error occurred (ExpiredTokenException) when', 'expired'],
    ['RequestExpired', 'expired'],
    ['InvalidClientTokenId: The security token', 'unknownKeys'],
    ['InvalidAccessKeyId', 'unknownKeys'],
    ['UnrecognizedClientException', 'unknownKeys'],
    ['AccessDeniedException', 'denied'],
    ['UnauthorizedOperation', 'denied'],
  ])('%s', (text, refusal) => expect(after(text).found?.refusal).toBe(refusal));

  it('is found where it comes in parts, keys before rights', () =>
    expect(after('AccessDenied, Expired', 'Token').found).toEqual({ code: 'ExpiredToken', refusal: 'expired' }));
  it('is none in other words', () => expect(after('denied').found).toBeUndefined());
  it('is looked for at the end alone', () => expect(after('AccessDenied', 'x'.repeat(8 * 1024)).found).toBeUndefined());
  it('is looked for in so much and no more', () => {
    expect(after('x'.repeat(2 * 1024 * 1024 - 1)).wanted).toBe(true);
    expect(after('x'.repeat(2 * 1024 * 1024)).wanted).toBe(false);
  });
  it('is told once: nothing of the text is kept', () => {
    const tail = new OutputTail();
    tail.add('AccessDenied');
    expect(tail.refusal()?.code).toBe('AccessDenied');
    expect(tail.refusal()).toBeUndefined();
  });
});
