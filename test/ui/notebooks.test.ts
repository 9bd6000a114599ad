// A notebook that acts as a session: the question, and what its kernel, a real Python, has before and after.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, type Sandbox } from '../sandbox/index.js';
import { ROOT } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const CELL = { cell_type: 'code', execution_count: null, id: 'a', metadata: {}, outputs: [], source: ['import boto3'] };
const NOTEBOOK = {
  ...{ cells: [CELL], nbformat: 4, nbformat_minor: 5 },
  metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
};

describe('a notebook', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  const hasKey = async (text: string): Promise<void> => {
    await workbench.runCommand('Jupyter for Tests: Show Access Key ID');
    await (await workbench.toast(`The kernel has ${text}`)).close();
  };

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({
      sandbox,
      settings: BOTH_THEMES,
      others: [join(ROOT, 'test/jupyterExtension')],
      files: { 'buckets.ipynb': JSON.stringify(NOTEBOOK) },
    });
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.choose('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59m');
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'buckets.ipynb' }).dblclick();
    await workbench.waitForTab('buckets.ipynb');
    await workbench.page.locator('.notebookOverlay .cell').first().waitFor();
    await workbench.runCommand('Jupyter for Tests: Start Kernel');
    await (await workbench.toast('The kernel runs.')).close();
  });
  afterAll(() => sandbox.stop());

  it('has nothing until its user has read the question, and said so', async () => {
    await hasKey('None');
    await workbench.runCommand('AWS Role: Use in This Notebook…');
    const text = await workbench.dialogText();
    expect(text).toContain('Let buckets.ipynb act as s3-read-only?');
    expect(text).toContain('All that runs there can read them');
    await pictures(workbench, 'notebooks-1-question');
    await workbench.page.keyboard.press('Escape');
    await hasKey('None');
  });

  it('acts as the session, and as nobody once that has ended', async () => {
    await workbench.runCommand('AWS Role: Use in This Notebook…');
    await workbench.dialogText();
    await workbench.dialogButton('Use in Notebook');
    await (await workbench.toast('buckets.ipynb acts as s3-read-only.')).close();
    await hasKey('ASIA');
    await workbench.runCommand('AWS Role: Which Identity Is This Notebook?');
    const toast = await workbench.toast('as it should.');
    await workbench.waitForEditorText('Default session of boto3');
    await workbench.waitForEditorText('the keys in the environment');
    await pictures(workbench, 'notebooks-3-identity');
    await toast.close();
    await workbench.runCommand('View: Close Editor');
    await workbench.runCommand('AWS Role: End Session');
    await workbench.toast('Its keys were taken out of the kernel of buckets.ipynb');
    await pictures(workbench, 'notebooks-2-ended');
    await hasKey('None');
  });
});
