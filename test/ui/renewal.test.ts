// How a window tells of sessions that are renewed, wait for somebody, end soon, or may not go on.
import { appendFileSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, totp, TUTORIAL, type AccessKey, type Sandbox } from '../sandbox/index.js';
import { temporaryFolder } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const { region, accountId, userArn, mfaSecretBase32 } = TUTORIAL;
/** Sessions as brief as these are renewed, or asked about, in their last third. */
const BRIEF_SECONDS = 40;
const MFA_STEP_MS = 30_000;
/** As long as a brief session and more. */
const PATIENCE_MS = 90_000;
const READER = 's3-read-only';

describe('the renewal of sessions', () => {
  const programs = temporaryFolder();
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
    const helper = join(programs, 'helper');
    const lines = [
      `[profile helper]\ncredential_process = ${helper}\n`,
      `[profile passed-on]\nrole_arn = ${sharedArn}\nsource_profile = helper\n`,
    ];
    for (const line of lines) {
      appendFileSync(
        join(workbench.home, '.aws/config'),
        `${line}endpoint_url = ${sandbox.endpoint}\nregion = ${region}\n`,
      );
    }
    await workbench.openView('AWS Role Sessions');
  });

  afterAll(async () => {
    await sandbox.stop();
    rmSync(programs, { recursive: true, force: true });
  });

  const sharedArn = `arn:aws:iam::${accountId}:role/shared`;

  /** A role that whoever is of the account may assume, and what the program prints whom it is assumed with. */
  function seedShared(): void {
    const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'sts:AssumeRole' };
    const trustPolicy = { Version: '2012-10-17', Statement: [trust] };
    sandbox.iam.createRole({ accountId, name: 'shared', trustPolicy, managedPolicyArns: [] });
    mayAssumeShared(userArn);
  }

  function mayAssumeShared(arn: string): void {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: sharedArn };
    sandbox.iam.putUserPolicy(arn, 'Shared', { Version: '2012-10-17', Statement: [statement] });
  }

  function printKeys({ accessKeyId, secretAccessKey }: AccessKey): void {
    const keys = JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
    const file = join(programs, 'helper');
    writeFileSync(file, `#!/bin/sh\ncat <<'X'\n${keys}\nX\n`);
    chmodSync(file, 0o755);
  }

  function brief(seconds = BRIEF_SECONDS): void {
    sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'brief', seconds } });
  }

  async function assume(name: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(name);
    await workbench.quickInput.type(name);
    await workbench.quickInput.choose(name);
  }

  async function answerCode(inMs: number): Promise<void> {
    await workbench.quickInput.waitFor('MFA code to assume sts-s3-mfa-role');
    await workbench.quickInput.type(totp(mfaSecretBase32, sandbox.clock.now() + inMs));
    await workbench.quickInput.accept();
  }

  async function tooltip(status: string): Promise<string> {
    const text = await workbench.statusTooltip(status);
    await workbench.page.mouse.move(640, 300);
    return text.replaceAll('\u00a0', ' ');
  }

  async function endAll(): Promise<void> {
    await workbench.runCommand('AWS Role: End All Sessions');
    await workbench.waitForStatus('No AWS role');
  }

  it('of one with MFA waits for its user, who is told once, with a button', async () => {
    brief();
    await assume('with-mfa');
    await answerCode(0);
    await workbench.waitForStatus('with-mfa');
    const toast = await workbench.toast('The session of with-mfa expires soon', PATIENCE_MS);
    await workbench.sessions.waitForRow('waits for you to renew it');
    await workbench.page.locator('.statusbar-item.warning-kind', { hasText: 'with-mfa' }).waitFor();
    await pictures(workbench, 'renewal-1-mfa');
    expect(await tooltip('with-mfa')).toContain('it waits for you');
    await toast.click('Renew Session');
    await answerCode(MFA_STEP_MS);
    await workbench.waitForStatus('with-mfa 59m');
    await workbench.sessions.waitForRow('expires in 59m');
    await endAll();
  });

  it('waits for the user also where nobody has to be asked, if they want that', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.renewal': 'ask' });
    brief();
    await assume(READER);
    const toast = await workbench.toast(`The session of ${READER} expires soon`, PATIENCE_MS);
    expect(toast.text).not.toContain('sign in');
    await pictures(workbench, 'renewal-2-ask');
    await toast.click('Renew Session');
    await workbench.waitForStatus(`${READER} 59m`);
    await endAll();
  });

  it('that is turned off leaves a warning ahead of the end, which is said too', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.renewal': 'off', 'roleSessions.warnBeforeMinutes': [1] });
    brief(75);
    await assume(READER);
    const toast = await workbench.toast(`The session of ${READER} expires in 1 min or less.`, PATIENCE_MS);
    await workbench.page.locator('.statusbar-item.warning-kind', { hasText: READER }).waitFor();
    await pictures(workbench, 'renewal-3-warning');
    await toast.click('Renew Session');
    await workbench.waitForStatus(`${READER} 59m`);
    await endAll();
  });

  it('that fails is tried again, and says why meanwhile', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.renewal': 'automatic' });
    brief();
    await assume(READER);
    await workbench.waitForStatus(READER);
    const message = 'The service is unavailable.';
    sandbox.addFault({
      operation: 'AssumeRole',
      effect: { kind: 'error', status: 403, code: 'AccessDenied', message },
    });
    await workbench.page.locator('.statusbar-item.warning-kind', { hasText: READER }).waitFor({ timeout: PATIENCE_MS });
    await workbench.sessions.waitForRow('not renewed');
    await pictures(workbench, 'renewal-4-backoff');
    expect(await tooltip(READER)).toContain('It could not be renewed yet.');
    sandbox.clearFaults();
    await workbench.waitForStatus(`${READER} 59m`, PATIENCE_MS);
    await endAll();
  });

  it('that would make somebody else of it is refused, and both are named', async () => {
    seedShared();
    printKeys(TUTORIAL);
    const other = sandbox.iam.createUser({ accountId, name: 'othello' });
    mayAssumeShared(other.arn);
    brief(15);
    await assume('passed-on');
    await workbench.waitForStatus('passed-on');
    printKeys(other);
    const toast = await workbench.toast('would now be', PATIENCE_MS);
    expect(toast.text).toMatch(/user\/mynewuser.*user\/othello/);
    expect(toast.text.match(/is not renewed/g)).toHaveLength(1);
    await workbench.waitForStatus('passed-on failed');
    await workbench.sessions.waitForRow('passed-on, failed');
    await workbench.page.locator('.statusbar-item.error-kind', { hasText: 'passed-on' }).waitFor();
    await pictures(workbench, 'renewal-5-somebody-else');
    await toast.close();
    expect(await tooltip('passed-on failed')).toContain('user/othello');
  });
});
