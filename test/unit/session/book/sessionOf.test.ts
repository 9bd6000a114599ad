import { describe, expect, it } from 'vitest';
import type { Assumed } from '../../../../src/aws/executePlan.js';
import { configuredRole } from '../../../../src/model/request.js';
import { NEVER } from '../../../../src/model/session/session.js';
import { sessionId, sessionKey } from '../../../../src/session/book/sessionKey.js';
import { sessionOf } from '../../../../src/session/book/sessionOf.js';
import { liveSession, NOW, plan } from '../../../support/samples.js';

const HOUR_MS = 3_600_000;
const { credentials, identity } = liveSession();
const planned = {
  request: configuredRole('profile:read-only'),
  plan: plan({ endpoints: { sts: 'http://localhost:9' } }),
};
const assumed: Assumed = {
  credentials,
  arn: identity.arn,
  principal: 'AKIAEXAMPLE',
  expiration: NOW + HOUR_MS,
  clockOffsetMs: 0,
};
const given = (overrides: Partial<Assumed>) => sessionOf({ ...assumed, ...overrides }, planned, undefined, NOW);

describe('what AWS gave for a plan', () => {
  it('is a session of that plan and of whom AWS says it is, from now on', () => {
    expect(given({})).toStrictEqual({
      kind: 'live',
      id: sessionId(planned.request, planned.plan),
      key: sessionKey(planned.plan, identity.arn),
      role: { id: 'profile:read-only', name: 'read-only', request: planned.request },
      identity,
      principal: 'AKIAEXAMPLE',
      region: 'us-west-2',
      endpoints: { sts: 'http://localhost:9' },
      source: 'profile ststestprofile',
      narrowedTo: undefined,
      startedAt: NOW,
      expiresAt: NOW + HOUR_MS,
      clockOffsetMs: 0,
      credentials,
    });
  });

  it.each([
    ['is ahead', -2 * HOUR_MS, NOW + 3 * HOUR_MS],
    ['is behind', 2 * HOUR_MS, NOW - HOUR_MS],
  ])('ends by this machine’s clock, also where that %s of AWS’s', (_, clockOffsetMs, expiresAt) => {
    expect(given({ clockOffsetMs })).toMatchObject({ clockOffsetMs, startedAt: NOW, expiresAt });
  });

  it('never ends where AWS names no end, whatever the clock', () => {
    expect(given({ expiration: undefined, clockOffsetMs: HOUR_MS }).expiresAt).toBe(NEVER);
  });

  it('says how it was narrowed, and from which session, where it was', () => {
    const from = { id: 'wide', name: 'read-only' };
    const narrowed = sessionOf({ ...assumed, narrowedBy: 'in-place' }, planned, from, NOW);
    expect(narrowed).toMatchObject({ narrowedBy: 'in-place', narrowedFrom: from });
    expect(sessionOf({ ...assumed, narrowedBy: 'session-policy' }, planned, undefined, NOW)).not.toHaveProperty(
      'narrowedFrom',
    );
  });
});
