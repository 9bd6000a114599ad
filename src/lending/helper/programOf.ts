import { readFileSync } from 'node:fs';

/** A process of this machine by its name, as far as the system tells: on Linux (proc(5): /proc/PID/comm). */
export function programOf(pid: number | undefined, platform: NodeJS.Platform = process.platform): string | undefined {
  if (pid === undefined || platform !== 'linux') {
    return undefined;
  }
  try {
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').replace(/\p{C}/gu, '');
    return name === '' ? undefined : name;
  } catch {
    return undefined; // it has ended, or is of another container
  }
}
