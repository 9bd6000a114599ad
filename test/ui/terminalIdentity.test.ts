// Whom a terminal acts as, asked by somebody who no longer knows.
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { succeeds, waitUntil } from './workbench/workbenchWait.js';

const READER = 's3-read-only';
const MENU_MS = 2_000;
const COMMAND = 'AWS Role: Which Identity Is This?';

describe('whom a terminal acts as', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let pictured = 4;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({
      sandbox,
      settings: { ...BOTH_THEMES, 'terminal.integrated.shellIntegration.enabled': true },
    });
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(READER);
    await workbench.quickInput.choose(READER);
    await workbench.waitForStatus(`${READER} 59m`);
  });

  afterAll(() => sandbox.stop());

  it('is said of a new terminal of the role, without a question', async () => {
    await workbench.terminal.markSeen();
    await workbench.runCommand('AWS Role: Open Terminal as Role');
    await workbench.terminal.waitReady();
    await workbench.runCommand(COMMAND);
    const toast = await workbench.toast('as it should.');
    await workbench.waitForEditorText('the keys in the environment');
    await workbench.terminal.waitForText('AWS_SECRET_ACCESS_KEY (set)');
    await pictures(workbench, 'identity-1-expected');
    await toast.close();
  });

  it('is asked for first where somebody has typed, and shows what an export has done', async () => {
    await workbench.terminal.run('export AWS_PROFILE=ststestprofile');
    await workbench.runCommand(COMMAND);
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    expect(await workbench.dialogText()).toContain('Ask the shell of terminal');
    await pictures(workbench, 'identity-2-question');
    await workbench.dialogButton('Run It');
    const toast = await workbench.toast('redirected by AWS_PROFILE');
    await workbench.waitForEditorText('profile "ststestprofile" of the AWS files');
    await pictures(workbench, 'identity-3-redirected');
    await toast.click('Remove AWS_PROFILE');
    await workbench.terminal.waitForText('unset AWS_PROFILE');
    expect(await workbench.terminal.run('echo "profile=$AWS_PROFILE."')).toContain('profile=.');
  });

  it('is told of a terminal whose keys are from before a renewal', async () => {
    await workbench.runCommand('AWS Role: Renew Session');
    await workbench.waitForStatus(`${READER} 59m`);
    await workbench.runCommand(COMMAND);
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.dialogButton('Run It');
    const toast = await workbench.toast('from before its renewal');
    await pictures(workbench, 'identity-4-stale');
    await workbench.terminal.markSeen();
    await toast.click('Open Terminal');
    await workbench.terminal.waitReady();
  });

  /** By the right button of the mouse: the menu is taken for what was clicked. */
  async function chooseInMenu(place: Locator): Promise<void> {
    await place.click({ button: 'right', position: { x: 30, y: 10 } });
    const menu = workbench.page.locator('.monaco-menu');
    const entry = menu.locator('.action-item', { hasText: 'Which Identity Is This?' }).first();
    await entry.waitFor();
    await pictures(workbench, `identity-${(pictured += 1)}-menu`);
    // A menu ignores the mouse for a moment after it opens.
    await waitUntil(async () => {
      await succeeds(entry.click({ timeout: MENU_MS }));
      return succeeds(menu.waitFor({ state: 'detached', timeout: MENU_MS }));
    }, 'the item of the menu');
  }

  it('is told by the menu of the terminal', async () => {
    await chooseInMenu(workbench.page.locator('.terminal-wrapper.active .xterm-screen:visible').first());
    const toast = await workbench.toast('as it should.');
    await toast.close();
  });

  it('is told of the terminal whose tab was clicked, though another one is in front', async () => {
    await chooseInMenu(workbench.page.locator('.terminal-tabs-entry').first());
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.dialogButton('Run It');
    await workbench.toast('from before its renewal');
    await pictures(workbench, 'identity-7-of-tab');
  });
});
