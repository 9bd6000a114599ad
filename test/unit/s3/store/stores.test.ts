import { describe, expect, it } from 'vitest';
import { Stores } from '../../../../src/s3/store/stores.js';
import { liveSession } from '../../../support/samples.js';
import { FakeSessions } from '../../../support/sessions.js';

describe('the store of a session', () => {
  it('is one, for as long as its credentials are the same', () => {
    const sessions = new FakeSessions();
    const stores = new Stores(sessions);
    sessions.live.set('a', liveSession({ key: 'a' }));
    sessions.live.set('b', liveSession({ key: 'b' }));
    const first = stores.get('a');
    expect(stores.get('a')).toBe(first);
    expect(stores.get('b')).not.toBe(first);
    sessions.live.set('a', liveSession({ key: 'a', expiresAt: 1 }));
    expect(stores.get('a')).toBe(first);
    const renewed = liveSession({ key: 'a', credentials: { ...first.session.credentials, accessKeyId: 'ASIANEW' } });
    sessions.live.set('a', renewed);
    expect(stores.get('a').session).toBe(renewed);
  });

  it('is none after its end: the message names who it was, and offers that role again', () => {
    const sessions = new FakeSessions();
    const stores = new Stores(sessions);
    const session = liveSession({ key: 'a' });
    sessions.live.set('a', session);
    const before = stores.get('a');
    sessions.live.delete('a');
    sessions.known.set('a', session);
    expect(() => stores.get('a')).toThrow(
      expect.objectContaining({
        failure: { kind: 'expired' },
        message: expect.stringContaining('Role sts-s3-read-only-role (account 123456789012) has ended') as string,
        actions: [expect.objectContaining({ args: [session.role.request] })],
      }) as Error,
    );
    sessions.live.set('a', session);
    expect(stores.get('a')).not.toBe(before);
  });

  it('that this window does not know is told apart', () => {
    expect(() => new Stores(new FakeSessions()).get('a')).toThrow(
      expect.objectContaining({
        failure: { kind: 'expired' },
        message: expect.stringContaining('this window does not know') as string,
        actions: [],
      }) as Error,
    );
  });
});
