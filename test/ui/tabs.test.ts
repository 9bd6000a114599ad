// Objects in tabs, and the S3 view, where more than one session is open.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL } from '../sandbox/index.js';
import type { Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

const READER = 's3-read-only';
const WRITER = 's3-full-access';

describe('with several sessions', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  /** What the tab of that name shows when the mouse rests on it. */
  async function tabHover(name: string): Promise<string> {
    await workbench.page.mouse.move(640, 500);
    await workbench.page.locator('.tabs-container .tab', { hasText: name }).first().hover();
    const hover = workbench.page.locator('.monaco-hover:visible').first();
    await hover.waitFor();
    return hover.innerText();
  }

  async function waitForBadge(name: string, badge: string): Promise<void> {
    const tab = workbench.page.locator('.tabs-container .tab', { hasText: name }).first();
    const label = tab.locator('.monaco-icon-label');
    await waitUntil(
      async () => (await label.evaluate((element) => getComputedStyle(element, '::after').content)) === `"${badge}"`,
      `badge ${badge} on the tab ${name}`,
    );
  }

  async function assume(name: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(name);
    await workbench.quickInput.choose(name);
    await workbench.waitForStatus(name);
  }

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ settings: BOTH_THEMES, sandbox });
    await assume(READER);
    await workbench.openView('AWS Role Sessions');
  });

  afterAll(() => sandbox.stop());

  it('a tab says whose it is', async () => {
    await workbench.tree.expand(TUTORIAL.bucket);
    await workbench.tree.doubleClick('README.md');
    await workbench.waitForTab('README.md');
    // A tab in preview shows the address alone when the mouse rests on it.
    await workbench.page.locator('.tabs-container .tab', { hasText: 'README.md' }).dblclick();
    expect(await tabHover('README.md')).toContain(`Opened as ${READER} in account ${TUTORIAL.accountId}`);
    expect(await workbench.statusItem('Tab of').count()).toBe(0);
    // On text that is read-only the editor's own lock stands in the place of the badge.
    await workbench.tree.doubleClick('logo.png');
    await workbench.waitForTab('logo.png');
    await waitForBadge('logo.png', 'SR');
    await pictures(workbench, 'tabs-1-active');
  });

  it('a pinned session keeps its row and what is open of it beside the new one', async () => {
    await workbench.runCommand('AWS Role: Pin Session to S3 View');
    await assume(WRITER);
    await workbench.tree.waitForRow(`Session ${WRITER}`);
    await workbench.tree.waitForRow(`Session ${READER}`);
    expect((await workbench.tree.rows())[0]).toMatch(new RegExp(`^Session ${WRITER}, ${TUTORIAL.accountId}, active`));
    const requests = sandbox.requests.length;
    await workbench.page
      .locator('.part.sidebar .monaco-list-row', { hasText: TUTORIAL.bucket })
      .last()
      .locator('.monaco-tl-twistie')
      .click();
    await workbench.tree.waitForRow('README.md');
    expect(sandbox.requests.slice(requests).filter(({ callerArn }) => callerArn?.includes('read-only'))).toEqual([]);
  });

  it('a tab of another identity than the active one warns, and still reads as whose it is', async () => {
    await workbench.waitForStatus(`Tab of ${READER}`);
    expect(await tabHover('README.md')).toContain(`${WRITER} is active now`);
    await workbench.page.mouse.move(640, 500);
    await pictures(workbench, 'tabs-2-other');
    await workbench.clickStatus(`Tab of ${READER}`);
    const toast = await workbench.toast('This tab was opened as');
    expect(toast.text).toContain(`${WRITER} is the active role now`);
    await toast.click(`Open as ${WRITER}`);
    await waitForBadge('logo.png', 'SF');
    await waitUntil(async () => (await workbench.statusItem('Tab of').count()) === 0, 'the end of the warning');
  });

  it('production has the colour of errors, in the view and on its tab', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.productionRoles': [WRITER] });
    await workbench.tree.waitForRow('production');
    await pictures(workbench, 'tabs-3-production');
  });

  it('a tab comes back under its session after a reload', async () => {
    await workbench.reload();
    await workbench.waitForStatus(WRITER);
    await workbench.waitForStatus('64x64'); // the viewer says so once it has drawn the picture
    expect(await workbench.statusItem('Tab of').count()).toBe(0);
    await workbench.page.locator('.tabs-container .tab', { hasText: 'README.md' }).click();
    await workbench.waitForEditorText('# mynewuser'); // under a session that is not the active one
    await workbench.waitForStatus(`Tab of ${READER}`);
  });

  it('the end of a session is told where its objects are open, and they can be closed', async () => {
    await workbench.runCommand('AWS Role: End Session');
    const toast = await workbench.toast('objects are still open under it');
    expect(toast.text).toContain(WRITER);
    await workbench.page.locator('.tabs-container .tab', { hasText: 'logo.png' }).click();
    await workbench.waitForStatus(`Tab of ${WRITER}`);
    await pictures(workbench, 'tabs-4-ended');
    await toast.click('Close Tabs');
    await waitUntil(async () => (await workbench.tabs()).length === 1, 'the tabs of the other session alone');
  });
});
