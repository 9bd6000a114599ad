// One case, resolved by the real AWS CLI and by the extension's own code.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnvironment } from '../tools/environment.js';
import { keys, type Case } from './case.js';
import type { Cli } from './cli.js';
import type { Outcome, Resolved } from './outcome.js';
import { ours } from './ours.js';
import { mfaCode } from './people.js';
import { withoutUnchosen } from './way.js';
import type { Party, Visit, World } from './world.js';

const run = promisify(execFile);
const CLI_TIMEOUT_S = 40;
/** `aws login` works in the CLI v2, and in v1 where pip has installed awscrt beside it. */
const LACKS_CRT = 'pip install "botocore[crt]"';

interface Desk {
  readonly home: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Each of the two has a home folder of its own: both keep things there. */
async function settle(given: Case, world: World, visit: Visit): Promise<Desk> {
  const { config = '', credentials = `[base]\n${keys('anna')}`, env = {}, files = {}, encodings = {} } = given;
  const home = join(await mkdtemp(join(tmpdir(), 'rs-')), given.homeName ?? 'home');
  const words: Readonly<Record<string, string>> = { ...visit.words, home };
  const fill = (template: string): string =>
    template.replace(/<(\w+)>/g, (whole, word: string) => words[word] ?? whole);
  const written = { '.aws/config': config, '.aws/credentials': credentials, ...files };
  await world.furnish(home);
  for (const [path, content] of Object.entries(written)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), fill(content), encodings[path] ?? 'utf8');
  }
  for (const pipe of given.pipes ?? []) await run('mkfifo', [join(home, pipe)]);
  const variables: NonNullable<Case['env']> = {
    HOME: home,
    AWS_ENDPOINT_URL: '<endpoint>',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...env,
  };
  const defined = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, fill(value)]],
  );
  return { home, variables: Object.fromEntries(defined) as Record<string, string> };
}

async function resolve(
  given: Case,
  world: World,
  party: Party,
  outcomeAt: (desk: Desk) => Promise<Outcome>,
): Promise<Resolved> {
  const visit = await world.visit(party);
  const desk = await settle(given, world, visit);
  try {
    const outcome = await outcomeAt(desk);
    return { outcome, way: visit.way() };
  } finally {
    await visit.leave();
    await rm(dirname(desk.home), { recursive: true, force: true });
  }
}

/** What `aws sts get-caller-identity --profile X` says. */
export function byCli(given: Case, world: World, aws: Cli['run']): Promise<Resolved> {
  return resolve(given, world, 'cli', async ({ home, variables }) => {
    const options = ['--output', 'json', '--cli-connect-timeout', '5', '--cli-read-timeout', '20'];
    const { status, stdout, stderr } = await aws({
      argv: ['sts', 'get-caller-identity', '--profile', given.profile ?? 'dev', ...options],
      env: cleanEnvironment({ AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '', ...variables }),
      cwd: home,
      input: given.mfa === true ? `${mfaCode('cli')}\n` : '',
      timeout: CLI_TIMEOUT_S,
    });
    return status === 0 ? { kind: 'acts', arn: withoutUnchosen(arnIn(stdout)) } : refused(stderr.trim());
  });
}

function arnIn(reply: string): string {
  return (JSON.parse(reply) as { readonly Arn: string }).Arn;
}

function refused(message: string): Outcome {
  return { kind: message.includes(LACKS_CRT) ? 'cannot' : 'refuses', message };
}

/** The extension's own code, with nobody there to answer more than the CLI is answered. */
export function byUs(given: Case, world: World): Promise<Resolved> {
  return resolve(given, world, 'us', ({ home, variables }) =>
    ours(given, {
      variables: cleanEnvironment({ ...variables }),
      userName: 'tester',
      hostName: 'desk',
      homeDirectory: home,
    }),
  );
}
