import { arn, dev, keys, profile, type Case } from '../case.js';
import { envKeys } from './keys.js';

const CONTAINER = {
  AWS_CONTAINER_CREDENTIALS_FULL_URI: '<container>',
  AWS_CONTAINER_AUTHORIZATION_TOKEN: '<containerToken>',
};
const METADATA = { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: '<metadata>' };
const command = (name: string): string => `credential_process = <home>/bin/${name}`;

const ENVIRONMENT: readonly Case[] = [
  { what: 'Environment', config: dev('credential_source = Environment'), env: envKeys('enid') },
  {
    what: 'Environment with a token',
    config: dev('credential_source = Environment'),
    env: { AWS_ACCESS_KEY_ID: '<tempId>', AWS_SECRET_ACCESS_KEY: '<tempSecret>', AWS_SESSION_TOKEN: '<tempToken>' },
  },
  {
    what: 'Environment with the old token before the new',
    config: dev('credential_source = Environment'),
    env: {
      AWS_ACCESS_KEY_ID: '<tempId>',
      AWS_SECRET_ACCESS_KEY: '<tempSecret>',
      AWS_SECURITY_TOKEN: '<tempToken>',
      AWS_SESSION_TOKEN: 'nonsense',
    },
  },
  {
    what: 'Environment with an empty token',
    config: dev('credential_source = Environment'),
    env: { ...envKeys('enid'), AWS_SESSION_TOKEN: '' },
  },
  {
    what: 'Environment for two hours with long-term keys',
    config: dev('credential_source = Environment', 'duration_seconds = 7200'),
    env: envKeys('enid'),
  },
  { what: 'Environment without keys', config: dev('credential_source = Environment') },
  {
    what: 'Environment with half a key',
    config: dev('credential_source = Environment'),
    env: { AWS_ACCESS_KEY_ID: 'AKIAENID000000000000' },
  },
  {
    what: 'Environment in the middle of a chain',
    config: dev('source_profile = mid') + profile('mid', `role_arn = ${arn('mid')}`, 'credential_source = Environment'),
    env: envKeys('enid'),
  },
  { what: 'environment in other case', config: dev('credential_source = environment'), env: envKeys('enid') },
  { what: 'a credential_source of nobody', config: dev('credential_source = Ec2'), env: envKeys('enid') },
  {
    what: 'both sources',
    config: dev('credential_source = Environment', 'source_profile = base'),
    env: envKeys('enid'),
  },
  {
    what: 'a credential_source without a role',
    config: profile('dev', 'credential_source = Environment'),
    env: envKeys('enid'),
  },
  {
    what: 'a source that only has a credential_source',
    config: dev('source_profile = low') + profile('low', 'credential_source = Environment'),
    env: envKeys('enid'),
  },
  {
    what: 'a credential_source beside keys',
    config: dev('credential_source = Environment', keys('bob')),
    env: envKeys('enid'),
  },
];

const MACHINE: readonly Case[] = [
  { what: 'EcsContainer', config: dev('credential_source = EcsContainer'), env: CONTAINER },
  {
    what: 'EcsContainer without its token',
    config: dev('credential_source = EcsContainer'),
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '<container>' },
  },
  {
    what: 'EcsContainer with the token in a file',
    config: dev('credential_source = EcsContainer'),
    files: { secret: '<containerToken>' },
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '<container>', AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '<home>/secret' },
  },
  { what: 'EcsContainer outside of a container', config: dev('credential_source = EcsContainer') },
  {
    what: 'EcsContainer at another host',
    config: dev('credential_source = EcsContainer'),
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://example.com/credentials' },
  },
  { what: 'Ec2InstanceMetadata', config: dev('credential_source = Ec2InstanceMetadata'), env: METADATA },
  {
    what: 'Ec2InstanceMetadata by the profile’s endpoint',
    config: dev('credential_source = Ec2InstanceMetadata', 'ec2_metadata_service_endpoint = <metadata>'),
    env: { AWS_EC2_METADATA_DISABLED: undefined },
  },
  {
    what: 'Ec2InstanceMetadata that is turned off',
    config: dev('credential_source = Ec2InstanceMetadata'),
    env: { ...METADATA, AWS_EC2_METADATA_DISABLED: 'TRUE' },
  },
  {
    what: 'Ec2InstanceMetadata without version 1',
    config: dev('credential_source = Ec2InstanceMetadata', 'ec2_metadata_v1_disabled = true'),
    env: METADATA,
  },
  {
    what: 'Ec2InstanceMetadata where nobody is',
    config: dev('credential_source = Ec2InstanceMetadata'),
    env: { ...METADATA, AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' },
  },
  {
    what: 'Ec2InstanceMetadata in an unknown mode',
    config: dev('credential_source = Ec2InstanceMetadata', 'ec2_metadata_service_endpoint_mode = ipv5'),
    env: METADATA,
  },
  {
    what: 'Ec2InstanceMetadata at an endpoint that is none',
    config: dev('credential_source = Ec2InstanceMetadata', 'ec2_metadata_service_endpoint = nowhere'),
    env: { AWS_EC2_METADATA_DISABLED: undefined },
  },
  {
    what: 'an unknown metadata mode that nobody uses',
    config: dev('source_profile = base', 'ec2_metadata_service_endpoint_mode = ipv5'),
    difference: 'unused-settings',
  },
  {
    what: 'the metadata endpoint of a profile further down',
    config:
      dev('source_profile = mid') +
      profile(
        'mid',
        `role_arn = ${arn('mid')}`,
        'credential_source = Ec2InstanceMetadata',
        'ec2_metadata_service_endpoint = <metadata>',
      ),
    env: { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' },
  },
];

const PROCESS: readonly Case[] = [
  { what: 'a process', config: profile('dev', command('keys-of-carl')) },
  { what: 'a process as source', config: dev('source_profile = low') + profile('low', command('keys-of-carl')) },
  {
    what: 'a process as source for two hours',
    config: dev('source_profile = low', 'duration_seconds = 7200') + profile('low', command('keys-of-carl')),
  },
  {
    what: 'a process with arguments in quotes',
    config: profile('dev', `credential_process = /bin/sh -c "<home>/bin/keys-of-carl"`),
  },
  {
    what: 'a process on two lines',
    config: profile('dev', 'credential_process = /bin/sh', '  <home>/bin/keys-of-carl'),
  },
  {
    what: 'a process that wants a shell',
    config: profile('dev', 'credential_process = <home>/bin/keys-of-carl | cat'),
  },
  { what: 'a process by a variable', config: profile('dev', 'credential_process = $HOME/bin/keys-of-carl') },
  { what: 'a process that is not there', config: profile('dev', command('nothing')) },
  { what: 'a process that prints garbage', config: profile('dev', command('garbage')) },
  { what: 'a process that fails', config: profile('dev', command('fails')) },
  { what: 'a process that gives temporary keys', config: profile('dev', command('temporary')) },
  {
    what: 'a process that gives temporary keys, as source for two hours',
    config: dev('source_profile = low', 'duration_seconds = 7200') + profile('low', command('temporary')),
  },
  { what: 'a process that gives keys that are over', config: profile('dev', command('over')) },
  {
    what: 'a process in the folder of the home',
    config: profile('dev', 'credential_process = bin/keys-of-carl'),
    difference: 'relative-path',
  },
  { what: 'an empty process', config: profile('dev', 'credential_process =') },
  { what: 'a process with an open quote', config: profile('dev', 'credential_process = /bin/sh -c "x') },
  {
    what: 'a process beside keys in the credentials file',
    config: profile('dev', command('keys-of-carl')),
    credentials: `[dev]\n${keys('bob')}`,
  },
  { what: 'a process beside keys in the config file', config: profile('dev', command('keys-of-carl'), keys('bob')) },
  { what: 'a process in the credentials file', credentials: `[dev]\n${command('keys-of-carl')}\n` },
  { what: 'a process beside a role', config: dev('source_profile = base', command('keys-of-carl')) },
  {
    what: 'a process in the middle, beside a role',
    config:
      dev('source_profile = mid') +
      profile('mid', `role_arn = ${arn('mid')}`, 'source_profile = base', command('keys-of-carl')),
  },
  { what: 'a process beside a role without a source', config: dev(command('keys-of-carl')) },
];

const web = (...lines: readonly string[]): string => profile('dev', `role_arn = ${arn('web')}`, ...lines);
const TOKEN = 'web_identity_token_file = <home>/token';

const WEB_IDENTITY: readonly Case[] = [
  { what: 'a web identity', config: web(TOKEN) },
  { what: 'a web identity beside a source', config: web(TOKEN, 'source_profile = base') },
  { what: 'a web identity beside keys', config: web(TOKEN, keys('bob')) },
  {
    what: 'a web identity as source',
    config: dev('source_profile = low') + profile('low', `role_arn = ${arn('web')}`, TOKEN),
  },
  {
    what: 'a web identity as source, beside keys',
    config: dev('source_profile = low') + profile('low', `role_arn = ${arn('web')}`, TOKEN, keys('bob')),
  },
  {
    what: 'a web identity as source for two hours',
    config: dev('source_profile = low', 'duration_seconds = 7200') + profile('low', `role_arn = ${arn('web')}`, TOKEN),
  },
  { what: 'a web identity without a role', config: profile('dev', TOKEN) },
  { what: 'a web identity for another role', config: dev(TOKEN) },
  { what: 'a web identity with ~', config: web('web_identity_token_file = ~/token') },
  {
    what: 'a web identity with a relative file',
    config: web('web_identity_token_file = token'),
    difference: 'relative-path',
  },
  { what: 'a web identity with an empty file', config: web('web_identity_token_file =', 'source_profile = base') },
  { what: 'a web identity with an empty file, beside keys', config: web('web_identity_token_file =', keys('bob')) },
  { what: 'a web identity with garbage', config: web('web_identity_token_file = <home>/bin/garbage') },
  {
    what: 'a web identity for two hours',
    config: web(TOKEN, 'duration_seconds = 7200'),
    difference: 'web-identity-duration',
    way: 'duration-of-a-web-identity',
  },
  {
    what: 'a web identity beside AWS_ROLE_SESSION_NAME and AWS_ROLE_ARN',
    config: web(TOKEN),
    env: { AWS_ROLE_SESSION_NAME: 'environment', AWS_ROLE_ARN: arn('dev') },
  },
  {
    what: 'a web identity with an external ID and MFA',
    config: web(TOKEN, 'external_id = x:y', 'mfa_serial = arn:aws:iam::123456789012:mfa/anna'),
  },
];

export const SOURCES: readonly Case[] = [...ENVIRONMENT, ...MACHINE, ...PROCESS, ...WEB_IDENTITY];
