import { describe, expect, it } from 'vitest';
import { askedInPlace, withScopes } from '../../../../src/config/request/scopes.js';
import type { Plan } from '../../../../src/model/plan/plan.js';
import type { Narrowing, Scope } from '../../../../src/model/request.js';
import { hop, plan, SOURCE } from '../../../support/samples.js';
import {
  FEDERATION,
  FEDERATION_PLAN,
  KEYS_PLAN,
  POLICY,
  PROCESS_PLAN,
  ROLE_PLAN,
  SAML,
  SAML_PLAN,
  SSO_PLAN,
  TOKEN_PLAN,
  WEB_IDENTITY,
  WEB_PLAN,
} from '../askedPlans.js';

const READ_ONLY: Narrowing = { kind: 'read-only' };
const LESS: Scope = { narrowings: [READ_ONLY] };
const own = (name = 'mine'): Narrowing => ({ kind: 'policy', name, policy: POLICY });
const minutes = (count: number): Scope => ({ narrowings: [], durationSeconds: count * 60 });

describe('a narrowing is asked', () => {
  it.each<[string, Plan]>([
    ['a role', ROLE_PLAN],
    ['a web identity', WEB_PLAN],
    ['SAML', SAML_PLAN],
    ['a federation token', FEDERATION_PLAN],
    ['long-term keys, in vain', KEYS_PLAN],
  ])('of the call itself where that is %s', (_, base) => {
    const asked = { sessionName: 'ana', narrowing: READ_ONLY };
    expect(askedInPlace(base, asked)).toEqual({ call: asked, scopes: [] });
  });

  it.each<[string, Plan]>([
    ['IAM Identity Center', SSO_PLAN],
    ['a process', PROCESS_PLAN],
    ['a session token', TOKEN_PLAN],
    ['temporary keys', plan({ source: { ...SOURCE, temporary: true }, hops: [] })],
    ['a role with a session policy', plan({ hops: [hop({ policy: POLICY })] })],
    ['a federated user with a managed policy', plan({ hops: [{ ...FEDERATION, policyArns: ['x'] }] })],
    ['a web identity with a session policy', plan({ source: { ...WEB_IDENTITY, policy: POLICY }, hops: [] })],
    ['SAML with a session policy', plan({ source: { ...SAML, policy: POLICY }, hops: [] })],
  ])('of the session in place where it comes from %s', (_, base) => {
    expect(askedInPlace(base, { durationSeconds: 900, narrowing: READ_ONLY })).toEqual({
      call: { durationSeconds: 900 },
      scopes: [LESS],
    });
  });

  it('in front of what is narrowed further', () => {
    expect(askedInPlace(SSO_PLAN, { narrowing: READ_ONLY, scopes: [minutes(5)] }).scopes).toEqual([LESS, minutes(5)]);
    expect(askedInPlace(SSO_PLAN, { scopes: [minutes(5)] })).toEqual({ call: {}, scopes: [minutes(5)] });
  });
});

function scoped(base: Plan, ...scopes: readonly Scope[]) {
  const result = withScopes(base, scopes);
  if (!result.ok) {
    throw new Error(`${result.problem.message} ${result.problem.hint}`);
  }
  return result.value;
}

const problem = (base: Plan, ...scopes: readonly Scope[]) => {
  const result = withScopes(base, scopes);
  return result.ok ? '' : result.problem.message;
};

describe('a plan that is narrowed in place', () => {
  it('has a call for each layer behind all others', () => {
    const { hops, narrowedTo } = scoped(
      SSO_PLAN,
      { narrowings: [READ_ONLY, own()], durationSeconds: 1800 },
      minutes(5),
    );
    expect(hops).toMatchObject([
      { kind: 'scoped-credentials', durationSeconds: 1800, narrowedTo: 'read-only' },
      { kind: 'scoped-credentials', durationSeconds: 1800, narrowedTo: 'mine, 30 min', policy: POLICY },
      { kind: 'scoped-credentials', durationSeconds: 300, narrowedTo: '5 min', policy: undefined },
    ]);
    expect(narrowedTo).toBe('read-only, mine, 30 min, 5 min');
  });

  it('says what else narrowed it', () => {
    expect(scoped(plan({ narrowedTo: 'S3 only' }), LESS).narrowedTo).toBe('S3 only, read-only');
  });

  it('is as it was without anything', () => {
    expect(scoped(KEYS_PLAN)).toBe(KEYS_PLAN);
  });

  it.each<[Scope, string]>([
    [{ narrowings: [READ_ONLY, { kind: 's3-only' }] }, 'narrowed=read-only+s3-only'],
    [
      { narrowings: [{ kind: 's3-location', bucket: 'data', prefix: 'ä/', access: 'read' }] },
      'narrowed=read:s3://data/?/',
    ],
    [
      { narrowings: [{ kind: 's3-location', bucket: 'data', prefix: '', access: 'write' }] },
      'narrowed=write:s3://data/',
    ],
    [{ narrowings: [own('m\ny')], durationSeconds: 60 }, 'narrowed=policy:m?y; seconds=60'],
  ])('tells administrators why, in ASCII: %j', (scope, why) => {
    expect(scoped(SSO_PLAN, scope).hops[0]).toMatchObject({ description: why });
  });

  it('tells them no more than there is room for', () => {
    const [last] = scoped(SSO_PLAN, { narrowings: [own('x'.repeat(300))] }).hops;
    expect(last).toMatchObject({ description: expect.stringMatching(/^.{256}$/) as string });
  });

  it.each(['arn:aws-cn:s3:::data', 'arn:aws:s3:::data'])('names buckets in its partition: %s', (arn) => {
    const location: Narrowing = { kind: 's3-location', bucket: 'data', prefix: '', access: 'read' };
    const partition = arn.split(':')[1]!;
    const inChina = { ...ROLE_PLAN, hops: [hop({ role: { ...hop().role, partition } })] };
    expect(scoped(inChina, { narrowings: [location] }).hops[1]).toMatchObject({
      policy: expect.stringContaining(`"${arn}"`) as string,
    });
    const region = partition === 'aws' ? 'eu-west-1' : 'cn-north-1';
    expect(scoped({ ...SSO_PLAN, region }, { narrowings: [location] }).hops[0]).toMatchObject({
      policy: expect.stringContaining(`"${arn}"`) as string,
    });
  });
});

describe('a plan cannot be narrowed in place', () => {
  const globally = (endpoints: Plan['endpoints']) => ({ ...ROLE_PLAN, endpoints });

  it.each<[string, Plan, RegExp]>([
    ['long-term keys', KEYS_PLAN, /^“read-only” has long-term keys, and AWS narrows only temporary credentials/],
    ['the global endpoint', globally({ globalSts: true }), /^The global endpoint of STS, which “read-only” uses/],
    ['the global endpoint by its address', globally({ sts: 'https://sts.amazonaws.com/' }), /^The global endpoint/],
    ['it for all services', globally({ all: 'https://sts.amazonaws.com' }), /^The global endpoint/],
  ])('of %s', (_, base, text) => {
    expect(problem(base, LESS)).toMatch(text);
  });

  it.each([[{ globalSts: true as const, sts: 'https://sts.eu-west-1.amazonaws.com' }], [{ all: 'no address' }]])(
    'but at %j',
    (endpoints) => {
      expect(problem(globally(endpoints), LESS)).toBe('');
    },
  );

  it.each<[string, readonly Scope[], string]>([
    ['nothing', [{ narrowings: [] }], 'There is nothing that the session shall be narrowed to.'],
    [
      'four policies',
      [{ narrowings: [own(), own(), READ_ONLY] }, LESS],
      'AWS narrows a session in place by 3 policies at most, and these are 4.',
    ],
    ['no time', [{ narrowings: [], durationSeconds: 0 }], 'The duration is 0: that is no time at all.'],
    [
      'two days',
      [{ narrowings: [], durationSeconds: 172_800 }],
      'The duration is over 129600; AWS STS gives no session longer than that (36 hours).',
    ],
    [
      'more time than before',
      [minutes(5), minutes(6)],
      'The session that is narrowed lasts 5 min, and narrowing cannot prolong it.',
    ],
    [
      'a place that is none',
      [{ narrowings: [{ kind: 's3-location', bucket: '', prefix: '', access: 'read' }] }],
      '“” is not the name of a bucket.',
    ],
  ])('to %s', (_, scopes, text) => {
    expect(problem(SSO_PLAN, ...scopes)).toBe(text);
  });

  it('for longer than the role is asked for', () => {
    const asked = plan({ hops: [hop({ durationSeconds: 900 })] });
    expect(problem(asked, minutes(16))).toMatch(/^The session that is narrowed lasts 15 min/);
    expect(problem(asked, minutes(15))).toBe('');
  });

  it('by less time alone as often as one likes', () => {
    expect(problem(SSO_PLAN, { narrowings: [own(), own(), own()] }, minutes(4), minutes(3))).toBe('');
  });
});
