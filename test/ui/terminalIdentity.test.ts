// Whom a terminal acts as, asked by somebody who no longer knows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const READER = 's3-read-only';
const COMMAND = 'AWS Role: Which Identity Is This?';

describe('whom a terminal acts as', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

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
    await toast.click('Open Terminal');
    await workbench.terminal.waitReady();
  });
});
