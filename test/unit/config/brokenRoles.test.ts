import { describe, expect, it } from 'vitest';
import {
  BASE_KEYS,
  CONFIG,
  CREDENTIALS,
  DEV,
  expectBroken,
  nameOf,
  problemOf,
  read,
  roleArn,
  SOURCED,
  type Broken,
} from './read.js';

describe('a role that AWS would refuse says where and what to do, and the others work', () => {
  it.each<Broken>([
    [
      'a user’s ARN',
      '[profile dev]\nrole_arn = arn:aws:iam::123456789012:user/ana\nsource_profile = base\n',
      BASE_KEYS,
      CONFIG,
      2,
      'role_arn is the ARN of a user, not of a role.',
      'Copy the role’s own ARN',
    ],
    [
      'indented next line',
      `[profile dev]\nrole_arn = ${roleArn('dev')}\n  region = x\nsource_profile = base\n`,
      BASE_KEYS,
      CONFIG,
      2,
      'role_arn goes on over several lines.',
      'take the indent of the next lines away',
    ],
    [
      'region elsewhere',
      `[profile dev]\nrole_arn = ${roleArn('dev', 'aws-cn')}\nsource_profile = base\nregion = us-west-2\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'The region us-west-2 belongs to the partition aws, the role to aws-cn.',
      'Give a region of aws-cn, such as cn-north-1',
    ],
    [
      'region with a space',
      `${SOURCED}region = us east\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'region is not the name of an AWS region.',
      'such as us-east-1',
    ],
    [
      'source in another partition',
      `${DEV}source_profile = b\n[profile b]\nrole_arn = ${roleArn('b', 'aws-cn')}\nsource_profile = base\n`,
      BASE_KEYS,
      CONFIG,
      2,
      '“dev” is in the partition aws, its source “b” in aws-cn.',
      'name another source',
    ],
    ...['3__600', '_3600', '3600.0', '3,600', '1e3', '٣٦٠٠'].map((duration): Broken => [
      `duration ${duration}`,
      `${SOURCED}duration_seconds = ${duration}\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'duration_seconds is not a whole number of seconds.',
      'Give whole seconds',
    ]),
    [
      'a negative duration',
      `${SOURCED}duration_seconds = -3600\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'duration_seconds is -3600; AWS STS gives no session shorter',
      'Give whole seconds',
    ],
    [
      'duration in words',
      `${SOURCED}duration_seconds = 1h\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'duration_seconds is not a whole number of seconds.',
      'from 900 to 43200',
    ],
    [
      'too short',
      `${SOURCED}duration_seconds = 899\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'duration_seconds is 899; AWS STS gives no session shorter than 900 seconds (15 minutes).',
      'from 900',
    ],
    [
      'too long',
      `${SOURCED}duration_seconds = 43201\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'duration_seconds is over 43200; AWS STS gives no session longer than that (12 hours).',
      'to 43200',
    ],
    [
      'too long for a chain',
      `${DEV}source_profile = b\nduration_seconds = 3601\n[profile b]\nrole_arn = ${roleArn('b')}\nsource_profile = base\n`,
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
      'session name',
      `${SOURCED}role_session_name = a b\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'role_session_name has a character that AWS does not accept.',
      'Use only letters',
    ],
    [
      'short session name',
      `${SOURCED}role_session_name = a\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'role_session_name has 1 characters; AWS accepts 2 to 64.',
      'Change its length.',
    ],
    [
      'empty external id',
      `${SOURCED}external_id =\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'external_id has 0 characters; AWS accepts 2 to 1224.',
      'Give it a value',
    ],
    [
      'MFA serial',
      `${SOURCED}mfa_serial = 12345678\n`,
      BASE_KEYS,
      CONFIG,
      4,
      'mfa_serial has 8 characters; AWS accepts 9 to 256.',
      'Change its length.',
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

  it.each([
    ['bare', '[dev]', 'dev', 'The section [dev] is not a profile', 'Write [profile dev].'],
    [
      'unquoted',
      '[profile my dev]',
      'profile my dev',
      'The section header on line 1 names no profile.',
      '[profile "my role"]',
    ],
  ])('a %s section in the config file that holds a role', (_, header, name, message, hint) => {
    const problem = problemOf(read({ config: `${header}\nrole_arn = ${roleArn('dev')}\n` }), name);
    expect(problem.message).toContain(message);
    expect(problem.hint).toContain(hint);
    expect(problem.place).toEqual({ kind: 'file', file: CONFIG, line: 1 });
  });

  it('what concerns a whole file is an entry of its own', () => {
    const entries = read({ config: `\uFEFF${SOURCED}`, credentials: `oops\n${BASE_KEYS}` });
    expect(entries.map((found) => [found.kind, nameOf(found)])).toEqual([
      ['broken', CONFIG],
      ['broken', CREDENTIALS],
      ['ready', 'dev'],
    ]);
  });
});
