import { describe, expect, it } from 'vitest';
import { isUnknownAction } from '../../../../src/aws/sts/scopeFailures.js';
import { explainHop } from '../../../../src/aws/sts/stsFailures.js';
import type { ScopedCredentialsHop } from '../../../../src/model/plan/plan.js';
import { hop, plan, scope } from '../../../support/samples.js';

const CALLER = 'arn:aws:sts::123456789012:assumed-role/dev/ana';
const named = (name: string, message = 'Nope', httpStatusCode = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

function explain(error: unknown, wanted: ScopedCredentialsHop = scope()): string {
  const failed = { plan: plan({ hops: [hop(), wanted] }), hop: wanted, caller: CALLER };
  return explainHop(error, { ...failed, endpoint: 'sts.us-west-2 (AWS)', chained: true });
}

describe('why a session was not narrowed in place', () => {
  it.each<[string, RegExp, Partial<ScopedCredentialsHop>]>([
    ['InvalidAction', /^STS at sts\.us-west-2 \(AWS\) does not know how to narrow .* not at its global endpoint\./, {}],
    ['InsufficientSessionLifetime', /^The session of \S+ ends too soon to be narrowed\. Renew it first\./, {}],
    [
      'InsufficientSessionLifetimeException',
      /^The session of \S+ ends before the 30 min that were asked for\./,
      { durationSeconds: 1800 },
    ],
    ['InvalidSubjectCredentials', /^The credentials of \S+ cannot be narrowed in place: .* temporary credentials/, {}],
    ['MalformedPolicyDocument', /^AWS did not accept the session policy of GetScopedCredentials\./, {}],
    ['PackedPolicyTooLargeException', /^The policies and tags of the session of \S+ are too big together/, {}],
    ['AccessDenied', /^arn:\S+ may not narrow its session in place\. Either .* narrowed three times already\./, {}],
    ['ValidationError', /^AWS did not accept the request for GetScopedCredentials\./, {}],
    ['ExpiredToken', /have expired\. Get new ones/, {}],
    ['Strange', /^GetScopedCredentials failed with Strange\./, {}],
  ])('%s', (code, text, changes) => {
    const explained = explain(named(code), scope(changes));
    expect(explained).toMatch(text);
    expect(explained).toMatch(/ AWS says: Nope\.$/);
  });

  it('that STS was not reached', () => {
    expect(explain(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toMatch(/cannot be reached/);
  });
});

it.each([
  [named('InvalidAction'), true],
  [named('UnknownOperationException'), true],
  [named('NotImplemented', '', 501), true],
  [named('Unknown', '', 405), true],
  [named('Unknown', '', 404), true],
  [named('Unknown', '', 400), false],
  [named('AccessDenied', '', 405), false],
  [named('NotFound', '', 404), false],
  [Object.assign(new Error(), { name: 'Unknown' }), false],
  [undefined, false],
])('whether the service has no such action: %s', (error, unknown) => {
  expect(isUnknownAction(error)).toBe(unknown);
});
