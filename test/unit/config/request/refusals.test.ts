import { describe, expect, it } from 'vitest';
import { refusalOf, type CallOverrides } from '../../../../src/config/request/refusals.js';
import { identityCall, type IdentityCall } from '../../../../src/model/plan/identityCall.js';
import { hop, SOURCE } from '../../../support/samples.js';
import {
  FEDERATION,
  POLICY,
  PROCESS_PLAN,
  READ_ONLY,
  SAML,
  SSO_PLAN,
  TOKEN_PLAN,
  WEB_IDENTITY,
} from '../askedPlans.js';

const { place } = SOURCE;
const TOKEN = identityCall(TOKEN_PLAN);

const ASKED: Required<CallOverrides> = {
  sessionName: 'ana',
  externalId: 'ex',
  mfaSerial: '123456789',
  durationSeconds: 900,
  tags: { a: 'b' },
  transitiveTagKeys: ['a'],
  sourceIdentity: 'ana',
  policy: POLICY,
  policyArns: [READ_ONLY],
  narrowing: { kind: 'read-only' },
  samlRole: {
    roleArn: 'arn:aws:iam::123456789012:role/reader',
    principalArn: 'arn:aws:iam::123456789012:saml-provider/c',
  },
};
const NAMES = Object.keys(ASKED) as (keyof CallOverrides)[];

const IDENTITY = ['externalId', 'mfaSerial', 'tags', 'transitiveTagKeys', 'sourceIdentity'];
const CHOSEN = 'samlRole';

describe('what cannot be asked', () => {
  it.each<[string, IdentityCall, readonly string[]]>([
    ['a role', hop(), [CHOSEN]],
    ['a session token', TOKEN, NAMES.filter((name) => name !== 'durationSeconds' && name !== 'mfaSerial')],
    [
      'a federation token',
      FEDERATION,
      ['sessionName', 'externalId', 'mfaSerial', 'transitiveTagKeys', 'sourceIdentity', CHOSEN],
    ],
    ['a web identity', WEB_IDENTITY, [...IDENTITY, CHOSEN]],
    ['a SAML sign-in', SAML, ['sessionName', ...IDENTITY]],
    ['the keys of a profile', SOURCE, NAMES],
    ['the environment’s credentials', { kind: 'environment', place }, NAMES],
    ['an EC2 instance’s role', { kind: 'instance-metadata', endpoint: undefined, v1Allowed: true, place }, NAMES],
    ['a container’s role', { kind: 'container', place }, NAMES],
    ['a credential process', PROCESS_PLAN.source, NAMES],
    ['IAM Identity Center', SSO_PLAN.source, NAMES],
    ['“aws login”', { kind: 'login', profile: 'p', loginSession: 'x', place }, NAMES],
  ])('of %s', (what, call, expected) => {
    const refused = NAMES.flatMap((name) => {
      const refusal = refusalOf(call, { [name]: ASKED[name] });
      return refusal === undefined ? [] : [{ name, ...refusal }];
    });
    expect(refused.map(({ name }) => name)).toEqual(expected);
    for (const { message, hint } of refused) {
      expect(message).toContain(` cannot be asked of ${what}. `);
      expect(hint).not.toBe('');
    }
  });

  it.each<[string, CallOverrides]>([
    ['nothing', {}],
    ['empty lists and objects', { tags: {}, policyArns: [], transitiveTagKeys: [] }],
  ])('is not %s', (_, overrides) => {
    expect(refusalOf(SOURCE, overrides)).toBeUndefined();
  });

  it('is told by the first of them', () => {
    expect(refusalOf(SAML, { tags: { a: 'b' }, sessionName: 'ana', durationSeconds: 900 })).toEqual({
      message:
        'A session name cannot be asked of a SAML sign-in. It comes from the assertion (its attribute RoleSessionName).',
      hint: 'Have the identity provider put it there, or leave it out.',
    });
  });

  it.each<[string, IdentityCall, keyof CallOverrides, string, string]>([
    ['keys', SOURCE, 'policy', 'They are what they are.', 'with “Assume Role by ARN”'],
    ['the environment', { kind: 'environment', place }, 'tags', 'They are what they are.', '“Assume Role by ARN”'],
    ['a token', TOKEN, 'narrowing', 'the user’s own permissions as they are', 'federation token, or assume a role'],
    ['a federation token', FEDERATION, 'sourceIdentity', 'GetFederationToken takes none.', 'with these keys instead'],
  ])('has its reason and what to do instead: %s', (_, call, name, reason, instead) => {
    const refusal = refusalOf(call, { [name]: ASKED[name] });
    expect(refusal?.message).toContain(reason);
    expect(refusal?.hint).toContain(instead);
  });
});
