import { describe, expect, it } from 'vitest';
import { hop } from '../../support/samples.js';
import {
  assumeHops,
  keysSource,
  BASE_KEYS,
  CONFIG,
  CREDENTIALS,
  DEV,
  nameOf,
  problemOf,
  read,
  ready,
  roleArn,
} from './read.js';

describe('a profile with role_arn', () => {
  it('becomes a plan: the source’s keys, then one call', () => {
    const config =
      `${DEV}source_profile = base\nregion = eu-west-1\nexternal_id = a:b/c\nmfa_serial = arn:aws:iam::123456789012:mfa/ana\n` +
      'duration_seconds = 7200\nrole_session_name = ana@work\n';
    const { place, plan } = ready(read({ config }), 'dev');
    const arn = { arn: roleArn('dev'), partition: 'aws', accountId: '123456789012', roleName: 'dev' };
    const call = {
      sessionName: 'ana@work',
      externalId: 'a:b/c',
      mfaSerial: 'arn:aws:iam::123456789012:mfa/ana',
      durationSeconds: 7200,
    };
    expect(place).toEqual({ kind: 'file', file: CONFIG, line: 2 });
    expect(plan).toEqual({
      roleId: 'profile:dev',
      name: 'dev',
      source: {
        kind: 'static-keys',
        profile: 'base',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        temporary: false,
        place: { kind: 'file', file: CREDENTIALS, line: 2 },
      },
      hops: [{ ...hop(), ...call, role: arn, place }],
      region: 'eu-west-1',
      endpoints: {},
      narrowedTo: undefined,
    });
  });

  it('may be in the credentials file, or quoted, or the default', () => {
    const config = `[profile "x y"]\nrole_arn=${roleArn('a')}\nsource_profile=base\n[default]\nrole_arn=${roleArn('b')}\nsource_profile=base\n`;
    const credentials = `${BASE_KEYS}[c]\nrole_arn=${roleArn('c')}\nsource_profile=base\n`;
    const entries = read({ config, credentials });
    expect(entries.map((found) => [found.kind, nameOf(found)])).toEqual([
      ['ready', 'x y'],
      ['ready', 'default'],
      ['ready', 'c'],
    ]);
  });

  it('is not there for profiles that only hold keys', () => {
    expect(read({ config: '[profile plain]\nregion = eu-west-1\n' })).toEqual([]);
  });

  it('takes each value from the credentials file first, role_arn too', () => {
    const credentials = `${BASE_KEYS}[dev]\nrole_arn = ${roleArn('other')}\n`;
    const { place, plan } = ready(read({ config: `${DEV}source_profile = base\n`, credentials }), 'dev');
    expect(assumeHops(plan)[0]?.role.roleName).toBe('other');
    expect(place).toEqual({ kind: 'file', file: CREDENTIALS, line: 5 });
  });

  it('takes the two keys from one file, the credentials file first', () => {
    const config = `${DEV}source_profile = base\n[profile base]\naws_access_key_id = CONFIGKEY\naws_secret_access_key = x\n`;
    expect(ready(read({ config }), 'dev').plan.source).toHaveProperty('accessKeyId', 'AKIAIOSFODNN7EXAMPLE');
    expect(ready(read({ config, credentials: '' }), 'dev').plan.source).toMatchObject({
      accessKeyId: 'CONFIGKEY',
      place: { file: CONFIG, line: 5 },
    });
    const half = problemOf(read({ config, credentials: '[base]\naws_access_key_id = ONLY\n' }), 'dev');
    expect(half.message).toBe('The profile “base” has aws_access_key_id but no aws_secret_access_key.');
  });

  it('has a session name even where the user’s name has none of the allowed characters', () => {
    expect(assumeHops(ready(read({ config: `${DEV}source_profile = base\n` }), 'dev').plan)[0]?.sessionName).toBe(
      'vscode-ana',
    );
  });

  it('may be its own source when it holds keys', () => {
    const config = `${DEV}source_profile = dev\naws_access_key_id = OWN\naws_secret_access_key = x\n`;
    expect(ready(read({ config }), 'dev').plan).toMatchObject({
      source: { profile: 'dev' },
      hops: [{ role: { roleName: 'dev' } }],
    });
  });
});

describe('source profiles', () => {
  const chain = [
    `${DEV}source_profile = mid\nmfa_serial = 123456789\n`,
    `[profile mid]\nrole_arn = ${roleArn('mid')}\nsource_profile = low\nregion = eu-north-1\n`,
    `[profile low]\nrole_arn = ${roleArn('low')}\nsource_profile = base\nduration_seconds = 43200\n`,
  ].join('');

  it('are followed down to the keys; MFA is each role’s own', () => {
    const { plan } = ready(read({ config: chain }), 'dev');
    expect(assumeHops(plan).map((hop) => [hop.role.roleName, hop.mfaSerial, hop.durationSeconds])).toEqual([
      ['low', undefined, 43200],
      ['mid', undefined, undefined],
      ['dev', '123456789', undefined],
    ]);
    expect(plan.region).toBe('eu-north-1');
  });

  it('that hold keys are not roles, whatever their role_arn says', () => {
    const credentials = `${BASE_KEYS}[low]\naws_access_key_id = LOW\naws_secret_access_key = x\n`;
    const { plan } = ready(read({ config: chain, credentials }), 'dev');
    expect(keysSource(plan).profile).toBe('low');
    expect(assumeHops(plan).map((hop) => hop.role.roleName)).toEqual(['mid', 'dev']);
  });

  it('end somewhere', () => {
    const rungs = Array.from(
      { length: 160 },
      (_, i) => `[profile r${i}]\nrole_arn=${roleArn('r')}\nsource_profile=${i === 0 ? 'base' : `r${i - 1}`}\n`,
    );
    const entries = read({ config: rungs.join('') });
    expect(ready(entries, 'r149').plan.hops).toHaveLength(150);
    expect(problemOf(entries, 'r150').message).toBe(
      'More than 150 roles stand between “r150” and a profile with keys.',
    );
  });

  it('serve 5,000 roles', () => {
    const config = Array.from(
      { length: 5000 },
      (_, i) => `[profile r${i}]\nrole_arn=${roleArn(`r${i}`)}\nsource_profile=base\n`,
    );
    const entries = read({ config: config.join('') });
    expect(entries).toHaveLength(5000);
    expect(ready(entries, 'r4999').place).toEqual({ kind: 'file', file: CONFIG, line: 14_999 });
  });
});

it.each([
  ['3_600', 3600],
  ['+3600', 3600],
  ['003600', 3600],
  ['7_2_0_0', 7200],
  ['', undefined],
])('a duration of %j is %s seconds', (duration, seconds) => {
  const config = `${DEV}source_profile = base\nduration_seconds = ${duration}\n`;
  expect(assumeHops(ready(read({ config }), 'dev').plan)[0]?.durationSeconds).toBe(seconds);
});

describe('the region', () => {
  it.each([
    ['the role’s own', 'region = eu-west-1', 'region = eu-west-2', { AWS_REGION: 'eu-west-3' }, 'eu-west-1'],
    ['then AWS_REGION', '', 'region = eu-west-2', { AWS_REGION: 'eu-west-3', AWS_DEFAULT_REGION: 'x-1' }, 'eu-west-3'],
    ['then AWS_DEFAULT_REGION', '', '', { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-north-1' }, 'eu-north-1'],
    ['but no variable for another partition', '', '', { AWS_REGION: 'cn-north-1' }, 'us-east-1'],
    [
      'unless AWS is elsewhere',
      '',
      '',
      { AWS_REGION: 'cn-north-1', AWS_ENDPOINT_URL: 'http://localhost' },
      'cn-north-1',
    ],
    ['then the source’s', '', 'region = eu-west-2', { AWS_REGION: 'cn-north-1' }, 'eu-west-2'],
    ['but no source’s that is none', '', 'region = us east', {}, 'us-east-1'],
    ['but no source’s of another partition', '', 'region = cn-north-1', {}, 'us-east-1'],
    ['then the partition’s', '', '', {}, 'us-east-1'],
    ['also a name that AWS does not have', 'region = garage', '', {}, 'garage'],
  ])('is %s', (_, own, source, variables, expected) => {
    const config = `${DEV}source_profile = base\n${own}\n[profile base]\n${source}\n`;
    expect(ready(read({ config, variables }), 'dev').plan.region).toBe(expected);
  });

  it.each([
    [
      'AWS_REGION',
      { AWS_REGION: 'us east', AWS_DEFAULT_REGION: 'eu-west-1' },
      'AWS_REGION is not the name of an AWS region.',
    ],
    ['AWS_DEFAULT_REGION', { AWS_DEFAULT_REGION: 'us_east_1' }, 'AWS_DEFAULT_REGION is not the name of an AWS region.'],
  ])('by %s has to be one', (_, variables, message) => {
    const config = `${DEV}source_profile = base\n[profile base]\nregion = eu-west-1\n`;
    expect(problemOf(read({ config, variables }), 'dev').message).toBe(message);
    expect(
      ready(read({ config: config.replace('base\n', 'base\nregion = eu-west-2\n'), variables }), 'dev').plan.region,
    ).toBe('eu-west-2');
  });

  it('of a role in the middle is its own business', () => {
    const middle = `[profile mid]\nrole_arn = ${roleArn('mid')}\nsource_profile = base\nregion = us east\n`;
    const entries = read({ config: `${DEV}source_profile = mid\n${middle}` });
    expect(ready(entries, 'dev').plan.region).toBe('us-east-1');
    expect(problemOf(entries, 'mid').message).toContain('region is not the name of an AWS region.');
  });

  it('of another partition is refused, unless AWS is elsewhere', () => {
    const config = `${DEV}source_profile = base\nregion = cn-north-1\n`;
    expect(problemOf(read({ config }), 'dev').message).toContain('belongs to the partition aws-cn');
    const variables = { AWS_ENDPOINT_URL_STS: 'http://localhost:8000' };
    expect(ready(read({ config, variables }), 'dev').plan.region).toBe('cn-north-1');
  });

  it('of a role elsewhere is one there', () => {
    const config = `[profile cn]\nrole_arn = ${roleArn('x', 'aws-cn')}\nsource_profile = base\n`;
    expect(ready(read({ config }), 'cn').plan.region).toBe('cn-north-1');
  });
});
