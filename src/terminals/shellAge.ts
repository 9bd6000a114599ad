import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import type { ShellAge } from './environment/holding.js';

const PS_TIMEOUT_MS = 2_000;
const UPTIME_PRECISION_MS = 60_000;
/** What the kernel of Linux tells programs of time is in hundredths of a second. */
const TICK_MS = 10;
/** A process that began with this call may seem to begin after it. */
const READING_MS = 1_000;

/** Windows has nothing that would be as quick. */
export const TELLS_AGE = process.platform !== 'win32';

/** How long a process has been running, to the second at least. */
export async function processAgeMs(pid: number): Promise<ShellAge> {
  if (!TELLS_AGE) {
    return undefined;
  }
  return (process.platform === 'linux' ? await ageOfLinux(pid) : undefined) ?? ageOfPs(pid);
}

/** Undefined where a container has another clock than its kernel, or no such files. */
async function ageOfLinux(pid: number): Promise<ShellAge> {
  try {
    const up = Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0]) * 1_000;
    return ageAt(await readFile(`/proc/${pid}/stat`, 'utf8'), up);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    return code === 'ESRCH' || (code === 'ENOENT' && path === `/proc/${pid}/stat`) ? 'gone' : undefined;
  }
}

/** By `/proc/<pid>/stat`, and how long the machine is up. A program's name may have spaces and brackets in it. */
export function ageAt(stat: string, upMs: number): number | undefined {
  const started = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) * TICK_MS;
  const ageMs = upMs - started;
  return ageMs >= -READING_MS ? Math.max(0, ageMs) : undefined;
}

/** Gone is what `ps` finds nothing of, and complains of nothing. */
function ageOfPs(pid: number): Promise<ShellAge> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'etime=', '-p', String(pid)], { timeout: PS_TIMEOUT_MS }, (error, printed, complaint) => {
      const isGone = error?.code === 1 && printed.trim() === '' && complaint.trim() === '';
      resolve(isGone ? 'gone' : error === null ? plausible(parseElapsed(printed)) : undefined);
    });
  });
}

/** For a process that began in this very moment, some releases of `ps` count below zero and print an immense age. */
function plausible(ageMs: number | undefined): number | undefined {
  return ageMs !== undefined && ageMs > uptime() * 1000 + UPTIME_PRECISION_MS ? 0 : ageMs;
}

/** Reads POSIX's `[[dd-]hh:]mm:ss`. */
export function parseElapsed(text: string): number | undefined {
  const [, days = '0', hours = '0', minutes, seconds] = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/.exec(text.trim()) ?? [];
  return minutes === undefined || seconds === undefined
    ? undefined
    : (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
