import { describe, expect, it } from 'vitest';
import { strayVariables } from '../../../../src/model/variables/strayVariables.js';

describe('what redirects from a session', () => {
  const own = new Map([['AWS_ENDPOINT_URL_S3', 'http://own']]);
  const stray = (environment: Readonly<Record<string, string | null | undefined>>) =>
    strayVariables(Object.entries(environment), own);

  it('is a profile, and an endpoint that is not the session’s', () => {
    expect(
      stray({
        AWS_PROFILE: 'dev',
        AWS_DEFAULT_PROFILE: 'dev',
        AWS_ENDPOINT_URL: 'http://a',
        AWS_ENDPOINT_URL_S3: 'http://own',
        AWS_ENDPOINT_URL_DYNAMODB: 'http://b',
      }),
    ).toEqual(['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB']);
  });

  it('is nothing that is empty, not there, or of another name', () => {
    expect(
      stray({
        AWS_PROFILE: '',
        AWS_DEFAULT_PROFILE: undefined,
        AWS_ENDPOINT_URL: null,
        AWS_ENDPOINT_URLS: 'x',
        MY_AWS_PROFILE: 'x',
        AWS_PROFILES: 'x',
        MY_AWS_ENDPOINT_URL: 'x',
      }),
    ).toEqual([]);
  });
});
