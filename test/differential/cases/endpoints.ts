import { dev, keys, profile, type Case } from '../case.js';

const NONE = { AWS_ENDPOINT_URL: undefined };
const OTHER = 'endpoint_url = <other>';
const MAIN = 'endpoint_url = <endpoint>';
const section = (...lines: readonly string[]): string => `[services local]\n${lines.join('\n')}\n`;
const services = (url: string): string => section('sts =', `  endpoint_url = ${url}`);
const own = (...lines: readonly string[]): string => profile('dev', keys('anna'), ...lines);

/** Where AWS is: in the other sandbox the same keys are those of somebody else. */
const WHERE: readonly Case[] = [
  { what: 'the profile’s endpoint', config: own(OTHER), env: NONE },
  { what: 'the profile’s endpoint under the variable', config: own(OTHER) },
  { what: 'the endpoint in the credentials file', config: own(MAIN), credentials: `[dev]\n${OTHER}\n`, env: NONE },
  { what: 'the services section', config: own('services = local', MAIN) + services('<other>'), env: NONE },
  { what: 'the services section under the variable', config: own('services = local', MAIN) + services('<other>') },
  {
    what: 'a services section for another service',
    config: `${own('services = local', MAIN)}[services local]\ns3 =\n  endpoint_url = <other>\n`,
    env: NONE,
  },
  { what: 'a services section that is not there', config: own('services = local', MAIN), env: NONE },
  { what: 'a services section that is empty', config: `${own('services = local', MAIN)}[services local]\n`, env: NONE },
  { what: 'a services section that is not there, under the variable', config: own('services = local') },
  {
    what: 'a services section of a source',
    config: dev('source_profile = low', MAIN) + profile('low', keys('anna'), 'services = local') + services('<other>'),
    env: NONE,
  },
  {
    what: 'the endpoint of a source',
    config: dev('source_profile = low', MAIN) + profile('low', keys('anna'), OTHER),
    env: NONE,
  },
  { what: 'the endpoint of a source alone', config: dev('source_profile = low') + profile('low', keys('anna'), OTHER) },
  { what: 'the variable of the service', config: own(MAIN), env: { ...NONE, AWS_ENDPOINT_URL_STS: '<other>' } },
  {
    what: 'the variable of the service over the other variable',
    config: own(),
    env: { AWS_ENDPOINT_URL_STS: '<other>' },
  },
  { what: 'the variable of another service', config: own(), env: { AWS_ENDPOINT_URL_S3: '<other>' } },
  { what: 'an empty variable', config: own(OTHER), env: { AWS_ENDPOINT_URL: '' } },
  { what: 'an endpoint that is no URL', config: own('endpoint_url = nowhere'), env: NONE },
  {
    what: 'an endpoint with a password',
    config: own(),
    env: { AWS_ENDPOINT_URL: '<endpointWithPassword>' },
    difference: 'credentials-in-url',
  },
  { what: 'an endpoint where nobody is', config: own('endpoint_url = http://127.0.0.1:9'), env: NONE },
  { what: 'an unknown mode of STS', config: own('sts_regional_endpoints = global'), onlyIn: 1 },
  {
    what: 'an unknown mode of STS in a variable',
    config: own(),
    env: { AWS_STS_REGIONAL_ENDPOINTS: 'Legacy' },
    onlyIn: 1,
  },
  { what: 'the legacy mode of STS, with an endpoint', config: own('sts_regional_endpoints = legacy') },
  { what: 'FIPS, with an endpoint', config: own('use_fips_endpoint = true') },
  {
    what: 'FIPS in the profile, not in the variable',
    config: own('use_fips_endpoint = true'),
    env: { AWS_USE_FIPS_ENDPOINT: 'false' },
  },
  { what: 'dual stack, with an endpoint', config: own('use_dualstack_endpoint = true') },
  { what: 'https that nobody trusts', config: own('endpoint_url = <tls>'), env: NONE },
  { what: 'https that ca_bundle trusts', config: own('endpoint_url = <tls>', 'ca_bundle = <home>/ca.pem'), env: NONE },
  {
    what: 'https that AWS_CA_BUNDLE trusts',
    config: own('endpoint_url = <tls>'),
    env: { ...NONE, AWS_CA_BUNDLE: '<home>/ca.pem' },
  },
  {
    what: 'https that REQUESTS_CA_BUNDLE trusts',
    config: own('endpoint_url = <tls>'),
    env: { ...NONE, REQUESTS_CA_BUNDLE: '<home>/ca.pem' },
  },
  {
    what: 'ca_bundle before REQUESTS_CA_BUNDLE',
    config: own('endpoint_url = <tls>', 'ca_bundle = <home>/token'),
    env: { ...NONE, REQUESTS_CA_BUNDLE: '<home>/ca.pem' },
  },
  { what: 'a ca_bundle with ~', config: own('endpoint_url = <tls>', 'ca_bundle = ~/ca.pem'), env: NONE },
  {
    what: 'a relative ca_bundle',
    config: own('endpoint_url = <tls>', 'ca_bundle = ca.pem'),
    env: NONE,
    difference: 'relative-path',
  },
];

/** What is written wrongly, or nearly so, and certificates that are not asked for. */
const WRITTEN: readonly Case[] = [
  {
    what: 'a services section with a flat value',
    config: own('services = local', MAIN) + section('sts = <other>'),
    env: NONE,
  },
  {
    what: 'a services section with an empty value',
    config: own('services = local', MAIN) + section('sts ='),
    env: NONE,
  },
  {
    what: 'a services section with a flat value of another service',
    config: own('services = local', MAIN) + section('s3 = <other>'),
    env: NONE,
    difference: 'endpoint-of-another-service',
  },
  {
    what: 'a services section with a flat value, under the variable',
    config: own('services = local') + section('sts = <other>'),
  },
  {
    what: 'a services section with an endpoint that is empty',
    config: own('services = local', MAIN) + section('sts =', '  endpoint_url ='),
    env: NONE,
  },
  {
    what: 'a services section with capitals',
    config: own('services = local', MAIN) + section('STS =', '  ENDPOINT_URL = <other>'),
    env: NONE,
  },
  {
    what: 'a services section with capitals in its name',
    config: own('services = Local', MAIN) + section('sts =', '  endpoint_url = <other>'),
    env: NONE,
  },
  {
    what: 'a services section with something else',
    config: own('services = local', MAIN) + section('sts =', '  other = <other>'),
    env: NONE,
  },
  {
    what: 'a services section in quotes',
    config: own('services = local', MAIN) + section('sts =', '  endpoint_url = <other>').replace('local', '"local"'),
    env: NONE,
  },
  {
    what: 'a services section by a word that starts so',
    config:
      own('services = local', MAIN) +
      section('sts =', '  endpoint_url = <other>').replace('services', 'services-of-ours'),
    env: NONE,
  },
  {
    what: 'services without a name',
    config: own('services =', MAIN) + section('sts =', '  endpoint_url = <other>'),
    env: NONE,
  },
  {
    what: 'a services section that is not there, under the variable of STS',
    config: own('services = local'),
    env: { ...NONE, AWS_ENDPOINT_URL_STS: '<endpoint>' },
  },
  {
    what: 'a services section that is empty, under the variable of STS',
    config: own('services = local') + section(),
    env: { ...NONE, AWS_ENDPOINT_URL_STS: '<endpoint>' },
  },
  {
    what: 'a services section that is not there, under the variable of S3',
    config: own('services = local', MAIN),
    env: { ...NONE, AWS_ENDPOINT_URL_S3: '<endpoint>' },
  },
  {
    what: 'a services section of S3 that is not there, for a role',
    config: dev('source_profile = base', 'services = local'),
    env: { ...NONE, AWS_ENDPOINT_URL_STS: '<endpoint>' },
  },
  {
    what: 'an endpoint of S3 that is no URL',
    config: own(),
    env: { AWS_ENDPOINT_URL_S3: 'nowhere' },
    difference: 'endpoint-of-another-service',
  },
  {
    what: 'an endpoint that another service has to itself',
    config: own('services = local') + section('s3 =', '  endpoint_url = nowhere'),
    env: { ...NONE, AWS_ENDPOINT_URL_STS: '<endpoint>' },
    difference: 'endpoint-of-another-service',
  },
  { what: 'an endpoint with a slash at its end', config: own(), env: { AWS_ENDPOINT_URL: '<endpoint>/' } },
  { what: 'an endpoint in capitals', config: own(), env: { AWS_ENDPOINT_URL: '<endpointLoudly>' } },
  { what: 'an endpoint by a name', config: own(), env: { AWS_ENDPOINT_URL: '<endpointByName>' } },
  { what: 'an endpoint with a blank in it', config: own(), env: { AWS_ENDPOINT_URL: '<endpoint>/a b' } },
  { what: 'an endpoint without a scheme', config: own(), env: { AWS_ENDPOINT_URL: '127.0.0.1:9' } },
  { what: 'an endpoint of another scheme', config: own(), env: { AWS_ENDPOINT_URL: 'ftp://127.0.0.1:9' } },
  { what: 'an endpoint over two lines', config: own(MAIN, '  <other>'), env: NONE },
  {
    what: 'endpoints ignored by a variable that says 1',
    config: own(MAIN),
    env: { ...NONE, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: '1' },
  },
  {
    what: 'the endpoint of a role further up only',
    config:
      dev('source_profile = mid', 'endpoint_url = <other>') +
      profile('mid', 'role_arn = arn:aws:iam::123456789012:role/mid', 'source_profile = base', MAIN),
    env: NONE,
  },

  { what: 'certificates that are not there, over plain http', config: own('ca_bundle = <home>/nothing.pem') },
  { what: 'certificates that are none, over plain http', config: own('ca_bundle = <home>/token') },
  {
    what: 'certificates in the working directory, over plain http',
    config: own('ca_bundle = ca.pem'),
    difference: 'relative-path',
  },
  {
    what: 'certificates that are not there',
    config: own('endpoint_url = <tls>', 'ca_bundle = <home>/nothing.pem'),
    env: NONE,
  },
  {
    what: 'AWS_CA_BUNDLE in the working directory',
    config: own('endpoint_url = <tls>'),
    env: { ...NONE, AWS_CA_BUNDLE: 'ca.pem' },
    difference: 'relative-path',
  },
  {
    what: 'REQUESTS_CA_BUNDLE in the working directory',
    config: own('endpoint_url = <tls>'),
    env: { ...NONE, REQUESTS_CA_BUNDLE: 'ca.pem' },
    difference: 'relative-path',
  },
  {
    what: 'an empty AWS_CA_BUNDLE',
    config: own('endpoint_url = <tls>'),
    env: { ...NONE, AWS_CA_BUNDLE: '' },
    difference: 'unverified-tls',
  },
  {
    what: 'an empty ca_bundle',
    config: own('endpoint_url = <tls>', 'ca_bundle ='),
    env: NONE,
    difference: 'unverified-tls',
  },
];

export const ENDPOINTS: readonly Case[] = [...WHERE, ...WRITTEN];
