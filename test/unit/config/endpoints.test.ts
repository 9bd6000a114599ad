import { expect, it } from 'vitest';
import { problemOf, read, ready, roleArn } from './read.js';

const SERVICES =
  '[services local]\nsts =\n  endpoint_url = http://sts.services\ns3 =\n  endpoint_url = http://s3.services\n';
const DEV = `[profile dev]\nrole_arn = ${roleArn('dev')}\nsource_profile = base\n`;

it.each([
  ['none', '', {}, {}],
  ['the profile’s', 'endpoint_url = http://own', {}, { all: 'http://own' }],
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
