// Child processes that never outlive us, and short commands with their output kept.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Socket } from 'node:net';

let reaper: Socket | undefined;

function startReaper(): Socket {
  const script = join(import.meta.dirname, 'reaper.mjs');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  // A child's pipe is a socket. It must not keep us alive, and closes when we are gone.
  const pipe = child.stdin as unknown as Socket;
  pipe.on('error', () => undefined);
  pipe.unref();
  return pipe;
}

function tellReaper(line: string): void {
  reaper ??= startReaper();
  reaper.write(`${line}\n`);
}

/** Spawns a process as the leader of its own group, which ends with this process at the latest. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  if (process.platform === 'win32') return spawn(command, args, options);
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid !== undefined) {
    tellReaper(`+${pid}`);
    child.once('exit', () => {
      // What the leader left behind goes too, before the number can be given to another process.
      signalGroup(child, 'SIGKILL');
      tellReaper(`-${pid}`);
    });
  }
  return child;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/** Asks the group to end; insists after five seconds. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Standard output and standard error together; appended to. */
  readonly log: string;
}

/** The exit code of a command whose output goes to a file. @throws when it cannot be started */
export async function exitCodeOf(command: string, args: readonly string[], options: CommandOptions): Promise<number> {
  mkdirSync(dirname(options.log), { recursive: true });
  const log = openSync(options.log, 'a');
  try {
    const child = spawnGroup(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', log, log],
      // npm is a script there, which only a shell starts; a shell splits "C:\\Program Files" where nobody quotes it.
      shell: process.platform === 'win32' && !command.toLowerCase().endsWith('.exe'),
    });
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        if (signal !== null) appendFileSync(log, `\nEnded by ${signal}.\n`);
        resolve(code ?? 1);
      });
    });
  } finally {
    closeSync(log);
  }
}

/** Runs a command to its end. @throws Error with the last lines of its output when it fails */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
  const code = await exitCodeOf(command, args, options).catch((error: unknown) => String(error));
  if (code === 0) return;
  const tail = readFileSync(options.log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`${[command, ...args].join(' ')} failed (${code}); its last lines:\n${tail}`);
}
