// A workspace of two folders: one acts as another role than the window.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { browserStorage, Search } from './secrets/secretSearch.js';
import { closeWorkbench, openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const CLI = `aws sts get-caller-identity --query Arn --output text 2>&1 | cut -d: -f6`;
const WRITER = /sts-s3-full-access-role/;
const READER = /sts-s3-read-only-role/;

describe('folders', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({
      sandbox,
      folders: ['app', 'infra'],
      settings: { ...BOTH_THEMES, 'terminal.integrated.shellIntegration.enabled': true },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\n`,
    });
  });
  afterAll(async () => {
    await closeWorkbench(workbench);
    await sandbox.stop();
  });

  /** Who a new terminal of that folder is. */
  async function identityIn(folder: string): Promise<string> {
    await workbench.terminal.markSeen();
    await workbench.runCommand('Terminal: Create New Terminal');
    await workbench.quickInput.waitFor(folder);
    await workbench.quickInput.choose(folder);
    await workbench.terminal.waitReady();
    return workbench.terminal.run(CLI);
  }

  it('follow the window', async () => {
    await workbench.openView('AWS Role');
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('s3-full-access');
    await workbench.quickInput.choose('s3-full-access');
    await workbench.waitForStatus('s3-full-access 59m');
    expect(await identityIn('infra')).toMatch(WRITER);
  });

  it('can be given a role of their own', async () => {
    await workbench.runCommand('AWS Role: Use Session for Folder…');
    await workbench.quickInput.waitFor('infra');
    await pictures(workbench, 'folders-1-which');
    await workbench.quickInput.choose('infra');
    await workbench.quickInput.waitFor('Assume Role');
    await pictures(workbench, 'folders-2-session');
    await workbench.quickInput.choose('Assume Role');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.choose('s3-read-only');
    await workbench.sessions.waitForRow('infra');
    await workbench.waitForStatus('· infra: s3-read-only');
    await pictures(workbench, 'folders-3-sessions');
  });

  it('have it in their terminals, and the others have the window’s', async () => {
    expect(await identityIn('infra')).toMatch(READER);
    expect(await identityIn('app')).toMatch(WRITER);
  });

  it('are named where the window’s role is told', async () => {
    expect(await workbench.statusTooltip('s3-full-access')).toMatch(/infra\s+s3-read-only/);
    await pictures(workbench, 'folders-4-tooltip');
    await workbench.page.mouse.move(640, 300);
  });

  it('have it after a reload', async () => {
    await workbench.reload();
    await workbench.waitForStatus('s3-full-access 5');
    await workbench.sessions.waitForRow('infra');
    expect(await identityIn('infra')).toMatch(READER);
  });

  it('are what is shown, while their files are worked in, where the user wants that', async () => {
    const { page } = workbench;
    for (const folder of ['app', 'infra']) {
      writeFileSync(join(workbench.workspace, folder, `${folder}.txt`), `Of ${folder}\n`);
    }
    changeSettings(workbench, 'Machine', { 'roleSessions.followActiveEditor': true });
    await open('infra.txt');
    await workbench.waitForStatus('s3-read-only 5');
    await workbench.waitForStatus('· infra · window: s3-full-access');
    await page.getByText('sts-s3-read-only-role in account').waitFor();
    await pictures(workbench, 'folders-6-followed');
    await open('app.txt');
    await workbench.waitForStatus('s3-full-access 5');
    await workbench.waitForStatus('· infra: s3-read-only');
    await page.getByText('sts-s3-full-access-role in account').waitFor();
    changeSettings(workbench, 'Machine', { 'roleSessions.followActiveEditor': false });
    await open('infra.txt');
    await workbench.waitForStatus('· infra: s3-read-only');
  });

  /** By its name, whichever view is open. */
  async function open(file: string): Promise<void> {
    await workbench.page.keyboard.press('Control+P');
    await workbench.page.keyboard.type(file);
    await workbench.quickInput.waitFor(file);
    await workbench.quickInput.choose(file);
    await workbench.waitForTab(file);
  }

  it('are nobody once that session has ended, and the window’s again when the user says so', async () => {
    await workbench.sessions.inlineAction('s3-read-only', 'End Session');
    await expect.poll(async () => (await workbench.sessions.rows()).join()).not.toContain('infra');
    expect(await identityIn('infra')).not.toMatch(/assumed-role/);
    await pictures(workbench, 'folders-5-nobody');
    await workbench.runCommand('AWS Role: Let Folder Follow the Window');
    expect(await identityIn('infra')).toMatch(WRITER);
  });

  it('leave none of their secrets in any file, or in what the page keeps', async () => {
    const secrets = sandbox.issued().flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]);
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    const search = new Search(secrets.map((text) => ({ what: 'secret', text })));
    expect(search.below(dirname(workbench.home))).toEqual([]);
    expect(search.inText(await browserStorage(workbench))).toEqual([]);
  });
});
