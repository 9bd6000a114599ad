import { describe, expect, it } from 'vitest';
import type { SessionRequest } from '../../../src/model/request.js';
import { NEVER } from '../../../src/model/session.js';
import { Vault } from '../../../src/session/vault.js';
import { NOW, SECRET, TOKEN, liveSession } from '../../support/samples.js';
import { Store } from './store.js';

const narrowed: SessionRequest = {
  target: { kind: 'configured', roleId: 'profile:dev' },
  overrides: { narrowing: { kind: 's3-location', bucket: 'b', prefix: 'p/', access: 'read' } },
};
const adHoc: SessionRequest = {
  target: { kind: 'ad-hoc', arn: 'arn:aws:iam::123456789012:role/far', sourceProfile: 'base' },
  overrides: { durationSeconds: 900, tags: { team: 'a' } },
};
const token: SessionRequest = {
  target: { kind: 'session-token', profile: 'base', mfaSerial: undefined },
  overrides: {},
};

describe('a session after a reload of the window', () => {
  it.each([
    ['a narrowed one', narrowed],
    ['one by ARN', adHoc],
    ['a token', token],
  ])('can be renewed as it was asked for: %s', async (_, request) => {
    const [secrets, window, everywhere] = [new Store(), new Store(), new Store()];
    const session = liveSession({ role: { id: 'x', name: 'x', request }, narrowedTo: 'less', expiresAt: NEVER });
    const before = new Vault(secrets, window, everywhere);
    await before.write({ session, fingerprint: 'f' });
    await before.setActive(session.key);
    const kept = await new Vault(secrets, window, everywhere).readActive(NOW);
    expect(kept?.session.role.request).toEqual(JSON.parse(JSON.stringify(request)));
    expect(kept?.session).toMatchObject({ narrowedTo: 'less', expiresAt: NEVER });
    expect(JSON.stringify([...window.values, ...everywhere.values])).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
  });

  it.each([
    ['of an older release, which knew no requests', { id: 'profile:dev', name: 'dev' }],
    ['that is damaged', undefined],
  ])('is gone where it is one %s', async (_, role) => {
    const [secrets, memento] = [new Store(), new Store()];
    await secrets.store(
      'session:k',
      JSON.stringify({ session: { ...liveSession({ key: 'k' }), role }, fingerprint: 'f' }),
    );
    expect(await new Vault(secrets, memento, memento).read('k', NOW)).toBeUndefined();
  });
});
