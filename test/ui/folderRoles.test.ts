// A folder that names a role in its settings: the user is asked, and nothing is done by the folder's word alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, type Sandbox } from '../sandbox/index.js';
import { closeWorkbench, openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const READER = 's3-read-only';
const WRITER = 's3-full-access';
const OFFER = `asks for the role ${READER}.`;
const ALWAYS = 'Always for This Folder';
const asking = (role: string): string => JSON.stringify({ 'roleSessions.role': role });

describe('a folder that asks for a role', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  const open = async (role: string, isRestricted = false): Promise<Workbench> =>
    openWorkbench({
      sandbox,
      isRestricted,
      settings: BOTH_THEMES,
      files: { '.vscode/settings.json': asking(role), 'README.md': '# Of a team\n' },
    });

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await open(READER);
  });

  afterAll(() => sandbox.stop());

  /** As after a `git pull`. */
  function ask(role: string): void {
    mkdirSync(join(workbench.workspace, '.vscode'), { recursive: true });
    writeFileSync(join(workbench.workspace, '.vscode/settings.json'), asking(role));
  }

  const calls = (): number => sandbox.requests.filter(({ operation }) => operation === 'AssumeRole').length;
  const buttons = (text: string): Promise<string[]> =>
    workbench.page.locator('.notification-toast', { hasText: text }).locator('.monaco-button').allInnerTexts();

  it('has the user asked, and nobody is anybody until they answer', async () => {
    const toast = await workbench.toast(OFFER);
    expect(toast.text).toContain('Folder workspace asks for the role');
    expect(await buttons(OFFER)).toEqual(['Assume', ALWAYS, 'Not Now']);
    await workbench.waitForStatus('No AWS role');
    await pictures(workbench, 'folder-roles-1-offer');
    await toast.click('Not Now');
    await workbench.page.locator('.notification-toast').waitFor({ state: 'detached' });
    await workbench.waitForStatus('No AWS role');
    expect(calls()).toBe(0);
  });

  it('is asked about again in the next window, and has the role assumed once', async () => {
    await workbench.reload();
    await (await workbench.toast(OFFER)).click('Assume');
    await workbench.waitForStatus(`${READER} 59m`);
    await workbench.runCommand('AWS Role: End Session');
    await workbench.waitForStatus('No AWS role');
    expect(calls()).toBe(1);
  });

  it('has it assumed by itself after "Always", and once only after it was opened', async () => {
    await workbench.reload();
    await (await workbench.toast(OFFER)).click(ALWAYS);
    await workbench.waitForStatus(`${READER} 59m`);
    await workbench.runCommand('AWS Role: End Session');
    await workbench.waitForStatus('No AWS role');
    await workbench.reload();
    await workbench.waitForStatus(`${READER} 59m`);
    await pictures(workbench, 'folder-roles-2-always');
    expect(await workbench.page.locator('.notification-toast', { hasText: 'asks for the role' }).count()).toBe(0);
    expect(calls()).toBe(3);
  });

  it('is asked about where it names another one, which no "Always" was said of', async () => {
    await workbench.runCommand('AWS Role: End Session');
    await workbench.waitForStatus('No AWS role');
    ask(WRITER);
    const toast = await workbench.toast(`asks for the role ${WRITER}.`);
    await workbench.waitForStatus('No AWS role');
    await toast.click('Not Now');
  });

  it('is told of where it names a role that the user does not have', async () => {
    ask('of-somebody-else');
    const toast = await workbench.toast('asks for the role of-somebody-else.');
    expect(toast.text).toContain('You have no role of that name, and the setting roleSessions.role cannot define one.');
    expect(await buttons('of-somebody-else')).toEqual(['Choose Another Role', 'Open Settings']);
    await pictures(workbench, 'folder-roles-3-unknown');
    await toast.click('Choose Another Role');
    await workbench.quickInput.waitFor(READER);
    await workbench.page.keyboard.press('Escape');
  });

  it('has no production role assumed by itself: that is asked about each time, and "Always" is not offered', async () => {
    ask(READER);
    changeSettings(workbench, 'Machine', { 'roleSessions.productionRoles': [READER] });
    await workbench.reload();
    const offer = `asks for the role ${READER}, which is production.`;
    const toast = await workbench.toast(offer);
    expect(await buttons(offer)).toEqual(['Assume', 'Not Now']);
    await workbench.waitForStatus('No AWS role');
    await pictures(workbench, 'folder-roles-4-production');
    await toast.click('Not Now');
    expect(calls()).toBe(3);
    await closeWorkbench(workbench);
  });

  it('that nobody trusts asks for nothing, until it is trusted', async () => {
    workbench = await open(READER, true);
    await workbench.waitForStatus('Restricted Mode');
    await workbench.waitForStatus('No AWS role');
    // What the extension does about the folder it has done before it lists roles.
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(READER);
    await pictures(workbench, 'folder-roles-5-restricted');
    await workbench.page.keyboard.press('Escape');
    expect(await workbench.page.locator('.notification-toast', { hasText: 'asks for the role' }).count()).toBe(0);
    await workbench.runCommand('Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await (await workbench.toast(OFFER)).click('Assume');
    await workbench.waitForStatus(`${READER} 59m`);
    await pictures(workbench, 'folder-roles-6-trusted');
  });
});
