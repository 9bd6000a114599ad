import { describe, expect, it } from 'vitest';
import { assumesRole, leafKeys, leafKind, leafOf, noCredentials } from '../../../../src/config/sources/leaf.js';
import type { Source } from '../../../../src/model/plan/source.js';
import {
  BASE_KEYS,
  CONFIG,
  contextOf,
  CREDENTIALS,
  DEV,
  expectBroken,
  profileOf,
  refusalOf,
  roleArn,
  SECRET,
  valueOf,
  type Broken,
} from '../read.js';
import { KEYS, keyless, LOGIN, PERMISSION, PROCESS, sourceOf, TOKEN, WEB } from './lines.js';

const CORP = '[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n';

const inFiles = (lines: string, credentials = '') =>
  profileOf(contextOf({ config: `[profile base]\n${lines}`, credentials }));

describe('the credentials that a profile stands for', () => {
  it.each<[string, string, string, Source['kind']]>([
    ['web identity before all', `${WEB}${PERMISSION}${KEYS}`, '', 'web-identity'],
    ['an empty token file is none', `${KEYS}web_identity_token_file =\n`, '', 'static-keys'],
    ['Identity Center before keys', `sso_session = corp\n${PERMISSION}`, `[base]\n${KEYS}`, 'identity-center'],
    ['keys of the credentials file before a process', `${PROCESS}${LOGIN}`, `[base]\n${KEYS}`, 'static-keys'],
    ['aws login before a process', `${PROCESS}${LOGIN}${KEYS}`, '', 'login'],
    ['a process before keys of the config file', `${PROCESS}${KEYS}`, '', 'process'],
    ['aws login before half of a key', LOGIN, `[base]\naws_secret_access_key = ${SECRET}\n`, 'login'],
    ['keys beside an sso-session without account and role', `sso_session = corp\n${KEYS}`, '', 'static-keys'],
  ])('%s', (_, lines, credentials, kind) => {
    expect(sourceOf(lines, credentials).kind).toBe(kind);
  });

  it.each([
    ['nothing', 'region = eu-west-1\n', undefined],
    ['half of a key', `aws_secret_access_key = ${SECRET}\n`, 'static-keys'],
    ['an account alone', 'sso_account_id = 123456789012\n', 'identity-center'],
  ])('are of the kind that %s says', (_, lines, kind) => {
    expect(leafKind(inFiles(lines))).toBe(kind);
  });

  it('are none where it names none', () => {
    const context = contextOf({ config: '[profile base]\nregion = eu-west-1\n', credentials: '' });
    expect(leafOf(profileOf(context), context)).toEqual({ ok: true, value: undefined });
  });

  it('are the keys, without the secret', () => {
    const context = contextOf({});
    expect(valueOf(leafOf(profileOf(context), context))).toEqual({
      kind: 'static-keys',
      profile: 'base',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      temporary: false,
      place: { kind: 'file', file: CREDENTIALS, line: 2 },
    });
  });

  it('are an aws login', () => {
    expect(sourceOf(LOGIN)).toEqual({
      kind: 'login',
      profile: 'base',
      loginSession: 'arn:aws:iam::123456789012:user/ana',
      place: { kind: 'file', file: CONFIG, line: 5 },
    });
  });
});

describe('a profile with role_arn', () => {
  it.each([
    ['is a role', `role_arn = ${roleArn('x')}\n`, true],
    ['is none with a token file', WEB, false],
    ['is none with an empty token file', `role_arn = ${roleArn('x')}\nweb_identity_token_file =\n`, false],
    ['is what the others are not', KEYS, false],
  ])('%s', (_, lines, expected) => {
    expect(assumesRole(inFiles(lines))).toBe(expected);
  });
});

describe('a process', () => {
  it('shows its program, and nothing of its arguments', () => {
    const source = sourceOf(PROCESS);
    expect(source).toEqual({
      kind: 'process',
      profile: 'base',
      program: 'keys',
      place: { kind: 'file', file: CONFIG, line: 5 },
    });
    expect(JSON.stringify(source)).not.toContain('hunter2');
  });

  it.each([
    ["'/opt/my tools/keys' x", 'keys'],
    ['/opt/my\\ tools/keys x', 'keys'],
    ['keys --all', 'keys'],
    ['/opt/keys\n  --all\n  --more', 'keys'],
    ['keys\n  --all', 'keys'],
  ])('shows the program of %j', (command, program) => {
    expect(sourceOf(`credential_process = ${command}\n`)).toMatchObject({ program });
  });
});

describe('the keys of a profile that stands for keys', () => {
  it('are all of them', () => {
    expect(valueOf(leafKeys(inFiles(`${KEYS}aws_session_token = t\n`)))).toMatchObject({
      source: { accessKeyId: 'AKIAOTHER', temporary: true },
      secretAccessKey: SECRET,
      sessionToken: 't',
    });
  });

  it.each([
    ['IAM Identity Center', PERMISSION],
    ['a web identity', WEB],
    ['aws login', LOGIN],
    ['a process', PROCESS],
    ['nothing', ''],
  ])('are not handed out once it stands for %s', (kind, lines) => {
    const { message, place } = refusalOf(leafKeys(inFiles(lines + (kind === 'nothing' ? '' : KEYS))));
    expect(message).toContain('no longer takes its credentials from access keys of its own');
    expect(place).toEqual({ kind: 'file', file: CONFIG, line: 1 });
  });
});

describe('a profile that names no credentials', () => {
  it.each([
    ['region = eu-west-1\n', 1, 'Give it aws_access_key_id and aws_secret_access_key'],
    [`${TOKEN.replace('/run/token', '')}source_profile = x\n`, 2, 'Its web_identity_token_file is empty'],
    ['region = eu-west-1\nsso_session = corp\n', 3, 'For IAM Identity Center it lacks'],
    ['sso_start_url = x\n', 2, 'For IAM Identity Center it lacks'],
    ['credential_source = Environment\n', 2, 'Its credential_source counts only together with a role_arn.'],
    ['source_profile = x\n', 2, 'Its source_profile counts only together with a role_arn.'],
  ])('says what %j lacks, and where', (lines, line, hint) => {
    const profile = inFiles(lines);
    const found = refusalOf(noCredentials(profile, 'source profile'));
    expect(found.message).toBe('The source profile “base” holds no credentials.');
    expect(found.hint).toContain(hint);
    expect(found.place).toEqual({ kind: 'file', file: CONFIG, line });
    expect(refusalOf(noCredentials(profile, 'profile')).message).toBe('The profile “base” holds no credentials.');
  });
});

const process = (line: string, command: string, message: string, hint: string): Broken => [
  line,
  keyless(`credential_process = ${command}`),
  '',
  CONFIG,
  5,
  `credential_process of the profile “base” ${message}`,
  hint,
];

describe('credentials that cannot serve break their role, and the others work', () => {
  it.each<Broken>([
    process('an empty process', '', 'is empty.', 'Give it a value'),
    process('an empty program', '""', 'names no program.', 'Write the whole path of one'),
    process(
      'a process in a relative folder',
      'bin/keys',
      'names the program “bin/keys”, which depends on the folder',
      'Write the whole path',
    ),
    process(
      'a process in the current folder',
      `./keys --secret ${SECRET}`,
      'names the program “./keys”',
      'Write the whole path',
    ),
    process(
      'a process in a relative folder, in quotes',
      '"my tools/keys"',
      'names the program “my tools/keys”',
      'Write the whole path',
    ),
    process('a process below ~', '~/bin/keys', 'names the program “~/bin/keys”', 'neither ~ nor variables'),
    process('a process below a variable', '$HOME/keys', 'names the program “$HOME/keys”', 'neither ~ nor variables'),
    process('a process relative to a drive', 'C:keys', 'names the program “C:keys”', 'Write the whole path'),
    process('a process after a variable', `TOKEN=${SECRET} /bin/keys`, 'starts with a variable', 'No shell runs it'),
    process('a process with an open quote', '/bin/keys "a', 'has a quotation mark that is not closed', 'Close it'),
    process('a process that is an indented block', '\n  a = b', 'goes on over several lines.', 'take the indent'),
    [
      'an empty aws login',
      keyless('login_session ='),
      '',
      CONFIG,
      5,
      'login_session of the profile “base” is empty.',
      'Give it a value',
    ],
    [
      'an aws login over two lines',
      keyless('login_session =\n  a = b'),
      '',
      CONFIG,
      5,
      'login_session of the profile “base” goes on over several lines.',
      'take the indent',
    ],
    [
      'a credential_source without a role',
      keyless('credential_source = Environment'),
      '',
      CONFIG,
      5,
      'The source profile “base” holds no credentials.',
      'only together with a role_arn',
    ],
    [
      'an sso-session alone',
      keyless(`sso_session = corp\n${CORP}`),
      '',
      CONFIG,
      5,
      'The source profile “base” holds no credentials.',
      'lacks sso_account_id and sso_role_name',
    ],
    [
      'an empty token file',
      keyless('web_identity_token_file ='),
      '',
      CONFIG,
      5,
      'The source profile “base” holds no credentials.',
      'Its web_identity_token_file is empty',
    ],
    [
      'no keys in the source',
      keyless('region = eu-west-1'),
      '',
      CONFIG,
      4,
      'The source profile “base” holds no credentials.',
      'Give it aws_access_key_id and',
    ],
    [
      'Identity Center beside role_arn',
      `${DEV}sso_account_id = 123456789012\n`,
      BASE_KEYS,
      CONFIG,
      2,
      'does not say whose credentials assume it',
      'give them a profile of their own',
    ],
  ])('%s', expectBroken);
});
