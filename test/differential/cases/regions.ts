import { arn, dev, keys, profile, type Case } from '../case.js';

const own = (...lines: readonly string[]): string => profile('dev', keys('anna'), ...lines);
const low = (...lines: readonly string[]): string => profile('low', keys('bob'), ...lines);
const CHINA = profile('dev', `role_arn = ${arn('dev', 'aws-cn')}`, 'source_profile = base');
const variables = (first: string | undefined, second: string | undefined): NonNullable<Case['env']> => ({
  AWS_REGION: first,
  AWS_DEFAULT_REGION: second,
});
const NONE = variables(undefined, undefined);

/** For which region calls are signed. */
export const REGIONS: readonly Case[] = [
  { what: 'the profile’s alone', config: own('region = eu-west-1'), env: NONE },
  { what: 'the profile’s and the variable’s', config: own('region = eu-west-1'), way: 'region-of-the-profile' },
  { what: 'the variable’s alone', config: own(), env: variables(undefined, 'eu-north-1') },
  {
    what: 'AWS_REGION alone',
    config: own(),
    env: variables('eu-north-1', undefined),
    difference: 'no-region',
    onlyIn: 1,
  },
  {
    what: 'AWS_REGION before AWS_DEFAULT_REGION',
    config: own(),
    env: variables('eu-north-1', 'eu-west-1'),
    way: 'region-of-the-variable',
  },
  {
    what: 'AWS_REGION before AWS_DEFAULT_REGION, for a role',
    config: dev('source_profile = base'),
    env: variables('eu-north-1', 'eu-west-1'),
    way: 'region-of-the-variable',
  },
  { what: 'an empty AWS_REGION', config: own(), env: variables('', 'eu-west-1') },
  {
    what: 'an empty AWS_DEFAULT_REGION',
    config: own(),
    env: variables(undefined, ''),
    difference: 'empty-region',
  },
  {
    what: 'an empty AWS_DEFAULT_REGION beside the profile’s',
    config: own('region = eu-west-1'),
    env: variables(undefined, ''),
    difference: 'empty-region',
  },
  { what: 'an empty region', config: own('region ='), env: NONE, difference: 'empty-region' },
  { what: 'an empty region beside the variable’s', config: own('region =') },
  { what: 'a variable that is no region', config: own(), env: variables(undefined, 'us east') },
  {
    what: 'a variable that is no region, for a role',
    config: dev('source_profile = base'),
    env: variables(undefined, 'us_east_1'),
  },
  { what: 'a variable that is a URL', config: own(), env: variables(undefined, 'https://x.example') },
  { what: 'both variables are no regions', config: own(), env: variables('us east', 'us east') },
  {
    what: 'AWS_REGION is no region',
    config: own(),
    env: variables('us east', 'eu-west-1'),
    difference: 'region-of-the-variable',
    onlyIn: 1,
  },
  {
    what: 'a variable that is no region, beside the profile’s',
    config: own('region = eu-west-1'),
    env: variables(undefined, 'us east'),
    difference: 'region-of-the-profile',
  },
  { what: 'a number', config: own('region = 12'), env: NONE },
  { what: 'capitals', config: own('region = EU-WEST-1'), env: NONE },
  { what: 'quotes around it', config: own('region = "eu-west-1"'), env: NONE },
  { what: 'a comment after it', config: own('region = eu-west-1 # Ireland'), env: NONE },
  { what: 'over two lines', config: own('region = eu-west-1', '  eu-west-2'), env: NONE },
  { what: 'a name of another server’s', config: own('region = garage'), env: NONE },
  { what: 'a region of the future', config: own('region = eu-moon-7'), env: NONE },

  {
    what: 'a role’s own under its source’s',
    config: dev('source_profile = low', 'region = eu-west-1') + low('region = eu-north-1'),
    env: NONE,
  },
  {
    what: 'the variable’s before a source’s',
    config: dev('source_profile = low') + low('region = eu-north-1'),
    env: variables(undefined, 'eu-west-2'),
  },
  {
    what: 'a source’s alone',
    config: dev('source_profile = low') + low('region = eu-north-1'),
    env: NONE,
    difference: 'no-region',
  },
  {
    what: 'the variable’s before that of a role in the middle',
    config:
      dev('source_profile = mid') +
      profile('mid', `role_arn = ${arn('mid')}`, 'source_profile = base', 'region = eu-north-1'),
  },
  {
    what: 'a source’s that is none',
    config: dev('source_profile = low', 'region = eu-west-1') + low('region = us east'),
    env: NONE,
  },
  {
    what: 'a source’s that is none, under the variable',
    config: dev('source_profile = low') + low('region = us east'),
  },
  {
    what: 'a source’s of another partition',
    config: dev('source_profile = low', 'region = eu-west-1') + low('region = cn-north-1'),
    env: NONE,
  },
  {
    what: 'a source’s of another partition, under the variable',
    config: dev('source_profile = low') + low('region = cn-north-1'),
  },
  {
    what: 'a middle role’s that is none',
    config:
      dev('source_profile = mid', 'region = eu-west-1') +
      profile('mid', `role_arn = ${arn('mid')}`, 'source_profile = base', 'region = us east'),
    env: NONE,
  },
  {
    what: 'a middle role’s of another partition',
    config:
      dev('source_profile = mid', 'region = eu-west-1') +
      profile('mid', `role_arn = ${arn('mid')}`, 'source_profile = base', 'region = us-gov-west-1'),
    env: NONE,
  },
  {
    what: 'of another partition, at an endpoint of one’s own',
    config: dev('source_profile = base', 'region = cn-north-1'),
    env: NONE,
  },
  {
    what: 'of another partition, at an endpoint of one’s own for STS',
    config: dev('source_profile = base', 'region = us-gov-west-1'),
    env: { ...NONE, AWS_ENDPOINT_URL: undefined, AWS_ENDPOINT_URL_STS: '<endpoint>' },
  },
  {
    what: 'of another partition, for a web identity',
    config: profile('dev', `role_arn = ${arn('web')}`, 'web_identity_token_file = <home>/token', 'region = cn-north-1'),
    env: NONE,
  },
  {
    what: 'the variable’s of another partition, at an endpoint of one’s own',
    config: dev('source_profile = base'),
    env: variables(undefined, 'cn-north-1'),
  },
  { what: 'the ARN’s partition is another', config: CHINA, asked: true },
  { what: 'the ARN’s partition is unknown', config: CHINA.replace('aws-cn', 'aws-moon') },
  {
    what: 'Identity Center in a region that is none',
    config: profile(
      'dev',
      'sso_start_url = <startUrl>',
      'sso_region = us east',
      'sso_account_id = 123456789012',
      'sso_role_name = Reader',
    ),
  },
  {
    what: 'Identity Center beside a region that is none',
    config: profile(
      'dev',
      'sso_start_url = <startUrl>',
      'sso_region = us-east-1',
      'sso_account_id = 123456789012',
      'sso_role_name = Reader',
      'region = us east',
    ),
    env: NONE,
  },
];
