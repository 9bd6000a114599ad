import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, throwIfCancelled } from '../errors.js';
import { isBusy, unlessBusy } from './busy.js';

/** The right to call AWS for one session, among all windows of this machine. */
export interface Lease {
  /** Another window had it before: what it brought may be there by now. */
  readonly waited: boolean;
  release(): Promise<void>;
}

export interface LeaseTimes {
  /** How often a holder says that it lives, and how often others look. */
  readonly beatMs: number;
  /** How long a holder may be silent. */
  readonly silentMs: number;
}

const TIMES: LeaseTimes = { beatMs: 1_000, silentMs: 15_000 };
/** How often in a row there may be neither a file nor leave to make one. */
const REFUSALS = 5;

/**
 * A file that only one window can create (O_EXCL), and whose owner touches it again and again. One that is not touched
 * was left by a window that is gone. How long that is, is counted by this process's own clock: the machine's may be set.
 * @throws Cancelled when the signal aborts; an error of the file system where there can be no such file
 */
export async function acquireLease(
  folder: string,
  id: string,
  signal: AbortSignal,
  { beatMs, silentMs }: LeaseTimes = TIMES,
): Promise<Lease> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${id}.lease`);
  const mine = randomUUID();
  let waited = false;
  let seen: { readonly sign: string; readonly since: number } | undefined;
  let refusals = 0;
  throwIfCancelled(signal);
  while (!(await create(file, mine, refusals < REFUSALS))) {
    throwIfCancelled(signal);
    waited = true;
    const sign = await signOf(file);
    if (sign === undefined) {
      refusals += 1;
      continue; // released meanwhile
    }
    refusals = 0;
    if (seen?.sign !== sign) {
      seen = { sign, since: performance.now() };
    } else if (performance.now() - seen.since >= silentMs) {
      await takeAway(file, sign);
      seen = undefined;
      continue;
    }
    await wait(beatMs / 4, undefined, { signal }).catch(() => throwIfCancelled(signal));
  }
  let beats = 0;
  const beat = setInterval(() => void touch(file, ++beats), beatMs);
  beat.unref();
  return {
    waited,
    release: async () => {
      clearInterval(beat);
      if ((await contentOf(file)) === mine) {
        await deleteOrLeave(file); // which is silent from now on
      }
    },
  };
}

/** `mayGo`: what Windows refuses as it deletes the file of another window counts as that one's. */
async function create(file: string, content: string, mayGo: boolean): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || (mayGo && isBusy(error))) {
      return false;
    }
    throw error;
  }
}

/** Each touch shows as another time, whatever the clock does. */
async function touch(file: string, beats: number): Promise<void> {
  await utimes(file, beats, beats).catch(() => undefined);
}

/** Who holds it, and when they were last heard of; undefined where nobody does. */
async function signOf(file: string): Promise<string | undefined> {
  try {
    const handle = await unlessBusy(() => open(file, 'r'));
    try {
      const { mtimeMs, ino } = await handle.stat();
      return `${await handle.readFile('utf8')} ${ino} ${mtimeMs}`;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

async function deleteOrLeave(file: string): Promise<void> {
  await unlessBusy(() => rm(file, { force: true })).catch(() => undefined);
}

async function contentOf(file: string): Promise<string | undefined> {
  return unlessBusy(() => readFile(file, 'utf8')).catch(() => undefined);
}

/** Several may find it left behind at once: who moves another one away than was found silent, puts that back. */
async function takeAway(file: string, silent: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await unlessBusy(() => rename(file, aside));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return;
    }
    throw error;
  }
  if ((await signOf(aside)) !== silent) {
    await link(aside, file).catch(() => undefined); // somebody may hold it anew
  }
  await deleteOrLeave(aside);
}
