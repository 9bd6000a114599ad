import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionRequest } from '../../../src/model/request.js';
import { NEVER, type LiveSession } from '../../../src/model/session/session.js';
import { Vault } from '../../../src/session/vault.js';
import { NOW, SECRET, TOKEN, liveSession } from '../../support/samples.js';
import { Store } from './store.js';

const HOUR_MS = 3_600_000;

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

let secrets: Store;
let window: Store;
let everywhere: Store;
const openVault = (): Vault => new Vault(secrets, window, everywhere);
const keep = (key: string, fingerprint: string, overrides: Partial<LiveSession> = {}): Promise<void> =>
  openVault().write({ session: liveSession({ key, ...overrides }), fingerprint });
const keptKeys = (): string[] => [...secrets.values.keys()];

beforeEach(() => {
  secrets = new Store();
  window = new Store();
  everywhere = new Store();
});

describe('a session after a reload of the window', () => {
  it.each([
    ['a narrowed one', narrowed],
    ['one by ARN', adHoc],
    ['a token', token],
  ])('can be renewed as it was asked for: %s', async (_, request) => {
    const session = liveSession({ role: { id: 'x', name: 'x', request }, narrowedTo: 'less', expiresAt: NEVER });
    const before = openVault();
    await before.write({ session, fingerprint: 'f' });
    await before.setActive(session.key);
    const kept = await openVault().readActive(NOW);
    expect(kept?.session.role.request).toEqual(JSON.parse(JSON.stringify(request)));
    expect(kept?.session).toMatchObject({ narrowedTo: 'less', expiresAt: NEVER });
    expect(JSON.stringify([...window.values, ...everywhere.values])).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
  });

  const whole = { session: liveSession({ key: 'k' }), fingerprint: 'f' };
  it.each([
    ['of an older release, which knew no requests', { ...whole, session: { ...whole.session, role: { id: 'x' } } }],
    ['without a role', { ...whole, session: { ...whole.session, role: undefined } }],
    ['that is no live one', { ...whole, session: { ...whole.session, kind: 'expired' } }],
    ['without the plan it was opened by', { session: whole.session }],
    ['of nothing', {}],
    ['that is no object', null],
  ])('is gone where it is one %s', async (_, damaged) => {
    await secrets.store('session:k', JSON.stringify(damaged));
    expect(await openVault().read('k', NOW)).toBeUndefined();
  });

  it('is gone where only half of it was written', async () => {
    await secrets.store('session:k', JSON.stringify(whole).slice(0, -5));
    expect(await openVault().read('k', NOW)).toBeUndefined();
  });

  it('is gone from the moment that it ends', async () => {
    await keep('k', 'f', { expiresAt: NOW });
    expect(await openVault().read('k', NOW - 1)).toBeDefined();
    expect(await openVault().read('k', NOW)).toBeUndefined();
  });

  it('is none where none was active, and no longer where it is not any more', async () => {
    await keep('k', 'f');
    expect(await openVault().readActive(NOW)).toBeUndefined();
    await openVault().setActive('k');
    expect((await openVault().readActive(NOW))?.session.key).toBe('k');
    await openVault().setActive(undefined);
    expect(await openVault().readActive(NOW)).toBeUndefined();
  });

  it('is active in its own window only', async () => {
    await keep('k', 'f');
    await openVault().setActive('k');
    expect(await new Vault(secrets, new Store(), everywhere).readActive(NOW)).toBeUndefined();
  });
});

describe('a session of the same plan', () => {
  it('is found by the fingerprint of its plan, and by no other', async () => {
    await keep('a', 'plan a');
    await keep('b', 'plan b', { expiresAt: NOW + 2 * HOUR_MS });
    expect((await openVault().find('plan a', NOW))?.session.key).toBe('a');
    expect(await openVault().find('plan c', NOW)).toBeUndefined();
  });

  it('is the one that lasts longest', async () => {
    await keep('short', 'plan', { expiresAt: NOW + 1 });
    await keep('long', 'plan', { expiresAt: NOW + 2 * HOUR_MS });
    await keep('middle', 'plan', { expiresAt: NOW + HOUR_MS });
    expect((await openVault().find('plan', NOW))?.session.key).toBe('long');
  });

  it('is none where the secret store holds another plan’s under its key', async () => {
    await keep('k', 'plan b');
    everywhere.values.set('keptSessions', { k: { expiresAt: NOW + HOUR_MS, fingerprint: 'plan a' } });
    expect(await openVault().find('plan a', NOW)).toBeUndefined();
  });

  it('is none once it has ended, or the secret store has lost it', async () => {
    await keep('k', 'plan', { expiresAt: NOW + 1 });
    expect(await openVault().find('plan', NOW + 1)).toBeUndefined();
    secrets.values.clear();
    expect(await openVault().find('plan', NOW)).toBeUndefined();
  });

  it('is told outside the secret store by its end and its plan alone', async () => {
    await keep('k', 'plan');
    expect([...everywhere.values]).toEqual([
      ['keptSessions', { k: { expiresAt: NOW + HOUR_MS, fingerprint: 'plan' } }],
    ]);
    expect([...window.values]).toEqual([]);
  });
});

describe('what is stored', () => {
  it('goes when it is removed, and only that', async () => {
    await keep('a', 'plan');
    await keep('b', 'plan');
    await openVault().remove('a');
    expect(keptKeys()).toEqual(['session:b']);
    expect(await openVault().read('a', NOW)).toBeUndefined();
    expect((await openVault().find('plan', NOW))?.session.key).toBe('b');
  });

  it('goes when it has ended, to the moment; what lives stays', async () => {
    await keep('past', 'plan', { expiresAt: NOW - 1 });
    await keep('now', 'plan', { expiresAt: NOW });
    await keep('live', 'plan', { expiresAt: NOW + 1 });
    await keep('endless', 'plan', { expiresAt: NEVER });
    await openVault().prune(NOW);
    expect(keptKeys()).toEqual(['session:live', 'session:endless']);
    expect(Object.keys(everywhere.get('keptSessions'))).toEqual(['live', 'endless']);
  });

  it('is waited for: a store that takes its time has it all in the end', async () => {
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    for (const store of [secrets, window, everywhere]) store.delay = tick;
    await keep('a', 'plan');
    await keep('b', 'plan');
    expect(keptKeys()).toEqual(['session:a', 'session:b']);
    await openVault().remove('a');
    expect([keptKeys(), Object.keys(everywhere.get('keptSessions'))]).toEqual([['session:b'], ['b']]);
    await openVault().prune(NOW + 2 * HOUR_MS);
    expect([keptKeys(), Object.keys(everywhere.get('keptSessions'))]).toEqual([[], []]);
    await openVault().setActive('x');
    expect(window.values.get('activeSession')).toBe('x');
  });

  it.each<[string, (vault: Vault) => Promise<unknown>]>([
    ['write', (vault) => vault.write({ session: liveSession(), fingerprint: 'f' })],
    ['read', (vault) => vault.read('k', NOW)],
    ['remove', (vault) => vault.remove('k')],
    ['find', (vault) => vault.find('plan', NOW)],
    ['prune', (vault) => vault.prune(NOW + 2 * HOUR_MS)],
  ])('or not, which whoever asked to %s is told', async (_, use) => {
    await keep('k', 'plan');
    const broken = () => Promise.reject(new Error('no keyring'));
    Object.assign(secrets, { get: broken, store: broken, delete: broken });
    await expect(use(openVault())).rejects.toThrow('no keyring');
  });

  it('shares the secret store with the session tokens, which say what they cannot do', async () => {
    const warned: string[] = [];
    const tokens = openVault().tokens((message) => warned.push(message));
    const expiration = Date.now() + HOUR_MS;
    await tokens.write('t', { accessKeyId: 'A', secretAccessKey: SECRET, sessionToken: TOKEN, expiration });
    expect([keptKeys(), Object.keys(everywhere.get('knownMfaSessions'))]).toEqual([['mfaSession:t'], ['t']]);
    secrets.get = () => {
      throw new Error('no keyring');
    };
    expect(await tokens.read('t')).toBeUndefined();
    expect(warned).toHaveLength(1);
  });
});
