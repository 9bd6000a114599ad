import { readFile } from 'node:fs/promises';
import { seenInEnvironment, type SeenVariables } from '../../identity/seenVariables.js';

/** What of a terminal reads what is typed: its shell, or a program that this has started. */
export type Foreground =
  | { readonly kind: 'shell' }
  | { readonly kind: 'program'; readonly pid: number; readonly name: string }
  /** But on Linux nobody tells. */
  | { readonly kind: 'unknown' };

const STATUS = /^.*\) /s;

/** By the process of its shell. */
export async function foregroundOf(pid: number): Promise<Foreground> {
  if (process.platform !== 'linux') {
    return { kind: 'unknown' };
  }
  try {
    const front = frontOf(await readFile(`/proc/${pid}/stat`, 'utf8'));
    if (front === undefined || front === 'itself') {
      return { kind: front === undefined ? 'unknown' : 'shell' };
    }
    return { kind: 'program', pid: front, name: (await readFile(`/proc/${front}/comm`, 'utf8')).trim() };
  } catch {
    return { kind: 'unknown' };
  }
}

/** Of `/proc/<pid>/stat`: the group of processes that has its terminal, by the process that leads it. */
export function frontOf(stat: string): number | 'itself' | undefined {
  const [, , group, , , front] = stat.replace(STATUS, '').split(' ').map(Number);
  if (group === undefined || front === undefined || !(front > 0)) {
    return undefined;
  }
  return group === front ? 'itself' : front;
}

/** What a process began with, without what may be secret; undefined where nobody may see it. */
export async function environmentOf(pid: number): Promise<SeenVariables | 'gone' | undefined> {
  try {
    return seenInEnvironment(await readFile(`/proc/${pid}/environ`, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ESRCH' ? 'gone' : undefined;
  }
}
