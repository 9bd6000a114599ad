// Assume Role with the bundle that ships, beside `aws sts assume-role`, on the same sandbox.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hop, plan } from '../support/samples.js';
import { startSandbox, seedTutorial, TUTORIAL, writeAwsFiles } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { cleanEnvironment, ROOT, temporaryFolder } from '../tools/environment.js';
import { median, spread, type Row, type Section } from './figures.js';

const RUNS = 10;
const CHILD = fileURLToPath(import.meta.resolve('./assumeProcess.mjs'));
const run = promisify(execFile);

interface Milliseconds {
  readonly cold: number;
  readonly warm: number;
}

type Environment = Readonly<Record<string, string>>;

async function timed(command: string, args: readonly string[], env: Environment): Promise<number> {
  const started = performance.now();
  await run(command, args, { env });
  return performance.now() - started;
}

async function repeat<T>(measure: () => Promise<T>): Promise<T[]> {
  await measure(); // From a disk that has its files at hand.
  const results: T[] = [];
  while (results.length < RUNS) results.push(await measure());
  return results;
}

/** The CLI's runs, and what it says of itself; undefined where there is none. */
async function measureCli(home: string, env: Environment): Promise<{ runs: number[]; version: string } | undefined> {
  const folder = await awsCliFolder();
  if (folder === undefined) return undefined;
  const aws = join(folder, 'aws');
  const own = { ...env, HOME: home, AWS_PROFILE: 'ststestprofile' };
  const call = ['sts', 'assume-role', '--role-arn', TUTORIAL.readOnlyRoleArn, '--role-session-name', 'mytestsession'];
  const { stdout } = await run(aws, ['--version'], { env: own });
  return { runs: await repeat(() => timed(aws, call, own)), version: stdout.split(' ').slice(0, 2).join(', ') };
}

function processArguments(endpoint: string): string[] {
  const { accessKeyId, secretAccessKey, region } = TUTORIAL;
  const toExecute = plan({ hops: [hop()], region, endpoints: { all: endpoint } });
  return [
    CHILD,
    join(ROOT, 'dist/aws.js'),
    JSON.stringify(toExecute),
    JSON.stringify({ accessKeyId, secretAccessKey }),
  ];
}

export async function assume(): Promise<Section> {
  const sandbox = await startSandbox();
  try {
    seedTutorial(sandbox);
    const home = temporaryFolder();
    await writeAwsFiles(join(home, '.aws'), sandbox);
    const env = cleanEnvironment({ AWS_ENDPOINT_URL: sandbox.endpoint });
    const args = processArguments(sandbox.endpoint);
    const inside = await repeat(
      async () => JSON.parse((await run(process.execPath, args, { env })).stdout) as Milliseconds,
    );
    const whole = await repeat(() => timed(process.execPath, args, { ...env, BENCH_ONCE: '1' }));
    const cli = await measureCli(home, env);
    const beside = (values: readonly number[]): string =>
      cli === undefined ? '' : `; the CLI takes ${(median(cli.runs) / median(values)).toFixed(1)} times that`;
    const row = (what: string, values: readonly number[]): Row => ({
      what,
      value: `${spread(values)}${beside(values)}`,
    });
    return {
      title: `Assume Role on the sandbox, median of ${RUNS}`,
      rows: [
        cli === undefined
          ? { what: 'aws sts assume-role', value: 'no AWS CLI here that follows AWS_ENDPOINT_URL' }
          : { what: `aws sts assume-role, the whole process (${cli.version})`, value: spread(cli.runs) },
        row('ours, the whole of a Node process', whole),
        row(
          'ours, cold: loading dist/aws.js and the first call',
          inside.map(({ cold }) => cold),
        ),
        row(
          'ours, warm: the second call in that process',
          inside.map(({ warm }) => warm),
        ),
      ],
      notes: [`Ours as the extension meets it is "cold", then "warm"; the process is there to compare like with like.`],
    };
  } finally {
    await sandbox.stop();
  }
}
