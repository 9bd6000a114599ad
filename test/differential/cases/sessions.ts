import { accessKeyId, arn, dev, keys, profile, type Case } from '../case.js';
import { envKeys } from './keys.js';

const lasting = (duration: string): string => dev('source_profile = base', `duration_seconds = ${duration}`);

/** How long: Python's int() reads it, and what it cannot read counts as not there. */
const DURATIONS: readonly Case[] = [
  { what: '3_600', config: lasting('3_600') },
  { what: '+3600', config: lasting('+3600') },
  { what: '003600', config: lasting('003600') },
  { what: '-3600', config: lasting('-3600') },
  { what: '0', config: lasting('0') },
  { what: '3__600', config: lasting('3__600'), difference: 'duration-not-whole' },
  { what: '_3600', config: lasting('_3600'), difference: 'duration-not-whole' },
  { what: '3600.0', config: lasting('3600.0'), difference: 'duration-not-whole' },
  { what: '3,600', config: lasting('3,600'), difference: 'duration-not-whole' },
  { what: '0xe10', config: lasting('0xe10'), difference: 'duration-not-whole' },
  { what: '60 * 60', config: lasting('60 * 60'), difference: 'duration-not-whole' },
  { what: '3600 # an hour', config: lasting('3600 # an hour'), difference: 'duration-not-whole' },
  { what: 'quotes', config: lasting('"3600"'), difference: 'duration-not-whole' },
  { what: 'digits of another script', config: lasting('٣٦٠٠'), difference: 'duration-not-whole' },
  { what: 'empty', config: lasting('') },
  { what: 'over two lines', config: lasting('3600\n  7200'), difference: 'duration-not-whole' },
  { what: 'a block', config: lasting('\n  a = b') },
  { what: '43200', config: lasting('43200') },
  { what: '43201', config: lasting('43201') },
  { what: '900', config: lasting('900') },
  { what: '899', config: lasting('899') },
].map((given) => ({ ...given, what: `duration ${given.what}` }) as Case);

const link = (name: string, source: string): string =>
  profile(name, `role_arn = ${arn('mid')}`, `source_profile = ${source}`);
const LINKS = 60;
const chain = (links: number): string =>
  dev('source_profile = link1') +
  Array.from({ length: links }, (_, at) => link(`link${at + 1}`, at + 1 === links ? 'base' : `link${at + 2}`)).join('');
const LONG_CHAIN = chain(LINKS);

/** What is asked for, and of whom. */
const ASKED: readonly Case[] = [
  {
    what: 'everything that a profile may ask for',
    config: dev('source_profile = base', 'role_session_name = all=1', 'external_id = a/b:c', 'duration_seconds = 1800'),
  },
  {
    what: 'everything, with MFA',
    config: profile(
      'dev',
      `role_arn = ${arn('guarded')}`,
      'source_profile = mona',
      'mfa_serial = <mfaSerial>',
      'duration_seconds = 1800',
      'external_id = a/b:c',
      'role_session_name = all=1',
    ),
    credentials: '[mona]\naws_access_key_id = <mfaId>\naws_secret_access_key = <mfaSecret>\n',
    mfa: true,
  },
  { what: 'an empty external ID', config: dev('source_profile = base', 'external_id =') },
  { what: 'an empty MFA device', config: dev('source_profile = base', 'mfa_serial =') },
  { what: 'a session name of one letter', config: dev('source_profile = base', 'role_session_name = x') },
  {
    what: 'a session name of 64 letters',
    config: dev('source_profile = base', `role_session_name = ${'x'.repeat(64)}`),
  },
  {
    what: 'a session name of 65 letters',
    config: dev('source_profile = base', `role_session_name = ${'x'.repeat(65)}`),
  },
  { what: 'a session name with an umlaut', config: dev('source_profile = base', 'role_session_name = jürgen') },
  { what: 'an external ID of one letter', config: dev('source_profile = base', 'external_id = x') },
  {
    what: 'the MFA device of a source is not asked',
    config: dev('source_profile = low') + profile('low', keys('bob'), 'mfa_serial = arn:aws:iam::123456789012:mfa/bob'),
  },
  {
    what: 'a source’s session name and external ID are its own',
    config:
      dev('source_profile = mid') +
      profile(
        'mid',
        `role_arn = ${arn('mid')}`,
        'source_profile = base',
        'role_session_name = middle',
        'external_id = m:1',
      ),
  },
  {
    what: 'a role without an account, as Ceph has them',
    config: profile('dev', 'role_arn = arn:aws:iam:::role/dev', 'source_profile = base'),
    asked: true,
  },
  {
    what: 'a role of Ceph with a tenant',
    config: profile('dev', 'role_arn = arn:aws:iam::acme:role/dev', 'source_profile = base'),
    asked: true,
  },
  {
    what: 'a role that is not there',
    config: profile('dev', `role_arn = ${arn('nothing')}`, 'source_profile = base'),
    asked: true,
  },
  {
    what: 'a role in capitals',
    config: profile('dev', `role_arn = ${arn('dev').replace('arn:aws', 'ARN:AWS')}`, 'source_profile = base'),
  },
  { what: 'a role’s name alone', config: profile('dev', 'role_arn = dev', 'source_profile = base') },
  {
    what: 'a role over two lines',
    config: `[profile dev]\nrole_arn = arn:aws:iam::123456789012\n  :role/dev\nsource_profile = base\n`,
  },
  { what: `a chain of ${LINKS + 1} roles`, config: LONG_CHAIN },
  { what: 'a chain that is too long', config: chain(200) },
  { what: 'a chain with a gap', config: LONG_CHAIN.replace('source_profile = link30', 'source_profile = gone') },
  {
    what: 'a chain that ends in itself',
    config: LONG_CHAIN.replace('source_profile = base', 'source_profile = link5'),
  },
  {
    what: 'a role that is its own source, with keys in the other file',
    config: dev('source_profile = dev'),
    credentials: `[dev]\n${keys('bob')}`,
  },
  {
    what: 'a role that is its own source, with a process',
    config: dev('source_profile = dev', 'credential_process = <home>/bin/keys-of-carl'),
  },
  {
    what: 'a role over a role with a web identity that is empty',
    config:
      dev('source_profile = mid') +
      profile('mid', `role_arn = ${arn('mid')}`, 'web_identity_token_file =', 'source_profile = base'),
  },
];

const temporary = (...lines: readonly string[]): string =>
  `[dev]\naws_access_key_id = <tempId>\naws_secret_access_key = <tempSecret>\n${lines.join('\n')}\n`;

/** Keys of unusual looks. */
const KEYS: readonly Case[] = [
  { what: 'an empty session token', credentials: `[dev]\n${keys('anna')}aws_session_token =\n` },
  { what: 'an empty security token', credentials: `[dev]\n${keys('anna')}aws_security_token =\n` },
  { what: 'both tokens, empty', credentials: `[dev]\n${keys('anna')}aws_security_token =\naws_session_token =\n` },
  {
    what: 'an empty session token of a source',
    config: dev('source_profile = low'),
    credentials: `[low]\n${keys('anna')}aws_session_token =\n`,
  },
  {
    what: 'an empty session token of a source, for two hours',
    config: dev('source_profile = low', 'duration_seconds = 7200'),
    credentials: `[low]\n${keys('anna')}aws_session_token =\n`,
  },
  {
    what: 'an empty security token before a good one',
    credentials: temporary('aws_security_token =', 'aws_session_token = <tempToken>'),
  },
  {
    what: 'a good security token before an empty one',
    credentials: temporary('aws_security_token = <tempToken>', 'aws_session_token ='),
  },
  { what: 'a token over two lines', credentials: temporary('aws_session_token = <tempToken>', '  more') },
  {
    what: 'an access key of forty letters',
    credentials: '[dev]\naws_access_key_id = <longId>\naws_secret_access_key = <longSecret>\n',
  },
  {
    what: 'an access key of forty letters, as source',
    config: dev('source_profile = low'),
    credentials: '[low]\naws_access_key_id = <longId>\naws_secret_access_key = <longSecret>\n',
  },
  {
    what: 'an access key of three letters',
    credentials: '[dev]\naws_access_key_id = <shortId>\naws_secret_access_key = <shortSecret>\n',
  },
  {
    what: 'exchanged keys',
    credentials: keys('anna').replace(/(\w+) = (.*)\n(\w+) = (.*)\n/, '[dev]\n$1 = $4\n$3 = $2\n'),
  },
  {
    what: 'an access key with a space in it',
    credentials: '[dev]\naws_access_key_id = AKIA ANNA\naws_secret_access_key = x\n',
  },
  { what: 'a comment after the access key', credentials: `[dev]\n${keys('anna').replace('\n', ' # mine\n')}` },
  {
    what: 'quotes around keys',
    credentials: `[dev]\naws_access_key_id = "${accessKeyId('anna')}"\naws_secret_access_key = x\n`,
  },
  { what: 'an empty access key', credentials: '[dev]\naws_access_key_id =\naws_secret_access_key = x\n' },
  {
    what: 'an empty access key beside a process',
    config: profile('dev', 'credential_process = <home>/bin/keys-of-carl'),
    credentials: '[dev]\naws_access_key_id =\naws_secret_access_key =\n',
  },
  {
    what: 'an empty secret in the environment',
    config: dev('credential_source = Environment'),
    env: { AWS_ACCESS_KEY_ID: accessKeyId('anna'), AWS_SECRET_ACCESS_KEY: '' },
  },
  {
    what: 'an end in the environment that is past',
    config: dev('credential_source = Environment'),
    env: { ...envKeys('enid'), AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' },
  },
  {
    what: 'an end in the environment that is none',
    config: dev('credential_source = Environment'),
    env: { ...envKeys('enid'), AWS_CREDENTIAL_EXPIRATION: 'tomorrow' },
  },
  {
    what: 'an end in the environment in mail form',
    config: dev('credential_source = Environment'),
    env: { ...envKeys('enid'), AWS_CREDENTIAL_EXPIRATION: 'Thu, 01 Jan 2099 00:00:00 GMT' },
  },
  {
    what: 'an end in the environment without a zone',
    config: dev('credential_source = Environment'),
    env: { ...envKeys('enid'), AWS_CREDENTIAL_EXPIRATION: '2099-01-01T00:00:00' },
  },
  {
    what: 'an end in the environment that is empty',
    config: dev('credential_source = Environment'),
    env: { ...envKeys('enid'), AWS_CREDENTIAL_EXPIRATION: '' },
  },
];

export const SESSIONS: readonly Case[] = [...DURATIONS, ...ASKED, ...KEYS];
