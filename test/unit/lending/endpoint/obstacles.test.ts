import { describe, expect, it } from 'vitest';
import { endpointUse } from '../../../../src/lending/endpoint/obstacles.js';
import { NEVER } from '../../../../src/model/session/session.js';
import { liveSession } from '../../../support/samples.js';

const session = liveSession({});
const NOTHING: ReadonlyMap<string, string> = new Map();

describe('terminals that are to ask', () => {
  it.each([
    ['nothing', false, 'plain'],
    ['credentials', false, 'shielded'],
    ['nothing', true, 'shielded'],
  ] as const)('where the files give %s, and others are named: %s', (files, others, kind) => {
    expect(endpointUse(session, NOTHING, files, others)).toEqual({ kind });
  });

  it.each([
    ...['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
    ...['AWS_SECURITY_TOKEN', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
    ...['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'AWS_CREDENTIAL_FILE', 'BOTO_CONFIG'],
  ])('get keys where the editor has %s', (name) => {
    const why = { kind: 'variables', names: [name] };
    expect(endpointUse(session, new Map([[name, 'x']]), 'nothing', false)).toEqual({ kind: 'keys', why });
  });

  it('do not mind what is empty, or is of a place', () => {
    const environment = new Map([
      ['AWS_PROFILE', ''],
      ['AWS_ENDPOINT_URL_S3', 'http://localhost'],
      ['AWS_CONFIG_FILE', '/home/anna/config'],
      ['PATH', '/bin'],
    ]);
    expect(endpointUse(session, environment, 'nothing', false)).toEqual({ kind: 'plain' });
  });

  it('get keys where files of older tools are there', () => {
    expect(endpointUse(session, NOTHING, 'legacy', false)).toEqual({ kind: 'keys', why: { kind: 'legacy' } });
  });

  it.each([
    ['no end', { ...session, expiresAt: NEVER }],
    ['no token', { ...session, credentials: { ...session.credentials, sessionToken: '' } }],
  ])('get keys of a session with %s', (_, longTerm) => {
    expect(endpointUse(longTerm, NOTHING, 'credentials', true)).toEqual({ kind: 'keys', why: { kind: 'long-term' } });
  });
});
