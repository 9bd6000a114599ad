// Assume Role with the bundle that ships, beside `aws sts assume-role`, on the same sandbox.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { hop, plan } from '../support/samples.js';
import { startSandbox, seedTutorial, TUTORIAL, writeAwsFiles, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { cleanEnvironment, ROOT, temporaryFolder } from '../tools/environment.js';
import type { AssumeTask, Milliseconds } from './assumeTask.js';
import { median, spread, times, type Row, type Section } from './figures.js';

export interface AssumeCounts {
  /** Of each way, after one that does not count. */
  readonly runs: number;
}

interface Cli {
  readonly command: string;
  /** What it says of itself. */
  readonly version: string;
}

interface Measured {
  readonly cli: number[];
  readonly whole: number[];
  readonly cold: number[];
  readonly warm: number[];
}

type Environment = Readonly<Record<string, string>>;

const run = promisify(execFile);

async function timed(command: string, args: readonly string[], env: Environment): Promise<number> {
  const started = performance.now();
  await run(command, args, { env });
  return performance.now() - started;
}

async function findCli(env: Environment): Promise<Cli | undefined> {
  const folder = await awsCliFolder();
  if (folder === undefined) return undefined;
  const command = join(folder, 'aws');
  const { stdout } = await run(command, ['--version'], { env });
  return { command, version: stdout.split(' ').slice(0, 2).join(', ') };
}

/** assumeProcess.ts as one file that Node runs by itself. */
async function compileProcess(folder: string): Promise<string> {
  const outfile = join(folder, 'assumeProcess.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'assumeProcess.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return outfile;
}

/** Node's arguments for one process. */
function processArguments(file: string, { endpoint }: Sandbox, once: boolean): string[] {
  const { accessKeyId, secretAccessKey, region } = TUTORIAL;
  const task: AssumeTask = {
    plan: plan({ hops: [hop()], region, endpoints: { all: endpoint } }),
    keys: { accessKeyId, secretAccessKey },
    once,
  };
  return [file, join(ROOT, 'dist/aws.js'), JSON.stringify(task)];
}

/** The ways take turns, so that whatever else this machine does meets them alike. */
async function measure(sandbox: Sandbox, cli: Cli | undefined, env: Environment, runs: number): Promise<Measured> {
  const file = await compileProcess(temporaryFolder());
  const call = ['sts', 'assume-role', '--role-arn', TUTORIAL.readOnlyRoleArn, '--role-session-name', 'mytestsession'];
  const measured: Measured = { cli: [], whole: [], cold: [], warm: [] };
  for (let turn = 0; turn <= runs; turn += 1) {
    const byCli = cli && (await timed(cli.command, call, env));
    const whole = await timed(process.execPath, processArguments(file, sandbox, true), env);
    const { stdout } = await run(process.execPath, processArguments(file, sandbox, false), { env });
    const { cold, warm } = JSON.parse(stdout) as Milliseconds;
    if (turn === 0) continue; // The first reads its files from the disk.
    if (byCli !== undefined) measured.cli.push(byCli);
    measured.whole.push(whole);
    measured.cold.push(cold);
    measured.warm.push(warm);
  }
  return measured;
}

function rowsOf(measured: Measured, cli: Cli | undefined): Row[] {
  const ours = (what: string, values: readonly number[]): Row[] => [
    { what: `ours, ${what}`, value: spread(values) },
    ...(cli === undefined
      ? []
      : [{ what: '  ratio: the CLI takes', value: times(median(measured.cli) / median(values)) }]),
  ];
  return [
    cli === undefined
      ? { what: 'aws sts assume-role', value: 'no AWS CLI here that follows AWS_ENDPOINT_URL' }
      : { what: `aws sts assume-role, the whole process (${cli.version})`, value: spread(measured.cli) },
    ...ours('the whole of a Node process', measured.whole),
    ...ours('cold: loading dist/aws.js and the first call', measured.cold),
    ...ours('warm: the second call in that process', measured.warm),
  ];
}

export async function assume({ runs }: AssumeCounts): Promise<Section> {
  const sandbox = await startSandbox();
  try {
    seedTutorial(sandbox);
    const home = temporaryFolder();
    await writeAwsFiles(join(home, '.aws'), sandbox);
    const own = { HOME: home, AWS_PROFILE: 'ststestprofile', AWS_ENDPOINT_URL: sandbox.endpoint };
    const env = cleanEnvironment(own);
    const cli = await findCli(env);
    return {
      title: `Assume Role on the sandbox, median of ${runs}, in turn`,
      rows: rowsOf(await measure(sandbox, cli, env, runs), cli),
      notes: [`Ours as the extension meets it is "cold", then "warm"; the process is there to compare like with like.`],
    };
  } finally {
    await sandbox.stop();
  }
}
