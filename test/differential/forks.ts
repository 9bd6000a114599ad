// An AWS CLI that is written in Python, without the second that each of its processes takes to start.
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { cleanEnvironment } from '../tools/environment.js';

/** One run of `aws`. */
export interface CliCall {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly input: string;
  /** Seconds. */
  readonly timeout: number;
}

export interface CliEnd {
  /** 0 where all was well. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PythonCli {
  readonly interpreter: string;
  readonly script: string;
}

/** Undefined for an AWS CLI of another make, and where processes cannot fork. */
export async function pythonCli(aws: string): Promise<PythonCli | undefined> {
  if (process.platform === 'win32') return undefined;
  for (const script of [aws, await behindPyenv()]) {
    const [, interpreter] = /^#!(\/\S*python[\d.]*)\n/.exec(await start(script)) ?? [];
    if (script !== undefined && interpreter !== undefined) return { interpreter, script };
  }
  return undefined;
}

async function behindPyenv(): Promise<string | undefined> {
  const found = await promisify(execFile)('pyenv', ['which', 'aws']).catch(() => undefined);
  return found?.stdout.trim();
}

async function start(script: string | undefined): Promise<string> {
  const bytes = script === undefined ? undefined : await readFile(script).catch(() => undefined);
  return bytes?.subarray(0, 200).toString('latin1') ?? '';
}

/** Runs one call at a time. */
export class Forks {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly answers: AsyncIterator<string, undefined>;
  private last: Promise<unknown> = Promise.resolve();

  constructor({ interpreter, script }: PythonCli) {
    const server = join(import.meta.dirname, 'forks.py');
    const env = cleanEnvironment();
    this.child = spawn(interpreter, [server, script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.answers = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  run(call: CliCall): Promise<CliEnd> {
    const answer = this.last.then(async () => {
      this.child.stdin.write(`${JSON.stringify(call)}\n`);
      const answer = await this.answers.next();
      if (answer.done === true) throw new Error('The process that forks the AWS CLI has ended.');
      return JSON.parse(answer.value) as CliEnd;
    });
    this.last = answer.catch(() => undefined);
    return answer;
  }

  async stop(): Promise<void> {
    const closed = once(this.child, 'close');
    this.child.stdin.end();
    await closed;
  }
}
