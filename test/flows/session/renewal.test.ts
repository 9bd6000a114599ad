// Sessions over hours, as the clock goes: what `npm run soak` does for long, and a part of it each time.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOUR_MS, MINUTE_MS, Office, SECOND_MS, type Window } from './office.js';

const IS_SOAK = process.env['ROLE_SESSIONS_SOAK'] === 'true';
const RENEWALS = IS_SOAK ? 2_000 : 200;

let office: Office;
let window: Window;

beforeEach(async () => {
  office = await Office.open();
  window = office.window();
});
afterEach(() => office.close());

/** Fails at the first look at which the session's credentials are not good. */
const hasNoGap = (key: string) => () => {
  const end = window.sessions.byKey(key)?.expiresAt ?? 0;
  expect(end, `${new Date().toISOString()} ${window.log.slice(-3).join(', ')}`).toBeGreaterThan(Date.now());
};

describe('a session that is needed', () => {
  it(`is renewed ${RENEWALS} times without a gap, as one session`, { timeout: 600_000 }, async () => {
    office.role('dev', ['source_profile = base', 'duration_seconds = 900']);
    const { key, id } = await window.assume('dev');
    while (office.calls() <= RENEWALS) await office.pass(10 * MINUTE_MS, 30 * SECOND_MS, hasNoGap(key));
    expect(window.sessions.list().map((entry) => [entry.id, entry.generation])).toEqual([[id, office.calls()]]);
    expect(window.told).toEqual([]);
    expect(window.sessions.secrets()).toHaveLength(2);
  });

  it('goes on while STS is down for 20 minutes around its renewal', { timeout: 120_000 }, async () => {
    office.role('dev');
    const { key } = await window.assume('dev');
    await office.pass(37 * MINUTE_MS, MINUTE_MS);
    const fault = { kind: 'error', status: 503, code: 'ServiceUnavailable', message: 'Down.' } as const;
    office.sandbox.addFault({ operation: 'AssumeRole', effect: fault });
    await office.pass(19 * MINUTE_MS + 30 * SECOND_MS, 30 * SECOND_MS, hasNoGap(key));
    expect(window.sessions.list()[0]?.renewal).toMatchObject({
      kind: 'backoff',
      message: expect.any(String) as string,
    });
    office.sandbox.clearFaults();
    // Before the next warning, whatever other looks at the clock there are while the call is under way.
    await office.pass(MINUTE_MS, 30 * SECOND_MS, hasNoGap(key));
    await office.pass(2 * HOUR_MS, MINUTE_MS, hasNoGap(key));
    expect(window.told).toEqual(['expires dev 10']);
  });

  it('ends while STS is down for longer, says so, and is back when STS is', { timeout: 120_000 }, async () => {
    office.role('dev');
    const { key } = await window.assume('dev');
    const fault = { kind: 'error', status: 503, code: 'ServiceUnavailable', message: 'Down.' } as const;
    office.sandbox.addFault({ operation: 'AssumeRole', effect: fault });
    await office.pass(65 * MINUTE_MS, MINUTE_MS);
    expect([window.sessions.active().kind, window.sessions.byKey(key)]).toEqual(['expired', undefined]);
    office.sandbox.clearFaults();
    await office.pass(3 * MINUTE_MS, MINUTE_MS);
    expect(window.sessions.active()).toMatchObject({ kind: 'live', key });
  });

  it('is renewed where STS throttles', async () => {
    office.role('dev');
    const { key } = await window.assume('dev');
    const fault = { kind: 'error', status: 400, code: 'Throttling', message: 'Rate exceeded' } as const;
    office.sandbox.addFault({ operation: 'AssumeRole', times: 7, effect: fault });
    await office.pass(2 * HOUR_MS, MINUTE_MS, hasNoGap(key));
  });

  it('is renewed within one look at the clock after a sleep past its end', async () => {
    office.role('dev');
    const { key } = await window.assume('dev');
    vi.setSystemTime(Date.now() + 90 * MINUTE_MS);
    expect(window.sessions.byKey(key)).toBeUndefined();
    await office.look();
    expect(window.sessions.active()).toMatchObject({ kind: 'live', key });
  });

  it('has expired after a sleep over night: nobody is there who would want it', async () => {
    office.role('dev');
    await window.assume('dev');
    vi.setSystemTime(Date.now() + 9 * HOUR_MS);
    await office.look();
    expect([window.sessions.active().kind, office.calls()]).toEqual(['expired', 1]);
  });

  it.each([
    ['forward', HOUR_MS],
    ['back', -HOUR_MS],
  ])('goes on when the clock is set %s by an hour, and when it is put right', async (_, by) => {
    office.role('dev');
    const { key } = await window.assume('dev');
    await office.pass(10 * MINUTE_MS, MINUTE_MS);
    for (const step of [by, -by]) {
      vi.setSystemTime(Date.now() + step);
      office.sandbox.clock.setOffset(step === by ? -by : 0);
      await office.look();
      await office.pass(2 * HOUR_MS, MINUTE_MS, hasNoGap(key));
    }
  });

  it('lapses where nothing needs it any more', async () => {
    office.role('dev');
    office.role('other');
    const { id } = await window.assume('dev');
    await window.assume('other');
    await office.pass(HOUR_MS + MINUTE_MS, MINUTE_MS);
    expect(window.sessions.get(id)?.state.kind).toBe('expired');
    expect(window.sessions.active()).toMatchObject({ kind: 'live', role: { name: 'other' } });
  });

  it('is one of 50 that are', { timeout: 300_000 }, async () => {
    const names = Array.from({ length: 50 }, (_, index) => `role-${index}`);
    for (const name of names) office.role(name);
    const opened = await Promise.all(names.map((name) => window.assume(name, { activates: false })));
    opened.forEach(({ id }) => window.used.add(id));
    const look = () => opened.forEach(({ key }) => hasNoGap(key)());
    await office.pass((IS_SOAK ? 48 : 3) * HOUR_MS, MINUTE_MS, look);
    expect(window.sessions.list().map(({ state }) => state.kind)).toEqual(names.map(() => 'live'));
    expect(window.sessions.secrets()).toHaveLength(100);
  });
});

describe('a session with MFA', () => {
  it('is not renewed by itself: somebody is told once, five minutes ahead, and one code renews it', async () => {
    office.role('ops', ['source_profile = base', `mfa_serial = ${office.anna.mfaSerial}`]);
    const { key } = await window.assume('ops');
    await office.pass(54 * MINUTE_MS, MINUTE_MS, hasNoGap(key));
    expect([window.told, window.codes]).toEqual([['expires ops 10'], 1]);
    await office.pass(2 * MINUTE_MS, 30 * SECOND_MS, hasNoGap(key));
    expect(window.told).toEqual(['expires ops 10', 'needsUser ops']);
    await window.assume('ops', { fresh: true });
    await office.pass(30 * MINUTE_MS, MINUTE_MS, hasNoGap(key));
    expect([window.told, window.codes, office.calls()]).toEqual([['expires ops 10', 'needsUser ops'], 2, 2]);
  });

  it('that nobody renews ends, warned of before', async () => {
    office.role('ops', ['source_profile = base', `mfa_serial = ${office.anna.mfaSerial}`]);
    await window.assume('ops');
    await office.pass(61 * MINUTE_MS, 30 * SECOND_MS);
    expect(window.told).toEqual(['expires ops 10', 'needsUser ops', 'expires ops 2']);
    expect([window.sessions.active().kind, office.calls()]).toEqual(['expired', 1]);
  });
});

it('a switch while a role is being assumed, and back, ends as the last one chosen', async () => {
  for (const name of ['a', 'b', 'c']) office.role(name);
  await window.assume('a');
  office.sandbox.addFault({ operation: 'AssumeRole', times: 2, effect: { kind: 'latency', ms: 150 } });
  const tries = ['b', 'c', 'a'].map((name) => window.assume(name).catch((error: unknown) => String(error)));
  await Promise.all(tries);
  expect(window.sessions.active()).toMatchObject({ kind: 'live', role: { name: 'a' } });
  await vi.waitFor(() => expect(window.isBusy()).toBe(false));
  expect(window.sessions.list().map(({ role, state }) => [role.name, state.kind])).toEqual([['a', 'live']]);
});
