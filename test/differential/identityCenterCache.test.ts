// One sign-in to IAM Identity Center serves the AWS CLI and the editor, whoever of the two made it.
import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signOutOfPortals } from '../../src/aws/identityCenter/signOut.js';
import { signInToPortal } from '../../src/aws/identityCenter/token.js';
import { SILENT } from '../flows/aws/interaction.js';
import { TUTORIAL } from '../sandbox/index.js';
import { awsCliFolder, awsCliV2, type AwsCliV2 } from '../tools/awsCli.js';
import { cleanEnvironment } from '../tools/environment.js';
import {
  accessOf,
  alter,
  assume,
  browsing,
  cached,
  confirming,
  decide,
  inMinutes,
  LEGACY,
  openDesk,
  operations,
  SOURCE,
  type Desk,
} from '../flows/aws/identityCenter/harness.js';

const run = promisify(execFile);
const { startUrl, region, session, readOnly } = TUTORIAL.identityCenter;
const PORTAL = `sso_start_url = ${startUrl}\nsso_region = ${region}\n`;
const ROLE = `sso_account_id = ${TUTORIAL.accountId}\nsso_role_name = ${readOnly}\nregion = ${TUTORIAL.region}\n`;
const CONFIG = `[sso-session ${session}]
${PORTAL}sso_registration_scopes = sso:account:access
[profile by-session]
sso_session = ${session}
${ROLE}
[profile legacy]
${PORTAL}${ROLE}`;

let aws: string;
let signInCli: AwsCliV2 | undefined;
let desk: Desk;

beforeAll(async () => {
  const folder = await awsCliFolder();
  if (folder === undefined) throw new Error('There is no AWS CLI that follows AWS_ENDPOINT_URL');
  aws = join(folder, 'aws');
  signInCli = await awsCliV2();
});
beforeEach(async () => {
  desk = await openDesk();
  await mkdir(join(desk.home, '.aws'));
  await writeFile(join(desk.home, '.aws/config'), CONFIG);
  await Promise.all(['sso', 'sso-oidc'].map((service) => redirect(service)));
});
afterEach(() => desk.leave());

/** Also CLIs that know no AWS_ENDPOINT_URL then find the sandbox: botocore reads models of the user's own first. */
async function redirect(service: string): Promise<void> {
  const folder = join(desk.home, '.aws/models', service, '2019-06-10');
  const text = (builtIn: string) => ({ builtIn, type: 'String', required: false, documentation: '' });
  const flag = (builtIn: string) => ({ ...text(builtIn), type: 'Boolean', required: true, default: false });
  const rules = {
    version: '1.0',
    parameters: {
      Region: text('AWS::Region'),
      UseDualStack: flag('AWS::UseDualStack'),
      UseFIPS: flag('AWS::UseFIPS'),
      Endpoint: text('SDK::Endpoint'),
    },
    rules: [
      { conditions: [], endpoint: { url: desk.sandbox.endpoint, properties: {}, headers: {} }, type: 'endpoint' },
    ],
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'endpoint-rule-set-1.json'), JSON.stringify(rules));
}

const environment = () =>
  cleanEnvironment({
    HOME: desk.home,
    USERPROFILE: desk.home,
    AWS_DEFAULT_REGION: TUTORIAL.region,
    AWS_ENDPOINT_URL: desk.sandbox.endpoint,
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  });

async function cliArn(profile: string): Promise<string> {
  const command = ['sts', 'get-caller-identity', '--profile', profile, '--query', 'Arn', '--output', 'text'];
  return (await run(aws, command, { env: environment() })).stdout.trim();
}

/** `aws sso login`, confirmed on another device as soon as it shows where. */
async function cliSignIn({ file, minor }: AwsCliV2, profile: string): Promise<void> {
  // From 2.22.0 on a browser on this machine is the way unless another is asked for.
  const options = minor < 22 ? [] : ['--use-device-code'];
  const command = ['sso', 'login', '--no-browser', '--profile', profile, ...options];
  const child = spawn(file, command, { env: environment() });
  let printed = '';
  let confirmed = false;
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    const page = /^http\S+user_code=\S+$/m.exec(printed)?.[0];
    if (page !== undefined && !confirmed) {
      confirmed = true;
      void decide(page, 'Allow');
    }
  });
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`aws sso login: ${printed}`);
}

describe('a sign-in of the editor', () => {
  it.each([
    ['in the browser', 'by-session', browsing('Allow'), SOURCE],
    ['with a code', 'by-session', confirming('Allow'), SOURCE],
    ['for the legacy keys', 'legacy', confirming('Allow'), LEGACY],
  ])('%s serves the CLI', async (_, profile, interaction, source) => {
    const { arn } = await assume(desk, interaction, { source });
    expect(await cliArn(profile)).toBe(arn);
  });

  it('is refreshed by the CLI, whose token the editor then uses', async () => {
    await signInToPortal(accessOf(desk, browsing('Allow')));
    await alter(desk, { expiresAt: inMinutes(5) });
    const before = await cached(desk);
    const arn = await cliArn('by-session');
    const after = await cached(desk);
    expect(after['accessToken']).not.toBe(before['accessToken']);
    const asked = operations(desk).filter((name) => name === 'CreateToken').length;
    expect((await assume(desk, {})).arn).toBe(arn);
    expect(operations(desk).filter((name) => name === 'CreateToken')).toHaveLength(asked);
    expect(await cached(desk)).toEqual(after);
  });

  it('is refreshed by the editor, whose token the CLI then uses', async () => {
    await signInToPortal(accessOf(desk, browsing('Allow')));
    await alter(desk, { expiresAt: inMinutes(5) });
    const { arn } = await assume(desk, {});
    const refreshed = await cached(desk);
    expect(await cliArn('by-session')).toBe(arn);
    expect(await cached(desk)).toEqual(refreshed);
  });

  it('ends for the CLI when the editor signs out', async () => {
    await signInToPortal(accessOf(desk, browsing('Allow')));
    const here = { portal: SOURCE, endpoints: { all: desk.sandbox.endpoint } };
    await signOutOfPortals({ homeDirectory: desk.home, portals: [here], only: here, log: SILENT });
    await expect(cliArn('by-session')).rejects.toThrow(/token/i);
  });
});

describe('a sign-in of the CLI', () => {
  it.each([
    ['an sso-session', 'by-session', SOURCE, session],
    ['the legacy keys', 'legacy', LEGACY, startUrl],
  ])('for %s serves the editor, until the CLI signs out', async (_, profile, source, key) => {
    if (signInCli === undefined) throw new Error('`aws sso login` needs version 2 of the AWS CLI');
    await cliSignIn(signInCli, profile);
    const { accessToken } = await cached(desk, key);
    const { arn } = await assume(desk, {}, { source });
    expect(arn).toContain(`AWSReservedSSO_${readOnly}_`);
    expect((await cached(desk, key))['accessToken']).toBe(accessToken);
    await run(signInCli.file, ['sso', 'logout'], { env: environment() });
    await expect(cached(desk, key)).rejects.toThrow('ENOENT');
  });
});
