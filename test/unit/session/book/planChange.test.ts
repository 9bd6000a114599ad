import { describe, expect, it } from 'vitest';
import type { Plan, SessionTokenHop } from '../../../../src/model/plan/plan.js';
import { planChange } from '../../../../src/session/book/planChange.js';
import { hop, IDENTITY_CENTER, plan, PROCESS, SOURCE } from '../../../support/samples.js';

const TOKEN_HOP: SessionTokenHop = { kind: 'session-token', mfaSerial: undefined, durationSeconds: undefined };
const moved = { kind: 'file', file: '/elsewhere', line: 7 } as const;
const inAccount = (accountId: string) =>
  plan({
    hops: [hop({ role: { ...hop().role, accountId, arn: `arn:aws:iam::${accountId}:role/sts-s3-read-only-role` } })],
  });

describe('what a session was opened by', () => {
  it.each<[string, Plan]>([
    ['is the same', plan()],
    ['is at another place', plan({ source: { ...SOURCE, place: moved } })],
    ['is at another place, the role too', plan({ hops: [hop({ place: moved })] })],
    ['was kept, and read again', JSON.parse(JSON.stringify(plan())) as Plan],
  ])('has not changed where it %s', (_, after) => {
    expect(planChange(plan(), after)).toBeUndefined();
    expect(planChange(after, plan())).toBeUndefined();
  });

  it.each<[string, string, Plan, Plan]>([
    [
      'other keys',
      'its access keys were AKIAEXAMPLE and are AKIAOTHER',
      plan(),
      plan({ source: { ...SOURCE, accessKeyId: 'AKIAOTHER' } }),
    ],
    [
      'another profile',
      'it came from profile ststestprofile and comes from profile other',
      plan(),
      plan({ source: { ...SOURCE, profile: 'other' } }),
    ],
    [
      'a program in place of keys',
      'it came from profile ststestprofile and comes from',
      plan(),
      plan({ source: PROCESS }),
    ],
    ['keys in place of a program', 'and comes from profile ststestprofile', plan({ source: PROCESS }), plan()],
    [
      'another role in between',
      'it came from profile ststestprofile and comes from profile ststestprofile → base',
      plan(),
      plan({ hops: [hop({}, 'base'), hop()] }),
    ],
    [
      'another role',
      'it led to 123456789012/sts-s3-read-only-role and leads to 123456789012/admin',
      plan(),
      plan({ hops: [hop({}, 'admin')] }),
    ],
    [
      'another account',
      'it led to 123456789012/sts-s3-read-only-role and leads to 210987654321/sts-s3-read-only-role',
      plan(),
      inAccount('210987654321'),
    ],
    [
      'another permission set',
      'it led to 123456789012/Admin and leads to 123456789012/Reader',
      plan({ source: IDENTITY_CENTER, hops: [] }),
      plan({ source: { ...IDENTITY_CENTER, roleName: 'Reader' }, hops: [] }),
    ],
    ['another region', 'what is asked of AWS is different', plan(), plan({ region: 'eu-west-1' })],
    ['another policy', 'what is asked of AWS is different', plan(), plan({ hops: [hop({ policy: '{}' })] })],
    ['a token in place of a role', 'what is asked of AWS is different', plan(), plan({ hops: [TOKEN_HOP] })],
    ['a role in place of a token', 'what is asked of AWS is different', plan({ hops: [TOKEN_HOP] }), plan()],
  ])('has changed to %s: "%s"', (_, text, before, after) => {
    expect(planChange(before, after)).toContain(text);
  });
});
