import { describe, expect, it } from 'vitest';
import { sessionVariables } from '../../../../src/terminals/environment/sessionVariables.js';
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
    });
  });

  it('name endpoints only where the configuration does', () => {
    const variables = sessionVariables(liveSession({ endpoints: { all: 'http://a', s3: 'http://b' } }));
    expect(variables.get('AWS_ENDPOINT_URL')).toBe('http://a');
    expect(variables.get('AWS_ENDPOINT_URL_S3')).toBe('http://b');
    expect(variables.has('AWS_ENDPOINT_URL_STS')).toBe(false);
  });
});
