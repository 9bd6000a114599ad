import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { modernAwsCliFolder } from '../tools/awsCli.js';
import { Forks, pythonCli, type CliCall, type CliEnd } from './forks.js';

type RunCli = (call: CliCall) => Promise<CliEnd>;

export interface Cli {
  /** Version 2 has no `sts_regional_endpoints`, and is otherwise the same here. */
  readonly major: 1 | 2;
  readonly run: RunCli;
  /** The same, certainly in a process of its own. */
  readonly runAlone: RunCli;
  stop(): Promise<void>;
}

/** As many calls as run at a time. */
const FORKS = 3;

/** The AWS CLI to compare with. */
export async function findCli(): Promise<Cli> {
  const folder = await modernAwsCliFolder();
  if (folder === undefined) throw new Error('There is no AWS CLI that reads endpoints from its configuration.');
  const file = join(folder, 'aws');
  const { stdout } = await promisify(execFile)(file, ['--version']);
  const python = await pythonCli(file);
  const runAlone = (call: CliCall): Promise<CliEnd> => runProcess(file, call);
  const forks = python === undefined ? undefined : Array.from({ length: FORKS }, () => new Forks(python));
  let turn = 0;
  return {
    major: stdout.startsWith('aws-cli/1.') ? 1 : 2,
    run: (call) => forks?.[turn++ % FORKS]?.run(call) ?? runAlone(call),
    runAlone,
    stop: async () => {
      await Promise.all(forks?.map((each) => each.stop()) ?? []);
    },
  };
}

/** Without a terminal: it asks there before it reads its input. */
async function runProcess(file: string, { argv, env, cwd, input, timeout }: CliCall): Promise<CliEnd> {
  const child = spawn(file, argv, { env, cwd, timeout: timeout * 1000, detached: true });
  child.stdin.on('error', () => undefined); // It may have ended without reading.
  child.stdin.end(input);
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done, reject) => {
      child.once('close', done);
      child.once('error', reject);
    }),
  ]);
  return { status, stdout, stderr };
}
