import { dev, keys, profile, type Case } from '../case.js';

const NONE = { AWS_ENDPOINT_URL: undefined };
const OTHER = 'endpoint_url = <other>';
const MAIN = 'endpoint_url = <endpoint>';
const services = (url: string): string => `[services local]\nsts =\n  endpoint_url = ${url}\n`;
const own = (...lines: readonly string[]): string => profile('dev', keys('anna'), ...lines);

/** Where AWS is: in the other sandbox the same keys are those of somebody else. */
export const ENDPOINTS: readonly Case[] = [
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
