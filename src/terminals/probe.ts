import { spawn } from 'node:child_process';
import type { Log } from '../editor/log.js';
import type { ShellKind, StartUpExports } from './environment/conflicts.js';
import { readExports } from './environment/conflicts.js';

const PROBE_TIMEOUT_MS = 5_000;
const MARKER = '__role_sessions_environment__';
const PLACEHOLDER = 'role-sessions-placeholder';

/**
 * Runs the user's shell once as a terminal would, start-up files and all, and reads what they export. It gets
 * placeholders instead of the session's values, so no secret passes through it.
 * @returns undefined where the shell is of a kind we cannot ask, fails, or takes longer than five seconds: the log says
 * which.
 */
export async function probeShell(
  shellPath: string,
  kind: ShellKind,
  variableNames: Iterable<string>,
  log: Pick<Log, 'info' | 'warn'>,
): Promise<StartUpExports | undefined> {
  if (kind === 'other') {
    log.info(`The shell “${shellPath}” is not asked what its start-up files export: it may be no bash, zsh or fish.`);
    return undefined;
  }
  const given = new Map([...variableNames].map((name) => [name, PLACEHOLDER]));
  const login = process.platform === 'darwin' ? ['-l'] : []; // as VS Code starts terminals there
  try {
    const printed = await capture(shellPath, [...login, '-i', '-c', `echo ${MARKER}; env`], given);
    return readExports(printed, MARKER, given);
  } catch (error) {
    log.warn(`The shell “${shellPath}” did not say what its start-up files export: ${reasonOf(error)}`);
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @throws Error saying why there is nothing to read */
function capture(file: string, args: readonly string[], given: ReadonlyMap<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    // A session of its own: an interactive shell must not reach for the extension host's terminal.
    const child = spawn(file, args, {
      detached: true,
      env: { ...process.env, ...Object.fromEntries(given) },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let printed = '';
    const timer = setTimeout(() => {
      killGroup(child.pid);
      reject(new Error(`it did not end within ${PROBE_TIMEOUT_MS} ms`));
    }, PROBE_TIMEOUT_MS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (printed.includes(MARKER)) {
        resolve(printed);
      } else {
        reject(new Error(`it ended with ${signal ?? `exit code ${code}`} before it was asked`));
      }
    });
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
