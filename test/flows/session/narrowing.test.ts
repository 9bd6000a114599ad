// A session that is narrowed in place goes on from the wider one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configuredRole, narrowedRequest, type Scope, type SessionRequest } from '../../../src/model/request.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { HOUR_MS, MINUTE_MS, Office, type Window } from './office.js';

const READ_ONLY: Scope = { narrowings: [{ kind: 'read-only' }] };

let office: Office;
let window: Window;
let wide: LiveSession;

beforeEach(async () => {
  office = await Office.open();
  window = office.window();
  office.role('ops', ['source_profile = base', `mfa_serial = ${office.anna.mfaSerial}`]);
  wide = await window.assume('ops');
});
afterEach(() => office.close());

async function narrow(scope: Scope, of: SessionRequest = configuredRole('profile:ops')): Promise<LiveSession> {
  const request = narrowedRequest(of, scope);
  const plan = await window.configuration.plan(request);
  const how = { fresh: false, activates: true, signal: new AbortController().signal, report: () => undefined };
  return window.opener.open({ request, plan }, how);
}

describe('a session that is narrowed in place', () => {
  it('asks nobody and assumes nothing: it is the same identity, named after the wider one, which stays', async () => {
    const narrowed = await narrow(READ_ONLY);
    expect(narrowed).toMatchObject({
      identity: wide.identity,
      narrowedTo: 'read-only',
      narrowedBy: 'in-place',
      narrowedFrom: { id: wide.id, name: 'ops' },
      expiresAt: wide.expiresAt,
    });
    expect(narrowed.key).not.toBe(wide.key);
    expect([office.calls('AssumeRole'), office.calls('GetScopedCredentials'), window.codes]).toEqual([1, 1, 1]);
    expect(window.sessions.active()).toBe(narrowed);
    expect(window.sessions.byKey(wide.key)).toBe(wide);
  });

  it('can be narrowed again, within itself', async () => {
    const first = await narrow(READ_ONLY);
    const second = await narrow({ narrowings: [{ kind: 's3-only' }] }, first.role.request);
    expect(second.narrowedFrom).toEqual({ id: first.id, name: 'ops (read-only)' });
    expect([office.calls('AssumeRole'), office.calls('GetScopedCredentials')]).toEqual([1, 2]);
  });

  it('to less time ends then, and is not renewed by itself', async () => {
    const brief = await narrow({ narrowings: [], durationSeconds: 900 });
    expect(brief.expiresAt - Date.now()).toBeLessThanOrEqual(900_000);
    await office.pass(16 * MINUTE_MS, MINUTE_MS);
    expect(window.sessions.get(brief.id)?.state.kind).toBe('expired');
    expect(office.calls('GetScopedCredentials')).toBe(1);
  });

  it('needs the wider one: that is renewed for it, and it after that', async () => {
    office.role('dev');
    const dev = await window.assume('dev');
    const narrowed = await narrow(READ_ONLY, dev.role.request);
    await office.pass(3 * HOUR_MS, MINUTE_MS);
    expect(window.sessions.byKey(dev.key)?.expiresAt).toBeGreaterThan(Date.now());
    expect(window.sessions.byKey(narrowed.key)?.expiresAt).toBeGreaterThan(Date.now());
  });

  it('is had from the beginning where the wider one has ended', async () => {
    await window.opener.end(wide.id);
    await office.pass(MINUTE_MS, MINUTE_MS); // for the next code
    const narrowed = await narrow(READ_ONLY);
    expect(narrowed.narrowedFrom).toBeUndefined();
    expect([office.calls('AssumeRole'), window.codes]).toEqual([2, 2]);
  });
});
