import { expect, it } from 'vitest';
import { identityCall, identityHops } from '../../../../src/model/plan/identityCall.js';
import { hop, plan, scope, SOURCE } from '../../../support/samples.js';

const last = hop({}, 'last');

it.each([
  ['the last call', [hop(), last], last],
  ['the last call before it is narrowed in place', [hop(), last, scope(), scope()], last],
  ['the source', [], SOURCE],
  ['the source that is narrowed in place', [scope()], SOURCE],
])('%s makes the identity', (_, hops, call) => {
  expect(identityCall(plan({ hops }))).toBe(call);
});

it('the calls that make it are all but those that narrow', () => {
  expect(identityHops(plan({ hops: [last, scope()] }))).toEqual([last]);
});
