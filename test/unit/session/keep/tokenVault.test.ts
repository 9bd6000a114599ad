import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../../src/base/errors.js';
import type { SourceCredentials } from '../../../../src/model/session/credentials.js';
import { TokenVault } from '../../../../src/session/keep/tokenVault.js';
import { SECRET, TOKEN } from '../../../support/samples.js';
import { filesIn, modeOf, useFolder } from '../folder.js';
import { Store } from '../store.js';

const NOW = 1_000_000;
const HOUR_MS = 3_600_000;

/** Good for so long by this machine's clock. */
function credentials(endsInMs: number, clockOffsetMs = 0): SourceCredentials {
  return {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: SECRET,
    sessionToken: TOKEN,
    expiration: NOW + endsInMs + clockOffsetMs,
    clockOffsetMs,
  };
}

const folder = useFolder();
let secrets: Store;
let state: Store;
let warnings: (readonly [string, unknown])[];
const openVault = () => new TokenVault(secrets, folder(), (message, error) => warnings.push([message, error]));
const keptKeys = () => [...secrets.values.keys()].sort();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  secrets = new Store();
  state = new Store();
  warnings = [];
});
afterEach(() => vi.useRealTimers());

describe('session tokens got with MFA', () => {
  it('are there for another window, and their secrets only in the secret store', async () => {
    await openVault().write('a', credentials(HOUR_MS));
    expect(await openVault().read('a')).toEqual(credentials(HOUR_MS));
    expect(await openVault().read('b')).toBeUndefined();
    expect(await filesIn(folder())).toEqual({ 'a.json': { mode: '600', text: `{"end":${NOW + HOUR_MS}}` } });
    expect([await modeOf(folder()), keptKeys(), warnings]).toEqual(['700', ['mfaSession:a'], []]);
  });

  it.each([
    ['an hour left', HOUR_MS, 0, true],
    ['a minute left', 60_000, 0, false],
    ['a bit more than a minute left', 60_001, 0, true],
    ['an end in the past', -1, 0, false],
    ["an hour left by AWS's clock, which is two behind", HOUR_MS, -2 * HOUR_MS, true],
    ["an end in the past by AWS's clock, which is two ahead", -1, 2 * HOUR_MS, false],
  ])('with %s: %i ms, clock %i, are used: %s', async (_, left, offset, used) => {
    await openVault().write('a', credentials(left, offset));
    const vault = openVault();
    expect((await vault.read('a')) !== undefined).toBe(used);
    expect(vault.secrets()).toEqual(used ? [SECRET, TOKEN] : []);
  });

  it('are good by a clock that nobody said is wrong', async () => {
    const { clockOffsetMs, ...plain } = credentials(HOUR_MS);
    await openVault().write('a', plain);
    expect([clockOffsetMs, await openVault().read('a')]).toEqual([0, plain]);
  });

  it('are blanked in the log from the moment they are got, also while they are being kept', async () => {
    const vault = openVault();
    const written = vault.write('a', credentials(HOUR_MS));
    expect(vault.secrets()).toEqual([SECRET, TOKEN]);
    await written;
    await vault.write('b', { ...credentials(HOUR_MS), secretAccessKey: 's2', sessionToken: 't2' });
    await vault.forget(NOW);
    expect(vault.secrets()).toEqual([SECRET, TOKEN, 's2', 't2']);
  });

  it('go where one is not good any more, and only that', async () => {
    await openVault().write('a', credentials(HOUR_MS));
    await openVault().write('b', credentials(HOUR_MS));
    await openVault().remove('a');
    expect([keptKeys(), await readdir(folder())]).toEqual([['mfaSession:b'], ['b.json']]);
  });

  it('go without a word where another window was sooner', async () => {
    await openVault().remove('a');
    expect(warnings).toEqual([]);
  });

  it('lose nothing where two windows keep them at once', async () => {
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    secrets.delay = () => tick().then(tick);
    const keys = Array.from({ length: 20 }, (_, index) => `key${index}`);
    await Promise.all(keys.map((key) => openVault().write(key, credentials(HOUR_MS))));
    expect([keptKeys(), (await readdir(folder())).length]).toEqual([keys.map((key) => `mfaSession:${key}`).sort(), 20]);
    expect(await openVault().forget(NOW)).toBe(20);
    expect([keptKeys(), await readdir(folder())]).toEqual([[], []]);
  });
});

describe('forgetting them', () => {
  it('is done for all; those that were still good are counted', async () => {
    const vault = openVault();
    await vault.write('a', credentials(HOUR_MS));
    await vault.write('b', credentials(1));
    await vault.write('c', credentials(0));
    expect(await openVault().forget(NOW)).toBe(2);
    expect([keptKeys(), await readdir(folder()), await vault.forget(NOW)]).toEqual([[], [], 0]);
  });

  it('is done without a word where there never was one', async () => {
    expect(await openVault().forget(NOW)).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('is refused where the secret store keeps some, and those can be forgotten later', async () => {
    for (const key of ['a', 'b', 'c']) await openVault().write(key, credentials(HOUR_MS));
    const remove = secrets.delete;
    secrets.delete = (key) => (key.endsWith('a') ? remove(key) : Promise.reject(new Error('no keyring')));
    const forgotten = openVault().forget(NOW);
    await expect(forgotten).rejects.toThrow(UserError);
    await expect(forgotten).rejects.toMatchObject({ cause: new Error('no keyring') });
    await expect(forgotten).rejects.toThrow('did not forget 2 of');
    expect(await readdir(folder())).toEqual(['b.json', 'c.json']);
    secrets.delete = remove;
    expect(await openVault().forget(NOW)).toBe(2);
    expect(keptKeys()).toEqual([]);
  });

  it.each(['', '{', 'null', '{"end":"later"}', '[]'])('takes also one whose file is damaged: "%s"', async (text) => {
    await openVault().write('a', credentials(HOUR_MS));
    await writeFile(join(folder(), 'a.json'), text);
    expect(await openVault().forget(NOW)).toBe(0);
    expect([keptKeys(), await readdir(folder())]).toEqual([[], []]);
  });

  it('leaves files of others alone', async () => {
    await openVault().write('a', credentials(HOUR_MS));
    await writeFile(join(folder(), 'a.temp'), '');
    expect(await openVault().forget(NOW)).toBe(1);
    expect(await readdir(folder())).toEqual(['a.temp']);
  });

  it('fails where nobody can tell what there is', async () => {
    await writeFile(folder(), 'no folder');
    await expect(openVault().forget(NOW)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});

describe('at the start', () => {
  it('those that have ended go, to the moment', async () => {
    const vault = openVault();
    for (const [key, left] of Object.entries({ old: -1, now: 0, new: 1 })) await vault.write(key, credentials(left));
    await openVault().prune(NOW, state);
    expect([keptKeys(), await readdir(folder())]).toEqual([['mfaSession:new'], ['new.json']]);
  });

  it('what older releases kept goes, and their list', async () => {
    for (const key of ['mfaSession:a', 'mfaSession:b', 'mfaSession:c']) await secrets.store(key, 'x');
    await state.update('knownMfaSessions', { a: 1, b: 2 });
    await openVault().prune(NOW, state);
    expect([keptKeys(), state.values.get('knownMfaSessions')]).toEqual([['mfaSession:c'], undefined]);
    await openVault().prune(NOW, state);
    expect(warnings).toEqual([]);
  });

  it('a secret store that does not work is said in the log, and the list goes nevertheless', async () => {
    await openVault().write('a', credentials(0));
    await state.update('knownMfaSessions', { b: 1 });
    secrets.delete = () => Promise.reject(new Error('no keyring'));
    await openVault().prune(NOW, state);
    const warning = ['Could not remove an MFA session in the secret store', new Error('no keyring')];
    expect(warnings).toEqual([warning, warning]);
    expect(state.values.get('knownMfaSessions')).toBeUndefined();
  });
});

describe('one that is damaged', () => {
  it.each([
    ['nothing', ''],
    ['half of it', '{'],
    ['null', 'null'],
    ['a number for an ID', JSON.stringify({ ...credentials(HOUR_MS), accessKeyId: 1 })],
    ['no secret key', JSON.stringify({ ...credentials(HOUR_MS), secretAccessKey: undefined })],
    ['no token', JSON.stringify({ ...credentials(HOUR_MS), sessionToken: undefined })],
    ['no end', JSON.stringify({ ...credentials(HOUR_MS), expiration: undefined })],
    ['an end that is no time', JSON.stringify({ ...credentials(HOUR_MS), expiration: `${NOW + HOUR_MS}` })],
  ])('counts as none: %s', async (_, text) => {
    await secrets.store('mfaSession:a', text);
    expect(await openVault().read('a')).toBeUndefined();
    expect(warnings).toEqual([]);
  });
});

describe('a secret store that does not work', () => {
  it('keeps nobody from a session, and is said in the log', async () => {
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
    expect(await readdir(folder())).toEqual(['a.json']); // to be forgotten, if it was kept after all
  });

  it('and hangs is waited for no longer than a password takes, or a moment where it goes on by itself', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: NOW });
    const hung = () => new Promise(() => undefined);
    Object.assign(secrets, { get: hung, store: hung, delete: hung });
    const after = async (ms: number, work: Promise<unknown>): Promise<unknown> => {
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
    };
    expect(await after(15_000, openVault().read('a'))).toBeUndefined();
    for (const key of ['a', 'b', 'c']) await after(3_000, openVault().write(key, credentials(HOUR_MS)));
    await after(3_000, openVault().remove('a'));
    expect(warnings.map(([message, error]) => `${message}: ${String(error)}`)).toEqual([
      'Could not read an MFA session in the secret store: Error: The secret store has not answered for 15 s',
      ...['keep', 'keep', 'keep', 'remove'].map(
        (what) =>
          `Could not ${what} an MFA session in the secret store: Error: The secret store has not answered for 3 s`,
      ),
    ]);
    const forgotten = await after(3_000, openVault().forget(NOW)); // all at once
    expect(String(forgotten)).toContain('did not forget 3 of');
    await state.update('knownMfaSessions', { b: 1 });
    await after(3_000, openVault().prune(NOW, state));
  });

  it('and takes one long after it was forgotten, does not keep it', async () => {
    let goOn: (() => void) | undefined;
    secrets.delay = () => new Promise<void>((resolve) => (goOn = resolve));
    const writing = openVault().write('a', credentials(HOUR_MS));
    await vi.waitFor(() => expect(goOn).toBeDefined());
    secrets.delay = () => Promise.resolve();
    await openVault().forget(NOW);
    goOn?.();
    await writing;
    expect(keptKeys()).toEqual([]);
  });

  it('may throw at once', async () => {
    secrets.get = () => {
      throw new Error('no keyring');
    };
    expect(await openVault().read('a')).toBeUndefined();
    expect(warnings.length).toBe(1);
  });

  it('is given nothing that no file could tell of', async () => {
    await mkdir(join(folder(), '..'), { recursive: true });
    await writeFile(folder(), 'no folder');
    await openVault().write('a', credentials(HOUR_MS));
    expect([keptKeys(), warnings.length]).toEqual([[], 1]);
  });
});

describe('the list of them', () => {
  const DEVICE = 'arn:aws:iam::123456789012:mfa/anna';
  const one = (key: string) => ({ key, device: DEVICE, expiresAt: NOW + HOUR_MS });

  it('is the same in every window, without secrets, and after a reload', async () => {
    const [here, there] = [openVault(), openVault()];
    let changes = 0;
    there.onDidChange(() => (changes += 1));
    await here.write('a', credentials(HOUR_MS), DEVICE);
    await expect.poll(() => [here.list(), there.list(), changes > 0]).toEqual([[one('a')], [one('a')], true]);
    const later = openVault();
    expect(later.list()).toEqual([]);
    await later.restore();
    expect(later.list()).toEqual([one('a')]);
    expect(JSON.stringify([later.list(), await filesIn(folder())])).not.toMatch(`${SECRET}|${TOKEN}|ASIA`);
  });

  it('has none that has expired', async () => {
    const vault = openVault();
    await vault.write('a', credentials(HOUR_MS), DEVICE);
    await expect.poll(() => vault.list()).toEqual([one('a')]);
    vi.setSystemTime(NOW + HOUR_MS);
    expect(vault.list()).toEqual([]);
  });

  it('loses the one that is forgotten, in every window, and no other', async () => {
    const [here, there] = [openVault(), openVault()];
    await here.write('a', credentials(HOUR_MS), DEVICE);
    await here.write('b', credentials(HOUR_MS), DEVICE);
    await expect.poll(() => there.list()).toHaveLength(2);
    expect(await here.forget(NOW, 'a')).toBe(1);
    await expect.poll(() => [here.list(), there.list()]).toEqual([[one('b')], [one('b')]]);
    expect([keptKeys(), await here.read('b')]).toEqual([['mfaSession:b'], credentials(HOUR_MS)]);
    expect(await there.forget(NOW, 'a')).toBe(0);
  });

  it('keeps the one that the secret store does not forget', async () => {
    const vault = openVault();
    await vault.write('a', credentials(HOUR_MS), DEVICE);
    await expect.poll(() => vault.list()).toHaveLength(1);
    secrets.delete = () => Promise.reject(new Error('no keyring'));
    await expect(vault.forget(NOW, 'a')).rejects.toThrow(UserError);
    expect(vault.list()).toEqual([one('a')]);
  });

  it('is told no longer of what another window keeps once it is done with', async () => {
    const vault = openVault();
    vault.dispose();
    await openVault().write('a', credentials(HOUR_MS), DEVICE);
    expect(vault.list()).toEqual([]);
  });
});
