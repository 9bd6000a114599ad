import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Vault, type KeptSession } from '../../../../src/session/keep/vault.js';
import { NOW, liveSession, plan } from '../../../support/samples.js';
import { useFolder } from '../folder.js';
import { Store } from '../store.js';

const folder = useFolder();
let secrets: Store;
let everywhere: Store;
const openVault = (): Vault => new Vault(secrets, new Store(), folder());
const kept = (id: string, generation: number): KeptSession => ({
  session: liveSession({ id }),
  plan: plan(),
  generation,
});

describe('a secret store that hangs', () => {
  const hung = () => new Promise<never>(() => undefined);
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: NOW });
    secrets = new Store();
    everywhere = new Store();
  });
  afterEach(() => void vi.useRealTimers());

  /** What came of it once so much time is over, and that it was waited for until then. */
  async function after<T>(ms: number, work: Promise<T>): Promise<unknown> {
    let outcome: unknown = 'waits';
    work.then(
      (value) => (outcome = value),
      (error: unknown) => (outcome = error),
    );
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(outcome).toBe('waits');
    await vi.advanceTimersByTimeAsync(1);
    await vi.waitFor(() => expect(outcome).not.toBe('waits'));
    return outcome;
  }

  it('is not read for longer than a password takes', async () => {
    secrets.get = () => hung() as never;
    expect(await after(15_000, openVault().read({ id: 'a', generation: 0 }))).toEqual(
      new Error('The secret store has not answered for 15 s'),
    );
  });

  it('is written to in the background, and the mark is there', async () => {
    secrets.store = hung;
    expect(await after(3_000, openVault().write(kept('a', 2)))).toEqual(
      new Error('The secret store has not answered for 3 s'),
    );
    expect(await openVault().mark('a')).toMatchObject({ generation: 2, ended: false });
  });

  it('is asked in the background to forget, and the tombstone is there', async () => {
    secrets.delete = hung;
    expect(await after(3_000, openVault().end('a', 2, 'ended'))).toEqual(
      new Error('The secret store has not answered for 3 s'),
    );
    expect(await openVault().mark('a')).toMatchObject({ generation: 2, ended: true });
  });

  it('and takes an entry when its session has ended long since, does not keep it', async () => {
    let goOn = (): void => undefined;
    secrets.delay = () => new Promise<void>((resolve) => (goOn = resolve));
    await after(3_000, openVault().write(kept('a', 2)));
    secrets.delay = () => Promise.resolve();
    await openVault().end('a', 2, 'ended');
    const sizes: number[] = [];
    secrets.onDidChange(() => sizes.push(secrets.values.size));
    goOn();
    await vi.waitFor(() => expect(sizes).toEqual([1, 0]));
    await openVault().write(kept('a', 3));
    expect(secrets.values.size).toBe(1);
  });

  it('does not hold up the start either', async () => {
    await everywhere.update('keptSessions', { a: 1 });
    secrets.delete = hung;
    expect(await after(3_000, openVault().prune(NOW, everywhere))).toBeInstanceOf(Error);
  });
});
