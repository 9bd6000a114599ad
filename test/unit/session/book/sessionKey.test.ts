import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/model/plan/plan.js';
import { configuredRole } from '../../../../src/model/request.js';
import { mayBecomeAnother, planFingerprint, sessionId, sessionKey } from '../../../../src/session/book/sessionKey.js';
import { SOURCE, hop, plan, scope } from '../../../support/samples.js';
import { FEDERATION_TOKEN, SAML, SESSION_TOKEN, SOURCES, WEB_IDENTITY } from '../../model/sources.js';

const ARN = 'arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession';
const key = sessionKey(plan(), ARN);
const without = (source: Plan['source']): Plan => plan({ source, hops: [] });

describe('the key of a session', () => {
  it.each([
    [ARN, '123456789012.sts-s3-read-only-role.'],
    ['arn:aws:sts::123456789012:assumed-role/Ops+Team@X_y/me', '123456789012.ops-team-x-y.'],
    ['arn:aws:iam::123456789012:root', '123456789012.root.'],
  ])('of %s is safe as the authority of a URI, which is lower case', (arn, readable) => {
    expect(sessionKey(plan(), arn).slice(0, -16)).toBe(readable);
    expect(sessionKey(plan(), arn).slice(-16)).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['configured role', plan({ roleId: 'profile:other' }), ARN],
    ['endpoint', plan({ endpoints: { s3: 'http://localhost:9000' } }), ARN],
    ['session name', plan(), `${ARN}-2`],
    ['role, in case only', plan(), ARN.replace('sts-s3', 'STS-s3')],
    ['account', plan(), ARN.replace('123456789012', '210987654321')],
    ['kind of last call', plan({ hops: [hop(), SESSION_TOKEN] }), ARN],
    ['narrowing in place', plan({ hops: [hop(), scope()] }), ARN],
    ['end', plan({ hops: [hop(), scope({ policy: undefined, durationSeconds: 900 })] }), ARN],
  ])('differs with another %s', (_, other, arn) => {
    expect(sessionKey(other, arn)).not.toBe(key);
  });

  it.each([
    ['is the same whenever a program named the role’s session', 'sts::1:assumed-role/x/botocore-session-', true],
    ['differs with a user who is called by another number', 'iam::1:user/123456789', false],
  ])('%s', (_, start, isSame) => {
    const [before, after] = ['1764500000', '1764503600'].map((time) => sessionKey(plan(), `arn:aws:${start}${time}`));
    expect(before === after).toBe(isSame);
  });

  it.each<[string, Partial<ReturnType<typeof hop>>]>([
    ['path', { role: { ...hop().role, arn: 'arn:aws:iam::1:role/x/y' } }],
    ['session policy', { policy: '{}' }],
    ['policy ARN', { policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }],
    ['session tag', { tags: { team: 'a' } }],
    ['transitive tag', { transitiveTagKeys: ['team'] }],
    ['source identity', { sourceIdentity: 'ada' }],
  ])('differs with another %s of the role', (_, changes) => {
    expect(sessionKey(plan({ hops: [hop(changes)] }), ARN)).not.toBe(key);
  });

  it.each<[string, Plan, Plan]>([
    ['federation policy', plan({ hops: [FEDERATION_TOKEN] }), plan({ hops: [{ ...FEDERATION_TOKEN, policy: '{}' }] })],
    [
      'federation policy ARN',
      plan({ hops: [FEDERATION_TOKEN] }),
      plan({ hops: [{ ...FEDERATION_TOKEN, policyArns: ['x'] }] }),
    ],
    [
      'federation tag',
      plan({ hops: [FEDERATION_TOKEN] }),
      plan({ hops: [{ ...FEDERATION_TOKEN, tags: { team: 'a' } }] }),
    ],
    [
      'policy in place',
      plan({ hops: [hop(), scope({ policy: '{}' })] }),
      plan({ hops: [hop(), scope({ policy: '{"x":1}' })] }),
    ],
    [
      'role narrowed in place',
      plan({ hops: [hop(), scope()] }),
      plan({ hops: [hop({ tags: { team: 'a' } }), scope()] }),
    ],
    ['policy of a web identity', without(WEB_IDENTITY), without({ ...WEB_IDENTITY, policy: '{}' })],
    ['policy ARN of a web identity', without(WEB_IDENTITY), without({ ...WEB_IDENTITY, policyArns: ['x'] })],
    ['policy of SAML', without(SAML), without({ ...SAML, policy: '{}' })],
    ['role of SAML', without(SAML), without({ ...SAML, role: undefined })],
    ['source', without(SOURCES.environment), without(SOURCES.process)],
  ])('differs with another %s', (_, one, other) => {
    expect(sessionKey(one, ARN)).not.toBe(sessionKey(other, ARN));
  });

  it('stays the same where only the way there differs: who the session acts as is what counts', () => {
    expect(sessionKey(plan({ source: { ...SOURCE, accessKeyId: 'AKIAOTHER' } }), ARN)).toBe(key);
    expect(sessionKey(plan({ source: SOURCES.process, hops: [hop({}, 'base'), hop()] }), ARN)).toBe(key);
    expect(sessionKey(plan({ region: 'eu-west-1', hops: [hop({ durationSeconds: 900 })] }), ARN)).toBe(key);
  });
});

describe('the fingerprint of a plan', () => {
  it('differs with other keys, whoever they make one', () => {
    const other = plan({ source: { ...SOURCE, accessKeyId: 'AKIAOTHER' } });
    expect(planFingerprint(other)).not.toBe(planFingerprint(plan()));
    expect(planFingerprint(plan())).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is the same wherever the configuration is written', () => {
    const moved = { kind: 'file', file: '/home/ana/.aws/config', line: 99 } as const;
    const there = plan({ source: { ...SOURCE, place: moved }, hops: [hop({ place: moved })] });
    expect(planFingerprint(there)).toBe(planFingerprint(plan()));
  });

  it('differs with a session tag that is called "place"', () => {
    const tagged = (place: string): string => planFingerprint(plan({ hops: [hop({ tags: { place } })] }));
    expect(tagged('a')).not.toBe(tagged('b'));
  });
});

describe('whether the same plan may make one somebody else', () => {
  it.each(Object.values(SOURCES).map((source) => [source.kind, source] as const))('%s', (kind, source) => {
    const changes = kind !== 'static-keys' && kind !== 'brought';
    expect(mayBecomeAnother(without(source))).toBe(changes);
    expect(mayBecomeAnother(plan({ source }))).toBe(changes);
  });
});

describe('the id of a session', () => {
  const request = configuredRole('profile:read-only');

  it('is there before any call, and the same for the same request and plan', () => {
    expect(sessionId(request, plan())).toMatch(/^[0-9a-f]{16}$/);
    expect(sessionId({ ...request }, plan())).toBe(sessionId(request, plan()));
  });

  it('differs with what is asked, and with how it is reached', () => {
    const ids = [
      sessionId(request, plan()),
      sessionId({ ...request, overrides: { durationSeconds: 900 } }, plan()),
      sessionId(request, plan({ region: 'eu-west-1' })),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});
