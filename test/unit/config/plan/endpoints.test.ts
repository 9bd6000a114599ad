import { describe, expect, it } from 'vitest';
import { problemOf, read, ready, roleArn } from '../read.js';

const SERVICES =
  '[services local]\nsts =\n  endpoint_url = http://sts.services\ns3 =\n  endpoint_url = http://s3.services\n';
const DEV = `[profile dev]\nrole_arn = ${roleArn('dev')}\nsource_profile = base\n`;

it.each([
  ['none', '', {}, {}],
  ['the profile’s', 'endpoint_url = http://own', {}, { all: 'http://own' }],
  ['no empty one of the profile', 'endpoint_url =', {}, {}],
  ['no empty one of a services section', 'services = e\n[services e]\nsts =\n  endpoint_url =\n', {}, {}],
  [
    'the services section over it',
    'endpoint_url = http://own\nservices = local',
    {},
    { all: 'http://own', sts: 'http://sts.services', s3: 'http://s3.services' },
  ],
  [
    'the variable over both',
    'endpoint_url = http://own\nservices = local',
    { AWS_ENDPOINT_URL: 'http://all' },
    { all: 'http://all' },
  ],
  [
    'the service’s variable over all, for that service',
    'endpoint_url = http://own\nservices = local',
    { AWS_ENDPOINT_URL_S3: 'http://s3.variable' },
    { all: 'http://own', sts: 'http://sts.services', s3: 'http://s3.variable' },
  ],
  [
    'two variables',
    '',
    { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_STS: 'https://sts' },
    { all: 'http://all', sts: 'https://sts' },
  ],
  ['no empty variable', 'endpoint_url = http://own', { AWS_ENDPOINT_URL: '' }, { all: 'http://own' }],
  [
    'none when ignored by variable',
    'services = missing',
    { AWS_ENDPOINT_URL: 'http://all', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' },
    {},
  ],
  ['none when ignored by profile', 'endpoint_url = http://own\nignore_configured_endpoint_urls = true', {}, {}],
  [
    'but ignored means true',
    'endpoint_url = http://own',
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: '1' },
    { all: 'http://own' },
  ],
])('endpoints: %s', (_, own, variables, expected) => {
  expect(ready(read({ config: `${DEV}${own}\n${SERVICES}`, variables }), 'dev').plan.endpoints).toEqual(expected);
});

it('what is not configured is not there', () => {
  expect(Object.keys(ready(read({ config: DEV }), 'dev').plan.endpoints)).toEqual([]);
});

it('the selected profile’s endpoint serves all hops; a source’s own does not count', () => {
  const config = `${DEV}endpoint_url = http://selected\n[profile base]\nendpoint_url = http://source\n`;
  expect(ready(read({ config }), 'dev').plan.endpoints).toEqual({ all: 'http://selected' });
});

it('a role of the settings uses its source profile’s', () => {
  const entries = read({
    config: '[profile base]\nendpoint_url = http://source\n',
    settings: [{ arn: roleArn('dev'), sourceProfile: 'base' }],
  });
  expect(ready(entries, 'dev').plan.endpoints).toEqual({ all: 'http://source' });
});

it.each(['ftp://x', 'x', 'http://', 'http://a b', 'http://user:pw@x'])(
  'the variable %j is refused, without a place',
  (value) => {
    const problem = problemOf(read({ config: DEV, variables: { AWS_ENDPOINT_URL_S3: value } }), 'dev');
    expect(problem).toMatchObject({
      place: undefined,
      message: expect.stringContaining('AWS_ENDPOINT_URL_S3') as string,
    });
    expect(problem.message).not.toContain(value);
  },
);

describe('AWS’s own hosts', () => {
  it.each<[string, string, Record<string, string>, object]>([
    ['FIPS', 'use_fips_endpoint = true', {}, { fips: true }],
    ['not by any other word', 'use_fips_endpoint = yes', {}, {}],
    ['the variable over the profile', 'use_fips_endpoint = true', { AWS_USE_FIPS_ENDPOINT: 'false' }, {}],
    ['an empty variable over the profile', 'use_fips_endpoint = true', { AWS_USE_FIPS_ENDPOINT: '' }, {}],
    ['dual stack', '', { AWS_USE_DUALSTACK_ENDPOINT: 'True' }, { dualstack: true }],
    ['the one STS', 'sts_regional_endpoints = legacy', {}, { globalSts: true }],
    ['regional STS', 'sts_regional_endpoints = regional', {}, {}],
    ['no one STS with FIPS', 'sts_regional_endpoints = legacy\nuse_fips_endpoint = true', {}, { fips: true }],
    [
      'none beside an endpoint for all',
      'use_fips_endpoint = true\nendpoint_url = http://own',
      {},
      { all: 'http://own' },
    ],
    [
      'the others beside an endpoint for one',
      'use_fips_endpoint = true',
      { AWS_ENDPOINT_URL_STS: 'http://sts' },
      { sts: 'http://sts', fips: true },
    ],
    [
      'every service by its variable',
      '',
      {
        AWS_ENDPOINT_URL_SSO: 'http://sso',
        AWS_ENDPOINT_URL_SSO_OIDC: 'http://oidc',
        AWS_ENDPOINT_URL_SIGNIN: 'http://in',
        AWS_ENDPOINT_URL_IAM: 'http://iam',
        AWS_ENDPOINT_URL_ACCESSANALYZER: 'http://analyzer',
      },
      {
        sso: 'http://sso',
        ssoOidc: 'http://oidc',
        signin: 'http://in',
        iam: 'http://iam',
        accessAnalyzer: 'http://analyzer',
      },
    ],
  ])('%s', (_, own, variables, expected) => {
    expect(ready(read({ config: `${DEV}${own}\n`, variables }), 'dev').plan.endpoints).toEqual(expected);
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['the profile’s', 'ca_bundle = /etc/ca.pem', { REQUESTS_CA_BUNDLE: '/requests' }, '/etc/ca.pem'],
    ['the variable’s over it', 'ca_bundle = /etc/ca.pem', { AWS_CA_BUNDLE: '~/ca.pem' }, '/home/ana/ca.pem'],
    ['that of Python’s requests', '', { REQUESTS_CA_BUNDLE: '/requests' }, '/requests'],
    ['no other user’s home', 'ca_bundle = /~ana/$&', {}, '/~ana/$&'],
  ])('are trusted by certificate authorities: %s', (_, own, variables, expected) => {
    expect(ready(read({ config: `${DEV}${own}\n`, variables }), 'dev').plan.endpoints.caBundle).toBe(expected);
  });

  it.each([
    ['sts_regional_endpoints = global', 'sts_regional_endpoints is neither “regional” nor “legacy”.'],
    ['ca_bundle = ca.pem', 'ca_bundle is no absolute path.'],
    ['endpoint_url = http://ana@host', 'endpoint_url has a user name or password in it.'],
    ['endpoint_url = http://:secret@host', 'endpoint_url has a user name or password in it.'],
    ['endpoint_url = ftp://host', 'endpoint_url is not an http or https URL.'],
    ['endpoint_url = localhost', 'endpoint_url is not an http or https URL.'],
    ['services = none', 'services names the section “none”, which does not exist.'],
    ['services = empty\n[services empty]', 'services names the section “empty”, which is empty.'],
    ['ca_bundle = ~bob/ca.pem', 'ca_bundle is no absolute path.'],
    [
      'services = flat\n[services flat]\nsts = http://sts',
      'sts of the section [services flat] has its value on the same line.',
    ],
    ['services = flat\n[services flat]\ns3 =', 's3 of the section [services flat] has its value on the same line.'],
    ['services = bad\n[services bad]\nsts', 'In the section [services bad]: Line 6 is neither'],
  ])('%s is broken', (own, message) => {
    const problem = problemOf(read({ config: `${DEV}${own}\n` }), 'dev');
    expect(problem.message).toContain(message);
    expect(problem.place).toMatchObject({ kind: 'file' });
  });
});

describe('a services section that is not there', () => {
  const config = `${DEV}services = none\nendpoint_url = http://own\n`;

  it('does not matter to services with a variable of their own; the others say so', () => {
    const plan = ready(read({ config, variables: { AWS_ENDPOINT_URL_STS: 'http://sts' } }), 'dev').plan;
    expect(plan.endpoints).toEqual({
      all: 'http://own',
      sts: 'http://sts',
      refusal: expect.stringContaining('services names the section “none”, which does not exist.') as string,
    });
  });

  it('matters where it is STS that has none', () => {
    const problem = problemOf(read({ config, variables: { AWS_ENDPOINT_URL_S3: 'http://s3' } }), 'dev');
    expect(problem.message).toContain('services names the section “none”');
  });

  it('does not matter to anybody under the variable for all', () => {
    const plan = ready(read({ config, variables: { AWS_ENDPOINT_URL: 'http://all' } }), 'dev').plan;
    expect(plan.endpoints).toEqual({ all: 'http://all' });
  });
});
