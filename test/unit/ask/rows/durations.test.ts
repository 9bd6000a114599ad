import { describe, expect, it } from 'vitest';
import type { Plan, SessionTokenHop } from '../../../../src/model/plan/plan.js';
import { commonDurations, durationLimit, durationProblem, parseDuration } from '../../../../src/ask/rows/durations.js';
import { SOURCE, hop, plan, scope } from '../../../support/samples.js';

const HOUR = 3600;
const token: SessionTokenHop = { kind: 'session-token', mfaSerial: 'GAHT12345678', durationSeconds: undefined };
const environment = { kind: 'environment', place: SOURCE.place } as const;

describe('how long a session may be asked to last', () => {
  it.each<[string, Partial<Plan>, number, RegExp]>([
    ['a role by long-term keys', {}, 12 * HOUR, /maximum session duration/],
    ['a role by temporary keys', { source: { ...SOURCE, temporary: true } }, HOUR, /role chaining/],
    ['a role by a role', { hops: [hop({}, 'base'), hop()] }, HOUR, /role chaining/],
    ['a role by keys nobody knows yet', { source: environment }, 12 * HOUR, /With temporary credentials, one hour/],
    ['a role behind an MFA session', { hops: [token, hop()] }, 12 * HOUR, /MFA code of its own/],
    ['a role by a role behind an MFA session', { hops: [token, hop({}, 'base'), hop()] }, HOUR, /role chaining/],
    ['a role narrowed in place', { hops: [token, hop(), scope()] }, 12 * HOUR, /MFA code of its own/],
    ['a session token', { hops: [token] }, 36 * HOUR, /36 hours/],
  ])('%s', (_, parts, maxSeconds, why) => {
    const limit = durationLimit(plan(parts));
    expect(limit).toMatchObject({ maxSeconds });
    expect(limit?.why).toMatch(why);
  });

  it('cannot be asked where credentials are taken as they are', () => {
    expect(durationLimit(plan({ hops: [] }))).toBeUndefined();
  });

  it('leaves out what is over the limit', () => {
    expect(commonDurations({ maxSeconds: HOUR, why: '' })).toEqual([900, HOUR]);
    expect(commonDurations({ maxSeconds: 36 * HOUR, why: '' })).toEqual([900, HOUR, 4 * HOUR, 12 * HOUR, 36 * HOUR]);
  });
});

describe('a typed duration', () => {
  it.each([
    ['5400', 5400],
    ['90m', 5400],
    ['1h30m', 5400],
    ['1 h 30 min', 5400],
    ['2 hours', 7200],
    ['12H', 43_200],
    ['', undefined],
    ['soon', undefined],
    ['1.5h', undefined],
    ['-900', undefined],
  ])('"%s" is %s seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    ['soon', /hours and minutes/],
    ['899', /15 minutes/],
    ['3601', /At most 1 h\. Because/],
  ])('"%s" is refused with the reason', (text, reason) => {
    expect(durationProblem(text, { maxSeconds: HOUR, why: 'Because.' })).toMatch(reason);
  });

  it.each(['900', '15m', '1h'])('"%s" is taken', (text) => {
    expect(durationProblem(text, { maxSeconds: HOUR, why: '' })).toBeUndefined();
  });
});
