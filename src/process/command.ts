import * as l10n from '@vscode/l10n';
import { spawn, type ChildProcess } from 'node:child_process';
import type { Environment } from '../model/environment.js';
import { shellWords } from './shellWords.js';
import { Cancelled, errorCode, throwIfCancelled, UserError } from '../base/errors.js';
import { shownOutput } from './outputRedaction.js';
import { windowsWords } from './windowsWords.js';

export interface CommandOptions {
  /** What the command is to the user, as a sentence starts with it: "credential_process of profile x". */
  readonly what: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** Default 60,000: botocore waits for ever, but nobody sees that something waits inside an editor. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
const STDOUT_LIMIT_BYTES = 1_048_576;
const STDERR_KEPT_BYTES = 65_536;
const GRACE_MS = 500;

/**
 * Runs a command of the user's configuration, without a shell, and returns what it printed. The command line is cut
 * into words as botocore cuts that of `credential_process` (compat_shell_split).
 * @throws UserError when it cannot be started, fails, prints too much or does not end; Cancelled when `signal` aborts.
 */
export async function runCommand(commandLine: string, options: CommandOptions): Promise<string> {
  return await runWords(commandWords(commandLine, options.what), options);
}

/**
 * The one text that a command prints, such as a token, without blanks around it.
 * @throws UserError as of `runCommand`, and when it prints nothing; Cancelled
 */
export async function runTextCommand(commandLine: string, options: CommandOptions): Promise<string> {
  const text = (await runCommand(commandLine, options)).replace(/^\uFEFF/, '').trim();
  if (text === '') {
    throw new UserError(l10n.t('{0} printed nothing.', options.what));
  }
  return text;
}

/** For which code a command is run. */
export interface MfaRequest {
  readonly serial: string;
  /** Of the profile or role. */
  readonly profile: string;
}

/**
 * Six digits that a command prints. `${serial}` and `${profile}` in its words are replaced.
 * @throws UserError as of `runCommand`, and when there is no code in what it prints; Cancelled
 */
export async function runMfaCommand(
  commandLine: string,
  { serial, profile }: MfaRequest,
  options: CommandOptions,
): Promise<string> {
  // After the words are cut, so that blanks and quotes in a name stay within its word.
  const words = commandWords(commandLine, options.what).map((word) =>
    word.replaceAll('${serial}', () => serial).replaceAll('${profile}', () => profile),
  );
  const [code] = /(?<!\d)\d{6}(?!\d)/.exec(await runWords(words, options)) ?? [];
  if (code === undefined) {
    throw new UserError(l10n.t('{0} printed no code of six digits.', options.what));
  }
  return code;
}

function commandWords(commandLine: string, what: string): readonly string[] {
  const words = process.platform === 'win32' ? windowsWords(commandLine) : shellWords(commandLine);
  if (words === undefined) {
    throw new UserError(l10n.t('{0} has a quotation mark that is not closed.', what));
  }
  if (words[0] === undefined || words[0] === '') {
    throw new UserError(l10n.t('{0} names no program.', what));
  }
  return words;
}

async function runWords(words: readonly string[], options: CommandOptions): Promise<string> {
  const { what, signal, timeoutMs = TIMEOUT_MS } = options;
  const [program = '', ...parameters] = words;
  throwIfCancelled(signal);
  const child = start(program, parameters, options);
  const deadline = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([signal, deadline]);
  const kill = () => killGroup(child);
  stop.addEventListener('abort', kill, { once: true });
  try {
    const ended = await Promise.race([output(child, what), aborted(stop)]);
    if (ended.exit !== '0') {
      throw new UserError(failureText(what, ended));
    }
    return ended.stdout;
  } catch (error) {
    throwIfCancelled(signal);
    if (deadline.aborted) {
      throw new UserError(l10n.t('{0} did not end within {1} and was stopped.', what, duration(timeoutMs)));
    }
    throw error instanceof UserError ? error : startFailure(error, program, what);
  } finally {
    stop.removeEventListener('abort', kill);
  }
}

function start(program: string, parameters: readonly string[], { environment, what }: CommandOptions): ChildProcess {
  try {
    return spawn(program, parameters, {
      env: { ...environment.variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // A process group of its own can be stopped with everything that it has started.
      detached: process.platform !== 'win32',
    });
  } catch (error) {
    throw startFailure(error, program, what);
  }
}

interface Ended {
  /** Exit code or the signal's name. */
  readonly exit: string;
  readonly stdout: string;
  readonly stderr: string;
}

function output(child: ChildProcess, what: string): Promise<Ended> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let printed = 0;
  let complained = 0;
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.length;
      if (printed > STDOUT_LIMIT_BYTES) {
        killGroup(child);
        reject(new UserError(l10n.t('{0} printed more than a megabyte and was stopped.', what)));
      } else {
        stdout.push(chunk);
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr.push(chunk);
      complained += chunk.length;
      while (complained > STDERR_KEPT_BYTES && stderr.length > 1) {
        complained -= stderr.shift()?.length ?? 0;
      }
    });
    child.on('error', reject);
    child.on('close', (code, killedBy) =>
      resolve({
        exit: code === null ? (killedBy ?? 'unknown') : String(code),
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    );
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
  });
}

function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) {
    return;
  }
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }).on('error', () => child.kill());
    return;
  }
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // it is gone
  }
}

function failureText(what: string, { exit, stderr }: Ended): string {
  const said = shownOutput(stderr);
  if (/^\d+$/.test(exit)) {
    return said === ''
      ? l10n.t('{0} failed with exit code {1} and wrote nothing to stderr.', what, exit)
      : l10n.t('{0} failed with exit code {1}: {2}', what, exit, said);
  }
  return said === ''
    ? l10n.t('{0} was ended by {1} and wrote nothing to stderr.', what, exit)
    : l10n.t('{0} was ended by {1}: {2}', what, exit, said);
}

function startFailure(error: unknown, program: string, what: string): UserError {
  switch (errorCode(error)) {
    case 'ENOENT':
      return new UserError(
        l10n.t('{0} names the program “{1}”, which was not found. Give its full path.', what, program),
      );
    case 'EACCES':
      return new UserError(l10n.t('{0} names “{1}”, which is not an executable program.', what, program));
    case 'EINVAL':
      return new UserError(l10n.t('{0} cannot start “{1}”. A batch file has to be run by cmd.exe /c.', what, program));
    default:
      return new UserError(
        l10n.t('{0} cannot start “{1}” ({2}).', what, program, errorCode(error) ?? l10n.t('error')),
        {
          cause: error,
        },
      );
  }
}

function duration(ms: number): string {
  return ms < 1000
    ? l10n.t('{0} milliseconds', ms)
    : ms === 1000
      ? l10n.t('a second')
      : l10n.t('{0} seconds', Math.round(ms / 1000));
}
