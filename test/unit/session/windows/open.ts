// Windows over one folder, at a time that tests set.
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, vi } from 'vitest';
import type { LiveSession } from '../../../../src/model/session/session.js';
import { Vault, type KeptSession } from '../../../../src/session/keep/vault.js';
import { socketFolders } from '../../../../src/base/files/socketFolders.js';
import { Windows } from '../../../../src/session/windows/windows.js';
import { NOW, liveSession, plan } from '../../../support/samples.js';
import { useFolder } from '../folder.js';
import { Store } from '../store.js';

export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export function useWindows() {
  const folder = useFolder();
  let secrets: Store;
  let everywhere: Store;
  let logged: string[];
  let own: Record<string, KeptSession>;
  const opened: Windows[] = [];
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    secrets = new Store();
    everywhere = new Store();
    logged = [];
    own = {};
  });
  afterEach(() => {
    opened.splice(0).forEach((windows) => windows.dispose());
    vi.useRealTimers();
  });
  return {
    folder,
    /** Of the windows that can be asked. */
    sockets: async (storage = folder()): Promise<string[]> => {
      const machine = { environment: process.env, temporary: tmpdir(), uid: process.getuid?.() };
      const [meeting = ''] = socketFolders(storage, machine);
      return readdir(meeting);
    },
    /** `has`: what this window has in memory. */
    open: (store = secrets, has: Readonly<Record<string, KeptSession>> = {}, storage = folder()): Windows => {
      const log = { warn: (message: string, error?: unknown) => void logged.push(`${message}: ${String(error)}`) };
      const vault = new Vault(store, new Store(), storage);
      const windows = new Windows(vault, storage, everywhere, (id) => has[id], log);
      opened.push(windows);
      return windows;
    },
    kept: (generation = 1, overrides: Partial<LiveSession> = {}): KeptSession => ({
      session: liveSession({ id: 'a', ...overrides }),
      plan: plan(),
      generation,
    }),
    secrets: () => secrets,
    everywhere: () => everywhere,
    logged: () => logged,
    /** What a window has that was given it. */
    own: () => own,
  };
}
