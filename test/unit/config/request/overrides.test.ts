import { describe, expect, it } from 'vitest';
import { applyOverrides } from '../../../../src/config/request/overrides.js';
import type { Plan } from '../../../../src/model/plan/plan.js';
import type { Overrides } from '../../../../src/model/request.js';
import { hop, plan } from '../../../support/samples.js';
import {
  ROLE,
  POLICY,
  READ_ONLY,
  WEB_IDENTITY,
  SAML,
  FEDERATION,
  ROLE_PLAN,
  CHAINED,
  FROM_PROCESS,
  FROM_SSO,
  WEB_PLAN,
  SAML_PLAN,
  SSO_PLAN,
  PROCESS_PLAN,
  KEYS_PLAN,
  TOKEN_PLAN,
  FEDERATION_PLAN,
} from '../askedPlans.js';
import type { Problem } from '../../../../src/base/place.js';

function applied(base: Plan, overrides: Overrides): Plan {
  const result = applyOverrides(base, overrides);
  if (!result.ok) {
    throw new Error(result.problem.message);
  }
  return result.value;
}

function problem(base: Plan, overrides: Overrides): Problem {
  const result = applyOverrides(base, overrides);
  if (result.ok) {
    throw new Error('Was taken');
  }
  return result.problem;
}

describe('what is asked for one session', () => {
  it('changes nothing where nothing is asked', () => {
    const configured = plan({ hops: [hop({ tags: { a: 'b' }, policy: POLICY, mfaSerial: '123456789' })] });
    for (const base of [configured, CHAINED, WEB_PLAN, SAML_PLAN, SSO_PLAN, PROCESS_PLAN, TOKEN_PLAN]) {
      expect(applied(base, {})).toEqual(base);
      expect(applied(base, { tags: {}, policyArns: [], transitiveTagKeys: [] }).source).toEqual(base.source);
    }
  });

  it('goes into the last AssumeRole, all of it', () => {
    const asked = {
      sessionName: 'ana',
      externalId: 'ex',
      mfaSerial: 'arn:aws:iam::123456789012:mfa/ana',
      durationSeconds: 43_200,
      tags: { team: 'data', cost: '' },
      transitiveTagKeys: ['Team'],
      sourceIdentity: 'ana@example.com',
      policyArns: [READ_ONLY],
    };
    const policy = POLICY.replaceAll(',', ' ,\n ');
    expect(applied(ROLE_PLAN, { ...asked, policy })).toEqual(
      plan({ hops: [hop({ ...asked, policy: POLICY, transitiveTagKeys: ['team'] })] }),
    );
    expect(applied(CHAINED, { sessionName: 'ana' }).hops).toEqual([hop({}, 'base'), hop({ sessionName: 'ana' })]);
  });

  it('goes into the federated calls as far as they take it', () => {
    const asked = { durationSeconds: 900, policy: POLICY, policyArns: [READ_ONLY] };
    const { source } = applied(WEB_PLAN, { ...asked, sessionName: 'other' });
    expect(source).toEqual({ ...WEB_IDENTITY, ...asked, sessionName: 'other' });
    expect(applied(SAML_PLAN, asked).source).toEqual({ ...SAML, ...asked });
    expect(applied(FEDERATION_PLAN, { ...asked, durationSeconds: 129_600, tags: { a: 'b' } }).hops).toEqual([
      { ...FEDERATION, ...asked, durationSeconds: 129_600, tags: { a: 'b' } },
    ]);
    expect(applied(TOKEN_PLAN, { durationSeconds: 129_600, mfaSerial: '123456789' }).hops).toEqual([
      { kind: 'session-token', durationSeconds: 129_600, mfaSerial: '123456789' },
    ]);
  });

  it('is the role of an assertion where the configuration leaves it open', () => {
    const samlRole = { roleArn: hop().role.arn, principalArn: 'arn:aws:iam::123456789012:saml-provider/c' };
    expect(applied(SAML_PLAN, { samlRole }).source).toEqual({ ...SAML, chosen: samlRole });
    const fixed = plan({ source: { ...SAML, role: hop().role }, hops: [] });
    expect(applied(fixed, { samlRole })).toEqual(fixed);
  });

  it('keeps the transitive keys of the tags that stay', () => {
    const base = plan({ hops: [hop({ tags: { a: '1', b: '2' }, transitiveTagKeys: ['a', 'b'] })] });
    expect(applied(base, { tags: { b: '3' } }).hops).toMatchObject([{ tags: { b: '3' }, transitiveTagKeys: ['b'] }]);
  });
});

describe('the duration of a chained role', () => {
  it.each([900, 3600])('may be %i seconds', (durationSeconds) => {
    expect(applied(CHAINED, { durationSeconds }).hops.at(-1)).toMatchObject({ durationSeconds });
  });

  it('is one hour at most, to the second; a user’s own keys give twelve', () => {
    expect(problem(CHAINED, { durationSeconds: 3601 }).message).toContain('limits such a session to one hour');
    expect(applied(ROLE_PLAN, { durationSeconds: 43_200 }).hops).toMatchObject([{ durationSeconds: 43_200 }]);
  });
});

describe('what cannot be had', () => {
  const serial = '123456789';
  it.each<[string, Plan, Overrides, string, string]>([
    [
      'tags of Identity Center',
      SSO_PLAN,
      { tags: { a: 'b' } },
      'Session tags cannot be asked of IAM Identity Center.',
      'Assume a role from it',
    ],
    [
      'a duration of Identity Center',
      SSO_PLAN,
      { durationSeconds: 900 },
      'The permission set decides',
      'Assume a role from it',
    ],
    ['a policy of Identity Center', SSO_PLAN, { policy: POLICY }, 'A session policy cannot', 'Assume a role from it'],
    [
      'less of a process',
      PROCESS_PLAN,
      { narrowing: { kind: 's3-only' } },
      'Less than the configuration gives cannot be asked of a credential process.',
      'Assume a role',
    ],
    [
      'a name of plain keys',
      KEYS_PLAN,
      { sessionName: 'ana' },
      'A session name cannot be asked of the keys of a profile.',
      'Assume a role',
    ],
    [
      'a source identity of SAML',
      SAML_PLAN,
      { sourceIdentity: 'ana' },
      'its attribute SourceIdentity',
      'identity provider',
    ],
    ['tags of SAML', SAML_PLAN, { tags: { a: 'b' } }, 'PrincipalTag', 'identity provider'],
    ['a session name of SAML', SAML_PLAN, { sessionName: 'ana' }, 'RoleSessionName', 'identity provider'],
    ['MFA of SAML', SAML_PLAN, { mfaSerial: serial }, 'identity provider’s own business', 'leave it out'],
    ['tags of a web identity', WEB_PLAN, { tags: { a: 'b' } }, 'https://aws.amazon.com/tags', 'identity provider'],
    ['an external ID of a web identity', WEB_PLAN, { externalId: 'ex' }, 'assumed with credentials', 'leave it out'],
    [
      'a policy of a session token',
      TOKEN_PLAN,
      { policy: POLICY },
      'the user’s own permissions as they are',
      'federation token',
    ],
    [
      'less of a session token',
      TOKEN_PLAN,
      { narrowing: { kind: 'read-only' } },
      'the user’s own permissions as they are',
      'federation token',
    ],
    [
      'MFA of a federation token',
      FEDERATION_PLAN,
      { mfaSerial: serial },
      'GetFederationToken takes no MFA code.',
      'Assume a role',
    ],
    [
      'transitive tags of a federation token',
      FEDERATION_PLAN,
      { tags: { a: 'b' }, transitiveTagKeys: ['a'] },
      'can assume no role',
      'Assume a role',
    ],
    [
      'more than an hour of a chained role',
      CHAINED,
      { durationSeconds: 3601 },
      'role chaining: AWS limits such a session to one hour',
      '3600 seconds or less',
    ],
    [
      'more than an hour from Identity Center',
      FROM_SSO,
      { durationSeconds: 7200 },
      'role chaining',
      '3600 seconds or less',
    ],
    [
      'more than twelve hours',
      ROLE_PLAN,
      { durationSeconds: 43_201 },
      'no session longer than that (12 hours)',
      'from 900 to 43200',
    ],
    [
      'less than a quarter of an hour',
      ROLE_PLAN,
      { durationSeconds: 899 },
      'no session shorter than 900',
      'from 900 to 43200',
    ],
    ['half a second', ROLE_PLAN, { durationSeconds: 900.5 }, 'whole number of seconds', '900'],
    [
      'more than 36 hours of a token',
      TOKEN_PLAN,
      { durationSeconds: 129_601 },
      'no session longer than that (36 hours)',
      '129600',
    ],
    ['MFA of a role’s role', CHAINED, { mfaSerial: serial }, 'for calls that a user signs', 'first role of the chain'],
    [
      'MFA of Identity Center’s role',
      FROM_SSO,
      { mfaSerial: serial },
      'for calls that a user signs',
      'first role of the chain',
    ],
    ['a wrong session name', ROLE_PLAN, { sessionName: 'a b' }, 'The session name has a character', 'Use only'],
    ['a wrong source identity', ROLE_PLAN, { sourceIdentity: 'x' }, 'The source identity has 1 characters', 'length'],
    ['a wrong external ID', ROLE_PLAN, { externalId: 'ü!' }, 'The external ID has a character', 'Use only'],
    ['a wrong device', ROLE_PLAN, { mfaSerial: '1' }, 'The MFA device has 1 characters', 'length'],
    ['a wrong tag', ROLE_PLAN, { tags: { 'aws:x': 'y' } }, 'starts with “aws:”', 'another key'],
    [
      'a transitive key without its tag',
      ROLE_PLAN,
      { transitiveTagKeys: ['a'] },
      'is not among the session tags',
      'Add it',
    ],
    ['a policy that is none', ROLE_PLAN, { policy: '{}' }, 'has no Statement', 'Statement'],
    [
      'another account’s policy',
      ROLE_PLAN,
      { policyArns: ['arn:aws:iam::999999999999:policy/x'] },
      'in another account',
      'own account',
    ],
    [
      'another partition’s policy',
      ROLE_PLAN,
      { policyArns: ['arn:aws-cn:iam::aws:policy/x'] },
      'in the partition aws-cn, the role in aws',
      'arn:aws:',
    ],
  ])('%s', (_, base, overrides, message, hint) => {
    const refused = problem(base, overrides);
    expect(`${refused.message} ${refused.hint}`).toContain(message);
    expect(refused.hint).toContain(hint);
  });

  it('leaves it to AWS where nobody knows whether the keys are temporary', () => {
    expect(applied(FROM_PROCESS, { durationSeconds: 7200 }).hops).toMatchObject([{ durationSeconds: 7200 }]);
  });
});

describe('assuming with less', () => {
  const narrowing = { kind: 'read-only' } as const;

  it.each<[string, Plan]>([
    ['a role', ROLE_PLAN],
    ['a chained role', CHAINED],
    ['a web identity', WEB_PLAN],
    ['a SAML sign-in', SAML_PLAN],
    ['a federated user', FEDERATION_PLAN],
  ])('narrows %s', (_, base) => {
    const narrowed = applied(base, { narrowing });
    expect(narrowed.narrowedTo).toBe('read-only');
    expect(narrowed.hops.at(-1) ?? narrowed.source).toMatchObject({ policy: undefined, policyArns: [READ_ONLY] });
    expect(narrowed.hops.slice(0, -1)).toEqual(base.hops.slice(0, -1));
  });

  it('takes the partition of the role, or of the region', () => {
    const role = { ...ROLE, partition: 'aws-cn', arn: ROLE.arn.replace('arn:aws:', 'arn:aws-cn:') };
    const china = plan({ hops: [hop({ role })] });
    const arns = ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess'];
    expect(applied(china, { narrowing }).hops).toMatchObject([{ policyArns: arns }]);
    expect(applied({ ...SAML_PLAN, region: 'cn-north-1' }, { narrowing }).source).toMatchObject({ policyArns: arns });
  });

  it.each<[string, Plan, Overrides]>([
    ['a policy in the settings', plan({ hops: [hop({ policy: POLICY })] }), { narrowing }],
    ['policy ARNs in the settings', plan({ hops: [hop({ policyArns: [READ_ONLY] })] }), { narrowing }],
  ])('does not widen %s', (_, base, overrides) => {
    const { message, hint } = problem(base, overrides);
    expect(message).toContain('a second one would widen it');
    expect(hint).toContain('a second role without the session policy');
  });

  it('does not go with another policy that is asked for', () => {
    expect(problem(ROLE_PLAN, { narrowing, policy: POLICY }).message).toContain(
      'either a session policy or a narrowing',
    );
    expect(problem(ROLE_PLAN, { narrowing, policyArns: [READ_ONLY] }).message).toContain('either');
  });

  it('says what is wrong with it', () => {
    const wrong = { kind: 's3-location', bucket: 'a/b', prefix: '', access: 'read' } as const;
    expect(problem(ROLE_PLAN, { narrowing: wrong }).message).toContain('not the name of a bucket');
  });
});
