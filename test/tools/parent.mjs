// Ends this process with what started it. npm passes SIGTERM on to the shell that it runs scripts in, and the shell dies
// of it without a word to us; an npm that is killed leaves even the shell behind.
import { spawnSync } from 'node:child_process';
import { isAlive } from './alive.mjs';

const LOOK_MS = 500;
const SHELL = /^(.*\/)?-?(ba|da|a|k|z)?sh$/;

/**
 * The npm behind the shell that it runs its scripts in; undefined where there is none to be found.
 * @param {number} parent
 * @returns {number | undefined}
 */
function npmBehind(parent) {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const { stdout, error } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(parent)], { encoding: 'utf8' });
  if (error !== undefined) return undefined; // There is no ps.
  const [, npm, command = ''] = /^\s*(\d+)\s+(.*\S)/.exec(stdout) ?? [];
  return npm !== undefined && SHELL.test(command) ? Number(npm) : undefined;
}

/** From now on this process gets a SIGTERM when its parent has ended, or the npm that it runs for. */
export function endWithParent() {
  const parent = process.ppid;
  const npm = npmBehind(parent);
  const timer = setInterval(() => {
    // Whoever loses its parent gets another one.
    if (process.ppid === parent && isAlive(parent) && (npm === undefined || isAlive(npm))) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS);
  timer.unref();
}
