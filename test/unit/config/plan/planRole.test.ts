import { describe, expect, it } from 'vitest';
import { planProfile } from '../../../../src/config/plan/planRole.js';
import {
  assumeHops,
  BASE_KEYS,
  CONFIG,
  contextOf,
  CREDENTIALS,
  DEV,
  expectBroken,
  problemOf,
  profileOf,
  read,
  ready,
  refusalOf,
  roleArn,
  SOURCED,
  valueOf,
  type Broken,
} from '../read.js';
import { keyless, KEYS, LOGIN, PERMISSION, PORTAL, PROCESS, WEB } from '../sources/lines.js';

type Variables = Readonly<Record<string, string>>;

const planned = (name: string, config: string, variables: Variables = {}, legacy?: string) => {
  const context = contextOf({ config, variables, ...(legacy !== undefined && { legacy }) });
  return planProfile(profileOf(context, name), context);
};

describe('the names of the sessions', () => {
  const chain = `${DEV}source_profile = mid\n[profile mid]\nrole_arn = ${roleArn('mid')}\nsource_profile = base\n`;
  const names = (config: string, sessionName?: unknown) =>
    assumeHops(ready(read({ config, sessionName }), 'dev').plan).map((hop) => hop.sessionName);

  it('are the setting’s, for each role where it configures none', () => {
    expect(names(chain)).toEqual(['vscode-ana', 'vscode-ana']);
    expect(names(chain, '${profile}@${host}')).toEqual(['mid@desk', 'dev@desk']);
    expect(names(`${chain}role_session_name = own\n`, '${profile}@${host}')).toEqual(['own', 'dev@desk']);
  });

  it('are refused where the setting is none, unless each role has its own', () => {
    expect(problemOf(read({ config: chain, sessionName: 7 }), 'dev').place).toEqual({
      kind: 'setting',
      setting: 'roleSessions.sessionName',
    });
    expect(names(`${SOURCED}role_session_name = own\n`, 7)).toEqual(['own']);
  });
});

describe('role chaining gives an hour', () => {
  const seconds = (count: number, lines: string): string =>
    keyless(lines).replace('source_profile', `duration_seconds = ${count}\nsource_profile`);

  it.each([
    ['a web identity', WEB, 'web identity token file'],
    ['Identity Center', `${PERMISSION}${PORTAL}`, 'IAM Identity Center (corp.awsapps.com)'],
    ['aws login', LOGIN, 'aws login of profile base'],
  ])('after %s', (_, lines, name) => {
    const entries = read({ config: seconds(3601, lines), credentials: '' });
    expect(problemOf(entries, 'dev')).toEqual({
      message: `“dev” asks for 3601 seconds, but it is assumed from the temporary credentials of ${name}: role chaining is limited to one hour.`,
      hint: 'Set the duration to 3600 or less, or assume the role from long-term keys.',
      place: { kind: 'file', file: CONFIG, line: 3 },
    });
    expect(ready(read({ config: seconds(3600, lines), credentials: '' }), 'dev').plan.hops).toHaveLength(1);
  });

  it('but nobody knows what keys a process or the environment gives', () => {
    expect(ready(read({ config: seconds(7200, PROCESS), credentials: '' }), 'dev').plan.hops).toHaveLength(1);
    const config = `${DEV}credential_source = Environment\nduration_seconds = 7200\n`;
    expect(ready(read({ config }), 'dev').plan.hops).toHaveLength(1);
  });

  it('and a user’s own keys give more', () => {
    expect(ready(read({ config: seconds(43_200, KEYS), credentials: '' }), 'dev').plan.hops).toHaveLength(1);
  });
});

describe('a profile that is somebody by itself', () => {
  const config = [
    `[profile sso]\n${PERMISSION}${PORTAL}`,
    `[profile process]\n${PROCESS}region = eu-west-1\n`,
    `[profile login]\n${LOGIN}`,
    '[profile nothing]\nregion = eu-west-1\n',
    `[profile web]\n${WEB.replace('arn:aws:', 'arn:aws-cn:')}`,
  ].join('');

  it('can be planned by name, also with long-term keys', () => {
    expect(valueOf(planned('base', ''))).toEqual({
      roleId: 'profile:base',
      name: 'base',
      source: {
        kind: 'static-keys',
        profile: 'base',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        temporary: false,
        place: { kind: 'file', file: CREDENTIALS, line: 2 },
      },
      hops: [],
      region: 'us-east-1',
      endpoints: {},
      narrowedTo: undefined,
    });
  });

  it.each<[string, Variables, string]>([
    ['sso', {}, 'us-gov-west-1'],
    ['sso', { AWS_REGION: 'us-east-1' }, 'us-east-1'],
    ['process', {}, 'eu-west-1'],
    ['login', { AWS_REGION: 'cn-north-1' }, 'cn-north-1'],
    ['web', { AWS_REGION: 'us-east-1' }, 'cn-north-1'],
  ])('has a region: %s with %j in %s', (name, variables, region) => {
    expect(valueOf(planned(name, config, variables)).region).toBe(region);
  });

  it('is what the machine is where it names nothing', () => {
    expect(valueOf(planned('nothing', config)).source.kind).toBe('instance-metadata');
    const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1' };
    expect(valueOf(planned('nothing', config, container)).source.kind).toBe('container');
    expect(refusalOf(planned('nothing', config, { AWS_EC2_METADATA_DISABLED: 'true' })).message).toBe(
      'The profile “nothing” holds no credentials.',
    );
  });

  it('is nobody where the AWS CLI would take keys from a file of older tools', () => {
    const legacy = '/home/ana/.boto';
    expect(refusalOf(planned('nothing', config, {}, legacy)).message).toContain(`look for keys in ${legacy}`);
    expect(valueOf(planned('base', config, {}, legacy)).source.kind).toBe('static-keys');
  });

  it.each([
    ['a mistake', `[profile x]\nmistake\n`, 'Line 2 is neither'],
    ['half of its credentials', `[profile x]\n${PERMISSION}`, 'has no sso_start_url'],
    ['an endpoint that is none', `[profile x]\n${LOGIN}endpoint_url = x\n`, 'endpoint_url is not an http'],
    ['a region that is none', `[profile x]\n${LOGIN}region = us east\n`, 'region is not the name'],
    ['a role that is none', `[profile x]\nrole_arn = x\nsource_profile = base\n`, 'role_arn is not an ARN.'],
    ['a role in no account', `[profile x]\n${WEB.replace('123456789012', '')}`, 'names no account.'],
  ])('is refused with %s', (_, lines, message) => {
    expect(refusalOf(planned('x', lines)).message).toContain(message);
  });

  it('has a role in no account at servers of its own', () => {
    const lines = `[profile x]\n${WEB.replace('123456789012', '')}endpoint_url = http://own\n`;
    expect(valueOf(planned('x', lines)).endpoints).toEqual({ all: 'http://own' });
  });
});

const CHAINED = `${DEV}source_profile = b\n`;
const below = (arn: string): string => `[profile b]\nrole_arn = ${arn}\nsource_profile = base\n`;

describe('a role that its source cannot assume is broken, and the others work', () => {
  it.each<Broken>([
    [
      'a source in another partition',
      `${CHAINED}${below(roleArn('b', 'aws-cn'))}`,
      BASE_KEYS,
      CONFIG,
      2,
      '“dev” is in the partition aws, its source “b” in aws-cn.',
      'name another source',
    ],
    [
      'a web identity of another partition',
      keyless(WEB.replace('arn:aws:', 'arn:aws-cn:')),
      '',
      CONFIG,
      2,
      '“dev” is in the partition aws, its source (web identity token file) in aws-cn.',
      'name another source',
    ],
    [
      'too long for a chain',
      `${CHAINED}duration_seconds = 3601\n${below(roleArn('b'))}`,
      BASE_KEYS,
      CONFIG,
      4,
      '“dev” asks for 3601 seconds, but it is assumed from the role of “b”: role chaining is limited to one hour.',
      'Set the duration to 3600 or less',
    ],
    [
      'too long for temporary keys',
      `${SOURCED}duration_seconds = 3601\n`,
      `${BASE_KEYS}aws_session_token = T\n`,
      CONFIG,
      4,
      '“dev” asks for 3601 seconds, but it is assumed from temporary keys: role chaining is limited to one hour.',
      'from long-term keys',
    ],
    [
      'a role in no account',
      `[profile dev]\nrole_arn = ${roleArn('dev').replace('123456789012', '')}\nsource_profile = base\n`,
      BASE_KEYS,
      CONFIG,
      2,
      'The ARN of the role “dev” names no account.',
      'twelve digits',
    ],
    [
      'a role below in no account',
      `${CHAINED}${below(roleArn('b').replace('123456789012', ''))}`,
      BASE_KEYS,
      CONFIG,
      5,
      'The ARN of the role “b” names no account.',
      'twelve digits',
    ],
    [
      'a source that is not there',
      `${DEV}source_profile = nobody\n`,
      BASE_KEYS,
      CONFIG,
      3,
      'names the profile “nobody”, which does not exist.',
      'Add [nobody]',
    ],
    [
      'a services section that is not there',
      `${SOURCED}services = s\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'services names the section “s”, which does not exist.',
      'Add a section [services s]',
    ],
    [
      'an endpoint that is no URL',
      `${SOURCED}endpoint_url = localhost:9000\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'endpoint_url is not an http or https URL.',
      'http://localhost:9000',
    ],
  ])('%s', expectBroken);

  it('takes the region of the nearest below that has one', () => {
    const region = (lines: string, own = '') =>
      ready(read({ config: `${CHAINED}${own}${below(roleArn('b'))}${lines}`, credentials: BASE_KEYS }), 'dev').plan
        .region;
    expect(region('[profile base]\nregion = eu-west-2\n')).toBe('eu-west-2');
    expect(region('region = eu-west-1\n[profile base]\nregion = eu-west-2\n')).toBe('eu-west-1');
    expect(region('region = eu-west-1\n', 'region = eu-west-3\n')).toBe('eu-west-3');
    expect(region('region = eu-west-1\n', 'region =\n')).toBe('eu-west-1');
    const config = `${DEV}credential_source = Environment\n`;
    expect(ready(read({ config }), 'dev').plan.region).toBe('us-east-1');
  });

  it('may last an hour in a chain', () => {
    const config = `${CHAINED}duration_seconds = 3600\n${below(roleArn('b'))}`;
    expect(assumeHops(ready(read({ config }), 'dev').plan)[1]?.durationSeconds).toBe(3600);
  });
});
