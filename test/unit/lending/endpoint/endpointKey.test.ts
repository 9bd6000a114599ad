import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endpointKey } from '../../../../src/lending/endpoint/endpointKey.js';
import { Store } from '../../session/store.js';

let storage: string;
let secrets: Store;
const warn = vi.fn();
const open = (): Promise<Buffer> => endpointKey({ secrets, storage, log: { warn } });

beforeEach(async () => {
  storage = await mkdtemp(join(tmpdir(), 'endpoint-key-'));
  secrets = new Store();
});
afterEach(async () => {
  expect(warn).not.toHaveBeenCalled();
  await rm(storage, { recursive: true });
});

it('windows that look for it for the first time at once have one key, and it is the one that is kept', async () => {
  secrets.delay = () => new Promise((resolve) => setTimeout(resolve, 20)); // others look meanwhile
  const keys = await Promise.all([open(), open(), open()]);
  const later = await open();
  expect(new Set([...keys, later].map((key) => key.toString('hex'))).size).toBe(1);
  expect(later).toHaveLength(32);
  expect(await readdir(join(storage, 'lending'))).toEqual([]);
});
