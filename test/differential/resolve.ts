// One case, resolved by the real AWS CLI and by the extension's own code.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { executePlan } from '../../src/aws/index.js';
import type { Interaction } from '../../src/model/session/interaction.js';
import { AwsFiles } from '../../src/config/files/awsFiles.js';
import { Configuration } from '../../src/config/configuration.js';
import { writtenSettings } from '../support/settings.js';
import type { Environment } from '../../src/model/environment.js';
import { planProfile } from '../../src/config/plan/planRole.js';
import type { Plan } from '../../src/model/plan/plan.js';
import { problemText } from '../../src/base/place.js';
import { planContext } from '../../src/config/roles.js';
import { Cancelled, UserError } from '../../src/base/errors.js';
import { cleanEnvironment } from '../tools/environment.js';
import { keys, type Case } from './case.js';
import type { Cli } from './cli.js';
import type { Outcome } from './differences.js';
import type { Party, World } from './world.js';

const CLI_TIMEOUT_MS = 40_000;
/** `aws login` works in the CLI v2, and in v1 where pip has installed awscrt beside it. */
const LACKS_CRT = 'pip install "botocore[crt]"';
/** The session names that each makes up where none is configured. */
const CLI_SESSION = /\/botocore-session-\d+$/;
const OUR_SESSION = /\/vscode-tester$/;
const UNCHOSEN = '/(any)';

/** Each of the two has a home folder of its own: both keep things there. */
async function settle(
  { config = '', credentials = `[base]\n${keys('anna')}`, env = {}, files = {} }: Case,
  world: World,
  party: Party,
): Promise<{ readonly home: string; readonly variables: Record<string, string> }> {
  const home = await mkdtemp(join(tmpdir(), 'rs-'));
  const words: Readonly<Record<string, string>> = { ...world.words(party), home };
  const fill = (template: string): string =>
    template.replace(/<(\w+)>/g, (whole, word: string) => words[word] ?? whole);
  const written = { '.aws/config': config, '.aws/credentials': credentials, ...files };
  await world.furnish(home);
  for (const [path, content] of Object.entries(written)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), fill(content));
  }
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

/** `aws sts get-caller-identity --profile X`, without a terminal: it asks there before it reads its input. */
export async function byCli(given: Case, world: World, { file }: Cli): Promise<Outcome> {
  const { home, variables } = await settle(given, world, 'cli');
  const options = ['--output', 'json', '--cli-connect-timeout', '5', '--cli-read-timeout', '20'];
  const call = ['sts', 'get-caller-identity', '--profile', given.profile ?? 'dev', ...options];
  const env = cleanEnvironment({ AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '', ...variables });
  const child = spawn(file, call, { env, cwd: home, timeout: CLI_TIMEOUT_MS, detached: true });
  child.stdin.on('error', () => undefined); // It may have ended without reading.
  child.stdin.end(given.mfa === true ? `${world.mfaCode('cli')}\n` : '');
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('close', resolve);
      child.once('error', reject);
    }),
  ]);
  await rm(home, { recursive: true, force: true });
  return status === 0 ? acts(arnIn(stdout), CLI_SESSION) : refused(stderr.trim());
}

function arnIn(reply: string): string {
  return (JSON.parse(reply) as { readonly Arn: string }).Arn;
}

function refused(message: string): Outcome {
  return { kind: message.includes(LACKS_CRT) ? 'cannot' : 'refuses', message };
}

/** The plan for the profile, executed with nobody there to answer more than the CLI is answered. */
export async function byUs(given: Case, world: World): Promise<Outcome> {
  const { home, variables } = await settle(given, world, 'us');
  const environment = {
    variables: cleanEnvironment(variables),
    userName: 'tester',
    hostName: 'desk',
    homeDirectory: home,
  };
  const files = new AwsFiles(environment);
  const catalog = new Configuration(writtenSettings(), files, environment);
  try {
    const plan = await planOf(given.profile ?? 'dev', files, environment, catalog);
    const secrets = {
      readStaticKeys: catalog.readStaticKeys.bind(catalog),
      readProcess: catalog.readProcess.bind(catalog),
    };
    const { signal } = new AbortController();
    const mfaCode = given.mfa === true ? () => Promise.resolve(world.mfaCode('us')) : absent;
    const interaction = { ...NOBODY, mfaCode };
    const { arn } = await executePlan(plan, { environment, secrets, interaction, signal });
    return acts(arn, OUR_SESSION);
  } catch (error) {
    if (error instanceof UserError || error instanceof Cancelled) {
      return { kind: 'refuses', message: error.message };
    }
    throw error;
  } finally {
    catalog.dispose();
    files.dispose();
    await rm(home, { recursive: true, force: true });
  }
}

const absent = (): Promise<never> => Promise.reject(new Cancelled());

const NOBODY: Interaction = {
  attended: false,
  mfaCode: absent,
  openBrowser: absent,
  showDeviceCode: absent,
  forgetClientSecret: absent,
  chooseSamlRole: absent,
  pasteAssertion: absent,
  clientSecret: absent,
  signInWithAwsLogin: absent,
  identityCenterFlow: () => 'device-code',
  report: () => undefined,
  warn: () => undefined,
};

/** The list that the picker shows has to say the same as the plan by name. */
async function planOf(name: string, files: AwsFiles, environment: Environment, catalog: Configuration): Promise<Plan> {
  const context = planContext({ files: await files.read(), environment });
  const profile = context.profiles.byName.get(name);
  if (profile === undefined) {
    throw new UserError(`There is no profile ${name}.`);
  }
  const plan = planProfile(profile, context);
  const listed = (await catalog.entries()).find(({ id }) => id === `profile:${name}`);
  const shown = listed?.kind === 'ready' ? listed.plan : undefined;
  if (listed !== undefined && JSON.stringify(shown) !== JSON.stringify(plan.ok ? plan.value : undefined)) {
    throw new Error(`The role list shows another plan than ${name} has.`);
  }
  if (!plan.ok) {
    throw new UserError(problemText(plan.problem));
  }
  return plan.value;
}

function acts(arn: string, unchosen: RegExp): Outcome {
  return { kind: 'acts', arn: arn.replace(unchosen, UNCHOSEN) };
}
