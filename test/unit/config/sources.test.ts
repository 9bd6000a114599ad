import { describe, expect, it } from 'vitest';
import { planProfile } from '../../../src/config/plan/planRole.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { planContext } from '../../../src/config/roles.js';
import {
  assumeHops,
  BASE_KEYS,
  CONFIG,
  CREDENTIALS,
  DEV,
  nameOf,
  problemOf,
  read,
  ready,
  roleArn,
  SECRET,
} from './read.js';
import type { Source } from '../../../src/model/plan/source.js';

const KEYS = `aws_access_key_id = AKIAOTHER\naws_secret_access_key = ${SECRET}\n`;
const TOKEN = 'web_identity_token_file = /run/token\n';
const PORTAL = 'sso_region = us-gov-west-1\nsso_start_url = https://corp.awsapps.com/start\n';
const PERMISSION = 'sso_account_id = 123456789012\nsso_role_name = Admin\n';
const PROCESS = 'credential_process = "/opt/my tools/keys" --secret hunter2\n';
const LOGIN = 'login_session = arn:aws:iam::123456789012:user/ana\n';

/** The source of the role dev whose source profile says this. */
function sourceOf(lines: string, credentials = '', variables: Readonly<Record<string, string>> = {}): Source {
  const config = `${DEV}source_profile = base\n[profile base]\n${lines}[sso-session corp]\n${PORTAL}`;
  return ready(read({ config, credentials, variables }), 'dev').plan.source;
}

function planned(
  name: string,
  config: string,
  variables: Readonly<Record<string, string>> = {},
  legacy?: string,
): Plan {
  const context = planContext({
    files: { config: { file: CONFIG, text: config }, credentials: { file: CREDENTIALS, text: BASE_KEYS }, legacy },
    environment: { variables, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' },
  });
  const profile = context.profiles.byName.get(name);
  const plan = profile && planProfile(profile, context);
  if (plan?.ok !== true) {
    throw new Error(plan?.problem.message ?? `There is no profile ${name}.`);
  }
  return plan.value;
}

describe('the credentials that a profile stands for', () => {
  it.each<[string, string, string, Source['kind']]>([
    ['web identity before all', `role_arn = ${roleArn('web')}\n${TOKEN}${PERMISSION}${KEYS}`, '', 'web-identity'],
    ['an empty token file is none', `${KEYS}web_identity_token_file =\n`, '', 'static-keys'],
    ['Identity Center before keys', `sso_session = corp\n${PERMISSION}`, `[base]\n${KEYS}`, 'identity-center'],
    ['keys of the credentials file before a process', `${PROCESS}${LOGIN}`, `[base]\n${KEYS}`, 'static-keys'],
    ['aws login before a process', `${PROCESS}${LOGIN}${KEYS}`, '', 'login'],
    ['a process before keys of the config file', `${PROCESS}${KEYS}`, '', 'process'],
    ['keys beside an sso-session without account and role', `sso_session = corp\n${KEYS}`, '', 'static-keys'],
  ])('%s', (_, lines, credentials, kind) => {
    expect(sourceOf(lines, credentials).kind).toBe(kind);
  });

  it('shows the program of a process, and nothing of its arguments', () => {
    const source = sourceOf(PROCESS);
    expect(source).toMatchObject({ program: 'keys', profile: 'base' });
    expect(JSON.stringify(source)).not.toContain('hunter2');
  });

  it.each([
    ["'/opt/my tools/keys' x", 'keys'],
    ['/opt/my\\ tools/keys x', 'keys'],
    ['keys --all', 'keys'],
  ])('shows the program of %s', (command, program) => {
    expect(sourceOf(`credential_process = ${command}\n`)).toMatchObject({ program });
  });

  it.each([
    ['aws_session_token =', false],
    ['aws_security_token =', false],
    ['aws_security_token =\naws_session_token = t', false],
    ['aws_security_token = t\naws_session_token =', true],
  ])('are keys with an empty token for none: %j', (lines, temporary) => {
    expect(sourceOf('', `[base]\n${KEYS}${lines}\n`)).toMatchObject({ kind: 'static-keys', temporary });
  });

  it('are keys of any length', () => {
    const long = 'aws_access_key_id = abcdefghijABCDEFGHIJ0123456789abcdefghij\n';
    expect(sourceOf('', `[base]\n${KEYS.replace(/.*\n/, long)}`)).toMatchObject({ kind: 'static-keys' });
  });

  it('takes a block of the sso-session and one of the profile for the same, however they are written', () => {
    const section = `${PORTAL}s3 =\n    c=d\n    a=b\n`;
    const config = (block: string): string =>
      `${DEV}source_profile = base\n[profile base]\nsso_session = corp\n${PERMISSION}s3 =\n${block}[sso-session corp]\n${section}`;
    expect(ready(read({ config: config('  a = b\n  c = d\n') }), 'dev').plan.source.kind).toBe('identity-center');
    expect(problemOf(read({ config: config('  a = b\n  c = e\n') }), 'dev').message).toContain('s3 is “');
  });

  it('takes the portal from the sso-session, and the legacy keys without one', () => {
    expect(sourceOf(`sso_session = corp\n${PERMISSION}`)).toEqual({
      kind: 'identity-center',
      profile: 'base',
      session: 'corp',
      startUrl: 'https://corp.awsapps.com/start',
      region: 'us-gov-west-1',
      scopes: ['sso:account:access'],
      accountId: '123456789012',
      roleName: 'Admin',
      place: { kind: 'file', file: CONFIG, line: 5 },
    });
    expect(sourceOf(`${PERMISSION}${PORTAL}sso_registration_scopes = a:b, c:d\n`)).toMatchObject({
      session: undefined,
      scopes: ['a:b', 'c:d'],
    });
  });

  it('is a call of its own with a web identity', () => {
    const lines = `role_arn = ${roleArn('web')}\n${TOKEN}duration_seconds = 7200\nmfa_serial = 123456789\n`;
    expect(sourceOf(lines)).toMatchObject({
      role: { roleName: 'web' },
      sessionName: 'vscode-ana',
      durationSeconds: 7200,
      token: { kind: 'file', file: '/run/token' },
    });
  });
});

describe('credential_source', () => {
  const machine = (name: string, lines = '', variables: Readonly<Record<string, string>> = {}): Source =>
    ready(read({ config: `${DEV}credential_source = ${name}\n${lines}`, variables }), 'dev').plan.source;

  it.each([
    ['Environment', 'environment'],
    ['EcsContainer', 'container'],
    ['Ec2InstanceMetadata', 'instance-metadata'],
  ])('%s', (name, kind) => {
    expect(machine(name)).toMatchObject({ kind, place: { file: CONFIG, line: 3 } });
  });

  it.each<[string, string, Record<string, string>, object]>([
    ['nothing', '', {}, { endpoint: undefined, v1Allowed: true }],
    ['IPv6', 'ec2_metadata_service_endpoint_mode = IPv6\n', {}, { endpoint: 'http://[fd00:ec2::254]' }],
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
  ])('metadata: %s', (_, lines, variables, expected) => {
    expect(machine('Ec2InstanceMetadata', lines, variables)).toMatchObject(expected);
  });

  it('of a source profile asks the service that the selected profile names', () => {
    const config = `${DEV}source_profile = mid\nec2_metadata_service_endpoint = http://selected\n[profile mid]\nrole_arn = ${roleArn('mid')}\ncredential_source = Ec2InstanceMetadata\nec2_metadata_service_endpoint = http://below\n`;
    const { plan } = ready(read({ config }), 'dev');
    expect(plan.source).toMatchObject({ endpoint: 'http://selected' });
    expect(assumeHops(plan).map(({ role }) => role.roleName)).toEqual(['mid', 'dev']);
  });

  it('is broken where metadata is turned off', () => {
    const config = `${DEV}credential_source = Ec2InstanceMetadata\n`;
    const problem = problemOf(read({ config, variables: { AWS_EC2_METADATA_DISABLED: 'True' } }), 'dev');
    expect(problem.message).toContain('AWS_EC2_METADATA_DISABLED is set');
  });
});

describe('an hour is the limit', () => {
  const two = (lines: string): string =>
    `${DEV}source_profile = base\nduration_seconds = 7200\n[profile base]\n${lines}`;

  it.each([
    ['a web identity', `role_arn = ${roleArn('web')}\n${TOKEN}`, 'web identity token file'],
    ['Identity Center', `${PERMISSION}${PORTAL}`, 'IAM Identity Center (corp.awsapps.com)'],
    ['aws login', LOGIN, 'aws login of profile base'],
  ])('after %s', (_, lines, name) => {
    expect(problemOf(read({ config: two(lines), credentials: '' }), 'dev').message).toBe(
      `“dev” asks for 7200 seconds, but it is assumed from the temporary credentials of ${name}: role chaining is limited to one hour.`,
    );
  });

  it('but nobody knows what keys a process or the environment gives', () => {
    expect(ready(read({ config: two(PROCESS), credentials: '' }), 'dev').plan.hops).toHaveLength(1);
    const config = `${DEV}credential_source = Environment\nduration_seconds = 7200\n`;
    expect(ready(read({ config }), 'dev').plan.hops).toHaveLength(1);
  });

  it('and a web identity of another partition is out of reach', () => {
    const config = `${DEV}source_profile = base\n[profile base]\nrole_arn = ${roleArn('web', 'aws-cn')}\n${TOKEN}`;
    expect(problemOf(read({ config, credentials: '' }), 'dev').message).toContain(
      'in the partition aws, its source (web identity token file) in aws-cn',
    );
  });
});

describe('a profile that is somebody by itself', () => {
  const config = [
    `[profile sso]\n${PERMISSION}${PORTAL}`,
    `[profile process]\n${PROCESS}region = eu-west-1\n`,
    `[profile login]\n${LOGIN}`,
    `[profile temporary]\n${KEYS}aws_session_token = x\n`,
    `[profile web]\nrole_arn = ${roleArn('web')}\n${TOKEN}`,
    `[profile keys]\n${KEYS}`,
    '[profile nothing]\nregion = eu-west-1\n',
    '[profile portal]\nsso_session = corp\n',
  ].join('');

  it('is listed when its credentials are temporary', () => {
    expect(read({ config }).map(nameOf)).toEqual(['sso', 'process', 'login', 'temporary', 'web']);
    for (const name of ['sso', 'process', 'login', 'temporary', 'web']) {
      expect(ready(read({ config }), name).plan.hops).toEqual([]);
    }
  });

  it('is listed as broken when they cannot work', () => {
    expect(problemOf(read({ config: `[profile sso]\n${PERMISSION}` }), 'sso').message).toContain(
      'has no sso_start_url',
    );
  });

  it('has a region of its portal’s partition', () => {
    expect(ready(read({ config }), 'sso').plan.region).toBe('us-gov-west-1');
    expect(ready(read({ config }), 'process').plan.region).toBe('eu-west-1');
    expect(ready(read({ config, variables: { AWS_REGION: 'cn-north-1' } }), 'login').plan.region).toBe('cn-north-1');
  });

  it('can be planned by name, also with long-term keys', () => {
    expect(planned('base', '')).toMatchObject({
      roleId: 'profile:base',
      source: { kind: 'static-keys', profile: 'base', temporary: false },
      hops: [],
    });
  });

  it('is what the machine is where it names nothing', () => {
    expect(planned('nothing', config).source.kind).toBe('instance-metadata');
    expect(planned('nothing', config, { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1' }).source.kind).toBe(
      'container',
    );
    expect(() => planned('nothing', config, { AWS_EC2_METADATA_DISABLED: 'true' })).toThrow(
      'The profile “nothing” holds no credentials.',
    );
  });

  it('is nobody where the AWS CLI would take keys from a file of older tools', () => {
    expect(() => planned('nothing', config, {}, '/home/ana/.boto')).toThrow('look for keys in /home/ana/.boto');
    expect(planned('base', config, {}, '/home/ana/.boto').source.kind).toBe('static-keys');
  });
});
