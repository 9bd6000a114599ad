// Programs that act as a session, each with the AWS SDK of its language, and as of which they do.
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { Office } from '../flows/session/office.js';
import { modernAwsCliFolder } from '../tools/awsCli.js';
import { findOnPath, ROOT } from '../tools/environment.js';
import { pythonCli } from './forks.js';

const run = promisify(execFile);

export type Shell = Readonly<Record<string, string>>;

/** By the clock that nobody has moved. */
const theirTime = (): number => STARTED_AT + Number(process.hrtime.bigint() / 1_000_000n);
const STARTED_AT = Date.now() - Number(process.hrtime.bigint() / 1_000_000n);

const JAVASCRIPT = `
const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
new STSClient().send(new GetCallerIdentityCommand({})).then(({ Arn }) => console.log(Arn), (error) => { console.error(error.message); process.exit(1); });
`;

const PYTHON = `
import datetime
import sys
import botocore.session
client = botocore.session.get_session().create_client('sts')
held = client._request_signer._credentials
for line in sys.stdin:
    later = datetime.timedelta(milliseconds=float(line))
    held._time_fetcher = lambda: datetime.datetime.now(datetime.timezone.utc) + later
    print(client.get_caller_identity()['Arn'], held.access_key, flush=True)
`;

export class Programs {
  /** @param home where they begin */
  static async find(office: Office, home: string): Promise<Programs> {
    const folder = await modernAwsCliFolder();
    if (folder === undefined) throw new Error('There is no AWS CLI that reads endpoints from its configuration.');
    const aws = join(folder, 'aws');
    const found = await pythonCli(aws);
    if (found === undefined) throw new Error('There is no AWS CLI that is written in Python.');
    const rclone = findOnPath('rclone');
    if (rclone === undefined) throw new Error('There is no rclone.');
    return new Programs(office, home, { aws, rclone, python: found.interpreter });
  }

  private constructor(
    private readonly office: Office,
    private readonly home: string,
    private readonly paths: Readonly<Record<'aws' | 'python' | 'rclone', string>>,
  ) {}

  async byCli(env: Shell): Promise<string> {
    const text = await this.run(env, this.paths.aws, 'sts', 'get-caller-identity', '--output', 'json');
    return (JSON.parse(text) as { Arn: string }).Arn;
  }

  async byJavaScript(env: Shell): Promise<string> {
    const script = join(ROOT, 'node_modules', `.programs-${process.pid}.cjs`);
    await writeFile(script, JAVASCRIPT);
    try {
      return await this.run(env, process.execPath, script);
    } finally {
      await rm(script);
    }
  }

  /** rclone is written in Go, and asks as its SDK does. The role may list no buckets: whom it was taken for is what counts. */
  async byGo(env: Shell): Promise<string | undefined> {
    const { requests, endpoint } = this.office.sandbox;
    const remote = `:s3,provider=Other,env_auth=true,force_path_style=true,region=us-west-2,endpoint="${endpoint}":`;
    const before = requests.length;
    const words = ['lsd', remote, '--retries', '1', '--config', join(this.home, 'none.conf')];
    await this.run(env, this.paths.rclone, ...words).catch(() => undefined);
    return requests.slice(before).find(({ operation }) => operation === 'ListBuckets')?.callerArn;
  }

  longRun(env: Shell): LongRun {
    const child = spawn(this.paths.python, ['-c', PYTHON], { env, cwd: this.home, stdio: ['pipe', 'pipe', 'inherit'] });
    return new LongRun(child, (ask) => this.atTheirTime(ask));
  }

  private async run(env: Shell, program: string, ...words: readonly string[]): Promise<string> {
    return (await this.atTheirTime(() => run(program, words, { env, cwd: this.home }))).stdout.trim();
  }

  /** The service looks at the clock that the programs have. */
  private async atTheirTime<T>(ask: () => Promise<T>): Promise<T> {
    const { clock } = this.office.sandbox;
    clock.setOffset(theirTime() - Date.now());
    try {
      return await ask();
    } finally {
      clock.setOffset(0);
    }
  }
}

/** One process that goes on, with botocore: it asks anew by itself, as its credentials get old. */
export class LongRun {
  private readonly lines: AsyncIterator<string, undefined>;

  constructor(
    private readonly child: ChildProcessByStdio<Writable, Readable, null>,
    private readonly atTheirTime: <T>(ask: () => Promise<T>) => Promise<T>,
  ) {
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]() as AsyncIterator<string, undefined>;
  }

  /** Whom it is, and by which access key. */
  async ask(): Promise<{ readonly arn: string | undefined; readonly key: string | undefined }> {
    const later = Date.now() - theirTime();
    const line = await this.atTheirTime(() => {
      this.child.stdin.write(`${later}\n`);
      return this.lines.next();
    });
    const [arn, key] = line.value?.split(' ') ?? [];
    return { arn, key };
  }

  async end(): Promise<void> {
    this.child.stdin.end();
    await once(this.child, 'close');
  }
}
