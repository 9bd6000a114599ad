// What is fetched once per machine: a cache outside the checkout, keyed by version and platform.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './alive.mjs';

const NAME = 'role-sessions-for-aws';
/** A lock without its owner's number can only be a crash between creating and writing it. */
const NAMELESS_LOCK_MS = 10_000;

export function cacheRoot(): string {
  const xdg = process.env['XDG_CACHE_HOME'];
  if (xdg !== undefined && xdg !== '') return join(xdg, NAME);
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches', NAME);
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? homedir(), NAME);
  return join(homedir(), '.cache', NAME);
}

function isStale(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    return owner > 0 ? !isAlive(owner) : Date.now() - statSync(lock).mtimeMs > NAMELESS_LOCK_MS;
  } catch {
    return false; // Released meanwhile.
  }
}

function tryLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

const lockFile = (name: string): string => join(cacheRoot(), `${name}.lock`);

/** Takes a name for as long as this process lives; false where another process has it. */
export function claim(name: string): boolean {
  mkdirSync(cacheRoot(), { recursive: true });
  const lock = lockFile(name);
  if (isStale(lock)) rmSync(lock, { force: true });
  if (!tryLock(lock)) return false;
  process.once('exit', () => rmSync(lock, { force: true }));
  return true;
}

/** Runs `work` while no other process runs work under the same name. */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(cacheRoot(), { recursive: true });
  const lock = lockFile(name);
  for (let said = false; !tryLock(lock);) {
    if (isStale(lock)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!said) console.log(`Waiting for another process that is installing ${name}.`);
    said = true;
    await sleep(500);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * The folder `name` in the cache, filled by `install` unless it is there already. It appears by a rename, so what is
 * there is complete.
 */
export async function installOnce(name: string, install: (folder: string) => Promise<void>): Promise<string> {
  const target = join(cacheRoot(), name);
  if (existsSync(target)) return target;
  return withLock(name, async () => {
    if (existsSync(target)) return target;
    const folder = mkdtempSync(join(cacheRoot(), 'installing-'));
    try {
      await install(folder);
      renameSync(folder, target);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return target;
  });
}
