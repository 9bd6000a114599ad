import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/model/plan/plan.js';
import type { Target } from '../../../../src/model/request.js';
import { identityOf } from '../../../../src/model/session/identity.js';
import { isProduction, productionPatterns, type Production } from '../../../../src/model/session/production.js';
import { hop, IDENTITY_CENTER, liveSession, plan, PROCESS, roleRef, SOURCE } from '../../../support/samples.js';

const ACCOUNT = '123456789012';

/** The same role before its first call, and while it is a session. */
const DEPLOY = {
  plan: plan({
    roleId: 'profile:shop-prod',
    name: 'shop-prod',
    hops: [
      hop({}, 'base'),
      hop({
        role: {
          arn: `arn:aws:iam::${ACCOUNT}:role/team/Deploy`,
          partition: 'aws',
          accountId: ACCOUNT,
          roleName: 'Deploy',
        },
      }),
    ],
  }),
  session: liveSession({
    role: roleRef('shop-prod'),
    identity: identityOf(`arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/ana`),
  }),
};

describe('what names a role', () => {
  it.each([
    ['shop-prod', true],
    ['shop-*', true],
    ['*-prod', true],
    ['*prod*', true],
    ['s*o*p-p*d', true],
    ['SHOP-Prod', true],
    ['Deploy', true],
    ['deploy', true],
    [ACCOUNT, true],
    ['123456*', true],
    [`arn:aws:iam::${ACCOUNT}:role/Deploy`, true],
    [`arn:aws:iam::${ACCOUNT}:role/team/Deploy`, true],
    [`arn:aws:iam::${ACCOUNT}:role/another/path/Deploy`, true],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/ana`, true],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/*`, true],
    [`arn:aws:iam::${ACCOUNT}:role/*`, true],
    [`arn:*:iam::${ACCOUNT}:role/Dep*`, true],
    [`*:role/team/Deploy`, true],
    [`*:role/Deploy`, true],
    [`*role/team/Dep*`, true],
    [`*:${ACCOUNT}:role/team/Deploy`, true],
    [`arn:aws:iam::${ACCOUNT}:role/team/*`, true],
    [`arn:aws:iam::${ACCOUNT}:role/*/Deploy`, true],
    [`arn:aws:iam::${ACCOUNT}:role*`, true],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/*`, true],
    [`*:assumed-role/Deploy/*`, true],
    [`*assumed-role/Deploy/ana`, true],
    [`arn:aws:iam::${ACCOUNT}:*`, true],
    [`*:role/team/Deployer`, false],
    [`arn:aws:iam::210987654321:role*`, false],
    [`*:user/Deploy`, false],
    [`arn:aws:iam::*:role/Deploy`, true],
    ['*', true],
    ['prod', false],
    ['shop', false],
    ['shop.prod', false],
    ['shop-prod-eu', false],
    ['base', false],
    ['210987654321', false],
    ['arn:aws:iam::210987654321:role/Deploy', false],
    [`arn:aws:iam::${ACCOUNT}:role/Deployer`, false],
    [`arn:aws:iam::${ACCOUNT}:user/Deploy`, false],
    ['[shop-prod', false],
  ])('%s: %s, as plan and as session', (pattern, expected) => {
    expect(isProduction([pattern], DEPLOY.plan)).toBe(expected);
    expect(isProduction([pattern], DEPLOY.session)).toBe(expected);
  });

  it('is any of several', () => {
    expect(isProduction(['other', 'shop-*'], DEPLOY.session)).toBe(true);
    expect(isProduction(['other', 'another'], DEPLOY.session)).toBe(false);
    expect(isProduction([], DEPLOY.session)).toBe(false);
  });
});

describe('a permission set', () => {
  const role = `AWSReservedSSO_Admin_0123456789abcdef`;
  const session = liveSession({
    role: roleRef('sso'),
    identity: identityOf(`arn:aws:sts::${ACCOUNT}:assumed-role/${role}/ana@example.com`),
  });

  it.each([
    ['Admin'],
    ['Adm*'],
    [role],
    ['AWSReservedSSO_Admin_*'],
    ['AWSReservedSSO_Adm*'],
    [`arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${role}`],
    [`arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_*`],
  ])('is named by %s, before and after its first call', (pattern) => {
    expect(isProduction([pattern], plan({ name: 'sso', source: IDENTITY_CENTER, hops: [] }))).toBe(true);
    expect(isProduction([pattern], session)).toBe(true);
  });

  it('of another name is another', () => {
    expect(isProduction(['AWSReservedSSO_Administrator_*', 'Administrator'], session)).toBe(false);
  });
});

describe('what is asked for without a configured role', () => {
  const ref = (target: Target) => ({ id: 'x', name: 'x', request: { target, overrides: {} } });

  it.each<[string, Target, string, boolean]>([
    [
      'the ARN',
      { kind: 'ad-hoc', arn: `arn:aws:iam::${ACCOUNT}:role/Deploy`, sourceProfile: 'p' },
      'arn:*role/Deploy',
      true,
    ],
    ['the account', { kind: 'ad-hoc', arn: `arn:aws:iam::${ACCOUNT}:role/Deploy`, sourceProfile: 'p' }, ACCOUNT, true],
    [
      'not what every ARN has',
      { kind: 'ad-hoc', arn: `arn:aws:iam::${ACCOUNT}:role/Deploy`, sourceProfile: 'p' },
      'aws',
      false,
    ],
    ['not its source', { kind: 'ad-hoc', arn: `arn:aws:iam::${ACCOUNT}:role/Deploy`, sourceProfile: 'p' }, 'p', false],
    ['whose keys', { kind: 'session-token', profile: 'prod', mfaSerial: undefined }, 'prod', true],
    ['whose keys', { kind: 'federation-token', profile: 'prod', name: 'ana' }, 'prod', true],
    ['the account', { kind: 'identity-center', portal: 'p', accountId: ACCOUNT, roleName: 'Admin' }, ACCOUNT, true],
    ['the set', { kind: 'identity-center', portal: 'p', accountId: ACCOUNT, roleName: 'Admin' }, 'admin', true],
    ['a setting', { kind: 'configured', roleId: 'setting:prod' }, 'prod', true],
  ])('is named by %s', (_, target, pattern, expected) => {
    expect(isProduction([pattern], ref(target))).toBe(expected);
  });
});

describe('a plan', () => {
  const saml: Plan['source'] = {
    kind: 'saml',
    role: hop({}, 'Saml').role,
    principalArn: undefined,
    durationSeconds: undefined,
    policy: undefined,
    policyArns: [],
    assertion: { kind: 'paste' },
    place: SOURCE.place,
  };
  const login: Plan['source'] = {
    kind: 'login',
    profile: 'signed-in',
    loginSession: `arn:aws:iam::${ACCOUNT}:user/ana`,
    place: SOURCE.place,
  };
  const token: Plan['hops'] = [{ kind: 'session-token', mfaSerial: undefined, durationSeconds: undefined }];

  it.each<[string, Production, string, boolean]>([
    ['the role of an assertion', plan({ source: saml, hops: [] }), `arn:aws:iam::${ACCOUNT}:role/Saml`, true],
    ['who signed in', plan({ source: login, hops: [] }), `arn:aws:iam::${ACCOUNT}:user/ana`, true],
    ['the account of who signed in', plan({ source: login, hops: [] }), ACCOUNT, true],
    ['the profile of its keys, used as they are', plan({ name: 'x', hops: token }), SOURCE.profile, true],
    ['its program’s profile', plan({ name: 'x', source: PROCESS, hops: [] }), 'p', true],
    ['not the profile that only signs', plan(), SOURCE.profile, false],
    ['the role at its end', plan(), hop().role.arn, true],
    [
      'not the ARN that its source would be',
      plan({ source: saml, hops: [hop()] }),
      `arn:aws:iam::${ACCOUNT}:role/Saml`,
      false,
    ],
    ['a name with signs', plan({ name: 'shop.prod+(eu)' }), 'shop.prod+(eu)', true],
    ['not a name without them', plan({ name: 'shopprodeu' }), 'shop.prod+(eu)', false],
    ['not the role that its source would be', plan({ source: saml, hops: [hop()] }), 'Saml', false],
    ['an assertion that has yet to say', plan({ source: { ...saml, role: undefined }, hops: [] }), 'Saml', false],
  ])('is named by %s', (_, who, pattern, expected) => {
    expect(isProduction([pattern], who)).toBe(expected);
  });
});

it('an account that only AWS knows marks the session, not yet the plan', () => {
  expect(isProduction([ACCOUNT], plan({ source: PROCESS, hops: [] }))).toBe(false);
  expect(isProduction([ACCOUNT], liveSession())).toBe(true);
});

it('a server without accounts matches no pattern of nothing', () => {
  const session = liveSession({ identity: identityOf('arn:aws:sts:::assumed-role/deploy/me') });
  expect(isProduction(['deploy'], session)).toBe(true);
  expect(isProduction([ACCOUNT], session)).toBe(false);
});

describe('the setting', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['a list', ['prod*', ' 123456789012 '], ['prod*', '123456789012']],
    ['one pattern alone', 'prod*', ['prod*']],
    ['a number', [123456789012], ['123456789012']],
    ['a number alone that has lost its zeros', 3456789012, ['003456789012']],
    ['blanks', ['', '  '], []],
    ['other things', [null, {}, true, ['x']], []],
    ['nothing', undefined, []],
  ])('as %s', (_, written, expected) => {
    expect(productionPatterns(written)).toEqual(expected);
  });
});
