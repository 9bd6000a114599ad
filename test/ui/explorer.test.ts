// The S3 explorer where a bucket is long, is a picture, or may not be listed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, TUTORIAL, writeAwsFiles } from '../sandbox/index.js';
import type { Sandbox } from '../sandbox/index.js';
import { temporaryFolder } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

const LONG_BUCKET = 'a-long-bucket';

describe('the S3 explorer', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    sandbox.s3.createBucket(LONG_BUCKET, { region: TUTORIAL.region, accountId: TUTORIAL.accountId });
    const keys = Array.from({ length: 1500 }, (_, index) => `key-${String(index).padStart(4, '0')}.txt`);
    sandbox.s3.fillBucket(LONG_BUCKET, keys);
    const { configFile, credentialsFile } = await writeAwsFiles(temporaryFolder(), sandbox);
    workbench = await openWorkbench({
      settings: BOTH_THEMES,
      aws: { config: readFileSync(configFile, 'utf8'), credentials: readFileSync(credentialsFile, 'utf8') },
    });
    await workbench.clickStatus('No AWS role');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.choose('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59m');
    await workbench.openView('AWS Role Sessions');
  });

  afterAll(() => sandbox.stop());

  it('shows a picture in the editor’s own viewer', async () => {
    await workbench.tree.expand(TUTORIAL.bucket);
    await workbench.tree.doubleClick('logo.png');
    await workbench.waitForTab('logo.png');
    await workbench.waitForStatus('64x64'); // the viewer says so once it has drawn the picture
    await pictures(workbench, 'explorer-1-picture');
  });

  it('cancels a download, and leaves nothing behind', async () => {
    sandbox.addFault({ operation: 'GetObject', times: 1, effect: { kind: 'slow', bytesPerSecond: 10 } });
    await workbench.tree.contextMenu('logo.png', 'Download');
    await workbench.quickInput.waitFor();
    await workbench.quickInput.chooseFile(join(workbench.workspace, 'logo.png'));
    await (await workbench.toast('Downloading logo.png')).click('Cancel');
    await waitUntil(
      async () => (await workbench.page.locator('.notification-toast').count()) === 0,
      'end of the progress',
    );
    // The message goes at the click, what was begun a moment later.
    await expect.poll(() => readdirSync(workbench.workspace)).toEqual([]);
  });

  it('says that the session has expired, and offers the ways on', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.renewal': 'off' });
    sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'brief', seconds: 5 } });
    await workbench.runCommand('AWS Role: Renew Session');
    await workbench.waitForStatus('s3-read-only expired');
    await workbench.tree.waitForWelcome('has expired');
    await pictures(workbench, 'explorer-5-expired');
    await workbench.tree.welcomeButton('Renew Session').click();
    await workbench.waitForStatus('s3-read-only 59m');
    await workbench.tree.waitForRow(TUTORIAL.bucket);
  });

  it('says in place which action was denied on what', async () => {
    sandbox.addFault({
      operation: 'ListObjectsV2',
      times: 1,
      effect: { kind: 'error', status: 403, code: 'AccessDenied', message: 'Access Denied' },
    });
    await workbench.tree.expand(TUTORIAL.emptyBucket);
    await workbench.tree.waitForRow('Access denied: s3:ListBucket');
    await pictures(workbench, 'explorer-2-denied');
  });

  it('loads more, and keeps what is loaded', async () => {
    await workbench.tree.expand(LONG_BUCKET);
    await workbench.tree.waitForRow('key-0000.txt');
    await workbench.page.keyboard.press('End');
    await workbench.tree.click(LONG_BUCKET);
    for (let page = 0; page < 60 && (await workbench.tree.row('Load more').count()) === 0; page += 1) {
      await workbench.page.keyboard.press('PageDown');
    }
    await pictures(workbench, 'explorer-3-more');
    await workbench.tree.click('Load more');
    await workbench.tree.waitForRow('key-1000.txt');
    await workbench.tree.waitForRow('key-0999.txt');
    const tokens = sandbox.requests.filter(({ parameters }) => parameters['continuation-token'] !== undefined);
    expect(tokens.length).toBe(1);
  });

  it('completes the setting for roles', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.roles': [{ name: 'x' }] });
    await workbench.runCommand('Preferences: Open Remote Settings (JSON)');
    await workbench.waitForEditorText('"name": "x"');
    await workbench.page.locator('.view-line', { hasText: '"name": "x"' }).last().click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(',\n');
    await workbench.page.keyboard.press('Control+Space');
    const suggestions = workbench.page.locator('.suggest-widget:visible');
    for (const name of [
      'arn',
      'durationSeconds',
      'externalId',
      'mfaSerial',
      'region',
      'sessionName',
      'sourceProfile',
    ]) {
      await suggestions.locator('.monaco-list-row', { hasText: name }).first().waitFor();
    }
    await pictures(workbench, 'explorer-4-completion');
    await workbench.page.keyboard.press('Escape');
  });
});
