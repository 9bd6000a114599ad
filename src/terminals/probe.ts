import { spawn } from 'node:child_process';
import type { ShellKind, StartUpExports } from './environment/conflicts.js';
import { readExports } from './environment/conflicts.js';

const PROBE_TIMEOUT_MS = 5_000;
const MARKER = '__role_sessions_environment__';
const PLACEHOLDER = 'role-sessions-placeholder';

/**
 * Runs the user's shell once as a terminal would, start-up files and all, and reads what they export. It gets
 * placeholders instead of the session's values, so no secret passes through it.
 * @returns undefined where the shell is of a kind we cannot ask, fails, or takes longer than five seconds.
 */
export async function probeShell(
  shellPath: string,
  kind: ShellKind,
  variableNames: Iterable<string>,
): Promise<StartUpExports | undefined> {
  if (kind === 'other') {
    return undefined;
  }
  const given = new Map([...variableNames].map((name) => [name, PLACEHOLDER]));
  const login = process.platform === 'darwin' ? ['-l'] : []; // as VS Code starts terminals there
  const printed = await capture(shellPath, [...login, '-i', '-c', `echo ${MARKER}; env`], given);
  return printed?.includes(MARKER) === true ? readExports(printed, MARKER, given) : undefined;
}

function capture(
  file: string,
  args: readonly string[],
  given: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    // A session of its own: an interactive shell must not reach for the extension host's terminal.
    const child = spawn(file, args, {
      detached: true,
      env: { ...process.env, ...Object.fromEntries(given) },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let printed = '';
    const timer = setTimeout(() => {
      killGroup(child.pid);
      resolve(undefined);
    }, PROBE_TIMEOUT_MS);
    const finish = (text: string | undefined) => {
      clearTimeout(timer);
      resolve(text);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.once('error', () => finish(undefined));
    child.once('close', () => finish(printed));
  });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, 'SIGKILL');
    }
  } catch {
    // It ended by itself meanwhile.
  }
}
