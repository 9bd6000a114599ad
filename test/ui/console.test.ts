// The AWS console as a session, and what is copied for other programs: the menus that offer it, and what is asked before.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTutorial, startSandbox, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
});
afterAll(() => sandbox.stop());

it('is offered by the menu of the status bar', async () => {
  await workbench.runCommand('AWS Role: Assume Role');
  await workbench.quickInput.waitFor('s3-read-only');
  await workbench.quickInput.choose('s3-read-only');
  await workbench.waitForStatus('s3-read-only');
  await workbench.runCommand('AWS Role: Show Session Actions');
  await workbench.quickInput.waitFor('Open AWS Console');
  await pictures(workbench, 'console-1-menu');
  await workbench.page.keyboard.press('Escape');
});

it('says of a link what it is before it is copied', async () => {
  await workbench.runCommand('AWS Role: Copy Console Link…');
  const text = await workbench.dialogText();
  expect(text).toContain('Copy a link that signs in as s3-read-only?');
  expect(text).toContain('Whoever has the link can sign in with it for 15 minutes');
  await pictures(workbench, 'console-2-question');
  await workbench.page.keyboard.press('Escape');
  expect(sandbox.requests.filter(({ operation }) => operation === 'Federation')).toEqual([]);
});

it('offers what is copied for other programs', async () => {
  await workbench.runCommand('AWS Role: Copy As…');
  await workbench.quickInput.waitFor('s5cmd');
  await pictures(workbench, 'snippets-1-programs');
  await workbench.quickInput.choose('AWS CLI');
  await expect
    .poll(() => workbench.page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`aws sts get-caller-identity --profile s3-read-only --region us-west-2 --endpoint-url ${sandbox.endpoint}\n`);
});
