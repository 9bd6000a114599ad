// A folder that nobody trusts: the user's own roles work, and nothing of the folder counts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL } from '../sandbox/index.js';
import type { Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const MARK = 'shell-was-started';

describe('in Restricted Mode', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    const settings = {
      'roleSessions.roles': [{ name: 'of-the-workspace', arn: TUTORIAL.readOnlyRoleArn }],
      'roleSessions.mfaCommand': 'touch mfa-command-ran',
    };
    workbench = await openWorkbench({
      isRestricted: true,
      sandbox,
      settings: BOTH_THEMES,
      files: { '.vscode/settings.json': JSON.stringify(settings), 'README.md': '# Not mine\n' },
      rcFile: `echo started >> ~/${MARK}\n`,
    });
  });

  afterAll(() => sandbox.stop());

  it('the status bar says who one is', async () => {
    await workbench.waitForStatus('Restricted Mode');
    await workbench.waitForStatus('No AWS role');
  });

  it('a role of the user is assumed, and its buckets are there; none is of the workspace', async () => {
    await workbench.clickStatus('No AWS role');
    await workbench.quickInput.waitFor('s3-read-only');
    expect((await workbench.quickInput.rows()).join('\n')).not.toContain('of-the-workspace');
    await workbench.quickInput.choose('s3-read-only');
    await workbench.waitForStatus('s3-read-only');
    await workbench.openView('AWS Role Sessions');
    await workbench.tree.waitForRow(TUTORIAL.bucket);
    await pictures(workbench, 'restricted-1-session');
  });

  it('no shell is started until the folder is trusted, and then it is asked', async () => {
    const started = () => {
      try {
        return readFileSync(join(workbench.home, MARK), 'utf8');
      } catch {
        return '';
      }
    };
    expect(started()).toBe('');
    await workbench.runCommand('Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await expect.poll(started, { timeout: 30_000 }).not.toBe('');
    await workbench.waitForStatus('s3-read-only');
  });
});
