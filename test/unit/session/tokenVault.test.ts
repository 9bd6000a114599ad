import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TokenVault } from '../../../src/session/tokenVault.js';
import { SECRET, TOKEN } from '../../support/samples.js';
import { Store } from './store.js';
import type { SourceCredentials } from '../../../src/model/session/credentials.js';

const HOUR_MS = 3_600_000;

function credentials(endsInMs: number, clockOffsetMs = 0): SourceCredentials {
  return {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: SECRET,
    sessionToken: TOKEN,
    expiration: Date.now() + endsInMs + clockOffsetMs,
    clockOffsetMs,
  };
}

let secrets: Store;
let state: Store;
let warnings: (readonly [string, unknown])[];
const openVault = () => new TokenVault(secrets, state, (message, error) => warnings.push([message, error]));

beforeEach(() => {
  secrets = new Store();
  state = new Store();
  warnings = [];
});

describe('session tokens got with MFA', () => {
  it('are there for another window, and their secrets only in the secret store', async () => {
    await openVault().write('a', credentials(HOUR_MS));
    expect(await openVault().read('a')).toMatchObject({ accessKeyId: 'ASIAEXAMPLE', sessionToken: TOKEN });
    expect(JSON.stringify([...state.values])).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
  });

  it.each([
    ['an hour left', HOUR_MS, 0, true],
    ['half a minute left', 30_000, 0, false],
    ['an end in the past', -1, 0, false],
    ["an hour left by AWS's clock, which is two behind", HOUR_MS, -2 * HOUR_MS, true],
    ["an end in the past by AWS's clock, which is two ahead", -1, 2 * HOUR_MS, false],
  ])('with %s: %i ms, clock %i, are used: %s', async (_, left, offset, used) => {
    const vault = openVault();
    await vault.write('a', credentials(left, offset));
    expect((await vault.read('a')) !== undefined).toBe(used);
  });

  it('are blanked in the log once this window has met them', async () => {
    await openVault().write('a', credentials(HOUR_MS));
    const vault = openVault();
    expect(vault.secrets()).toEqual([]);
    await vault.read('a');
    expect(vault.secrets()).toEqual([SECRET, TOKEN]);
  });

  it('are blanked in the log from the moment they are got, also while they are being kept', async () => {
    const vault = openVault();
    const written = vault.write('a', credentials(HOUR_MS));
    expect(vault.secrets()).toEqual([SECRET, TOKEN]);
    await written;
  });

  it('can be forgotten, all of them; those that were still good are counted', async () => {
    const vault = openVault();
    await vault.write('a', credentials(HOUR_MS));
    await vault.write('b', credentials(HOUR_MS));
    await vault.write('c', credentials(-HOUR_MS));
    expect(await vault.forget(Date.now())).toBe(2);
    expect(secrets.values.size).toBe(0);
    expect(await vault.forget(Date.now())).toBe(0);
  });

  it('are forgotten for good by stores that take their time', async () => {
    const vault = openVault();
    await vault.write('a', credentials(HOUR_MS));
    await vault.write('b', credentials(HOUR_MS));
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    state.delay = tick;
    secrets.delay = () => tick().then(tick);
    expect(await vault.forget(Date.now())).toBe(2);
    expect(secrets.values.size).toBe(0);
    expect([...state.values]).toEqual([['knownMfaSessions', {}]]);
  });

  it('go when they have expired, to the moment', async () => {
    const vault = openVault();
    const ends = { old: 999, now: 1000, new: 1001 };
    for (const [key, expiration] of Object.entries(ends)) await vault.write(key, { ...credentials(0), expiration });
    await vault.prune(1000);
    expect([...secrets.values.keys()]).toEqual(['mfaSession:new']);
    expect(await vault.forget(1001)).toBe(0);
  });

  it('are good for a call until a minute before their end', async () => {
    vi.setSystemTime(1000);
    try {
      const vault = openVault();
      await vault.write('a', { ...credentials(0), expiration: 61_001 });
      expect(await vault.read('a')).toBeDefined();
      vi.setSystemTime(1001);
      expect(await vault.read('a')).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{'],
    ['null', 'null'],
    ['a number for an ID', JSON.stringify({ ...credentials(HOUR_MS), accessKeyId: 1 })],
    ['no secret key', JSON.stringify({ ...credentials(HOUR_MS), secretAccessKey: undefined })],
    ['no token', JSON.stringify({ ...credentials(HOUR_MS), sessionToken: undefined })],
    ['no end', JSON.stringify({ ...credentials(HOUR_MS), expiration: undefined })],
    ['an end that is no time', JSON.stringify({ ...credentials(HOUR_MS), expiration: 'later' })],
  ])('that are damaged count as none: %s', async (_, text) => {
    await secrets.store('mfaSession:a', text);
    expect(await openVault().read('a')).toBeUndefined();
  });

  it('do without a secret store that does not work, and say so in the log', async () => {
    const broken = () => Promise.reject(new Error('no keyring'));
    Object.assign(secrets, { get: broken, store: broken, delete: broken });
    const vault = openVault();
    await vault.write('a', credentials(HOUR_MS));
    expect(await vault.read('a')).toBeUndefined();
    await vault.remove('a');
    expect(warnings).toEqual(
      ['keep', 'read', 'remove'].map((what) => [
        `Could not ${what} an MFA session in the secret store`,
        new Error('no keyring'),
      ]),
    );
  });
});
