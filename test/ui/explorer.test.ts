// The S3 explorer where a bucket is long, is a picture, or may not be listed.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, TUTORIAL, writeAwsFiles } from '../sandbox/index.js';
import type { Sandbox } from '../sandbox/index.js';
import { temporaryFolder } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench.js';

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
});
