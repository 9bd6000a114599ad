// Another extension asks for credentials: the user reads who asks, lets it, and takes that back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { EXAMPLE } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const SAYS = 'AWS says: arn:aws:sts::';

describe('another extension', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, others: [EXAMPLE], settings: BOTH_THEMES });
    changeSettings(workbench, 'Machine', { 'roleSessionsExample.endpoint': sandbox.endpoint });
  });

  afterAll(() => sandbox.stop());

  const ask = () => workbench.runCommand('Who Am I: Ask AWS');

  async function toast(text: string): Promise<string> {
    const message = await workbench.toast(text);
    await message.close();
    return message.text;
  }

  async function manage(row: string, answer: string): Promise<void> {
    await workbench.runCommand("AWS Role: Manage Extensions' Access…");
    await workbench.quickInput.waitFor(row);
    await pictures(workbench, `api-2-manage-${answer.toLowerCase()}`);
    await workbench.quickInput.choose(row);
    await workbench.quickInput.waitFor(answer);
    await workbench.quickInput.choose(answer);
  }

  it('sees that there is no session, and is told so', async () => {
    await workbench.waitForStatus('AWS sessions: 0');
    await ask();
    await toast('No AWS role is active');
  });

  it('is asked about by its name and id, with the role and its reason', async () => {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.choose('s3-read-only');
    await workbench.waitForStatus('AWS sessions: 1');
    await ask();
    const text = await workbench.dialogText();
    expect(text).toContain('Let the extension “Who Am I” (role-sessions.example) act as your AWS roles?');
    expect(text).toContain(`It asks for s3-read-only, arn:aws:sts::${TUTORIAL.accountId}:assumed-role/`);
    expect(text).toContain('“to show who you are to AWS”');
    await pictures(workbench, 'api-1-question');
  });

  it('gets nothing where the dialog is closed, and is asked about again', async () => {
    await workbench.dialogButton('Cancel');
    await toast('You have not let the extension role-sessions.example act as s3-read-only.');
    expect(sandbox.requests.filter(({ operation }) => operation === 'GetCallerIdentity')).toEqual([]);
    await ask();
    expect(await workbench.dialogText()).toContain('Who Am I');
  });

  it('that is allowed acts as that role, and is not asked about again', async () => {
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Allow', exact: true }).click();
    expect(await toast(SAYS)).toContain(':assumed-role/sts-s3-read-only-role/');
    await ask();
    expect(await toast(SAYS)).toContain(':assumed-role/sts-s3-read-only-role/');
  });

  it('is asked about once more for a production role', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.productionRoles': ['s3-read-only'] });
    await workbench.page.locator('.statusbar-item.error-kind', { hasText: 's3-read-only' }).waitFor();
    await ask();
    expect(await workbench.dialogText()).toContain('act as s3-read-only, which is production?');
    await pictures(workbench, 'api-3-production');
    await workbench.dialogButton('Refuse');
    await toast('You do not let the extension role-sessions.example act as s3-read-only.');
    changeSettings(workbench, 'Machine', { 'roleSessions.productionRoles': [] });
    await workbench.page.locator('.statusbar-item:not(.error-kind)', { hasText: 's3-read-only' }).waitFor();
  });

  it('whose access is withdrawn is asked about as at first, also after a reload', async () => {
    await manage('Who Am I', 'Withdraw');
    await workbench.reload();
    await workbench.waitForStatus('AWS sessions: 1');
    await ask();
    expect(await workbench.dialogText()).toContain('act as your AWS roles?');
    await workbench.page.keyboard.press('Enter'); // of somebody who was typing
    await toast('You do not let the extension role-sessions.example act as s3-read-only.');
  });

  it('that was refused stays so after a reload, until the user lets it', async () => {
    await workbench.reload();
    await workbench.waitForStatus('AWS sessions: 1');
    await ask();
    await toast('You do not let the extension role-sessions.example act as s3-read-only.');
    await manage('Who Am I', 'Allow');
    await ask();
    await toast(SAYS);
  });
});
