import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import type * as Os from 'node:os';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionRequest } from '../../../../src/model/request.js';
import { expire, NEVER, type LiveSession } from '../../../../src/model/session/session.js';
import { machineName } from '../../../../src/session/keep/machineId.js';
import { keptText, parseKept, Vault, type KeptSession } from '../../../../src/session/keep/vault.js';
import { NOW, SECRET, TOKEN, liveSession, plan } from '../../../support/samples.js';
import { filesIn, modeOf, useFolder } from '../folder.js';
import { Store } from '../store.js';

vi.mock('node:os', async (importOriginal) => {
  const os = await importOriginal<typeof Os>();
  return { ...os, hostname: vi.fn(os.hostname) };
});

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

const folder = useFolder();
let secrets: Store;
let window: Store;
let everywhere: Store;
const openVault = (): Vault => new Vault(secrets, window, folder());
const kept = (id: string, generation = 1, overrides: Partial<LiveSession> = {}): KeptSession => ({
  session: liveSession({ id, ...overrides }),
  plan: plan(),
  generation,
});
const ignore = (): void => undefined;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const keptIds = (): string[] => [...secrets.values.keys()].map((key) => key.split(':').at(-1) ?? '').sort();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  secrets = new Store();
  window = new Store();
  everywhere = new Store();
});
afterEach(() => {
  vi.useRealTimers();
  vi.mocked(hostname).mockReset();
});

describe('a session that is kept', () => {
  it.each([
    ['a narrowed one', narrowed],
    ['one by ARN', adHoc],
    ['a token', token],
  ])('can be renewed as it was asked for: %s', async (_, request) => {
    const session = { role: { id: 'x', name: 'x', request }, narrowedTo: 'less', expiresAt: NEVER };
    await openVault().write(kept('a', 3, session));
    expect(await openVault().read({ id: 'a', generation: 3 })).toEqual(plain(kept('a', 3, session)));
  });

  it('is told outside the secret store by its generation alone, in a file of its owner’s', async () => {
    await openVault().write(kept('a', 3));
    const text = JSON.stringify({ generation: 3, at: NOW });
    const { machine, ...files } = await filesIn(folder());
    expect([machine?.mode, files]).toEqual(['600', { 'a.json': { mode: '600', text } }]);
    expect(await modeOf(folder())).toBe('700');
    expect([[...window.values], [...everywhere.values]]).toEqual([[], []]);
    expect(JSON.stringify([...secrets.values])).toContain(SECRET);
    expect(await openVault().mark('a')).toEqual({ id: 'a', generation: 3, at: NOW, ended: false });
  });

  it('has no secret once it has expired', async () => {
    await openVault().write(kept('a'));
    await openVault().write({ ...kept('a'), session: expire(liveSession({ id: 'a' })) });
    expect(JSON.stringify([...secrets.values])).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
    expect(await openVault().read({ id: 'a', generation: 1 })).toMatchObject({ session: { kind: 'expired' } });
  });

  it.each([
    [2, 1, true],
    [2, 2, true],
    [2, 3, false],
  ])('as generation %i is there for whoever looks for %i: %s', async (is, wanted, there) => {
    await openVault().write(kept('a', is));
    expect((await openVault().read({ id: 'a', generation: wanted })) !== undefined).toBe(there);
  });

  it('is none where there is none, and of another folder none of this one', async () => {
    expect(await openVault().read({ id: 'a', generation: 0 })).toBeUndefined();
    expect([await openVault().ids(), await openVault().mark('a')]).toEqual([[], undefined]);
    await new Vault(secrets, window, join(folder(), 'remote')).write(kept('a'));
    expect(await openVault().read({ id: 'a', generation: 0 })).toBeUndefined();
    expect(keptIds()).toEqual(['a']);
  });

  it('is found under any name that the machine has later, and is not that of another machine', async () => {
    await openVault().write(kept('a'));
    const [[key, text] = []] = secrets.values.entries();
    vi.mocked(hostname).mockReturnValue('renamed-by-dhcp');
    expect(await openVault().read({ id: 'a', generation: 1 })).toBeDefined();
    await openVault().end('a', 1, 'ended');
    expect(keptIds()).toEqual([]);
    await secrets.store(key!, String(text));
    await rename(folder(), `${folder()}.away`); // as if on a machine of the same name
    expect(await openVault().read({ id: 'a', generation: 1 })).toBeUndefined();
  });

  it('is that of the machine as soon as it can be told, and at its end what was kept until then goes as well', async () => {
    const vault = openVault();
    await mkdir(folder());
    await symlink('nowhere/at/all', join(folder(), 'machine')); // as what is busy for a moment
    await vault.write(kept('a'));
    await rm(join(folder(), 'machine'));
    await writeFile(join(folder(), 'machine'), '0123456789abcdef');
    await vault.write(kept('a', 2));
    const places = [...secrets.values.keys()].map((key) => key.split(':')[1]);
    expect(places).toEqual([machineName(folder()), '0123456789abcdef']);
    expect(await openVault().read({ id: 'a', generation: 2 })).toBeDefined();
    await vault.end('a', 2, 'ended');
    expect(keptIds()).toEqual([]);
  });

  it('is not written over by what is older', async () => {
    await openVault().write(kept('a', 2));
    await openVault().write({ ...kept('a', 1), session: expire(liveSession({ id: 'a' })) });
    expect(await openVault().mark('a')).toMatchObject({ generation: 2, ended: false });
    expect(await openVault().read({ id: 'a', generation: 2 })).toEqual(plain(kept('a', 2)));
  });

  it('has its mark after its entry, so that whoever goes by the mark finds it', async () => {
    const seen: unknown[] = [];
    secrets.delay = async () => seen.push(await openVault().ids());
    await openVault().write(kept('a'));
    expect([seen, await openVault().ids()]).toEqual([[[]], ['a']]);
  });

  it('has its mark also where the secret store does not take it: ends of other windows go by it', async () => {
    secrets.store = () => Promise.reject(new Error('no keyring'));
    await expect(openVault().write(kept('a', 3))).rejects.toThrow('no keyring');
    expect(await openVault().mark('a')).toMatchObject({ generation: 3, ended: false });
  });

  it('is not lost where two windows keep some at once', async () => {
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    secrets.delay = () => tick().then(tick);
    const ids = Array.from({ length: 20 }, (_, index) => `id${index}`).sort();
    await Promise.all(ids.map((id) => openVault().write(kept(id))));
    expect((await openVault().ids()).sort()).toEqual(ids);
    expect(keptIds()).toEqual(ids);
  });
});

describe('the active session', () => {
  it('is this window’s, after a reload as well', async () => {
    expect(openVault().active).toBeUndefined();
    await openVault().setActive({ id: 'a', key: 'k' });
    expect([openVault().active, new Vault(secrets, new Store(), folder()).active]).toEqual([
      { id: 'a', key: 'k' },
      undefined,
    ]);
    await openVault().setActive(undefined);
    expect(openVault().active).toBeUndefined();
  });

  it('is waited for', async () => {
    window.delay = () => new Promise((resolve) => setImmediate(resolve));
    await openVault().setActive({ id: 'a', key: 'k' });
    expect(openVault().active).toEqual({ id: 'a', key: 'k' });
  });
});

describe('a damaged entry', () => {
  const whole = kept('a');
  const { credentials, ...facts } = liveSession({ id: 'a' });
  it.each<[string, unknown]>([
    ['of an older release, which knew no requests', { ...whole, session: { ...whole.session, role: { id: 'x' } } }],
    ['without a role', { ...whole, session: { ...whole.session, role: undefined } }],
    ['without an id', { ...whole, session: { ...whole.session, id: undefined } }],
    ['without an end', { ...whole, session: { ...whole.session, expiresAt: null } }],
    ['that failed', { ...whole, session: { ...whole.session, kind: 'failed' } }],
    ['without credentials', { ...whole, session: facts }],
    [
      'without a key’s ID',
      { ...whole, session: { ...facts, credentials: { ...credentials, accessKeyId: undefined } } },
    ],
    ['without a secret', { ...whole, session: { ...facts, credentials: { ...credentials, secretAccessKey: 1 } } }],
    ['without a token', { ...whole, session: { ...facts, credentials: { ...credentials, sessionToken: undefined } } }],
    ['without the plan it was opened by', { ...whole, plan: undefined }],
    ['without a generation', { ...whole, generation: '1' }],
    ['without a session', { ...whole, session: undefined }],
    ['of nothing', {}],
    ['that is no object', null],
  ])('%s counts as none', async (_, damaged) => {
    await openVault().write(kept('a'));
    const [key = ''] = secrets.values.keys();
    await secrets.store(key, JSON.stringify(damaged));
    expect(await openVault().read({ id: 'a', generation: 0 })).toBeUndefined();
  });

  it('counts as none where only half of it was written', () => {
    expect(parseKept(keptText(whole).slice(0, -5))).toBeUndefined();
    expect(parseKept(keptText(whole))).toEqual(plain(whole));
    expect(parseKept(keptText({ ...whole, session: expire(liveSession()) }))).toBeDefined();
  });
});

describe('the end of a session', () => {
  it('leaves a tombstone, and no entry', async () => {
    await openVault().write(kept('a', 2));
    await openVault().write(kept('b', 1));
    await openVault().end('a', 2, 'refused');
    expect(await openVault().mark('a')).toEqual({ id: 'a', generation: 2, at: NOW, ended: true, reason: 'refused' });
    expect(keptIds()).toEqual(['b']);
  });

  it('is told also where the secret store does not forget it', async () => {
    await openVault().write(kept('a'));
    secrets.delete = () => Promise.reject(new Error('no keyring'));
    await expect(openVault().end('a', 1, 'ended')).rejects.toThrow('no keyring');
    expect(await openVault().mark('a')).toMatchObject({ ended: true });
  });

  it('is said to have failed where no tombstone can be left, and its entry goes nevertheless', async () => {
    const vault = openVault();
    await vault.write(kept('a'));
    await rename(folder(), `${folder()}.away`);
    await writeFile(folder(), 'no folder');
    await expect(vault.end('a', 1, 'ended')).rejects.toThrow();
    expect(keptIds()).toEqual([]);
  });
});

describe('at the start', () => {
  it('tombstones go after two days', async () => {
    await openVault().end('a', 1, 'ended');
    await openVault().prune(NOW + 49 * HOUR_MS, everywhere);
    expect(await openVault().ids()).toEqual([]);
  });

  it('what older releases kept goes, and their list', async () => {
    for (const key of ['session:a', 'session:b', 'session:c']) await secrets.store(key, SECRET);
    await everywhere.update('keptSessions', { a: 1, b: 2 });
    await openVault().prune(NOW, everywhere);
    expect([[...secrets.values.keys()], everywhere.values.get('keptSessions')]).toEqual([['session:c'], undefined]);
    await openVault().prune(NOW, everywhere);
  });
});

describe('whoever watches', () => {
  it('hears of entries and marks of this machine, also of other windows, and of nothing else', async () => {
    const heard: string[] = [];
    const watching = openVault().watch((id) => heard.push(id), ignore);
    await openVault().write(kept('a'));
    await vi.waitFor(() => expect(heard.filter((id) => id === 'a').length).toBeGreaterThan(1));
    await new Vault(new Store(), new Store(), folder()).end('b', 1, 'ended');
    await vi.waitFor(() => expect(heard).toContain('b'));
    await secrets.store('mfaSession:x', 'x');
    await mkdir(join(folder(), 'mfa'));
    await writeFile(join(folder(), 'x.lease'), '');
    await openVault().end('c', 1, 'ended');
    await vi.waitFor(() => expect(heard).toContain('c'));
    expect(new Set(heard)).toEqual(new Set(['a', 'b', 'c']));
    watching.dispose();
  });

  it('hears of entries also where no folder can be watched', async () => {
    await writeFile(folder(), 'no folder');
    const heard: string[] = [];
    const watching = openVault().watch((id) => heard.push(id), ignore);
    await openVault()
      .write(kept('a'))
      .catch(() => undefined);
    expect(heard).toEqual(['a']);
    watching.dispose();
  });

  it('hears nothing any more afterwards', async () => {
    const heard: string[] = [];
    const still: string[] = [];
    openVault()
      .watch((id) => heard.push(id), ignore)
      .dispose();
    const later = openVault().watch((id) => still.push(id), ignore);
    await openVault().write(kept('a'));
    await new Vault(new Store(), new Store(), folder()).end('b', 1, 'ended');
    await vi.waitFor(() => expect(still).toContain('b'));
    expect(heard).toEqual([]);
    later.dispose();
  });
});
