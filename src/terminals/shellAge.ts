import { execFile } from 'node:child_process';
import { uptime } from 'node:os';

const PS_TIMEOUT_MS = 2_000;
const UPTIME_PRECISION_MS = 60_000;

/** How long a process has been running, in milliseconds and to the second; undefined where `ps` cannot tell. */
export function processAgeMs(pid: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'etime=', '-p', String(pid)], { timeout: PS_TIMEOUT_MS }, (error, printed) =>
      resolve(error === null ? plausible(parseElapsed(printed)) : undefined),
    );
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
