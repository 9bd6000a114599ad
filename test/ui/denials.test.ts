// Why something was denied: from the message of the denial to the policy that would allow it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

describe('a role that does not trust the user', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    sandbox.iam.setDenials({ assumeRole: 'reasons' });
    sandbox.iam.updateTrustPolicy(TUTORIAL.readOnlyRoleArn, {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: 'sts:AssumeRole' }],
    });
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
  });

  afterAll(() => sandbox.stop());

  it('is denied, with the question why', async () => {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.choose('s3-read-only');
    const toast = await workbench.toast('is not authorized to perform: sts:AssumeRole');
    await pictures(workbench, 'denials-1-message');
    await toast.click('Why?');
    await workbench.waitForEditorText('To be allowed in the trust policy of');
    const text = await workbench.editorText();
    expect(text).toContain('Nothing denies it, and the role trust policy does not allow it.');
    expect(text).toContain('iam:UpdateAssumeRolePolicy');
    await pictures(workbench, 'denials-2-explained');
  });

  it('has the smallest policy opened, which is checked as a trust policy', async () => {
    const toast = await workbench.toast('can be opened as a policy document');
    await toast.click('Open as Policy');
    await workbench.waitForEditorText('"Action": "sts:AssumeRole"');
    expect(await workbench.page.locator('.squiggly-error, .squiggly-warning').count()).toBe(0);
    await pictures(workbench, 'denials-3-policy');
  });
});
