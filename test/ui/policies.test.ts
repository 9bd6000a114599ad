// Policy documents of IAM: what is marked, offered and mended as one writes.
import { beforeAll, describe, expect, it } from 'vitest';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::data/*' },
    { Effect: 'Allow', Action: 's3:GetObjects', Resource: 'arn:aws:s3:::data/*' },
    { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
  ],
};

describe('a policy document', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await openWorkbench({
      settings: { ...BOTH_THEMES },
      files: { 'permissions.json': `${JSON.stringify(POLICY, undefined, 2)}\n` },
    });
  });

  it('has what AWS would not do underlined, and says why', async () => {
    const { page } = workbench;
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'permissions.json' }).dblclick();
    await waitUntil(async () => (await page.locator('.squiggly-warning').count()) >= 3, 'three warnings');
    await page.keyboard.press('Control+Shift+M');
    const problems = page.locator('.markers-panel .monaco-list-row');
    const told = async (): Promise<string> => (await problems.allInnerTexts()).join('\n');
    await waitUntil(async () => (await told()).includes('acts on none of these resources'), 'the problems');
    expect(await told()).toMatch(/Is s3:GetObject meant\?/);
    expect(await told()).toMatch(/This allows all of IAM/);
    await pictures(workbench, 'policies-1-problems');
  });

  it('has what is misspelt mended', async () => {
    const { page } = workbench;
    await page.locator('.view-line', { hasText: 's3:GetObjects' }).locator('span span').last().click();
    await page.keyboard.press('Control+.');
    const fix = page.locator('.action-widget:visible .monaco-list-row', { hasText: 'Change to "s3:GetObject"' });
    await fix.waitFor();
    await pictures(workbench, 'policies-2-fix');
    await fix.click();
    await workbench.waitForEditorText('"s3:GetObject"');
  });

  it('completes an action once its service is there', async () => {
    const { page } = workbench;
    await page.locator('.view-line', { hasText: 'iam:*' }).locator('span span').last().click();
    await page.keyboard.press('End');
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowLeft'); // before *",
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+Space');
    const offered = page.locator('.suggest-widget.visible .monaco-list-row');
    const labels = async (): Promise<string> => (await offered.allInnerTexts()).join('\n');
    await waitUntil(async () => (await labels()).includes('iam:'), 'actions of IAM');
    await page.keyboard.type('GetUser');
    await waitUntil(async () => (await labels()).includes('iam:GetUser'), 'the action');
    await pictures(workbench, 'policies-3-completion');
    await page.keyboard.press('Enter');
    await workbench.waitForEditorText('"iam:GetUser');
  });
});
