import { describe, expect, it } from 'vitest';
import { mayHaveMfa, signerOf } from '../../../../src/config/plan/chaining.js';
import type { Source } from '../../../../src/model/plan/source.js';
import { hop, plan, SOURCE } from '../../../support/samples.js';
import { FEDERATION_PLAN, FROM_PROCESS, FROM_SSO, SAML, TOKEN_PLAN, WEB_IDENTITY } from '../askedPlans.js';

const { place } = SOURCE;
const TEMPORARY: Source = { ...SOURCE, temporary: true };
const ENVIRONMENT: Source = { kind: 'environment', place };
const LOGIN: Source = { kind: 'login', profile: 'p', loginSession: 'x', place };
const CONTAINER: Source = { kind: 'container', place };
const METADATA: Source = { kind: 'instance-metadata', endpoint: undefined, v1Allowed: true, place };
const TWO = [hop({}, 'base'), hop()];

describe('what signs a call', () => {
  it.each<[string, Source, string]>([
    ['keys of a user', SOURCE, 'long-term'],
    ['temporary keys', TEMPORARY, 'temporary'],
    ['environment variables', ENVIRONMENT, 'unknown'],
    ['a process', FROM_PROCESS.source, 'unknown'],
    ['aws login', LOGIN, 'temporary'],
    ['Identity Center', FROM_SSO.source, 'temporary'],
    ['a container', CONTAINER, 'temporary'],
    ['an instance', METADATA, 'temporary'],
    ['a web identity', WEB_IDENTITY, 'temporary'],
    ['SAML', SAML, 'temporary'],
  ])('the first: %s', (_, source, signer) => {
    expect(signerOf({ source }, 0)).toBe(signer);
    expect(signerOf({ source }, 1)).toBe('temporary');
  });
});

describe('a user with an MFA device may be behind', () => {
  it.each<[string, Source, boolean]>([
    ['keys', SOURCE, true],
    ['temporary keys', TEMPORARY, true],
    ['environment variables', ENVIRONMENT, true],
    ['a process', FROM_PROCESS.source, true],
    ['aws login', LOGIN, true],
    ['Identity Center', FROM_SSO.source, false],
    ['a container', CONTAINER, false],
    ['an instance', METADATA, false],
    ['a web identity', WEB_IDENTITY, false],
    ['SAML', SAML, false],
  ])('%s: %s', (_, source, expected) => {
    expect(mayHaveMfa({ source, hops: TWO }, 0)).toBe(expected);
  });

  it.each([
    ['a role', plan({ hops: TWO }), 1, false],
    ['a session token', plan({ hops: [...TOKEN_PLAN.hops, hop()] }), 1, true],
    ['a session token and a role', plan({ hops: [...TOKEN_PLAN.hops, ...TWO] }), 2, false],
    ['a federation token', plan({ hops: [...FEDERATION_PLAN.hops, hop()] }), 1, false],
  ])('the credentials of %s: %4$s', (_, base, index, expected) => {
    expect(mayHaveMfa(base, index)).toBe(expected);
  });
});
