import { arn, dev, keys, profile, type Case } from '../case.js';

const BASE = `[base]\n${keys('anna')}`;
const mid = (...lines: readonly string[]): string => profile('mid', `role_arn = ${arn('mid')}`, ...lines);

const MFA_USER = '[mona]\naws_access_key_id = <mfaId>\naws_secret_access_key = <mfaSecret>\n';
const GUARDED = profile('dev', `role_arn = ${arn('guarded')}`, 'source_profile = mona', 'mfa_serial = <mfaSerial>');

/** Roles over source profiles. */
export const CHAINS: readonly Case[] = [
  { what: 'a role', config: dev('source_profile = base') },
  { what: 'a role with a session name', config: dev('source_profile = base', 'role_session_name = anna@work') },
  { what: 'a role with a path', config: profile('dev', `role_arn = ${arn('a/b/deep')}`, 'source_profile = base') },
  {
    what: 'a role that trusts others',
    config: profile('dev', `role_arn = ${arn('nobodys')}`, 'source_profile = base'),
  },
  {
    what: 'a role for partners',
    config: profile('dev', `role_arn = ${arn('partner')}`, 'source_profile = base', 'external_id = partner:7'),
  },
  {
    what: 'a role for other partners',
    config: profile('dev', `role_arn = ${arn('partner')}`, 'source_profile = base', 'external_id = partner:8'),
  },
  { what: 'an external ID with a space', config: dev('source_profile = base', 'external_id = a b') },
  { what: 'a session name with a space', config: dev('source_profile = base', 'role_session_name = a b') },
  { what: 'an empty session name', config: dev('source_profile = base', 'role_session_name =') },
  {
    what: 'MFA that nobody answers',
    config: dev('source_profile = base', 'mfa_serial = arn:aws:iam::123456789012:mfa/anna'),
  },
  { what: 'MFA that is answered', config: GUARDED, credentials: MFA_USER, mfa: true },
  {
    what: 'MFA of another device',
    config: GUARDED.replace('<mfaSerial>', 'arn:aws:iam::123456789012:mfa/other'),
    credentials: MFA_USER,
    mfa: true,
  },
  {
    what: 'MFA that is not asked for',
    config: GUARDED.replace(/mfa_serial.*\n/, ''),
    credentials: MFA_USER,
    mfa: true,
  },
  { what: 'two hours', config: dev('source_profile = base', 'duration_seconds = 7200') },
  {
    what: 'two hours of a role that gives one',
    config: profile('dev', `role_arn = ${arn('short')}`, 'source_profile = base', 'duration_seconds = 7200'),
  },
  { what: 'two minutes', config: dev('source_profile = base', 'duration_seconds = 120') },
  {
    what: 'a duration in words',
    config: dev('source_profile = base', 'duration_seconds = 1h'),
    difference: 'duration-not-whole',
  },

  { what: 'a role from a role', config: dev('source_profile = mid') + mid('source_profile = base') },
  {
    what: 'a role from a role for two hours',
    config: dev('source_profile = mid', 'duration_seconds = 7200') + mid('source_profile = base'),
  },
  {
    what: 'a role from a role that lasts two hours',
    config: dev('source_profile = mid') + mid('source_profile = base', 'duration_seconds = 7200'),
  },
  {
    what: 'three roles',
    config:
      dev('source_profile = mid') +
      mid('source_profile = low') +
      profile('low', `role_arn = ${arn('low')}`, 'source_profile = base'),
  },
  {
    what: 'a role in the middle that has keys',
    config: dev('source_profile = mid') + mid('source_profile = base', keys('bob')),
  },
  {
    what: 'a role in the middle that has half a key',
    config: dev('source_profile = mid') + mid('source_profile = base', 'aws_access_key_id = AKIABOB0000000000000'),
  },
  { what: 'a role that is its own source', config: dev('source_profile = dev', keys('bob')) },
  { what: 'a role that is its own source without keys', config: dev('source_profile = dev') },
  { what: 'a role with keys and another source', config: dev('source_profile = base', keys('bob')) },
  { what: 'a circle of two', config: dev('source_profile = mid') + mid('source_profile = dev') },
  {
    what: 'a circle of two with keys in it',
    config: dev('source_profile = mid') + mid('source_profile = dev', keys('bob')),
  },
  {
    what: 'a circle further down',
    config:
      dev('source_profile = mid') +
      mid('source_profile = low') +
      profile('low', `role_arn = ${arn('low')}`, 'source_profile = mid'),
  },
  { what: 'a source that is its own source', config: dev('source_profile = mid') + mid('source_profile = mid') },
  { what: 'a source that is not there', config: dev('source_profile = nobody') },
  { what: 'an empty source', config: dev('source_profile =') },
  { what: 'no source', config: dev() },
  { what: 'no source, but keys', config: dev(keys('bob')) },
  { what: 'a source without anything', config: dev('source_profile = low') + profile('low', 'region = eu-west-1') },
  { what: 'a bare section as source', config: `${dev('source_profile = low')}[low]\n${keys('bob')}` },
  {
    what: '[profile x] in the credentials file as source',
    config: dev('source_profile = low'),
    credentials: `[profile low]\n${keys('bob')}`,
  },
  {
    what: 'the default profile as source',
    config: dev('source_profile = default'),
    credentials: `[default]\n${keys('carl')}`,
  },
  { what: 'a source_profile alone', config: profile('dev', 'source_profile = base') },
  { what: 'temporary keys as source', config: dev('source_profile = low'), credentials: temporary() },
  {
    what: 'temporary keys as source, for two hours',
    config: dev('source_profile = low', 'duration_seconds = 7200'),
    credentials: temporary(),
  },

  {
    what: 'a role in the credentials file',
    credentials: `${BASE}[dev]\nrole_arn = ${arn('dev')}\nsource_profile = base\n`,
  },
  {
    what: 'a role in both files',
    config: dev('source_profile = base'),
    credentials: `${BASE}[dev]\nrole_arn = ${arn('mid')}\n`,
  },
  { what: 'a source that both files know', config: dev('source_profile = base') + profile('base', keys('bob')) },
  {
    what: 'a session name in both files',
    config: dev('source_profile = base', 'role_session_name = config'),
    credentials: `${BASE}[dev]\nrole_session_name = credentials\n`,
  },

  { what: 'an empty ARN', config: profile('dev', 'role_arn =', 'source_profile = base') },
  {
    what: 'a user’s ARN',
    config: profile('dev', 'role_arn = arn:aws:iam::123456789012:user/anna', 'source_profile = base'),
  },
  {
    what: 'a session’s ARN',
    config: profile('dev', 'role_arn = arn:aws:sts::123456789012:assumed-role/dev/x', 'source_profile = base'),
  },
  {
    what: 'a role of another partition',
    config: profile('dev', `role_arn = ${arn('dev', 'aws-cn')}`, 'source_profile = base', 'region = cn-north-1'),
    way: 'region-of-the-profile',
  },
  {
    what: 'a region of the role',
    config: dev('source_profile = base', 'region = eu-west-1'),
    way: 'region-of-the-profile',
  },
];

function temporary(): string {
  return '[low]\naws_access_key_id = <tempId>\naws_secret_access_key = <tempSecret>\naws_session_token = <tempToken>\n';
}
