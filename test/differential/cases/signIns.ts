import { dev, keys, profile, type Case } from '../case.js';

const READER = ['sso_account_id = 123456789012', 'sso_role_name = Reader'];
const PORTAL = ['sso_start_url = <startUrl>', 'sso_region = us-east-1'];
const SESSION = `[sso-session corp]\n${PORTAL.join('\n')}\nsso_registration_scopes = sso:account:access\n`;
const sso = (...lines: readonly string[]): string => profile('dev', 'sso_session = corp', ...lines);

const ANNA = 'arn:aws:iam::123456789012:user/anna';

/** IAM Identity Center and `aws login`, both signed in already. */
const SIGNED_IN: readonly Case[] = [
  { what: 'an sso-session', config: sso(...READER) + SESSION },
  { what: 'the legacy keys', config: profile('dev', ...READER, ...PORTAL) },
  {
    what: 'an sso-session as source',
    config: dev('source_profile = low') + profile('low', 'sso_session = corp', ...READER) + SESSION,
  },
  {
    what: 'an sso-session as source for two hours',
    config:
      dev('source_profile = low', 'duration_seconds = 7200') +
      profile('low', 'sso_session = corp', ...READER) +
      SESSION,
  },
  { what: 'an sso-session that says the same as its profile', config: sso(...READER, ...PORTAL) + SESSION },
  {
    what: 'an sso-session of another region than its profile',
    config: sso(...READER, 'sso_region = eu-west-1') + SESSION,
  },
  {
    what: 'an sso-session with another account than its profile',
    config: `${sso(...READER)}${SESSION}sso_account_id = 210987654321\n`,
  },
  {
    what: 'an sso-session with the account',
    config: `${sso('sso_role_name = Reader')}${SESSION}sso_account_id = 123456789012\n`,
  },
  { what: 'an sso-session that is not there', config: sso(...READER) },
  { what: 'an sso-session in the credentials file', config: sso(...READER), credentials: SESSION },
  { what: 'an sso-session that is empty', config: `${sso(...READER)}[sso-session corp]\n` },
  {
    what: 'an sso-session without its region',
    config: `${sso(...READER)}[sso-session corp]\nsso_start_url = <startUrl>\n`,
  },
  {
    what: 'an sso-session whose region is in the profile',
    config: `${sso(...READER, 'sso_region = us-east-1')}[sso-session corp]\nsso_start_url = <startUrl>\n`,
  },
  {
    what: 'an sso-session by another name',
    config: `${profile('dev', 'sso_session = other', ...READER)}${SESSION.replace('corp', 'other')}`,
    way: 'signs-in',
  },
  { what: 'an sso-session without a role name', config: sso('sso_account_id = 123456789012') + SESSION },
  { what: 'an sso-session alone', config: sso() + SESSION },
  { what: 'an sso-session alone, beside keys', config: sso(keys('bob')) + SESSION },
  {
    what: 'an account with dashes',
    config: sso('sso_account_id = 1234-5678-9012', 'sso_role_name = Reader') + SESSION,
  },
  {
    what: 'a role that is not assigned',
    config: sso('sso_account_id = 123456789012', 'sso_role_name = Admin') + SESSION,
  },
  { what: 'Identity Center beside keys', config: sso(...READER) + SESSION, credentials: `[dev]\n${keys('bob')}` },
  {
    what: 'Identity Center beside a process',
    config: sso(...READER, 'credential_process = <home>/bin/keys-of-carl') + SESSION,
  },
  {
    what: 'Identity Center beside a role',
    config: dev('source_profile = base', 'sso_session = corp', ...READER) + SESSION,
  },
  { what: 'Identity Center beside a role without a source', config: dev('sso_session = corp', ...READER) + SESSION },
  { what: 'the legacy keys without a region', config: profile('dev', ...READER, 'sso_start_url = <startUrl>') },

  { what: 'aws login', config: profile('dev', 'login_session = <loginSession>'), expected: ANNA },
  {
    what: 'aws login as source',
    config: dev('source_profile = low') + profile('low', 'login_session = <loginSession>'),
    expected: 'arn:aws:sts::123456789012:assumed-role/dev/(any)',
  },
  {
    what: 'aws login as somebody who has not',
    config: profile('dev', 'login_session = arn:aws:iam::123456789012:user/bob'),
    expected: 'refuses',
  },
  {
    what: 'aws login beside keys in the credentials file',
    config: profile('dev', 'login_session = <loginSession>'),
    credentials: `[dev]\n${keys('bob')}`,
    expected: 'arn:aws:iam::123456789012:user/bob',
  },
  {
    what: 'aws login beside keys in the config file',
    config: profile('dev', 'login_session = <loginSession>', keys('bob')),
    expected: ANNA,
  },
  { what: 'an empty aws login', config: profile('dev', 'login_session ='), expected: 'refuses' },
];

const reader = (...lines: readonly string[]): string => sso(...READER, ...lines);
const session = (...lines: readonly string[]): string => `[sso-session corp]\n${[...PORTAL, ...lines].join('\n')}\n`;
const login = (...lines: readonly string[]): string => profile('dev', 'login_session = <loginSession>', ...lines);

const WRITTEN: readonly Case[] = [
  {
    what: 'a block in both the sso-session and its profile',
    config: reader('s3 =', '  a = b') + session('s3 =', '  a = b'),
  },
  {
    what: 'a block in both, written differently',
    config: reader('s3 =', '  a = b', '  c = d') + session('s3 =', '    c=d', '    a=b'),
  },
  { what: 'a block in both that differs', config: reader('s3 =', '  a = b') + session('s3 =', '  a = c') },
  { what: 'a block in one and a value in the other', config: reader('s3 =', '  a = b') + session('s3 = a') },
  { what: 'an empty sso_session', config: profile('dev', 'sso_session =', ...READER, ...PORTAL) },
  {
    what: 'an sso-session twice, written differently',
    config:
      reader() +
      session('sso_region = us-west-2').replace('sso_region = us-east-1\n', '') +
      session().replace('corp', '"corp"'),
  },
  {
    what: 'an sso-session by a word that starts so',
    config: reader() + session().replace('sso-session', 'sso-sessions'),
  },
  { what: 'an sso-session in quotes', config: reader() + session().replace('corp', '"corp"') },
  {
    what: 'an sso-session with a scope',
    config: reader() + session('sso_registration_scopes = sso:account:access,other:scope'),
  },
  {
    what: 'a start URL that is none',
    config: reader() + session().replace('<startUrl>', 'corp.awsapps.com/start'),
    difference: 'start-url',
  },
  {
    what: 'the legacy start URL with a slash at its end',
    config: profile('dev', ...READER, 'sso_start_url = <startUrl>/', 'sso_region = us-east-1'),
    way: 'signs-in',
  },
  {
    what: 'the legacy keys, half in the credentials file',
    config: profile('dev', ...READER),
    credentials: `[dev]\n${PORTAL.join('\n')}\n`,
  },
  {
    what: 'aws login in a folder with ~',
    config: login(),
    files: {},
    env: { AWS_LOGIN_CACHE_DIRECTORY: '~/.aws/login/cache' },
    expected: ANNA,
  },
  {
    what: 'aws login in a folder by a variable',
    config: login(),
    env: { AWS_LOGIN_CACHE_DIRECTORY: '$HOME/.aws/login/cache' },
    expected: ANNA,
  },
  {
    what: 'aws login in the working directory',
    config: login(),
    env: { AWS_LOGIN_CACHE_DIRECTORY: '.aws/login/cache' },
    expected: 'refuses',
  },
  {
    what: 'aws login in a folder that is empty',
    config: login(),
    env: { AWS_LOGIN_CACHE_DIRECTORY: '<home>/nothing' },
    expected: 'refuses',
  },
];

export const SIGN_INS: readonly Case[] = [...SIGNED_IN, ...WRITTEN];
