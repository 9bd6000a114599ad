import * as l10n from '../base/l10n.js';
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { parse, win32 } from 'node:path';
import type { Environment } from '../model/environment.js';
import { Cancelled, errorCode, throwIfCancelled, UserError } from '../base/errors.js';
import { batchFileArguments } from './batchFile.js';
import { findProgram, systemProgram, type FoundProgram } from './findProgram.js';
import { killTree } from './killTree.js';
import { shownOutput } from './outputRedaction.js';

export interface RunOptions {
  /** What the command is to the user, as a sentence starts with it: "credential_process of profile x". */
  readonly what: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /**
   * Whether somebody sees what is waited for and can cancel it. Then it may take its time, as with the AWS CLI: it may
   * have opened a browser. Otherwise it is stopped after `timeoutMs`.
   */
  readonly attended: boolean;
  /** Default 60,000. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
const STDOUT_LIMIT_BYTES = 1_048_576;
const STDERR_KEPT_BYTES = 65_536;

/**
 * Runs a program without a shell, and returns what it printed.
 * @throws UserError when it cannot be started, fails, prints too much or does not end; Cancelled when `signal` aborts.
 */
export async function runProgram(program: string, parameters: readonly string[], options: RunOptions): Promise<string> {
  const { what, environment, signal, attended, timeoutMs = TIMEOUT_MS } = options;
  const found = await findProgram(program, environment.variables);
  // The folder that the editor was started in decides nothing.
  const folder = await folderFor(environment.homeDirectory);
  throwIfCancelled(signal);
  const child = start(found, parameters, { program, folder, what, environment });
  const deadline = attended ? undefined : AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any(deadline === undefined ? [signal] : [signal, deadline]);
  const kill = () => killTree(child);
  stop.addEventListener('abort', kill, { once: true });
  try {
    const ended = await Promise.race([output(child, what), aborted(stop)]);
    if (ended.exit !== '0') {
      throw new UserError(failureText(what, ended));
    }
    return ended.stdout;
  } catch (error) {
    throwIfCancelled(signal);
    if (deadline?.aborted === true) {
      throw new UserError(l10n.t('{0} did not end within {1} and was stopped.', what, duration(timeoutMs)));
    }
    throw error instanceof UserError ? error : startFailure(error, program, what);
  } finally {
    stop.removeEventListener('abort', kill);
  }
}

/**
 * Starts a program that goes on by itself, such as a browser, without a shell; what it prints is not read.
 * @throws UserError when it cannot be started
 */
export async function launchProgram(
  program: string,
  parameters: readonly string[],
  { what, environment }: Pick<Start, 'what' | 'environment'>,
): Promise<void> {
  const found = await findProgram(program, environment.variables);
  const folder = await folderFor(environment.homeDirectory);
  const child = start(found, parameters, { program, folder, what, environment }, 'ignore');
  child.unref();
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(startFailure(error, program, what)));
  });
}

interface Start extends Pick<RunOptions, 'what'> {
  readonly environment: Pick<Environment, 'variables' | 'homeDirectory'>;
  readonly program: string;
  readonly folder: string;
}

function start(
  found: FoundProgram,
  parameters: readonly string[],
  of: Start,
  output: 'pipe' | 'ignore' = 'pipe',
): ChildProcess {
  const { program, folder, what, environment } = of;
  const isBatchFile = process.platform === 'win32' && found.kind === 'found' && /\.(bat|cmd)[. ]*$/i.test(found.file);
  const options: SpawnOptions = {
    env: { ...environment.variables },
    cwd: folder,
    stdio: ['ignore', output, output],
    windowsHide: true,
    // A process group of its own can be stopped with everything that it has started.
    detached: process.platform !== 'win32',
  };
  switch (found.kind) {
    case 'missing':
      throw new UserError(
        l10n.t('{0} names the program “{1}”, which was not found. Give its full path.', what, program),
      );
    case 'relative':
      throw new UserError(
        l10n.t(
          '{0} names “{1}”, which is relative to the folder that a program is started in. Give its full path.',
          what,
          program,
        ),
      );
    case 'not-executable':
      throw new UserError(l10n.t('{0} names “{1}”, which is not an executable program.', what, program));
    case 'found':
      return isBatchFile
        ? spawnBatchFile(found.file, parameters, options, of)
        : spawnOrFail(
            () => spawn(found.file, parameters, { ...options, argv0: argv0Of(program, found.file) }),
            program,
            what,
          );
  }
}

/** Programs of several names go by the one that they were called by. */
function argv0Of(program: string, file: string): string {
  return process.platform === 'win32' ? file : program;
}

function spawnBatchFile(
  file: string,
  parameters: readonly string[],
  options: SpawnOptions,
  { what, program, environment }: Start,
): ChildProcess {
  const args = batchFileArguments(win32.normalize(file), parameters);
  if (args === undefined) {
    throw new UserError(
      l10n.t('{0} cannot start “{1}”: words with line breaks cannot be passed to a batch file.', what, program),
    );
  }
  const shell = systemProgram('cmd.exe', environment.variables);
  return spawnOrFail(() => spawn(shell, args, { ...options, windowsVerbatimArguments: true }), program, what);
}

function spawnOrFail(start: () => ChildProcess, program: string, what: string): ChildProcess {
  try {
    return start();
  } catch (error) {
    throw startFailure(error, program, what);
  }
}

/** The home folder, or the root where there is none. */
async function folderFor(homeDirectory: string): Promise<string> {
  const isThere = await stat(homeDirectory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isThere ? homeDirectory : parse(process.execPath).root;
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
        killTree(child);
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
  return new UserError(l10n.t('{0} cannot start “{1}” ({2}).', what, program, errorCode(error) ?? l10n.t('error')), {
    cause: error,
  });
}

function duration(ms: number): string {
  return ms < 1000
    ? l10n.t('{0} milliseconds', ms)
    : ms === 1000
      ? l10n.t('a second')
      : l10n.t('{0} seconds', Math.round(ms / 1000));
}
