// The AWS CLI gets its credentials from everything that the sandbox serves beside STS.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, writeAwsFiles, writeSsoToken, type Sandbox } from '../sandbox/index.js';
import type { IdentityCenterInstance } from '../sandbox/identityCenter/types.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { cleanEnvironment } from '../tools/environment.js';

const run = promisify(execFile);
const CENTER = { startUrl: 'https://d-1.awsapps.com/start', region: TUTORIAL.region };
const SCOPES = ['sso:account:access'];

let aws: string;
let sandbox: Sandbox;
let home: string;

beforeAll(async () => {
  const folder = await awsCliFolder();
  if (folder === undefined) throw new Error('There is no AWS CLI that follows AWS_ENDPOINT_URL');
  aws = path.join(folder, 'aws');
});
beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  home = await mkdtemp(path.join(tmpdir(), 'cli-'));
});
afterEach(async () => {
  await sandbox.stop();
  await rm(home, { recursive: true });
});

/** What `aws ARGUMENTS` prints, read as JSON. */
async function cli(env: Readonly<Record<string, string>>, ...options: readonly string[]): Promise<unknown> {
  const region = { AWS_DEFAULT_REGION: TUTORIAL.region, AWS_ENDPOINT_URL: sandbox.endpoint };
  const { stdout } = await run(aws, [...options, '--output', 'json'], {
    env: cleanEnvironment({ HOME: home, USERPROFILE: home, AWS_MAX_ATTEMPTS: '1', ...region, ...env }),
  });
  return JSON.parse(stdout);
}

const whoAmI = async (env: Readonly<Record<string, string>>): Promise<string> =>
  ((await cli(env, 'sts', 'get-caller-identity')) as { Arn: string }).Arn;

describe('Identity Center', () => {
  const ARN = new RegExp(`^arn:aws:sts::${TUTORIAL.accountId}:assumed-role/AWSReservedSSO_Reader_[0-9a-f]{16}/alice$`);
  const BY_SESSION = { sso_session: 'work' };
  const LEGACY = { sso_start_url: CENTER.startUrl, sso_region: CENTER.region };

  function center(): IdentityCenterInstance {
    const instance = sandbox.identityCenter.createInstance(CENTER);
    instance.addUser({ userName: 'alice', email: 'alice@example.com' });
    instance.addAccount({ accountId: TUTORIAL.accountId, name: 'One', email: 'one@example.com' });
    instance.addPermissionSet({ name: 'Reader' });
    instance.assign({ userName: 'alice', permissionSet: 'Reader', accountId: TUTORIAL.accountId });
    return instance;
  }

  /** The environment with the profile in force. */
  async function profile(settings: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const { env } = await writeAwsFiles(path.join(home, '.aws'), sandbox, {
      profiles: {
        reader: { ...settings, sso_account_id: TUTORIAL.accountId, sso_role_name: 'Reader', region: TUTORIAL.region },
      },
      extraConfig: `[sso-session work]\nsso_start_url = ${CENTER.startUrl}\nsso_region = ${CENTER.region}\n`,
    });
    return { ...env, AWS_PROFILE: 'reader' };
  }

  it.each([
    ['an sso-session', BY_SESSION, SCOPES, 'work'],
    ['the legacy keys', LEGACY, [], undefined],
  ])('of %s: the cached token opens the role', async (_, settings, scopes, session) => {
    const instance = center();
    await writeSsoToken(home, instance, instance.signIn('alice', scopes), session);
    expect(await whoAmI(await profile(settings))).toMatch(ARN);
  });

  it('refreshes a token that has expired', async () => {
    const instance = center();
    const stale = { ...instance.signIn('alice', SCOPES), accessToken: 'stale', expiresAt: Date.now() - 60_000 };
    const file = await writeSsoToken(home, instance, stale, 'work');
    expect(await whoAmI(await profile(BY_SESSION))).toMatch(ARN);
    const { accessToken } = JSON.parse(await readFile(file, 'utf8')) as { accessToken: string };
    expect(sandbox.issuedTokens()).toContain(accessToken);
    expect(sandbox.requests.map(({ operation }) => operation)).toEqual([
      'CreateToken',
      'GetRoleCredentials',
      'GetCallerIdentity',
    ]);
  });

  it.each([
    ['sso-second-account', TUTORIAL.identityCenter.session, 'PowerUser'],
    ['sso-legacy', undefined, 'PowerUser'],
    ['sso-admin', TUTORIAL.identityCenter.session, 'Administrator'],
  ])('reaches the tutorial’s %s', async (name, session, permissionSet) => {
    const instance = sandbox.identityCenter.instance(TUTORIAL.identityCenter.startUrl);
    const { userName } = TUTORIAL.identityCenter;
    await writeSsoToken(home, instance, instance.signIn(userName, session === undefined ? [] : SCOPES), session);
    const { env } = await writeAwsFiles(path.join(home, '.aws'), sandbox, { federated: true });
    expect(await whoAmI({ ...env, AWS_PROFILE: name })).toContain(`AWSReservedSSO_${permissionSet}_`);
  });

  it('has no identity without a sign-in', async () => {
    center();
    await expect(whoAmI(await profile(BY_SESSION))).rejects.toThrow('Token for work does not exist');
  });

  it('lists accounts and roles', async () => {
    const { accessToken } = center().signIn('alice');
    const token = ['--access-token', accessToken];
    expect(await cli({}, 'sso', 'list-accounts', ...token)).toEqual({
      accountList: [{ accountId: TUTORIAL.accountId, accountName: 'One', emailAddress: 'one@example.com' }],
    });
    expect(await cli({}, 'sso', 'list-account-roles', '--account-id', TUTORIAL.accountId, ...token)).toEqual({
      roleList: [{ roleName: 'Reader', accountId: TUTORIAL.accountId }],
    });
  });
});

describe('an EC2 instance', () => {
  it.each(['required', 'optional', 'unsupported'] as const)('with tokens %s lends its role', async (tokens) => {
    const { endpoint, instanceId } = await sandbox.startMetadata({ roleArn: TUTORIAL.readOnlyRoleArn, tokens });
    expect(await whoAmI({ AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint })).toBe(
      `arn:aws:sts::${TUTORIAL.accountId}:assumed-role/sts-s3-read-only-role/${instanceId}`,
    );
  });

  it.each(['absent', 'garbage', 'error', 'hang'] as const)('that is %s leaves the CLI without', async (behaviour) => {
    const instance = await sandbox.startMetadata({ roleArn: TUTORIAL.readOnlyRoleArn });
    instance.behaviour = behaviour;
    await expect(whoAmI({ AWS_EC2_METADATA_SERVICE_ENDPOINT: instance.endpoint })).rejects.toThrow('credentials');
  });
});

describe('a container', () => {
  const environmentOf = ({ fullUri }: { readonly fullUri: string }, token: string): Record<string, string> => ({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
  });

  it('lends the role of its task', async () => {
    const container = await sandbox.startContainer({ roleArn: TUTORIAL.fullAccessRoleArn });
    const arn = await whoAmI(environmentOf(container, container.authorizationToken!));
    expect(arn).toContain('assumed-role/sts-s3-full-access-role/');
  });

  it('refuses another token', async () => {
    const container = await sandbox.startContainer({ roleArn: TUTORIAL.fullAccessRoleArn });
    await expect(whoAmI(environmentOf(container, 'wrong'))).rejects.toThrow('403');
  });
});
