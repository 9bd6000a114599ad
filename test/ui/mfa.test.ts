// A role that asks for a code of an MFA device.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, totp, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { temporaryFolder } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import { WaitingProgram } from './waitingProgram.js';
import type { Workbench } from './workbench/workbench.js';

const { mfaSecretBase32, mfaSerial } = TUTORIAL;

describe('MFA', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const programs = temporaryFolder();

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
  });

  afterAll(async () => {
    await sandbox.stop();
    rmSync(programs, { recursive: true, force: true });
  });

  const codeNow = (): string => totp(mfaSecretBase32, sandbox.clock.now());
  const assumeCalls = (): number => sandbox.requests.filter(({ operation }) => operation === 'AssumeRole').length;

  async function chooseRole(): Promise<void> {
    await workbench.clickStatus('No AWS role');
    await workbench.quickInput.waitFor('asks for MFA');
    await workbench.quickInput.choose('with-mfa');
    await workbench.quickInput.waitFor(`The six digits that ${mfaSerial} shows now`);
  }

  async function renew(): Promise<void> {
    await workbench.clickStatus('with-mfa');
    await workbench.quickInput.waitFor('Renew Session');
    await workbench.quickInput.choose('Renew Session');
  }

  it('asks for six digits, hidden, and takes nothing else', async () => {
    await chooseRole();
    expect(await workbench.quickInput.isMasked()).toBe(true);
    await pictures(workbench, 'mfa-1-code');
    for (const text of ['12345', 'abcdef', '1234567']) {
      await workbench.quickInput.type(text);
      await workbench.quickInput.waitForMessage('Six digits, please');
      await workbench.quickInput.accept();
    }
    await pictures(workbench, 'mfa-2-not-six-digits');
    expect(assumeCalls()).toBe(0);
  });

  it('Escape leaves everything as it was, without a word', async () => {
    await workbench.quickInput.cancel();
    await workbench.quickInput.waitClosed();
    await workbench.waitForStatus('No AWS role');
    expect(await workbench.page.locator('.notification-toast').count()).toBe(0);
    expect(assumeCalls()).toBe(0);
  });

  it('a wrong code is asked for again in the same box, which says why', async () => {
    await chooseRole();
    const before = assumeCalls();
    await workbench.quickInput.type(codeNow() === '000000' ? '000001' : '000000');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('AWS did not take that code');
    await pictures(workbench, 'mfa-3-wrong-code');
    expect(await workbench.page.locator('.notification-toast', { hasText: 'could not' }).count()).toBe(0);
    await workbench.quickInput.type(codeNow());
    await workbench.quickInput.accept();
    await workbench.waitForStatus('with-mfa 59m');
    expect(assumeCalls()).toBe(before + 2);
  });

  it('renewing asks again, by a code that was not used yet', async () => {
    await renew();
    await workbench.quickInput.waitFor('MFA code to assume sts-s3-mfa-role');
    const before = assumeCalls();
    sandbox.clock.setOffset(30_000);
    await workbench.quickInput.type(codeNow());
    await workbench.quickInput.accept();
    await expect.poll(assumeCalls).toBe(before + 1);
    expect(sandbox.requests.at(-1)?.status).toBe(200);
  });

  it('a command that takes long is waited for, and stopped by Cancel with all that it has started, without a word', async () => {
    const program = new WaitingProgram(programs, 'authenticator');
    changeSettings(workbench, 'Machine', { 'roleSessions.mfaCommand': program.file });
    const before = assumeCalls();
    await renew();
    const progress = await workbench.toast('Assuming role with-mfa: waiting for roleSessions.mfaCommand');
    await expect.poll(() => program.running()).toBe(2);
    await pictures(workbench, 'mfa-4-command');
    await progress.click('Cancel');
    await expect.poll(() => program.running(), { timeout: 5_000 }).toBe(0);
    await expect.poll(() => workbench.page.locator('.notification-toast').count()).toBe(0);
    await expect.poll(() => workbench.statusItem('with-mfa').innerText()).toMatch(/with-mfa \d/);
    await workbench.quickInput.waitClosed();
    expect(assumeCalls()).toBe(before);
  });
});
