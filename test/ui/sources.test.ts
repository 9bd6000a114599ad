// Every way to the first credentials of a session that the AWS files know, chosen and watched in one window.
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import {
  CLOSED_PORT,
  failingProfiles,
  OTHER_ACCOUNT,
  roleArn,
  seedChain,
  workingProfiles,
  writeProgram,
  type Settings,
} from './sourceProfiles.js';
import { WaitingProgram } from './waitingProgram.js';
import type { Workbench } from './workbench/workbench.js';

const { accountId, accessKeyId, secretAccessKey, mfaSerial, region, userArn } = TUTORIAL;
const SHARED = 'assumed-role/shared/vscode-';

describe('sources of credentials', () => {
  let sandbox: Sandbox;
  let idp: IdentityProvider;
  let metadata: InstanceMetadata;
  let workbench: Workbench;
  let configFile: string;
  /** Programs of the user's, first on PATH. */
  const programs = temporaryFolder();

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
      settings: BOTH_THEMES,
      aws: {
        config: `[profile ststestprofile]\nregion = ${region}\nendpoint_url = ${sandbox.endpoint}\n`,
        credentials: `[ststestprofile]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
      },
      env: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: container.fullUri,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: container.authorizationToken ?? '',
      },
      // The login shell that the editor asks for its environment sets PATH anew, and reads this file only.
      homeFiles: { '.profile': '. ~/.bashrc\n' },
      rcFile: `PATH="${programs}:${await awsCliFolder()}:$PATH"\n`,
    });
    configFile = join(workbench.home, '.aws/config');
    const token = join(programs, 'token.jwt');
    writeFileSync(token, await idp.idToken({ user: FEDERATION.user, clientId: FEDERATION.clientId }));
    writeProfiles(workingProfiles(programs, token, metadata.endpoint));
    await sandbox.signin.login(join(workbench.home, '.aws/login/cache'), userArn);
  });

  afterAll(async () => {
    await sandbox.stop();
    await idp.stop();
    rmSync(programs, { recursive: true, force: true });
  });

  const openPicker = async (): Promise<void> => {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('us-west-2');
  };

  async function choose(name: string): Promise<void> {
    await openPicker();
    await workbench.quickInput.type(name);
    await workbench.quickInput.waitFor(name);
    await workbench.quickInput.choose(name);
  }

  async function answerMfa(): Promise<void> {
    await workbench.quickInput.waitFor(`The six digits that ${mfaSerial} shows now`);
    await workbench.quickInput.type(totp(TUTORIAL.mfaSecretBase32, sandbox.clock.now()));
    await workbench.quickInput.accept();
  }

  async function waitForSession(name: string): Promise<void> {
    await workbench.waitForStatus(name);
    await expect.poll(() => workbench.statusItem(name).locator('.codicon-sync').count()).toBe(0);
  }

  const toasts = (): Promise<number> => workbench.page.locator('.notification-toast').count();
  const lineOf = (text: string): number =>
    readFileSync(configFile, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;

  it('the picker says of each role whose it is and what its credentials come from', async () => {
    await openPicker();
    const first = await workbench.quickInput.rows();
    await pictures(workbench, 'sources-1-picker');
    await workbench.page.keyboard.press('ArrowUp');
    await workbench.quickInput.waitFor('vault-role');
    const rows = [...new Set([...first, ...(await workbench.quickInput.rows())])].join('\n');
    await pictures(workbench, 'sources-1-picker-end');
    for (const row of [
      `ci-token, ${accountId} · web-identity, from web identity token file · us-west-2`,
      `console-user, ${accountId} · mynewuser, from aws login of profile console-user · us-west-2`,
      `deploy, ${OTHER_ACCOUNT}, from profile ststestprofile → landing → deploy-base · us-west-2 ·  key  asks for MFA`,
      `from-shell, ${accountId} · shared, from environment variables · us-west-2`,
      `in-container, ${accountId} · shared, from container credentials · us-west-2`,
      `on-instance, ${accountId} · shared, from EC2 instance metadata · us-west-2`,
      'vault-keys, from credential_process of profile vault-keys · us-west-2',
      `vault-role, ${accountId} · shared, from credential_process of profile vault-keys · us-west-2`,
    ]) {
      expect(rows).toContain(row);
    }
    await workbench.quickInput.cancel();
  });

  it.each([
    ['vault-role', SHARED, 'credential_process of profile vault-keys', /^vault-role 59m$/],
    ['from-shell', SHARED, 'environment variables', /^from-shell 59m$/],
    ['on-instance', SHARED, 'EC2 instance metadata', /^on-instance 59m$/],
    ['in-container', SHARED, 'container credentials', /^in-container 59m$/],
    ['ci-token', 'assumed-role/web-identity/', 'web identity token file', /^ci-token 59m$/],
    ['console-user', userArn, 'aws login of profile console-user', /^console-user 1\dm$/],
    [
      'deploy',
      `${OTHER_ACCOUNT}:assumed-role/deploy/`,
      'profile ststestprofile → landing → deploy-base',
      /^deploy 59m$/,
    ],
    ['vault-keys', userArn, 'credential_process of profile vault-keys', /^vault-keys$/],
  ])('%s is assumed, and the status bar says from what', async (name, identity, source, text) => {
    await choose(name);
    if (name === 'deploy') await answerMfa();
    await waitForSession(name);
    expect((await workbench.statusItem(name).innerText()).trim()).toMatch(text);
    const tooltip = await workbench.statusTooltip(name);
    await pictures(workbench, `sources-2-${name}`);
    expect(tooltip).toContain(identity);
    expect(tooltip).toContain(source);
    await workbench.page.mouse.move(600, 300);
  });

  it('keys that do not expire say so, and nothing counts down', async () => {
    const tooltip = await workbench.statusTooltip('vault-keys');
    expect(tooltip).toMatch(/User\s+arn:aws:iam::123456789012:user\/mynewuser/);
    expect(tooltip).toMatch(/Expires\s+never/);
    expect(tooltip).not.toContain(' in ');
    await workbench.page.mouse.move(600, 300);
    await workbench.clickStatus('vault-keys');
    await workbench.quickInput.waitFor('Copy ARN');
    await pictures(workbench, 'sources-3-user-actions');
    await workbench.quickInput.cancel();
  });

  it.each([
    ['vault-keys', 'user/mynewuser', ''],
    ['on-instance', SHARED, 'set'],
  ])('a new terminal of %s is that for the AWS CLI', async (name, identity, token) => {
    await choose(name);
    await waitForSession(name);
    const terminal = await workbench.openTerminal();
    const said = await terminal.run('aws sts get-caller-identity --query Arn --output text');
    await pictures(workbench, `sources-4-terminal-${name}`);
    expect(said.replaceAll('\n', '')).toContain(identity);
    expect(await terminal.run('echo "token=${AWS_SESSION_TOKEN:+set}"')).toBe(`token=${token}`);
    await workbench.runCommand('Terminal: Kill All Terminals');
  });

  async function showPlan(name: string): Promise<string> {
    await workbench.runCommand('AWS Role: Show How Role Is Reached');
    await workbench.quickInput.waitFor('us-west-2');
    await workbench.quickInput.type(name);
    await workbench.quickInput.waitFor(name);
    await workbench.quickInput.choose(name);
    await workbench.quickInput.waitFor(`How ${name} Is Reached`);
    return (await workbench.quickInput.rows()).join('\n');
  }

  it('the way to a role at the end of a chain is shown, each limit with its reason, and each step opens its line', async () => {
    const rows = await showPlan('deploy');
    await pictures(workbench, 'sources-5-plan-chain');
    expect(rows).toMatch(
      /1\. profile ststestprofile, long-term keys[^]*2\. AssumeRole landing, .*MFA[^]*Asks for a code of arn:.*:mfa\/mynewuser[^]*1 to 12 h\): long-term keys[^]*3\. AssumeRole deploy-base/,
    );
    expect(rows).toContain('One hour is the limit: the role landing signs this call, which is role chaining.');
    await workbench.page.keyboard.press('ArrowUp');
    await workbench.quickInput.waitFor('Assume deploy');
    await pictures(workbench, 'sources-5-plan-chain-end');
    await workbench.quickInput.choose('3. AssumeRole deploy-base');
    await workbench.waitForTab('config');
    await workbench.waitForStatus(`Ln ${lineOf(`role_arn = ${roleArn('deploy-base')}`)}, Col`);
  });

  it('so is that by an instance’s metadata, whose step opens its line', async () => {
    const rows = await showPlan('on-instance');
    await pictures(workbench, 'sources-6-plan-metadata');
    expect(rows).toMatch(/EC2 decides how long its credentials last[^]*One hour is the limit: temporary credentials/);
    await workbench.quickInput.choose('EC2 instance metadata');
    await workbench.waitForStatus(`Ln ${lineOf('credential_source = Ec2InstanceMetadata')}, Col`);
  });

  describe('what fails', () => {
    beforeAll(async () => {
      await workbench.runCommand('View: Close All Editors');
      writeProfiles(failingProfiles(programs));
    });

    it.each([
      ['broken-sealed', ['failed with exit code 3: vault is sealed', '[redacted]']],
      ['broken-chatty', ['credential_process of profile broken-chatty']],
      ['broken-laptop', [`no EC2 instance metadata service at ${CLOSED_PORT}`]],
    ])('%s says why, and keeps its secrets', async (name, texts) => {
      await choose(name);
      const toast = await workbench.toast(texts[0] ?? '');
      await pictures(workbench, `sources-7-${name}`);
      for (const text of texts) expect(toast.text).toContain(text);
      expect(toast.text).not.toContain(secretAccessKey);
      expect(toast.text).not.toContain('Welcome');
      await toast.close();
      await workbench.waitForStatus('on-instance 5');
    });

    it('an instance whose metadata service is silent', async () => {
      metadata.behaviour = 'hang';
      await workbench.runCommand('AWS Role: Renew Session');
      const toast = await workbench.toast('did not answer in time');
      await pictures(workbench, 'sources-7-silent');
      await toast.close();
      metadata.behaviour = 'serve';
    });

    it('a program that takes long is waited for, and stopped by Cancel with all that it has started, without a word', async () => {
      const program = new WaitingProgram(programs, 'waiting-helper');
      writeProfiles({ waiting: { credential_process: program.file } });
      await choose('waiting');
      const progress = await workbench.toast(
        'Assuming role waiting: waiting for credential_process of profile waiting',
      );
      await expect.poll(() => program.running()).toBe(2);
      await pictures(workbench, 'sources-8-waiting');
      await progress.click('Cancel');
      await expect.poll(() => program.running(), { timeout: 5_000 }).toBe(0);
      await expect.poll(toasts).toBe(0);
      await waitForSession('on-instance 5');
    });
  });

  describe('a sign-in of `aws login` that is over', () => {
    const folder = (): string => join(workbench.home, '.aws/login/cache');
    const signIn = "echo 'Attempting to open your default browser.'; echo 'Waiting for the sign-in…'; exec sleep 600";

    beforeAll(async () => {
      writeProfiles({ 'console-later': { login_session: userArn } });
      await sandbox.signin.login(folder(), userArn, { expired: true });
      sandbox.signin.refuse(userArn, 'USER_CREDENTIALS_CHANGED');
    });

    it('opens a terminal that signs in, and goes on when the user has done so', async () => {
      writeProgram(programs, 'aws', signIn);
      await choose('console-later');
      const toast = await workbench.toast('Sign in with “aws login --profile console-later” in the terminal.');
      await workbench.terminal.waitForText('Waiting for the sign-in');
      await pictures(workbench, 'sources-9-login');
      await sandbox.signin.login(folder(), userArn);
      await toast.click('I Have Signed In');
      await waitForSession('console-later 1');
      await pictures(workbench, 'sources-9-login-done');
      await expect.poll(toasts).toBe(0);
    });

    it('says so where the AWS CLI fails', async () => {
      await sandbox.signin.login(folder(), userArn, { expired: true });
      // As long as a CLI takes to start: the editor keeps the code of a program that ends before its terminal is there.
      writeProgram(programs, 'aws', "echo 'aws: error: Found invalid choice: login' >&2; sleep 1; exit 252");
      await workbench.runCommand('AWS Role: Renew Session');
      const toast = await workbench.toast(
        'does not take “aws login --profile console-later” (exit code 252): update it',
      );
      await pictures(workbench, 'sources-9-login-failed');
      await toast.close();
    });
  });
});
