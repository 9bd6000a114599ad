// Every way to the first credentials of a session that the AWS files know, chosen and watched in one window.
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '../sandbox/idp/index.js';
import { startSandbox, seedTutorial, totp, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import type { InstanceMetadata } from '../sandbox/metadata/types.js';
import { FEDERATION, seedFederation } from '../sandbox/seedFederation.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { temporaryFolder } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench.js';

const { accountId, accessKeyId, secretAccessKey, mfaSerial, region, userArn } = TUTORIAL;
const OTHER_ACCOUNT = TUTORIAL.identityCenter.otherAccountId;
const SHARED = 'assumed-role/shared/vscode-';
const CLOSED_PORT = 'http://127.0.0.1:9';

type Settings = Readonly<Record<string, string>>;

const allow = (principal: object, condition: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...principal, ...condition }],
});

/** user → landing (with MFA) → deploy-base → deploy, which is in another account. */
function seedChain({ iam }: Sandbox): void {
  const inlinePolicies = { assume: allow({ Resource: '*' }) };
  const trust = (arn: string, condition?: object): object => allow({ Principal: { AWS: arn } }, condition);
  const withMfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
  const landing = iam.createRole({ accountId, name: 'landing', trustPolicy: trust(userArn, withMfa), inlinePolicies });
  const base = iam.createRole({ accountId, name: 'deploy-base', trustPolicy: trust(landing.arn), inlinePolicies });
  iam.createRole({ accountId: OTHER_ACCOUNT, name: 'deploy', trustPolicy: trust(base.arn) });
  iam.putUserPolicy(userArn, 'Landing', allow({ Resource: landing.arn }));
}

const roleArn = (name: string, account: string = accountId): string => `arn:aws:iam::${account}:role/${name}`;

describe('sources of credentials', () => {
  let sandbox: Sandbox;
  let idp: IdentityProvider;
  let metadata: InstanceMetadata;
  let workbench: Workbench;
  let configFile: string;
  /** Programs of the user's, first on PATH. */
  const programs = temporaryFolder();

  function program(name: string, body: string): string {
    const file = join(programs, name);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  const fromShared = (settings: Settings): Settings => ({ role_arn: FEDERATION.sharedArn, ...settings });

  function workingProfiles(token: string): Record<string, Settings> {
    const keys = { Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
    const ec2_metadata_service_endpoint = metadata.endpoint;
    return {
      'vault-keys': { credential_process: program('vault-helper', `echo '${JSON.stringify(keys)}'`) },
      'vault-role': fromShared({ source_profile: 'vault-keys' }),
      'from-shell': fromShared({ credential_source: 'Environment' }),
      'on-instance': fromShared({ credential_source: 'Ec2InstanceMetadata', ec2_metadata_service_endpoint }),
      'in-container': fromShared({ credential_source: 'EcsContainer' }),
      'ci-token': { role_arn: FEDERATION.webIdentityArn, web_identity_token_file: token },
      'console-user': { login_session: userArn },
      landing: { role_arn: roleArn('landing'), source_profile: 'ststestprofile', mfa_serial: mfaSerial },
      'deploy-base': { role_arn: roleArn('deploy-base'), source_profile: 'landing' },
      deploy: { role_arn: roleArn('deploy', OTHER_ACCOUNT), source_profile: 'deploy-base', duration_seconds: '3600' },
    };
  }

  function failingProfiles(): Record<string, Settings> {
    const sealed = `echo "vault is sealed, AWS_SECRET_ACCESS_KEY=${secretAccessKey}" >&2; exit 3`;
    return {
      'broken-sealed': { credential_process: program('sealed-helper', sealed) },
      'broken-chatty': { credential_process: program('chatty-helper', 'echo Welcome to the vault') },
      'broken-hanging': {
        credential_process: program('hanging-helper', `echo $$ > ${join(programs, 'pid')}; exec sleep 600`),
      },
      'broken-laptop': fromShared({
        credential_source: 'Ec2InstanceMetadata',
        ec2_metadata_service_endpoint: CLOSED_PORT,
      }),
    };
  }

  function writeProfiles(profiles: Record<string, Settings>): void {
    for (const [name, settings] of Object.entries(profiles)) {
      const all = { region, endpoint_url: sandbox.endpoint, ...settings };
      const lines = Object.entries(all).map(([key, value]) => `${key} = ${value}`);
      appendFileSync(configFile, `\n[profile ${name}]\n${lines.join('\n')}\n`);
    }
  }

  beforeAll(async () => {
    sandbox = await startSandbox();
    idp = await startIdentityProvider();
    seedTutorial(sandbox);
    seedFederation(sandbox, idp);
    seedChain(sandbox);
    metadata = await sandbox.startMetadata({ roleArn: FEDERATION.machineArn });
    const container = await sandbox.startContainer({ roleArn: FEDERATION.machineArn });
    workbench = await openWorkbench({
      sandbox,
      settings: BOTH_THEMES,
      env: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: container.fullUri,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: container.authorizationToken ?? '',
      },
      // The login shell that the editor asks for its environment sets PATH anew.
      rcFile: `PATH="${programs}:${await awsCliFolder()}:$PATH"\n`,
    });
    configFile = join(workbench.home, '.aws/config');
    const token = join(programs, 'token.jwt');
    writeFileSync(token, await idp.idToken({ user: FEDERATION.user, clientId: FEDERATION.clientId }));
    writeProfiles(workingProfiles(token));
    await sandbox.signin.login(join(workbench.home, '.aws/login/cache'), userArn);
  });

  afterAll(async () => {
    await sandbox.stop();
    await idp.stop();
    rmSync(programs, { recursive: true, force: true });
  });

  async function openPicker(waitFor = 'vault-role'): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(waitFor);
  }

  async function choose(name: string): Promise<void> {
    await openPicker(name);
    await workbench.quickInput.type(name);
    await workbench.quickInput.choose(name);
  }

  async function answerMfa(): Promise<void> {
    await workbench.quickInput.waitFor(`The six digits that ${mfaSerial} shows now`);
    await workbench.quickInput.type(totp(TUTORIAL.mfaSecretBase32, sandbox.clock.now()));
    await workbench.quickInput.accept();
  }

  const toasts = (): Promise<number> => workbench.page.locator('.notification-toast').count();

  it('the picker says of each role whose it is and what its credentials come from', async () => {
    await openPicker('deploy');
    const rows = await workbench.quickInput.rows();
    console.log(rows.join('\n'));
    await pictures(workbench, 'sources-1-picker');
    await workbench.quickInput.cancel();
  });

  it.each([
    ['vault-keys', userArn, 'credential_process of profile vault-keys'],
    ['vault-role', SHARED, 'credential_process of profile vault-keys'],
    ['from-shell', SHARED, 'environment variables'],
    ['on-instance', SHARED, 'EC2 instance metadata'],
    ['in-container', SHARED, 'container credentials'],
    ['ci-token', 'assumed-role/web-identity/', 'web identity token file'],
    ['console-user', userArn, 'aws login of profile console-user'],
    ['deploy', `${OTHER_ACCOUNT}:assumed-role/deploy/vscode-`, 'profile ststestprofile → landing → deploy-base'],
  ])('%s is assumed, and the status bar says from what', async (name, identity, source) => {
    await choose(name);
    if (name === 'deploy') await answerMfa();
    await workbench.waitForStatus(name);
    await expect.poll(() => workbench.statusItem(name).locator('.codicon-sync').count()).toBe(0);
    const tooltip = await workbench.statusTooltip(name);
    console.log(await workbench.statusItem(name).innerText(), '|', await workbench.statusItem(name).getAttribute('aria-label'), '\n', tooltip);
    await pictures(workbench, `sources-2-${name}`);
    expect(tooltip).toContain(identity);
    expect(tooltip).toContain(source);
    await workbench.page.mouse.move(600, 300);
  });
});
export { readFileSync, mkdirSync };
