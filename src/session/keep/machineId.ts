import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from '../../base/errors.js';
import { unlessBusy } from '../../base/files/busy.js';

const FORM = /^[0-9a-f]{8,16}$/;
const LOOKS = 20;
const LOOK_MS = 25;

/**
 * What tells this machine's sessions from those of others that share a secret store: random, in a file beside them,
 * since the name of a machine changes with its network. Undefined where there is no such file now: then it goes by the
 * name, until there is one.
 */
export async function machineId(folder: string): Promise<string | undefined> {
  const file = join(folder, 'machine');
  try {
    await unlessBusy(() => mkdir(folder, { recursive: true, mode: 0o700 }));
    // What was kept before there was such a file is found by the name.
    const isOld = (await unlessBusy(() => readdir(folder))).some((name) => name.endsWith('.json'));
    return (await create(file, isOld ? machineName(folder) : randomBytes(8).toString('hex'))) ?? (await idIn(file));
  } catch {
    return undefined;
  }
}

/** What it goes by meanwhile. */
export function machineName(folder: string): string {
  return createHash('sha256').update(`${hostname()}\n${folder}`).digest('hex').slice(0, 8);
}

/** Undefined where another window was sooner. @throws where it cannot be written */
async function create(file: string, id: string): Promise<string | undefined> {
  try {
    const handle = await unlessBusy(() => open(file, 'wx', 0o600));
    try {
      await handle.writeFile(id);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return id;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return undefined;
    }
    throw error;
  }
}

/** The window that makes the file may be about to write. Undefined where nothing comes. */
async function idIn(file: string): Promise<string | undefined> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const id = await unlessBusy(() => readFile(file, 'utf8'));
    if (FORM.test(id)) {
      return id;
    }
    await wait(LOOK_MS);
  }
  return undefined;
}
