// A folder for each test, and what lies in it.
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';

/** One that is not there yet, inside one that is. */
export function useFolder(): () => string {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'role-sessions-'));
    vi.stubEnv('XDG_RUNTIME_DIR', parent); // windows meet in there
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(parent, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  });
  return () => join(parent, 'sessions');
}

/** By name: "600" and what is in it. */
export async function filesIn(
  folder: string,
): Promise<Record<string, { readonly mode: string; readonly text: string }>> {
  const names = (await readdir(folder)).sort();
  const rows = names.map(async (name) => {
    const file = join(folder, name);
    return [name, { mode: await modeOf(file), text: await readFile(file, 'utf8') }] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}

export async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}
