import { keys, profile, type Case } from '../case.js';
import { envKeys } from './keys.js';

const own = (...lines: readonly string[]): string => profile('dev', keys('anna'), ...lines);

/** Settings that mean nothing here, and that the CLI checks. */
const UNUSED: readonly Case[] = [
  ...[
    ['an invalid retry_mode', 'retry_mode = often'],
    ['an invalid defaults_mode', 'defaults_mode = best'],
    ['an invalid request_checksum_calculation', 'request_checksum_calculation = always'],
    ['an invalid account_id_endpoint_mode', 'account_id_endpoint_mode = maybe'],
    ['an invalid cli_timestamp_format', 'cli_timestamp_format = nice'],
    ['an invalid metadata_service_timeout', 'metadata_service_timeout = long'],
    ['an invalid metadata_service_num_attempts', 'metadata_service_num_attempts = many'],
    ['a flat api_versions', 'api_versions = 2011-06-15'],
    ['an api_versions of the future', 'api_versions =\n  sts = 2031-01-01'],
    ['an invalid metadata endpoint', 'ec2_metadata_service_endpoint = nowhere'],
  ].map(([what = '', line = '']): Case => ({ what, config: own(line), difference: 'unused-settings' })),
  { what: 'an invalid AWS_RETRY_MODE', config: own(), env: { AWS_RETRY_MODE: 'often' }, difference: 'unused-settings' },
  {
    what: 'an invalid AWS_METADATA_SERVICE_TIMEOUT',
    config: own(),
    env: { AWS_METADATA_SERVICE_TIMEOUT: 'long' },
    difference: 'unused-settings',
  },
  ...[
    ['retry_mode', 'retry_mode = adaptive'],
    ['an api_versions that is there', 'api_versions =\n  sts = 2011-06-15'],
    ['an output that is none', 'output = nice'],
    ['a flat s3', 's3 = path'],
    ['parameter_validation', 'parameter_validation = false'],
    ['tcp_keepalive', 'tcp_keepalive = maybe'],
    ['a name for user agents that is too long', `sdk_ua_app_id = ${'x'.repeat(80)}`],
    ['an account', 'aws_account_id = 210987654321'],
    ['cli_history', 'cli_history = disabled'],
    ['metadata that needs no version 1', 'ec2_metadata_v1_disabled = maybe'],
  ].map(([what = '', line = '']): Case => ({ what: `${what}, unused`, config: own(line) })),
];

/** Files of boto 2 and of the first EC2 tools, where a profile names nothing. */
const OLD: readonly Case[] = [
  {
    what: 'an empty BOTO_CONFIG on an instance',
    config: profile('dev', 'region = us-east-1'),
    env: { BOTO_CONFIG: '', AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: '<metadata>' },
  },
  {
    what: 'a BOTO_CONFIG that is not there, on an instance',
    config: profile('dev', 'region = us-east-1'),
    env: {
      BOTO_CONFIG: '<home>/nothing',
      AWS_EC2_METADATA_DISABLED: undefined,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: '<metadata>',
    },
  },
  {
    what: 'a BOTO_CONFIG that is a folder, on an instance',
    config: profile('dev', 'region = us-east-1'),
    env: {
      BOTO_CONFIG: '<home>',
      AWS_EC2_METADATA_DISABLED: undefined,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: '<metadata>',
    },
  },
  {
    what: 'a BOTO_CONFIG in the working directory',
    config: profile('dev', 'region = us-east-1'),
    files: { keys: `[Credentials]\n${keys('carl')}` },
    env: { BOTO_CONFIG: 'keys' },
    difference: 'older-files',
  },
  {
    what: 'a file of boto without keys, on an instance',
    config: profile('dev', 'region = us-east-1'),
    files: { '.boto': '[Boto]\ndebug = 1\n' },
    env: { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: '<metadata>' },
    difference: 'older-files',
  },
  {
    what: 'an AWS_CREDENTIAL_FILE that is not there',
    config: profile('dev', 'region = us-east-1'),
    env: { AWS_CREDENTIAL_FILE: '<home>/nothing' },
  },
  {
    what: 'an AWS_CREDENTIAL_FILE in the working directory',
    config: profile('dev', 'region = us-east-1'),
    files: { keys: 'AWSAccessKeyId=AKIACARL000000000000\nAWSSecretKey=carl/NotARealSecretKeyxxxxxxxxxxxxxxxxxx\n' },
    env: { AWS_CREDENTIAL_FILE: 'keys' },
    difference: 'older-files',
  },
  {
    what: 'keys in the environment, named by nobody',
    config: profile('dev', 'region = us-east-1'),
    env: { ...envKeys('enid'), AWS_PROFILE: 'dev' },
  },
];

export const SETTINGS: readonly Case[] = [...UNUSED, ...OLD];
