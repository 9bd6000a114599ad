// Logging in to another service: what is asked, and the command that the user sees before anything is typed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
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

it('shows the whole command, and as whom it runs', async () => {
  await workbench.runCommand('AWS Role: Assume Role');
  await workbench.quickInput.waitFor('s3-read-only');
  await workbench.quickInput.choose('s3-read-only');
  await workbench.waitForStatus('s3-read-only');
  await workbench.runCommand('AWS Role: Log In to Amazon ECR…');
  await workbench.quickInput.waitFor('Private registry');
  await workbench.quickInput.choose('Private registry');
  await workbench.page.getByText('The account that has the registry').waitFor();
  await pictures(workbench, 'logins-1-account');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText('The region').waitFor();
  await workbench.page.keyboard.press('Enter');
  await workbench.quickInput.waitFor('podman');
  await workbench.quickInput.choose('podman');
  const text = await workbench.dialogText();
  expect(text).toContain('Run this as s3-read-only?');
  expect(text).toContain(
    `aws ecr get-login-password --region us-west-2 | podman login --username AWS --password-stdin ${TUTORIAL.accountId}.dkr.ecr.us-west-2.amazonaws.com`,
  );
  await pictures(workbench, 'logins-2-question');
  await workbench.page.keyboard.press('Escape');
});
