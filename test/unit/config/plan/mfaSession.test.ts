import { describe, expect, it } from 'vitest';
import { checkMfaSession, withMfaSession } from '../../../../src/config/plan/mfaSession.js';
import type { AssumeRoleHop } from '../../../../src/model/plan/plan.js';
import { hop, plan, SOURCE } from '../../../support/samples.js';
import type { Source } from '../../../../src/model/plan/source.js';

const SERIAL = 'arn:aws:iam::123456789012:mfa/ana';
const withMfa = (overrides: Partial<AssumeRoleHop> = {}) => hop({ mfaSerial: SERIAL, ...overrides });

describe('one MFA code for many roles', () => {
  it('puts a session token before the first role, which then needs no code', () => {
    const base = plan({ hops: [withMfa({ durationSeconds: 3600 }), hop({}, 'second')] });
    expect(withMfaSession(base, 28_800)).toEqual({
      ...base,
      hops: [
        { kind: 'session-token', mfaSerial: SERIAL, durationSeconds: 28_800 },
        hop({ durationSeconds: 3600 }),
        hop({}, 'second'),
      ],
    });
  });

  const process: Source = { kind: 'process', profile: 'p', program: 'p', place: SOURCE.place };
  it.each([
    ['it is off', plan({ hops: [withMfa()] }), 0],
    ['the role asks for no code', plan(), 3600],
    ['the role is to last longer than a chained one can', plan({ hops: [withMfa({ durationSeconds: 3601 })] }), 3600],
    ['the keys are temporary', plan({ source: { ...SOURCE, temporary: true }, hops: [withMfa()] }), 3600],
    ['the keys are of a program', plan({ source: process, hops: [withMfa()] }), 3600],
    ['only a later role asks for a code', plan({ hops: [hop(), withMfa()] }), 3600],
    ['there is no role', plan({ hops: [] }), 3600],
    [
      'a token was asked for',
      plan({ hops: [{ kind: 'session-token', mfaSerial: SERIAL, durationSeconds: 900 }] }),
      3600,
    ],
  ])('leaves the plan alone where %s', (_, base, seconds) => {
    expect(withMfaSession(base, seconds)).toBe(base);
  });

  it.each([
    [undefined, 0],
    [null, 0],
    [0, 0],
    [900, 900],
    [129_600, 129_600],
  ])('takes %s for %s seconds', (setting, seconds) => {
    expect(checkMfaSession(setting)).toEqual({ ok: true, value: seconds });
  });

  it.each([
    [899, 'is 899'],
    [129_601, 'over 129600; AWS STS gives no session longer than that (36 hours)'],
    [-1, 'is -1'],
    [1000.5, 'not a whole number'],
    ['900', 'is not a number'],
    [true, 'is not a number'],
  ])('does not take %j', (setting, message) => {
    const result = checkMfaSession(setting);
    expect(result).toMatchObject({ problem: { place: { setting: 'roleSessions.mfaSessionDurationSeconds' } } });
    expect(!result.ok && result.problem.message).toContain(message);
  });
});
