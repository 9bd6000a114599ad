// The view of all sessions: who is open, who is active, and what can be done with each.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
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
    await pictures(workbench, 'sessions-4-tooltip');
  });
});
