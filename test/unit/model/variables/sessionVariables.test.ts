import { describe, expect, it } from 'vitest';
import { sessionVariables } from '../../../../src/model/variables/sessionVariables.js';
import { NEVER } from '../../../../src/model/session/session.js';
import { SECRET, TOKEN, liveSession } from '../../../support/samples.js';

describe('sessionVariables', () => {
  it('are those by which every SDK acts as the session', () => {
    expect(Object.fromEntries(sessionVariables(liveSession()))).toEqual({
      AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: SECRET,
      AWS_SESSION_TOKEN: TOKEN,
      AWS_SECURITY_TOKEN: TOKEN,
      AWS_CREDENTIAL_EXPIRATION: '2026-11-24T13:00:00.000Z',
      AWS_REGION: 'us-west-2',
      AWS_DEFAULT_REGION: 'us-west-2',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    });
  });

  it('are all there where the configuration has all of it', () => {
    const endpoints = {
      all: 'http://all',
      sts: 'http://sts',
      s3: 'http://s3',
      sso: 'http://sso',
      fips: true,
      dualstack: true,
      globalSts: true,
      caBundle: '/etc/ca.pem',
    } as const;
    const variables = Object.fromEntries(sessionVariables(liveSession({ endpoints, expiresAt: NEVER })));
    expect(variables).toMatchObject({
      AWS_CREDENTIAL_EXPIRATION: '',
      AWS_ENDPOINT_URL: 'http://all',
      AWS_ENDPOINT_URL_STS: 'http://sts',
      AWS_ENDPOINT_URL_S3: 'http://s3',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_STS_REGIONAL_ENDPOINTS: 'legacy',
      AWS_CA_BUNDLE: '/etc/ca.pem',
    });
    expect(Object.keys(variables)).toHaveLength(15);
  });

  it('of long-term keys empty the token of another tool', () => {
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: SECRET, sessionToken: '' };
    const variables = sessionVariables(liveSession({ credentials }));
    expect([variables.get('AWS_SESSION_TOKEN'), variables.get('AWS_SECURITY_TOKEN')]).toEqual(['', '']);
  });

  it('name endpoints only where the configuration does', () => {
    const variables = sessionVariables(liveSession({ endpoints: { all: 'http://a', s3: 'http://b' } }));
    expect(variables.get('AWS_ENDPOINT_URL')).toBe('http://a');
    expect(variables.get('AWS_ENDPOINT_URL_S3')).toBe('http://b');
    expect(variables.has('AWS_ENDPOINT_URL_STS')).toBe(false);
  });

  it.each([
    [{}, 'true'],
    [{ sso: 'http://sso', fips: true }, 'true'],
    [{ all: 'http://a' }, 'false'],
    [{ sts: 'http://a' }, 'false'],
    [{ s3: 'http://a' }, 'false'],
  ] as const)('with the endpoints %j, configured ones are ignored: %s', (endpoints, ignored) => {
    expect(sessionVariables(liveSession({ endpoints })).get('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')).toBe(ignored);
  });
});
