import { describe, expect, it } from 'vitest';
import { usesWebIdentity, webIdentityOfProfile } from '../../../../src/config/sources/webIdentityProfile.js';
import { CONFIG, contextOf, DEV, expectBroken, profileOf, refusalOf, roleArn, valueOf, type Broken } from '../read.js';
import { keyless, TOKEN, WEB } from './lines.js';

function checked(lines: string, sessionName?: unknown) {
  const context = contextOf({ config: `[profile base]\n${lines}` });
  return webIdentityOfProfile(profileOf(context), context.environment, sessionName);
}

describe('a profile with a web identity', () => {
  it.each([
    ['a token file', TOKEN, true],
    ['an empty token file', 'web_identity_token_file =\n', false],
    ['none', `role_arn = ${roleArn('web')}\n`, false],
  ])('is one with %s: %s', (_, lines, expected) => {
    expect(usesWebIdentity(profileOf(contextOf({ config: `[profile base]\n${lines}` })))).toBe(expected);
  });

  it('is a call of its own', () => {
    expect(valueOf(checked(`${WEB}mfa_serial = 123456789\n`))).toEqual({
      kind: 'web-identity',
      role: { arn: roleArn('web'), partition: 'aws', accountId: '123456789012', roleName: 'web' },
      sessionName: 'vscode-ana',
      durationSeconds: undefined,
      token: { kind: 'file', file: '/run/token' },
      policy: undefined,
      policyArns: [],
      place: { kind: 'file', file: CONFIG, line: 3 },
    });
  });

  it.each([
    ['duration_seconds = 7200\n', { durationSeconds: 7200 }],
    ['duration_seconds =\n', { durationSeconds: undefined }],
    ['role_session_name = ana@work\n', { sessionName: 'ana@work' }],
    ['role_session_name =\n', { sessionName: 'base-desk' }],
    ['', { sessionName: 'base-desk' }],
  ])('with %j is asked for as %j', (lines, expected) => {
    expect(valueOf(checked(`${WEB}${lines}`, '${profile}-${host}'))).toMatchObject(expected);
  });

  it.each([
    ['duration_seconds = 899\n', 'duration_seconds is 899'],
    ['role_session_name = a b\n', 'role_session_name has a character'],
  ])('with %j is refused', (lines, message) => {
    expect(refusalOf(checked(`${WEB}${lines}`)).message).toContain(message);
  });

  it('with a role that is none is refused', () => {
    expect(refusalOf(checked(`role_arn = x\n${TOKEN}`)).message).toBe('role_arn is not an ARN.');
  });
});

describe('a web identity that cannot serve breaks its role, and the others work', () => {
  it.each<Broken>([
    [
      'without a role',
      keyless('region = eu-west-1\nweb_identity_token_file = /t'),
      '',
      CONFIG,
      6,
      'The profile “base” has web_identity_token_file but no role_arn.',
      'Add the role that the token is for',
    ],
    ...['~/token', 'token', './token'].map((file): Broken => [
      `with the token file ${file}`,
      `${DEV}web_identity_token_file = ${file}\n`,
      '',
      CONFIG,
      3,
      'web_identity_token_file of the profile “dev” is no absolute path.',
      'Write the whole path.',
    ]),
    [
      'with a token file over two lines',
      `${DEV}web_identity_token_file = /t\n  x\n`,
      '',
      CONFIG,
      3,
      'web_identity_token_file of the profile “dev” goes on over several lines.',
      'take the indent',
    ],
  ])('%s', expectBroken);
});
