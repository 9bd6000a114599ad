// The view of all sessions: who is open, who is active, and what can be done with each.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, totp, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

describe('the Sessions view', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
    appendFileSync(join(workbench.home, '.aws/config'), ['shop-prod', 'short'].map((name) => profile(name)).join(''));
    changeSettings(workbench, 'Machine', { 'roleSessions.productionRoles': ['*-prod'] });
  });

  afterAll(() => sandbox.stop());

  function profile(name: string): string {
    return `[profile ${name}]\nrole_arn = ${TUTORIAL.readOnlyRoleArn}\nsource_profile = ststestprofile\nendpoint_url = ${sandbox.endpoint}\nregion = us-west-2\n`;
  }

  async function assume(name: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(name);
    await workbench.quickInput.type(name);
    await workbench.quickInput.choose(name);
  }

  async function waitForRows(...expected: readonly RegExp[]): Promise<void> {
    let shown: string[] = [];
    await waitUntil(
      async () => {
        shown = await workbench.sessions.rows();
        return shown.length === expected.length && expected.every((row, index) => row.test(shown[index] ?? ''));
      },
      () => `rows ${expected.join(', ')}; there are:\n${shown.join('\n')}`,
    );
  }

  it('offers to assume a role where there is no session', async () => {
    await workbench.openView('AWS Role Sessions');
    await workbench.sessions.waitForWelcome('No session is open.');
    await pictures(workbench, 'sessions-1-none');
  });

  it('shows each session that is open, the active one first', async () => {
    await assume('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59m');
    await waitForRows(/^s3-read-only, active, account 123456789012, expires in 59m, profile ststestprofile$/);
    await assume('s3-full-access');
    await workbench.waitForStatus('s3-full-access 59m');
    await waitForRows(/^s3-full-access, active/, /^s3-read-only, account/);
    await pictures(workbench, 'sessions-2-two');
  });

  it('marks production in the error colour, with its word', async () => {
    await assume('shop-prod');
    await waitForRows(/^shop-prod, production, active/, /^s3-full-access/, /^s3-read-only/);
    await pictures(workbench, 'sessions-3-production');
  });

  it('tells all about a session where the mouse rests', async () => {
    await (await workbench.sessions.waitForRow('s3-full-access')).hover();
    const hover = workbench.page.locator('.monaco-hover:visible').first();
    await hover.waitFor();
    expect((await hover.innerText()).replaceAll('\u00a0', ' ')).toMatch(/Account\s+123456789012[^]*Session name/);
    await workbench.screenshot('sessions-4-tooltip');
    await workbench.page.mouse.move(640, 500);
  });

  it('uses another one for new terminals', async () => {
    await workbench.sessions.inlineAction('s3-read-only', 'Use Session for New Terminals');
    await waitForRows(/^s3-read-only, active/, /^shop-prod, production, account/, /^s3-full-access, account/);
    await workbench.waitForStatus('s3-read-only 59m');
  });

  it('opens a terminal as a session that is not the active one', async () => {
    await workbench.sessions.inlineAction('s3-full-access', 'Open Terminal as Role');
    await waitUntil(async () => (await workbench.terminalNames()).join().includes('s3-full-access'), 'the terminal');
    await workbench.waitForStatus('s3-read-only 59m');
  });

  it('offers what can be done with a session', async () => {
    expect(await workbench.sessions.contextMenuItems('s3-full-access')).toEqual([
      'Use Session for New Terminals',
      'Open Terminal as Role',
      'Pin Session to S3 View',
      'Renew Session',
      'Narrow Session…',
      'End Session',
      'Show How Role Is Reached',
      'Copy Assumed-Role ARN',
      'Open Definition of Role',
      'Copy As…',
      'Export Credentials…',
      'Bring Session to a Remote Window…',
      'Log In to Amazon ECR…',
      'Log In to AWS CodeArtifact…',
      'Update kubeconfig for Amazon EKS…',
      'Open AWS Console…',
      'Copy Console Link…',
      "Revoke Role's Sessions at AWS…",
      "Undo Revoking of Role's Sessions…",
    ]);
  });

  it('copies the ARN of the row, not of the active session', async () => {
    await workbench.sessions.contextMenu('s3-full-access', 'Copy Assumed-Role ARN');
    await expect
      .poll(() => workbench.page.evaluate(() => navigator.clipboard.readText()))
      .toContain('assumed-role/sts-s3-full-access-role/');
  });

  it('renews a session that is not the active one, which stays', async () => {
    const calls = (): number => sandbox.requests.filter(({ operation }) => operation === 'AssumeRole').length;
    const before = calls();
    await workbench.sessions.inlineAction('s3-full-access', 'Renew Session');
    await expect.poll(calls).toBe(before + 1);
    await waitForRows(/^s3-read-only, active/, /^shop-prod/, /^s3-full-access, account/);
  });

  it('ends a session, whose role can be assumed again by a click', async () => {
    await workbench.sessions.inlineAction('s3-full-access', 'End Session');
    await waitForRows(/^s3-read-only, active/, /^shop-prod/, /^s3-full-access, account 123456789012, used lately$/);
    await workbench.waitForStatus('s3-read-only 59m');
    await pictures(workbench, 'sessions-5-ended');
    expect(await workbench.sessions.contextMenuItems('s3-full-access')).toEqual([
      'Assume Role',
      'Show How Role Is Reached',
      'Copy Assumed-Role ARN',
      'Open Definition of Role',
    ]);
    await workbench.sessions.contextMenu('s3-full-access', 'Copy Assumed-Role ARN');
    await expect
      .poll(() => workbench.page.evaluate(() => navigator.clipboard.readText()))
      .toContain('assumed-role/sts-s3-full-access-role/');
    await workbench.sessions.click('s3-full-access');
    await waitForRows(/^s3-full-access, active/, /^(shop-prod|s3-read-only)/, /^(shop-prod|s3-read-only)/);
  });

  it('shows what is being assumed, and stops that without ending anything', async () => {
    sandbox.addFault({ operation: 'AssumeRole', effect: { kind: 'hang' } });
    await assume('short');
    await waitForRows(/^s3-full-access, active/, /^s/, /^s/, /^short, assuming…$/);
    await workbench.waitForStatus('s3-full-access 59m · short…');
    await pictures(workbench, 'sessions-6-pending');
    await workbench.sessions.inlineAction('short', 'End Session');
    await waitForRows(/^s3-full-access, active/, /^s/, /^s/);
    await workbench.waitForStatus('s3-full-access 59m');
    sandbox.clearFaults();
  });

  it('shows what failed, with the reason, until it is forgotten', async () => {
    sandbox.addFault({
      operation: 'AssumeRole',
      times: 1,
      effect: { kind: 'error', status: 403, code: 'AccessDenied', message: 'User is not authorized.' },
    });
    await assume('short');
    await (await workbench.toast('may not assume')).close();
    await waitForRows(/^s3-full-access, active/, /^s/, /^s/, /^short, failed, .*may not assume/);
    await pictures(workbench, 'sessions-7-failed');
    await workbench.sessions.inlineAction('short', 'End Session');
    await waitForRows(/^s3-full-access, active/, /^s/, /^s/);
  });

  it('warns of one that ends soon, and shows one that has expired, which can be assumed again', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.renewal': 'off', 'roleSessions.warnBeforeMinutes': [5] });
    sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'brief', seconds: 25 } });
    await assume('short');
    await waitForRows(/^short, active, .* expires in \d+s/, /^s/, /^s/, /^s/);
    await pictures(workbench, 'sessions-8-expiring');
    await waitForRows(/^short, expired/, /^s/, /^s/, /^s/);
    await pictures(workbench, 'sessions-9-expired');
    await workbench.sessions.inlineAction('short', 'Renew Session');
    await waitForRows(/^short, active, .* expires in 59m/, /^s/, /^s/, /^s/);
  });

  async function assumeWithCode(): Promise<void> {
    await assume('with-mfa');
    await workbench.quickInput.waitFor('MFA code for a session token');
    await workbench.quickInput.type(totp(TUTORIAL.mfaSecretBase32, sandbox.clock.now()));
    await workbench.quickInput.accept();
    await workbench.waitForStatus('with-mfa');
  }

  it('shows what one MFA code gave for many roles, which ends alone', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.mfaSessionDurationSeconds': 7200 });
    await assumeWithCode();
    const mfa = /^MFA session of [\w-]+, account 123456789012, expires in (?:1h 59m|2h 0m)$/;
    await waitForRows(/^with-mfa, active/, /^s/, /^s/, /^s/, /^s/, mfa);
    await pictures(workbench, 'sessions-10-mfa');
    expect(await workbench.sessions.contextMenuItems('MFA session of')).toEqual(['End Session', 'Forget MFA Sessions']);
    await workbench.sessions.inlineAction('MFA session of', 'End Session');
    await waitForRows(/^with-mfa, active/, /^s/, /^s/, /^s/, /^s/);
    sandbox.clock.setOffset(30_000);
    await workbench.sessions.inlineAction('with-mfa', 'End Session');
    await assumeWithCode();
    await waitForRows(/^with-mfa, active/, /^s/, /^s/, /^s/, /^s/, mfa);
  });

  it('ends them all', async () => {
    await workbench.sessions.row('short').hover();
    await workbench.runCommand('AWS Role: End All Sessions');
    const lately = /account 123456789012, used lately$/;
    await waitForRows(lately, lately, lately, lately, lately);
    await workbench.waitForStatus('No AWS role');
    await pictures(workbench, 'sessions-11-recent');
  });

  it('has it all on record, also after a reload', async () => {
    await workbench.runCommand('AWS Role: Show Audit Log');
    await workbench.waitForTab('AWS Audit Log');
    await workbench.waitForEditorText('ended  with-mfa  arn:aws:sts::123456789012:assumed-role/');
    await pictures(workbench, 'sessions-12-audit');
    await workbench.reload();
    await waitUntil(async () => !(await workbench.tabs()).join().includes('Audit'), 'a window without that tab');
    await workbench.runCommand('AWS Role: Show Audit Log');
    await workbench.waitForEditorText('ended  with-mfa  arn:aws:sts::123456789012:assumed-role/');
  });
});
