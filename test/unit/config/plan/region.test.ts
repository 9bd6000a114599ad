import { describe, expect, it } from 'vitest';
import { chooseRegion, type RegionChoice } from '../../../../src/config/plan/region.js';
import { CONFIG, DEV, problemOf, read, ready, refusalOf, roleArn, valueOf } from '../read.js';

const field = (value: string) => ({ name: 'region', value, place: { kind: 'file', file: CONFIG, line: 3 } }) as const;

function choose(choice: Partial<RegionChoice>, variables: Readonly<Record<string, string>> = {}) {
  const environment = { variables, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };
  return chooseRegion({ configured: undefined, partition: 'aws', environment, endpoints: {}, ...choice });
}

describe('the region', () => {
  it.each<[string, Partial<RegionChoice>, Record<string, string>, string]>([
    ['the configured one', { configured: field('eu-west-1') }, { AWS_REGION: 'eu-west-3' }, 'eu-west-1'],
    ['the variable’s where that is empty', { configured: field('') }, { AWS_REGION: 'eu-west-3' }, 'eu-west-3'],
    ['AWS_REGION before AWS_DEFAULT_REGION', {}, { AWS_REGION: 'eu-west-3', AWS_DEFAULT_REGION: 'x-1' }, 'eu-west-3'],
    ['AWS_DEFAULT_REGION', {}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-north-1' }, 'eu-north-1'],
    ['no variable’s of another partition', {}, { AWS_REGION: 'cn-north-1' }, 'us-east-1'],
    ['a variable’s in front of one nearby', { nearby: [field('eu-west-2')] }, { AWS_REGION: 'eu-west-3' }, 'eu-west-3'],
    ['the nearest', { nearby: [undefined, field('eu-west-2'), field('eu-west-1')] }, {}, 'eu-west-2'],
    [
      'one nearby where the variable’s is of another partition',
      { nearby: [field('eu-west-2')] },
      { AWS_REGION: 'cn-north-1' },
      'eu-west-2',
    ],
    ['none nearby that is no region', { nearby: [field('us east'), field('')] }, {}, 'us-east-1'],
    ['none nearby of another partition', { nearby: [field('cn-north-1'), field('eu-west-2')] }, {}, 'eu-west-2'],
    ['one that no partition knows', { nearby: [field('garage')] }, {}, 'garage'],
    ['the partition’s first', { partition: 'aws-cn' }, {}, 'cn-north-1'],
    ['that of the likely partition', { partition: undefined, likely: 'aws-us-gov' }, {}, 'us-gov-west-1'],
    ['AWS’s first where any will do', { partition: undefined }, {}, 'us-east-1'],
    ['any where any will do', { partition: undefined }, { AWS_REGION: 'cn-north-1' }, 'cn-north-1'],
    ['any at an STS of its own', { endpoints: { sts: 'http://sts' } }, { AWS_REGION: 'cn-north-1' }, 'cn-north-1'],
    ['any at servers of its own', { endpoints: { all: 'http://all' } }, { AWS_REGION: 'cn-north-1' }, 'cn-north-1'],
    ['not any at an S3 of its own', { endpoints: { s3: 'http://s3' } }, { AWS_REGION: 'cn-north-1' }, 'us-east-1'],
  ])('is %s', (_, choice, variables, expected) => {
    expect(valueOf(choose(choice, variables))).toBe(expected);
  });

  it.each([
    ['that is none', { configured: field('us east') }, 'region is not the name of an AWS region.'],
    ['that looks like another’s', { configured: field('cn-nor_th-1') }, 'region is not the name of an AWS region.'],
    [
      'of another partition',
      { configured: field('cn-north-1') },
      'The region cn-north-1 belongs to the partition aws-cn, the role to aws.',
    ],
  ])('that is configured is refused: one %s', (_, choice, message) => {
    expect(refusalOf(choose(choice))).toMatchObject({ message, place: { file: CONFIG, line: 3 } });
  });

  it.each([
    ['garage', {}],
    ['cn-north-1', { partition: undefined }],
    ['cn-north-1', { endpoints: { sts: 'http://sts' } }],
  ])('that is configured may be %s with %j', (region, choice) => {
    expect(valueOf(choose({ ...choice, configured: field(region) }))).toBe(region);
  });

  it.each([
    ['AWS_REGION', { AWS_REGION: 'us east', AWS_DEFAULT_REGION: 'eu-west-1' }],
    ['AWS_DEFAULT_REGION', { AWS_DEFAULT_REGION: 'us_east_1' }],
  ])('by %s has to be one, unless another is configured', (name, variables) => {
    const refused = refusalOf(choose({ nearby: [field('eu-west-1')] }, variables));
    expect(refused).toMatchObject({ message: `${name} is not the name of an AWS region.`, place: undefined });
    expect(valueOf(choose({ configured: field('eu-west-2') }, variables))).toBe('eu-west-2');
  });
});

describe('the region of a role', () => {
  it.each([
    ['its own', 'region = eu-west-1', 'region = eu-west-2', 'eu-west-1'],
    ['else its source’s', '', 'region = eu-west-2', 'eu-west-2'],
  ])('is %s', (_, own, source, expected) => {
    const config = `${DEV}source_profile = base\n${own}\n[profile base]\n${source}\n`;
    expect(ready(read({ config }), 'dev').plan.region).toBe(expected);
  });

  it('in the middle is that role’s own business', () => {
    const middle = `[profile mid]\nrole_arn = ${roleArn('mid')}\nsource_profile = base\nregion = us east\n`;
    const entries = read({ config: `${DEV}source_profile = mid\n${middle}` });
    expect(ready(entries, 'dev').plan.region).toBe('us-east-1');
    expect(problemOf(entries, 'mid').message).toContain('region is not the name of an AWS region.');
  });

  it('of another partition is refused, unless AWS is elsewhere', () => {
    const config = `${DEV}source_profile = base\nregion = cn-north-1\n`;
    const problem = problemOf(read({ config }), 'dev');
    expect(problem.message).toContain('belongs to the partition aws-cn');
    expect(problem.hint).toContain('Give a region of aws, such as us-east-1');
    const variables = { AWS_ENDPOINT_URL_STS: 'http://localhost:8000' };
    expect(ready(read({ config, variables }), 'dev').plan.region).toBe('cn-north-1');
  });

  it('elsewhere is one there', () => {
    const config = `[profile cn]\nrole_arn = ${roleArn('x', 'aws-cn')}\nsource_profile = base\n`;
    expect(ready(read({ config }), 'cn').plan.region).toBe('cn-north-1');
  });
});
