import { dev, keys, profile, type Case } from '../case.js';

const ANNA_BOB = `[dev]\n${keys('bob')}`;
const PLAIN = '[profile dev]\nregion = us-east-1\n';

/** Written keys, and which of several count. */
export const KEYS: readonly Case[] = [
  { what: 'keys in the credentials file', credentials: `[dev]\n${keys('anna')}` },
  { what: 'keys in the config file', config: profile('dev', keys('anna')), credentials: '' },
  { what: 'keys in both files', config: profile('dev', keys('anna')), credentials: ANNA_BOB },
  { what: 'keys of the default profile', profile: 'default', credentials: `[default]\n${keys('carl')}` },
  {
    what: '[profile default] after [default]',
    profile: 'default',
    config: `[default]\n${keys('carl')}[profile default]\n${keys('bob')}`,
  },
  {
    what: '[default] after [profile default]',
    profile: 'default',
    config: `[profile default]\n${keys('bob')}[default]\n${keys('carl')}`,
  },
  {
    what: 'temporary keys',
    credentials:
      '[dev]\naws_access_key_id = <tempId>\naws_secret_access_key = <tempSecret>\naws_session_token = <tempToken>\n',
  },
  {
    what: 'the old name before the new one',
    credentials:
      '[dev]\naws_access_key_id = <tempId>\naws_secret_access_key = <tempSecret>\naws_security_token = <tempToken>\naws_session_token = nonsense\n',
  },
  {
    what: 'temporary keys without their token',
    credentials: '[dev]\naws_access_key_id = <tempId>\naws_secret_access_key = <tempSecret>\n',
  },
  {
    what: 'a token in the other file',
    config: profile('dev', 'aws_session_token = <tempToken>'),
    credentials: '[dev]\naws_access_key_id = <tempId>\naws_secret_access_key = <tempSecret>\n',
  },
  { what: 'a key without its secret', credentials: '[dev]\naws_access_key_id = AKIAANNA000000000000\n' },
  { what: 'a secret without its key', credentials: '[dev]\naws_secret_access_key = x\n' },
  {
    what: 'the two keys in two files',
    config: profile('dev', 'aws_access_key_id = AKIAANNA000000000000'),
    credentials: '[dev]\naws_secret_access_key = anna/NotARealSecretKeyxxxxxxxxxxxxxxxxxxx\n',
  },
  {
    what: 'keys in the config file, half of them in the other',
    config: profile('dev', keys('anna')),
    credentials: '[dev]\naws_secret_access_key = x\n',
  },
  {
    what: 'an empty secret',
    credentials: '[dev]\naws_access_key_id = AKIAANNA000000000000\naws_secret_access_key =\n',
  },
  {
    what: 'a wrong secret',
    credentials: '[dev]\naws_access_key_id = AKIAANNA000000000000\naws_secret_access_key = wrong\n',
  },
  { what: 'a comment after the secret', credentials: `[dev]\n${keys('anna').trimEnd()} # mine\n` },
  { what: 'keys in capitals', credentials: `[dev]\n${keys('anna').replace(/aws_\w+/g, (name) => name.toUpperCase())}` },
  { what: 'no keys at all', config: PLAIN, credentials: '' },
  { what: 'no files at all', credentials: '' },
  { what: 'a profile that is not there', profile: 'nobody', config: PLAIN },
  { what: 'a profile in other case', profile: 'Dev', credentials: `[dev]\n${keys('anna')}` },

  { what: 'keys in the environment beside a profile with keys', credentials: ANNA_BOB, env: envKeys('enid') },
  { what: 'keys in the environment beside a profile without', config: PLAIN, env: envKeys('enid') },
  { what: 'keys in the environment beside a role', config: dev('source_profile = base'), env: envKeys('enid') },
  {
    what: 'AWS_PROFILE beside a named profile',
    credentials: `${ANNA_BOB}[other]\n${keys('carl')}`,
    env: { AWS_PROFILE: 'other' },
  },
  { what: 'AWS_PROFILE that is not there', credentials: ANNA_BOB, env: { AWS_PROFILE: 'nobody' } },
  {
    what: 'files elsewhere',
    credentials: '',
    files: { 'moved/config': profile('dev', keys('bob')) },
    env: { AWS_CONFIG_FILE: '<home>/moved/config' },
  },
  {
    what: 'files elsewhere, with ~',
    credentials: '',
    files: { 'moved/keys': ANNA_BOB },
    env: { AWS_SHARED_CREDENTIALS_FILE: '~/moved/keys' },
  },
  {
    what: 'files elsewhere, with a variable',
    credentials: '',
    files: { 'moved/keys': ANNA_BOB },
    env: { AWS_SHARED_CREDENTIALS_FILE: '$PLACE/keys', PLACE: '<home>/moved' },
  },
  {
    what: 'one file for both',
    credentials: '',
    files: { one: `[profile dev]\n${keys('bob')}[dev]\n${keys('carl')}` },
    env: { AWS_CONFIG_FILE: '<home>/one', AWS_SHARED_CREDENTIALS_FILE: '<home>/one' },
  },
  {
    what: 'a web identity in the environment beside a profile',
    credentials: ANNA_BOB,
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: '<home>/token', AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/web' },
  },
  {
    what: 'a container in the environment beside a profile with keys',
    credentials: ANNA_BOB,
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '<container>', AWS_CONTAINER_AUTHORIZATION_TOKEN: '<containerToken>' },
  },
  {
    what: 'a container in the environment beside a profile without',
    config: PLAIN,
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '<container>', AWS_CONTAINER_AUTHORIZATION_TOKEN: '<containerToken>' },
  },
  {
    what: 'instance metadata for a profile that names nothing',
    config: PLAIN,
    env: { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: '<metadata>' },
  },
  { what: 'no region', credentials: ANNA_BOB, env: { AWS_DEFAULT_REGION: undefined }, difference: 'no-region' },
  {
    what: 'a region that is none',
    config: profile('dev', 'region = us east'),
    credentials: ANNA_BOB,
    env: { AWS_DEFAULT_REGION: undefined },
  },
  {
    what: 'an empty AWS_SHARED_CREDENTIALS_FILE',
    config: profile('dev', keys('anna')),
    credentials: ANNA_BOB,
    env: { AWS_SHARED_CREDENTIALS_FILE: '' },
  },
  {
    what: 'an empty AWS_CONFIG_FILE',
    config: profile('dev', 'credential_process = <home>/bin/keys-of-carl'),
    credentials: '[dev]\nregion = eu-west-1\n',
    env: { AWS_CONFIG_FILE: '' },
  },
  { what: 'keys that all sections inherit', credentials: `[DEFAULT]\n${keys('carl')}[dev]\n` },
  {
    what: 'a file of boto',
    config: PLAIN,
    files: { '.boto': `[Credentials]\n${keys('carl')}` },
    difference: 'older-files',
  },
  {
    what: 'a file of boto on an instance',
    config: PLAIN,
    files: { '.boto': `[Credentials]\n${keys('carl')}` },
    env: { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: '<metadata>' },
    difference: 'older-files',
  },
  {
    what: 'a file of the old EC2 tools',
    config: PLAIN,
    files: { ec2: 'AWSAccessKeyId=AKIACARL000000000000\nAWSSecretKey=carl/NotARealSecretKeyxxxxxxxxxxxxxxxxxx\n' },
    env: { AWS_CREDENTIAL_FILE: '<home>/ec2' },
    difference: 'older-files',
  },
  { what: 'a file of boto beside keys', credentials: ANNA_BOB, files: { '.boto': `[Credentials]\n${keys('carl')}` } },
  {
    what: 'a mark at the start of the credentials file',
    credentials: `\uFEFF${ANNA_BOB}`,
    difference: 'one-bad-section',
  },
];

export function envKeys(user: string): Record<string, string> {
  const [, id = '', secret = ''] = /= (\S+)\n.*= (\S+)/.exec(keys(user)) ?? [];
  return { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret };
}
