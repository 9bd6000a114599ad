// Roles that the user has named as production: marked wherever they show.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

describe('production', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
    appendFileSync(config(), profile('shop-prod'));
    changeSettings(workbench, 'Machine', { 'roleSessions.productionRoles': ['*-prod'] });
  });

  afterAll(() => sandbox.stop());

  const config = (): string => join(workbench.home, '.aws/config');

  function profile(name: string): string {
    return `[profile ${name}]\nrole_arn = ${TUTORIAL.readOnlyRoleArn}\nsource_profile = ststestprofile\nendpoint_url = ${sandbox.endpoint}\nregion = us-west-2\n`;
  }

  const focused = (): Promise<string> =>
    workbench.page.locator('.quick-input-list .monaco-list-row.focused').first().innerText();

  it('is marked in the picker, in the error colour and in words', async () => {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('shop-prod');
    const row = workbench.quickInput.row('shop-prod');
    const icons = workbench.page.locator('.quick-input-list-icon[style*="data:image"]');
    await waitUntil(async () => (await row.innerText()).includes('production'), 'the word');
    expect(await workbench.quickInput.row('s3-full-access').innerText()).not.toContain('production');
    expect(await icons.count()).toBe(1);
    expect(await icons.first().evaluate((element) => getComputedStyle(element).backgroundImage)).toContain(
      'data:image',
    );
    await pictures(workbench, 'production-1-picker');
  });

  it('the picker keeps its selection when the files change', async () => {
    const { page } = workbench;
    await waitUntil(async () => {
      await page.keyboard.press('ArrowDown');
      return (await focused()).includes('shop-prod');
    }, 'the row of shop-prod');
    appendFileSync(config(), profile('another'));
    await workbench.quickInput.waitFor('another');
    expect(await focused()).toContain('shop-prod');
  });

  it('the picker selects nothing where the selected role has gone', async () => {
    writeFileSync(config(), readFileSync(config(), 'utf8').replace('[profile shop-prod]', '[profile shop-late-prod]'));
    await workbench.quickInput.waitFor('shop-late-prod');
    expect(await workbench.page.locator('.quick-input-list .monaco-list-row.focused').count()).toBe(0);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('another');
    await workbench.quickInput.cancel();
  });

  it('is in the error colour in the status bar, whatever the time that is left', async () => {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('shop-late-prod');
    await workbench.quickInput.choose('shop-late-prod');
    await workbench.waitForStatus('shop-late-prod 59m');
    const item = workbench.page.locator('.statusbar-item.error-kind', { hasText: 'shop-late-prod' });
    await item.waitFor();
    expect(await item.locator('a').getAttribute('aria-label')).toContain('production');
    await pictures(workbench, 'production-2-status');
  });

  it('is no longer marked once the setting does not name it', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.productionRoles': ['sts-s3-full-access-role'] });
    await workbench.page.locator('.statusbar-item:not(.error-kind)', { hasText: 'shop-late-prod' }).waitFor();
  });

  it('is assumed only once it is confirmed, where the user wants that', async () => {
    changeSettings(workbench, 'Machine', {
      'roleSessions.productionRoles': ['sts-s3-full-access-role'],
      'roleSessions.confirmProduction': true,
    });
    const choose = async (): Promise<void> => {
      await workbench.runCommand('AWS Role: Assume Role');
      await workbench.quickInput.waitFor('s3-full-access');
      await workbench.quickInput.choose('s3-full-access');
    };
    await choose();
    expect(await workbench.dialogText()).toContain('s3-full-access is production');
    await pictures(workbench, 'production-3-confirm');
    await workbench.dialogButton('Cancel');
    const calls = (): number => sandbox.requests.filter(({ operation }) => operation === 'AssumeRole').length;
    const before = calls();
    await choose();
    await workbench.dialogText();
    expect(calls()).toBe(before);
    await workbench.waitForStatus('shop-late-prod 5');
    await workbench.dialogButton('Assume');
    await workbench.waitForStatus('s3-full-access 59m');
  });
});
