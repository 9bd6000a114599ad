import { describe, expect, it } from 'vitest';
import {
  CONTAINER_TOKEN,
  CONTAINER_URI,
  maySelect,
  strayVariables,
} from '../../../../src/model/variables/strayVariables.js';
import { lentVariables, placeVariables } from '../../../../src/model/variables/sessionVariables.js';
import { liveSession } from '../../../support/samples.js';

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

/** As boto3, JavaScript and Go take them before they ask a container's endpoint. */
const BEFORE_CONTAINER = [
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'],
  ...['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CREDENTIAL_FILE', 'BOTO_CONFIG'],
  ...['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
];
const AWS_FILES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];

describe('what redirects from an endpoint that is asked', () => {
  const lent = lentVariables(liveSession());
  const all = (names: readonly string[]) => new Map(names.map((name) => [name, 'x']));

  it('is a profile, and what is taken before it', () => {
    const names = ['AWS_PROFILE', ...BEFORE_CONTAINER];
    expect(strayVariables(all(names), lent)).toEqual(names);
    expect(strayVariables(all(BEFORE_CONTAINER), new Map())).toEqual([]);
  });

  it('is no variable of its own', () => {
    expect([CONTAINER_URI, CONTAINER_TOKEN]).toEqual([
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    ]);
    expect(strayVariables(all([...lent.keys()]), lent)).toEqual([]);
    expect(lent).toEqual(new Map([[CONTAINER_URI, ''], [CONTAINER_TOKEN, ''], ...placeVariables(liveSession())]));
  });

  it('is other AWS files than those that were looked at', () => {
    expect(strayVariables(all(AWS_FILES), lent)).toEqual([]);
    expect(strayVariables(all(AWS_FILES), lent, all(AWS_FILES))).toEqual([]);
    expect(strayVariables(all(AWS_FILES), lent, new Map([['AWS_CONFIG_FILE', 'y']]))).toEqual(AWS_FILES);
    expect(strayVariables(all(AWS_FILES), new Map([...lent, ['AWS_CONFIG_FILE', '']]), new Map())).toEqual([
      'AWS_SHARED_CREDENTIALS_FILE',
    ]);
    expect(strayVariables(all(AWS_FILES), new Map(), new Map())).toEqual([]);
  });
});

describe('what may choose somebody', () => {
  it.each(['AWS_PROFILE', 'AWS_ENDPOINT_URL_S3', ...BEFORE_CONTAINER, ...AWS_FILES])('is %s', (name) => {
    expect(maySelect(name)).toBe(true);
  });
  it.each(['AWS_REGION', 'AWS_CREDENTIAL_EXPIRATION', 'PATH', ''])('is not %s', (name) => {
    expect(maySelect(name)).toBe(false);
  });
});
