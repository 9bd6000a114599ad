// Daemons in the foreground, tools to completion, and logs.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { access, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const STOP_TIMEOUT_MS = 5_000;
const TAIL_LINES = 8;

/** Runs a tool and gives its standard output. Rejects with what it wrote to standard error. */
export async function run(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}

/** Starts a daemon that stays in the foreground; its output goes to `logFile`. */
export function startDaemon(command: string, args: readonly string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const daemon = spawn(command, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  // A program that cannot run shows as a process without pid; without a listener the error would end the test run.
  daemon.on('error', () => undefined);
  return daemon;
}

/**
 * Watches over a directory: should this process end without `dismiss`, by whatever signal, the processes named in the
 * directory's `*.pid` files are killed and the directory is removed. It notices by the end of its input, and stands
 * outside our process group, where Ctrl-C does not reach.
 */
export function janitor(directory: string): { dismiss(): void } {
  const script = 'read -r _; for pid in "$1"/*.pid; do kill -9 "$(cat "$pid")"; done; rm -rf "$1"';
  const shell = spawn('sh', ['-c', script, 'janitor', directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  return { dismiss: () => shell.stdin.end() };
}

function hasEnded(daemon: ChildProcess): boolean {
  return daemon.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null;
}

/** Ends one daemon, by force when it does not go. */
export async function stopDaemon(daemon: ChildProcess): Promise<void> {
  if (hasEnded(daemon)) return;
  const ended = once(daemon, 'exit');
  daemon.kill('SIGTERM');
  await Promise.race([ended, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  if (hasEnded(daemon)) return;
  daemon.kill('SIGKILL');
  await ended;
}

function ending(daemon: ChildProcess): string {
  return daemon.signalCode ?? `exit code ${daemon.exitCode ?? 'unknown'}`;
}

/** Polls until `isReady` says true. Rejects when the daemon ends first, or at the time limit. */
export async function waitFor(
  what: string,
  daemon: ChildProcess,
  isReady: () => Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await isReady().catch(() => false))) {
    if (hasEnded(daemon)) throw new Error(`${what} ended at start-up (${ending(daemon)})`);
    if (Date.now() > deadline) throw new Error(`${what} was not ready after ${limitMs / 1000} seconds`);
    await delay(100);
  }
}

/** The last lines of every log in a directory, the one written last at the end: for a failure's message. */
export async function logTails(directory: string): Promise<string> {
  const names = await readdir(directory).catch((): string[] => []);
  const logs = await Promise.all(
    names.map(async (name) => {
      const file = path.join(directory, name);
      const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
      return { name, lines: lines.slice(-TAIL_LINES), written: (await stat(file)).mtimeMs };
    }),
  );
  return logs
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => a.written - b.written)
    .map(({ name, lines }) => [`--- ${name}`, ...lines].join('\n'))
    .join('\n');
}

/** Those of `programs` that PATH does not lead to. */
export async function missingPrograms(programs: readonly string[]): Promise<string[]> {
  const directories = (process.env['PATH'] ?? '').split(path.delimiter);
  const isThere = async (program: string) => {
    const tries = directories.map((directory) => access(path.join(directory, program), constants.X_OK));
    return (await Promise.allSettled(tries)).some(({ status }) => status === 'fulfilled');
  };
  const found = await Promise.all(programs.map(isThere));
  return programs.filter((_, index) => found[index] !== true);
}
