import { describe, expect, it } from 'vitest';
import { credentialSource, machineCredentials } from '../../../../src/config/sources/machineSources.js';
import type { Environment } from '../../../../src/model/environment.js';
import type { Source } from '../../../../src/model/plan/source.js';
import {
  assumeHops,
  CONFIG,
  contextOf,
  DEV,
  expectBroken,
  profileOf,
  read,
  ready,
  refusalOf,
  roleArn,
  valueOf,
  type Broken,
} from '../read.js';

type Variables = Readonly<Record<string, string>>;

const environmentOf = (variables: Variables): Environment => ({
  variables,
  userName: 'ana',
  hostName: 'desk',
  homeDirectory: '/home/ana',
});
const PLACE = { kind: 'file', file: CONFIG, line: 3 } as const;

/** The source of a role with this credential_source; the lines stand in the profile that is selected. */
function checked(value: string, lines = '', variables: Variables = {}) {
  const selected = profileOf(contextOf({ config: `[profile dev]\n${lines}` }), 'dev');
  const field = { name: 'credential_source', value, place: PLACE };
  return credentialSource(field, 'dev', selected, environmentOf(variables));
}

const machine = (value: string, lines = '', variables: Variables = {}): Source =>
  valueOf(checked(value, lines, variables));
const metadata = (lines = '', variables: Variables = {}): Source => machine('Ec2InstanceMetadata', lines, variables);

describe('credential_source', () => {
  it.each<[string, object]>([
    ['Environment', { kind: 'environment', place: PLACE }],
    ['EcsContainer', { kind: 'container', place: PLACE }],
    ['Ec2InstanceMetadata', { kind: 'instance-metadata', v1Allowed: true, endpoint: undefined, place: PLACE }],
  ])('%s', (name, expected) => {
    expect(machine(name)).toStrictEqual(expected);
  });

  it('of a source profile asks the service that the selected profile names', () => {
    const config = `${DEV}source_profile = mid\nec2_metadata_service_endpoint = http://selected\n[profile mid]\nrole_arn = ${roleArn('mid')}\ncredential_source = Ec2InstanceMetadata\nec2_metadata_service_endpoint = http://below\n`;
    const { plan } = ready(read({ config }), 'dev');
    expect(plan.source).toMatchObject({ endpoint: 'http://selected' });
    expect(assumeHops(plan).map(({ role }) => role.roleName)).toEqual(['mid', 'dev']);
  });

  it.each(['true', 'True'])('is broken where metadata is turned off by the word %s', (word) => {
    const problem = refusalOf(checked('Ec2InstanceMetadata', '', { AWS_EC2_METADATA_DISABLED: word }));
    expect(problem).toMatchObject({
      message: 'AWS_EC2_METADATA_DISABLED is set, so that EC2 instance metadata is not asked.',
      place: PLACE,
    });
  });

  it.each(['', 'false', '1'])('is not turned off by the word %j', (word) => {
    expect(metadata('', { AWS_EC2_METADATA_DISABLED: word }).kind).toBe('instance-metadata');
  });
});

describe('the metadata service', () => {
  it.each<[string, string, Variables, object]>([
    ['IPv6', 'ec2_metadata_service_endpoint_mode = IPv6\n', {}, { endpoint: 'http://[fd00:ec2::254]' }],
    ['IPv4', 'ec2_metadata_service_endpoint_mode = IPv4\n', {}, { endpoint: undefined }],
    ['IPv6, the old way', 'imds_use_ipv6 = true\n', {}, { endpoint: 'http://[fd00:ec2::254]' }],
    [
      'IPv4 over the old way',
      'imds_use_ipv6 = true\n',
      { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ipv4' },
      { endpoint: undefined },
    ],
    [
      'an endpoint over the mode',
      'ec2_metadata_service_endpoint_mode = ipv6\nec2_metadata_service_endpoint = http://own\n',
      {},
      { endpoint: 'http://own' },
    ],
    ['an endpoint in capitals', 'ec2_metadata_service_endpoint = HTTP://own\n', {}, { endpoint: 'HTTP://own' }],
    ['an endpoint by https', 'ec2_metadata_service_endpoint = https://own\n', {}, { endpoint: 'https://own' }],
    [
      'the variable over the profile',
      'ec2_metadata_service_endpoint = http://own\n',
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://variable' },
      { endpoint: 'http://variable' },
    ],
    [
      'an empty variable over the profile',
      'ec2_metadata_service_endpoint = http://own\n',
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: '' },
      { endpoint: undefined },
    ],
    ['version 1 off', 'ec2_metadata_v1_disabled = True\n', {}, { v1Allowed: false }],
    ['version 1 on', 'ec2_metadata_v1_disabled = true\n', { AWS_EC2_METADATA_V1_DISABLED: 'no' }, { v1Allowed: true }],
    [
      'waiting',
      'metadata_service_timeout = 5\nmetadata_service_num_attempts = 3\n',
      {},
      { timeoutSeconds: 5, attempts: 3 },
    ],
    [
      'waiting, by variables',
      'metadata_service_timeout = 5\n',
      { AWS_METADATA_SERVICE_TIMEOUT: '2', AWS_METADATA_SERVICE_NUM_ATTEMPTS: '4' },
      { timeoutSeconds: 2, attempts: 4 },
    ],
  ])('%s', (_, lines, variables, expected) => {
    expect(metadata(lines, variables)).toMatchObject(expected);
  });

  it.each<[string, number]>([
    ['1', 1],
    ['9999', 9999],
    ['0020', 20],
    ['+5', 5],
    ['  7  ', 7],
  ])('waits as Python reads %j', (value, timeoutSeconds) => {
    expect(metadata('', { AWS_METADATA_SERVICE_TIMEOUT: value })).toMatchObject({ timeoutSeconds });
  });

  it.each(['0', '-1', '0.5', 'soon', '10000', 'x5', '5x'])('does not wait %s seconds', (value) => {
    const variables = { AWS_METADATA_SERVICE_TIMEOUT: value };
    expect(refusalOf(checked('Ec2InstanceMetadata', '', variables))).toEqual({
      message: 'AWS_METADATA_SERVICE_TIMEOUT is not a whole number from 1 to 9999.',
      hint: expect.stringContaining('AWS tools take 1') as string,
      place: undefined,
    });
  });
});

describe('a profile that names no credentials', () => {
  const HERE = { kind: 'file', file: CONFIG, line: 1 } as const;
  const credentials = (variables: Variables, legacy?: string, lines = '') =>
    machineCredentials(
      profileOf(contextOf({ config: `[profile dev]\n${lines}` }), 'dev'),
      legacy,
      environmentOf(variables),
    );

  it.each<[string, Variables]>([
    ['a path', { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/role' }],
    ['a URI', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1' }],
    [
      'a URI, also with metadata turned off',
      {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    ],
  ])('has the container’s by %s', (_, variables) => {
    expect(valueOf(credentials(variables))).toEqual({ kind: 'container', place: HERE });
  });

  it('has the instance’s elsewhere, from the service that it names', () => {
    expect(valueOf(credentials({}, undefined, 'ec2_metadata_service_endpoint = http://own\n'))).toMatchObject({
      kind: 'instance-metadata',
      endpoint: 'http://own',
      place: HERE,
    });
  });

  it('has none where metadata is turned off', () => {
    expect(credentials({ AWS_EC2_METADATA_DISABLED: 'true' })).toEqual({ ok: true, value: undefined });
  });

  it('says which older file the AWS CLI would look at', () => {
    const { message, place } = refusalOf(credentials({}, '/home/ana/.boto'));
    expect(message).toContain('look for keys in /home/ana/.boto');
    expect(place).toEqual(HERE);
  });
});

const broken = (what: string, lines: string, line: number, message: string, hint: string): Broken => [
  what,
  `${DEV}${lines}\n`,
  '',
  CONFIG,
  line,
  message,
  hint,
];
const EC2 = 'credential_source = Ec2InstanceMetadata\n';

describe('a machine’s credentials that cannot be had break their role, and the others work', () => {
  it.each<Broken>([
    broken(
      'a credential source that nobody knows',
      'credential_source = Ec2',
      3,
      'credential_source of the profile “dev” is not one that AWS knows.',
      'Ec2InstanceMetadata',
    ),
    broken(
      'metadata in another mode',
      `${EC2}ec2_metadata_service_endpoint_mode = ipv5`,
      4,
      'ec2_metadata_service_endpoint_mode is neither IPv4 nor IPv6.',
      'Give one of the two',
    ),
    broken(
      'metadata that never comes',
      `${EC2}metadata_service_num_attempts = 0`,
      4,
      'metadata_service_num_attempts is not a whole number from 1 to 9999.',
      'AWS tools take 1',
    ),
    ...['nowhere', 'ftp://own', 'xhttp://own', 'http://'].map((endpoint) =>
      broken(
        `metadata at ${endpoint}`,
        `${EC2}ec2_metadata_service_endpoint = ${endpoint}`,
        4,
        'ec2_metadata_service_endpoint is not an http or https URL.',
        'http://169.254.169.254',
      ),
    ),
  ])('%s', expectBroken);
});
