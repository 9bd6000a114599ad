import { describe, expect, it } from 'vitest';
import { lend } from '../../../src/lending/lend.js';
import { pledgeOf } from '../../../src/lending/pledge.js';
import type { SessionEntry } from '../../../src/model/session/entry.js';
import { expire, NEVER, type LiveSession } from '../../../src/model/session/session.js';
import { liveSession, NOW } from '../../support/samples.js';

const MINUTE = 60_000;
const entryOf = (state: SessionEntry['state'], { id, role }: LiveSession): SessionEntry => ({
  id,
  role,
  state,
  underWay: false,
  renewal: { kind: 'off' },
});

/** Of that many minutes, with so many of them left. */
const session = (whole: number, left: number): LiveSession =>
  liveSession({ startedAt: NOW + (left - whole) * MINUTE, expiresAt: NOW + left * MINUTE });

describe('what a program is lent', () => {
  it.each([
    [60, 60, 'lent'],
    [60, 15, 'lent'],
    [60, 14.99, 'soon'],
    [720, 15, 'lent'],
    [720, 14.99, 'soon'],
    // Renewed in the last third, a short session has that to spare.
    [15, 15, 'lent'],
    [15, 3.75, 'lent'],
    [15, 3.74, 'soon'],
    [40, 10, 'lent'],
    [40, 9.99, 'soon'],
    [60, 0, 'ended'],
    [60, -1, 'ended'],
  ])('of %d minutes, with %d left: %s', (whole, left, expected) => {
    const state = session(whole, left);
    const lent = lend(pledgeOf(state), entryOf(state, state), NOW);
    expect(lent.kind === 'lent' ? lent.kind : lent.reason).toBe(expected);
  });

  it('is the session as it is now, whatever it was as it was promised', () => {
    const before = session(60, 5);
    const after = { ...session(60, 60), credentials: { ...before.credentials, accessKeyId: 'ASIAANOTHER' } };
    expect(lend(pledgeOf(before), entryOf(after, after), NOW)).toEqual({ kind: 'lent', session: after });
  });

  it('is that of a session without an end', () => {
    const state = { ...session(60, 60), expiresAt: NEVER };
    expect(lend(pledgeOf(state), entryOf(state, state), NOW).kind).toBe('lent');
  });

  it.each(['arn', 'principal'] as const)('is nothing where the %s is another by now', (what) => {
    const promised = { ...session(60, 60), principal: 'anna' };
    const now = {
      ...promised,
      ...(what === 'arn'
        ? { identity: { ...promised.identity, arn: 'arn:aws:iam::1:user/b' } }
        : { principal: 'bert' }),
    };
    expect(lend(pledgeOf(promised), entryOf(now, now), NOW)).toMatchObject({
      kind: 'refused',
      reason: 'another',
      message: expect.stringContaining(promised.role.name) as string,
    });
  });

  it('is the same where it is not known who signed in', () => {
    const promised = { ...session(60, 60), principal: undefined };
    const now = { ...promised, principal: 'bert' };
    expect(lend(pledgeOf(promised), entryOf(now, now), NOW).kind).toBe('lent');
  });

  it('is nothing of what has ended, failed, expired or is about to be opened', () => {
    const state = session(60, 60);
    const pledge = pledgeOf(state);
    const states = [{ kind: 'opening' }, expire(state), { kind: 'failed', role: state.role, message: '' }] as const;
    const all = [undefined, ...states.map((each) => entryOf(each, state))].map((entry) => lend(pledge, entry, NOW));
    expect(all.map((each) => each.kind === 'refused' && each.reason)).toEqual(Array(4).fill('ended'));
  });
});
