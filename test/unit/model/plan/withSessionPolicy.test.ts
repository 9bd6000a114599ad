import { expect, it } from 'vitest';
import type { Hop } from '../../../../src/model/plan/plan.js';
import { withSessionPolicy } from '../../../../src/model/plan/withSessionPolicy.js';
import { hop, plan, scope } from '../../../support/samples.js';
import { FEDERATION_TOKEN, SAML, SESSION_TOKEN, SOURCES, WEB_IDENTITY } from '../sources.js';

const base = hop({}, 'base');
const policy = scope().policy!;
const time = scope({ policy: undefined, durationSeconds: 1800 });

it.each<[string, readonly Hop[], readonly Hop[]]>([
  ['a role', [base, hop(), scope()], [base, hop({ policy })]],
  ['a role that has a duration', [hop({ durationSeconds: 7200 }), scope()], [hop({ policy, durationSeconds: 7200 })]],
  ['less time', [hop(), time], [hop({ durationSeconds: 1800 })]],
  ['less time of a role with a policy', [hop({ policy: '{}' }), time], [hop({ policy: '{}', durationSeconds: 1800 })]],
  ['both, one after the other', [hop(), scope(), time], [hop({ policy, durationSeconds: 1800 })]],
  ['the shortest time', [hop({ durationSeconds: 900 }), time], [hop({ durationSeconds: 900 })]],
])('%s is assumed within a session policy instead', (_, hops, instead) => {
  expect(withSessionPolicy(plan({ hops, narrowedTo: 'less' }))).toEqual(plan({ hops: instead, narrowedTo: 'less' }));
});

it.each([WEB_IDENTITY, SAML])('a role of $kind is assumed from there within a session policy instead', (source) => {
  const narrowed = plan({ source, hops: [scope(), time], narrowedTo: 'less' });
  const instead = { ...source, policy, durationSeconds: 1800 };
  expect(withSessionPolicy(narrowed)).toEqual(plan({ source: instead, hops: [], narrowedTo: 'less' }));
  expect(withSessionPolicy({ ...narrowed, source: { ...source, policy: '{}' } })).toBeUndefined();
});

it.each(['process', 'identity-center', 'login', 'container'] as const)('%s has no such other way', (kind) => {
  expect(withSessionPolicy(plan({ source: SOURCES[kind], hops: [scope()] }))).toBeUndefined();
});

it.each<[string, readonly Hop[]]>([
  ['nothing to narrow', [hop()]],
  ['no role', [scope()]],
  ['a session token', [SESSION_TOKEN, scope()]],
  ['a federation token', [FEDERATION_TOKEN, scope()]],
  ['two policies, which would add up', [hop(), scope(), scope()]],
  ['a role with a policy, which would add up', [hop({ policy: '{}' }), scope()]],
  ['a role with a managed policy', [hop({ policyArns: ['arn:aws:iam::aws:policy/A'] }), scope()]],
  ['less than a quarter of an hour', [hop(), scope({ durationSeconds: 899 })]],
])('%s has no such other way', (_, hops) => {
  expect(withSessionPolicy(plan({ hops }))).toBeUndefined();
});
