import { spawn, type ChildProcess } from 'node:child_process';
import { probeCommand, readExports } from './environment/conflicts.js';
import type { ShellKind, StartUpExports } from './environment/conflicts.js';

const PROBE_TIMEOUT_MS = 5_000;
/** What an ended shell has written may still be on its way. */
const LAST_WORDS_MS = 500;
const PLACEHOLDER = 'role-sessions-placeholder';

export interface Shell {
  readonly path: string;
  readonly kind: ShellKind;
  /** It is started as a login shell. */
  readonly login: boolean;
  /** It has a prompt. One that only runs a task reads other files: .zshenv, and what BASH_ENV names. */
  readonly interactive: boolean;
  /** It is told nothing else: arguments name other files for it to read, or none. */
  readonly isPlain?: boolean;
  /** The folder it begins in; undefined where that is not known. */
  readonly cwd: string | undefined;
}

export type Probed =
  | { readonly kind: 'told'; readonly exports: StartUpExports }
  /** There is no asking a shell that we do not know. */
  | { readonly kind: 'unknown' }
  /** Nor one that is started in a way of its own. */
  | { readonly kind: 'arguments' }
  /** `reason` in English, for the log. */
  | { readonly kind: 'slow' | 'failed'; readonly reason: string };

/**
 * Runs a shell once as a terminal would, start-up files and all, and reads what they export. It gets placeholders
 * instead of the session's values, so no secret passes through it.
 * @param base the environment that the terminal would begin with
 */
export async function probeShell(
  { path, kind, login, interactive, isPlain = true, cwd }: Shell,
  variableNames: Iterable<string>,
  base: ReadonlyMap<string, string>,
): Promise<Probed> {
  if (kind === 'other') {
    return { kind: 'unknown' };
  }
  if (!isPlain) {
    return { kind: 'arguments' };
  }
  const given = new Map([...variableNames].map((name) => [name, PLACEHOLDER]));
  const args = [...(login ? ['-l'] : []), ...(interactive ? ['-i'] : []), '-c', probeCommand(kind)];
  const options = { ...apart(process.platform), env: Object.fromEntries([...base, ...given]), cwd };
  try {
    return await capture(path, args, options, (printed) => readExports(printed, given));
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * A session of its own: an interactive shell must not reach for the extension host's terminal. On Windows that would be
 * a console window.
 */
export function apart(platform: NodeJS.Platform): { readonly detached: boolean; readonly windowsHide: true } {
  return { detached: platform !== 'win32', windowsHide: true };
}

/**
 * Ends with what `read` makes of the output, as soon as it makes something of it.
 * @throws Error where there is no starting that file
 */
function capture(
  file: string,
  args: readonly string[],
  options: { readonly env: Record<string, string>; readonly cwd: string | undefined; readonly detached: boolean },
  read: (printed: string) => StartUpExports | undefined,
): Promise<Probed> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    let printed = '';
    const finish = (probed: Probed) => {
      clearTimeout(timer);
      child.stdout.destroy(); // what start-up files leave in the background keeps it open
      child.unref();
      resolve(probed);
    };
    const timer = setTimeout(() => {
      killGroup(child);
      finish({ kind: 'slow', reason: `it did not end within ${PROBE_TIMEOUT_MS} ms` });
    }, PROBE_TIMEOUT_MS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const exports = read(printed);
      if (exports !== undefined) {
        finish({ kind: 'told', exports });
      }
    });
    child.once('error', (error) => finish({ kind: 'failed', reason: error.message }));
    child.once('exit', (code, signal) => {
      const reason = `it ended with ${signal ?? `exit code ${code}`} before it was asked`;
      setTimeout(() => finish({ kind: 'failed', reason }), LAST_WORDS_MS).unref();
    });
  });
}

/** With all that it has started, but on Windows, which knows no groups. */
function killGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32') {
      child.kill('SIGKILL');
    } else if (child.pid !== undefined) {
      process.kill(-child.pid, 'SIGKILL');
    }
  } catch {
    // It ended by itself meanwhile.
  }
}
