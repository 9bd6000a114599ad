import { describe, expect, it } from 'vitest';
import { looksOf, pinOf, shownSessions, shownTitle, soleSession } from '../../../../src/s3/explorer/shown.js';
import { liveSession, roleRef } from '../../../support/samples.js';
import { FakeSessions, liveEntry } from '../../../support/sessions.js';

const dev = liveSession({ id: 'dev', key: 'dev-key', role: roleRef('dev') });
const prod = liveSession({ id: 'prod', key: 'prod-key', role: roleRef('prod'), narrowedTo: 'read-only' });

function sessions(...live: (typeof dev)[]): FakeSessions {
  const fake = new FakeSessions();
  live.forEach((session) => fake.put(liveEntry(session)));
  return fake;
}

const brief = (shown: ReturnType<typeof shownSessions>) =>
  shown.map((one) =>
    one.kind === 'ended' ? `${one.pin.id} ended` : `${one.session.id}${one.active ? ' active' : ''}`,
  );

describe('the sessions that the S3 view shows', () => {
  it('are none without a session or a pin', () => {
    expect(shownSessions(sessions(), [], [])).toEqual([]);
  });

  it('are the active one, alone in the view', () => {
    const fake = sessions(prod);
    fake.activate(dev);
    const shown = shownSessions(fake, [], []);
    expect(brief(shown)).toEqual(['dev active']);
    expect(soleSession(shown)?.session).toBe(dev);
  });

  it('are the active one first, then those pinned in their order, each with a row', () => {
    const other = liveSession({ id: 'other', key: 'other-key' });
    const fake = sessions(prod, other);
    fake.activate(dev);
    const shown = shownSessions(fake, [other, dev, prod].map(pinOf), []);
    expect(brief(shown)).toEqual(['dev active', 'other', 'prod']);
    expect(shown.map((one) => one.kind === 'live' && one.pinned)).toEqual([true, true, true]);
    expect(soleSession(shown)).toBeUndefined();
  });

  it('never show another than the active session in the place of the view', () => {
    const shown = shownSessions(sessions(prod), [pinOf(prod)], []);
    expect(brief(shown)).toEqual(['prod']);
    expect(soleSession(shown)).toBeUndefined();
  });

  it('are also what has ended, by what the pin remembers', () => {
    const fake = sessions();
    const expired = { ...prod, kind: 'expired' } as const;
    fake.put(liveEntry(prod, { state: expired }));
    const shown = shownSessions(fake, [pinOf(prod), pinOf(dev)], []);
    expect(brief(shown)).toEqual(['prod ended', 'dev ended']);
    expect(shown.map(shownTitle)).toEqual([
      { title: 'prod (read-only)', account: '123456789012' },
      { title: 'dev', account: '123456789012' },
    ]);
  });

  it('are shown once where two pins are one identity', () => {
    const twin = { ...dev, id: 'twin' };
    const fake = new FakeSessions();
    fake.get = (id) => [dev, twin].map((session) => liveEntry(session)).find((entry) => entry.id === id);
    expect(brief(shownSessions(fake, [dev, twin].map(pinOf), []))).toEqual(['dev']);
  });

  it('say which of them are production', () => {
    const fake = sessions(prod);
    fake.activate(dev);
    const shown = shownSessions(fake, [pinOf(prod)], ['prod']);
    expect(shown.map((one) => one.kind === 'live' && one.production)).toEqual([false, true]);
  });

  it('look the same after a renewal, and not after a switch, a pin or another setting', () => {
    const fake = sessions(prod);
    fake.activate(dev);
    const pins = [pinOf(prod)];
    const looks = () => looksOf(shownSessions(fake, pins, []));
    const before = looks();
    fake.activate({
      ...dev,
      expiresAt: dev.expiresAt + 1,
      credentials: { ...dev.credentials, accessKeyId: 'ASIANEW' },
    });
    expect(looks()).toBe(before);
    expect(looksOf(shownSessions(fake, pins, ['prod']))).not.toBe(before);
    expect(looksOf(shownSessions(fake, [...pins, pinOf(dev)], []))).not.toBe(before);
    fake.activate(prod);
    expect(looks()).not.toBe(before);
  });
});

describe('a pin', () => {
  it('holds who it was and how to get it again, and no secret', () => {
    const pin = pinOf(prod);
    expect(pin).toEqual({ id: 'prod', role: prod.role, narrowedTo: 'read-only', accountId: '123456789012' });
    expect(JSON.stringify(pin)).not.toContain('MARKED');
  });
});
