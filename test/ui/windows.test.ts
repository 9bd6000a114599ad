// Two windows of one editor: one call, one code, and one end for both.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, totp, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWindow, openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

describe('two windows', () => {
  let sandbox: Sandbox;
  let first: Workbench;
  let second: Workbench;

  const calls = (): number => sandbox.requests.filter(({ operation }) => operation === 'AssumeRole').length;

  async function choose(workbench: Workbench, role: string): Promise<void> {
    await workbench.clickStatus('No AWS role');
    await workbench.quickInput.waitFor(role);
    await workbench.quickInput.choose(role);
  }

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    first = await openWorkbench({ sandbox, settings: BOTH_THEMES });
    second = await openWindow(first);
  });

  afterAll(() => sandbox.stop());

  it('ask for one MFA code and make one call for one role', async () => {
    await choose(first, 'with-mfa');
    await first.quickInput.waitFor('MFA code to assume sts-s3-mfa-role');
    await choose(second, 'with-mfa');
    await second.toast('Assuming role with-mfa');
    await second.quickInput.waitClosed();
    await first.quickInput.type(totp(TUTORIAL.mfaSecretBase32, sandbox.clock.now()));
    await first.quickInput.accept();
    await first.waitForStatus('with-mfa 59m');
    await second.waitForStatus('with-mfa 59m');
    expect(calls()).toBe(1);
  });

  it('know the sessions of each other, and each has its own active one', async () => {
    await second.runCommand('AWS Role: Assume Role');
    await second.quickInput.waitFor('s3-read-only');
    await second.quickInput.choose('s3-read-only');
    await second.waitForStatus('s3-read-only 59m');
    await first.waitForStatus('with-mfa 59m');
    await first.openView('AWS Role Sessions');
    await expect.poll(() => first.page.locator('.sidebar').innerText()).toContain('s3-read-only');
    await pictures(first, 'windows-1-sessions-of-another');
  });

  it('forget a session together', async () => {
    await first.runCommand('AWS Role: End Session');
    await first.waitForStatus('No AWS role');
    await second.runCommand('AWS Role: End All Sessions');
    await second.waitForStatus('No AWS role');
    await expect.poll(() => first.page.locator('.sidebar').innerText()).not.toContain('59m');
  });

  it('have it all again after a reload of one', async () => {
    await choose(first, 's3-read-only');
    await first.waitForStatus('s3-read-only 59m');
    const before = calls();
    await first.reload();
    await first.waitForStatus('s3-read-only');
    await choose(second, 's3-read-only');
    await second.waitForStatus('s3-read-only');
    expect(calls()).toBe(before);
  });
});
