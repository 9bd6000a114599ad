// Who the AWS CLI and SDKs act as in a terminal that asks the endpoint, through renewals of a session of 15 minutes and
// a reload of the window. They are real programs that ask over real sockets; the time of the session alone is moved.
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Endpoint } from '../../src/lending/endpoint/endpoint.js';
import type { LiveSession } from '../../src/model/session/session.js';
import type { SessionAct } from '../../src/model/sessionAct.js';
import { MINUTE_MS, Office, type Window } from '../flows/session/office.js';
import { modernAwsCliFolder } from '../tools/awsCli.js';
import { cleanEnvironment, findOnPath } from '../tools/environment.js';
import { pythonCli } from './forks.js';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const BORROWER = { kind: 'terminal', name: 'bash' } as const;

let aws: string;
let python: string;
let office: Office;
let window: Window;
let home: string;
let endpoint: Endpoint;
let acts: SessionAct[];

beforeAll(async () => {
  const folder = await modernAwsCliFolder();
  if (folder === undefined) throw new Error('There is no AWS CLI that reads endpoints from its configuration.');
  aws = join(folder, 'aws');
  const found = await pythonCli(aws);
  if (found === undefined) throw new Error('There is no AWS CLI that is written in Python.');
  python = found.interpreter;
});
beforeEach(async () => {
  office = await Office.open();
  home = await mkdtemp(join(tmpdir(), 'endpoint-'));
  window = office.window();
  acts = [];
  office.role('dev', ['source_profile = base', 'duration_seconds = 900']);
  office.role('prod', ['source_profile = base', 'duration_seconds = 900']);
  endpoint = await open();
});
afterEach(async () => {
  endpoint.dispose();
  await office.close();
  await rm(home, { recursive: true });
});

function open(): Promise<Endpoint> {
  return Endpoint.open({
    sessions: window.sessions,
    memento: window.workspaceState,
    secrets: window.secrets,
    storage: home,
    record: (act) => void acts.push(act),
    wanted: () => undefined,
    log: { warn: () => undefined },
  });
}

/** What a terminal has that is opened now. */
function shell(session: LiveSession, extra: Readonly<Record<string, string>> = {}, shielded = false) {
  const { variables } = endpoint.grant(session, 'window', { borrower: BORROWER, shielded });
  return cleanEnvironment({
    HOME: home,
    USERPROFILE: home,
    AWS_MAX_ATTEMPTS: '1',
    ...Object.fromEntries(variables),
    ...extra,
  });
}

type Shell = ReturnType<typeof shell>;

/** The service looks at the clock that the programs have. */
async function atTheirTime<T>(ask: () => Promise<T>): Promise<T> {
  const { clock } = office.sandbox;
  clock.setOffset(theirTime() - Date.now());
  try {
    return await ask();
  } finally {
    clock.setOffset(0);
  }
}
/** By the clock that nobody has moved. */
const theirTime = (): number => STARTED_AT + Number(process.hrtime.bigint() / 1_000_000n);
const STARTED_AT = Date.now() - Number(process.hrtime.bigint() / 1_000_000n);

const inShell = async (env: Shell, program: string, ...words: readonly string[]): Promise<string> =>
  (await atTheirTime(() => run(program, words, { env, cwd: home }))).stdout.trim();

const byCli = async (env: Shell): Promise<string> =>
  (JSON.parse(await inShell(env, aws, 'sts', 'get-caller-identity', '--output', 'json')) as { Arn: string }).Arn;

const JAVASCRIPT = `
const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
new STSClient().send(new GetCallerIdentityCommand({})).then(({ Arn }) => console.log(Arn), (error) => { console.error(error.message); process.exit(1); });
`;
const byJavaScript = async (env: Shell): Promise<string> => {
  const script = join(ROOT, 'node_modules', `.endpoint-${process.pid}.cjs`);
  await writeFile(script, JAVASCRIPT);
  try {
    return await inShell(env, process.execPath, script);
  } finally {
    await rm(script);
  }
};

/** rclone is written in Go, and asks as its SDK does. The role may list no buckets: whom it was taken for is what counts. */
const byGo = async (env: Shell): Promise<string | undefined> => {
  const rclone = findOnPath('rclone');
  if (rclone === undefined) throw new Error('There is no rclone.');
  const remote = `:s3,provider=Other,env_auth=true,force_path_style=true,region=us-west-2,endpoint="${office.sandbox.endpoint}":`;
  const before = office.sandbox.requests.length;
  await inShell(env, rclone, 'lsd', remote, '--retries', '1', '--config', join(home, 'none.conf')).catch(
    () => undefined,
  );
  return office.sandbox.requests.slice(before).find(({ operation }) => operation === 'ListBuckets')?.callerArn;
};

const PYTHON = `
import datetime
import sys
import botocore.credentials
import botocore.session
client = botocore.session.get_session().create_client('sts')
held = client._request_signer._credentials
for line in sys.stdin:
    later = datetime.timedelta(milliseconds=float(line))
    held._time_fetcher = lambda: datetime.datetime.now(datetime.timezone.utc) + later
    print(client.get_caller_identity()['Arn'], held.access_key, flush=True)
`;

/** One process that goes on: it asks anew by itself, as its credentials get old. */
class LongRun {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string, undefined>;

  constructor(env: Shell) {
    this.child = spawn(python, ['-c', PYTHON], { env, cwd: home, stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]() as AsyncIterator<
      string,
      undefined
    >;
  }

  async ask(): Promise<{ readonly arn: string | undefined; readonly key: string | undefined }> {
    const later = Date.now() - theirTime();
    const line = await atTheirTime(() => {
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

describe('in a terminal that asks the endpoint', { timeout: 120_000 }, () => {
  it('every program is the role, through three renewals and a reload, with nothing started anew', async () => {
    const session = await window.assume('dev');
    window.used.add(session.id);
    const env = shell(session);
    const { arn } = session.identity;
    const long = new LongRun(env);
    const keys = new Set<string | undefined>();
    for (let renewals = 0; renewals <= 3; renewals += 1) {
      const seen = await long.ask();
      expect([seen.arn, await byCli(env), await byJavaScript(env), await byGo(env)]).toEqual([arn, arn, arn, arn]);
      keys.add(seen.key);
      if (renewals === 1) {
        endpoint.dispose();
        await window.reload();
        endpoint = await open();
      }
      if (renewals < 3) await office.pass(11 * MINUTE_MS, MINUTE_MS / 2);
    }
    await long.end();
    expect(keys.size).toBe(4);
    expect(office.calls()).toBeGreaterThanOrEqual(4);
  });

  it('a switch changes what new ones are, and no old one', async () => {
    const dev = await window.assume('dev');
    const before = shell(dev);
    const prod = await window.assume('prod');
    const after = shell(prod);
    expect([await byCli(before), await byCli(after)]).toEqual([dev.identity.arn, prod.identity.arn]);
    expect([await byJavaScript(before), await byJavaScript(after)]).toEqual([dev.identity.arn, prod.identity.arn]);
  });

  it('after the end nobody gets anything, and is told why', async () => {
    const session = await window.assume('dev');
    const env = shell(session);
    await window.opener.end(session.id);
    await expect(byCli(env)).rejects.toThrow(/session has ended/);
    await expect(byJavaScript(env)).rejects.toThrow(/401|credentials/i);
    expect(await byGo(env)).toBeUndefined();
  });

  it.each([
    ['keys', ['aws_access_key_id = AKIAIOSFODNN7EXAMPLE', 'aws_secret_access_key = other']],
    ['a program', ['credential_process = /bin/false']],
  ])('a [default] profile with %s does not win where the shell is shielded from it', async (_, lines) => {
    const config = join(home, 'config');
    await writeFile(config, `[default]\n${lines.join('\n')}\n`);
    const session = await window.assume('dev');
    const { arn } = session.identity;
    const open = shell(session, { AWS_CONFIG_FILE: config });
    expect(await byCli(open).catch(() => 'nobody')).not.toBe(arn); // which is why
    const shielded = shell(session, {}, true);
    expect([await byCli(shielded), await byJavaScript(shielded), await byGo(shielded)]).toEqual([arn, arn, arn]);
  });

  it('each program that asks is on record, with its process', async () => {
    const session = await window.assume('dev');
    await byJavaScript(shell(session));
    const by = { ...BORROWER, pid: expect.any(Number) as number, program: 'node' };
    await vi.waitFor(() => expect(acts).toEqual([expect.objectContaining({ kind: 'fetched', by })]));
  });
});
