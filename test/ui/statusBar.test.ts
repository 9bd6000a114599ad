// The status bar item through a session's life: its colours, its words, its tooltip's links, its actions.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

const ARN = /arn:aws:sts::123456789012:assumed-role\/sts-s3-read-only-role\/vscode-[\w+=,.@-]+/;

const ACTIONS = [
  'Switch Role',
  'Renew Session',
  'End Session',
  'Open Terminal',
  'Open AWS Console',
  'Copy Assumed-Role ARN',
  'Narrow…',
  'Assume with Less',
  'Show How Role Is Reached',
  'Open Definition',
];

describe('the status bar', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES, files: { 'paste.txt': '' } });
    appendFileSync(
      join(workbench.home, '.aws/config'),
      `[profile short]\nrole_arn = ${TUTORIAL.readOnlyRoleArn}\nsource_profile = ststestprofile\nduration_seconds = 900\nendpoint_url = ${sandbox.endpoint}\nregion = us-west-2\n`,
    );
  });

  afterAll(() => sandbox.stop());

  const assumeCalls = (): number =>
    sandbox.requests.filter(({ operation, status }) => operation === 'AssumeRole' && status === 200).length;

  async function assume(name: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(name);
    await workbench.quickInput.type(name);
    await workbench.quickInput.choose(name);
  }

  async function act(role: string, action: string): Promise<void> {
    await workbench.clickStatus(role);
    await workbench.quickInput.waitFor(action);
    await workbench.quickInput.choose(action);
  }

  /** Shows the tooltip and clicks one of its links. */
  async function clickLink(role: string, link: string): Promise<void> {
    await workbench.page.mouse.move(640, 300);
    await workbench.statusTooltip(role);
    await tooltip().getByText(link, { exact: true }).click();
  }

  const tooltip = (): Locator => workbench.page.locator('.monaco-hover:visible').first();
  const waitForColour = (role: string, colour: 'warning' | 'error') =>
    workbench.page.locator(`.statusbar-item.${colour}-kind`, { hasText: role }).waitFor({ timeout: 30_000 });

  it('says in its tooltip who, where from, where to and until when', async () => {
    await assume('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59m');
    const text = (await workbench.statusTooltip('s3-read-only')).replaceAll('\u00a0', ' ');
    expect(text).toMatch(ARN);
    for (const fact of ['123456789012', 'Session name', 'profile ststestprofile', 'us-west-2', 'in 59m']) {
      expect(text).toContain(fact);
    }
    await pictures(workbench, 'status-1-live');
  });

  it('copies the ARN from the tooltip', async () => {
    await clickLink('s3-read-only', 'Copy ARN');
    await expect.poll(() => workbench.page.evaluate(() => navigator.clipboard.readText())).toMatch(ARN);
  });

  it.each([
    ['Renew', async () => expect.poll(assumeCalls).toBe(2)],
    ['Open terminal', async () => workbench.terminal.waitReady()],
    ['Switch', async () => workbench.quickInput.waitFor('Choose a role')],
  ])('the link %s works', async (link, expected) => {
    await clickLink('s3-read-only', link);
    await expected();
    if (link === 'Switch') await workbench.quickInput.cancel();
  });

  it('offers the same and more on a click', async () => {
    await workbench.clickStatus('s3-read-only');
    await workbench.quickInput.waitFor('s3-read-only in account 123456789012');
    const rows = await workbench.quickInput.rows();
    expect(rows.map((row) => ACTIONS.find((action) => row.includes(action)))).toEqual(ACTIONS);
    await pictures(workbench, 'status-2-actions');
    await workbench.quickInput.cancel();
  });

  it('copies the ARN, which pastes', async () => {
    await act('s3-read-only', 'Copy Assumed-Role ARN');
    await workbench.openView('Explorer');
    await workbench.tree.doubleClick('paste.txt');
    await workbench.waitForTab('paste.txt');
    await workbench.page.locator('.editor-group-container.active .view-lines').click();
    await workbench.page.keyboard.press('Control+V');
    await expect.poll(() => workbench.editorText()).toMatch(ARN);
  });

  it('opens the role’s definition', async () => {
    await act('s3-read-only', 'Open Definition');
    await workbench.waitForTab('config');
    await workbench.waitForEditorText('[profile s3-read-only]');
  });

  it('renews with a new expiry', async () => {
    const before = assumeCalls();
    await act('s3-read-only', 'Renew Session');
    await expect.poll(assumeCalls).toBe(before + 1);
    await workbench.waitForStatus('s3-read-only 59m');
  });

  it('switches to another role', async () => {
    await act('s3-read-only', 'Switch Role');
    await workbench.quickInput.waitFor('s3-full-access');
    await workbench.quickInput.choose('s3-full-access');
    await workbench.waitForStatus('s3-full-access 59m');
  });

  it('still says who one is while another role is being assumed, and offers nothing that ends it by mistake', async () => {
    sandbox.addFault({ operation: 'AssumeRole', effect: { kind: 'hang' } });
    await assume('short');
    await workbench.waitForStatus('s3-full-access 59m · short…');
    const tooltip = await workbench.statusTooltip('s3-full-access');
    expect(tooltip).toMatch(/Assuming short[^]*s3-full-access[^]*sts-s3-full-access-role/);
    await pictures(workbench, 'status-3-pending');
    await workbench.clickStatus('s3-full-access');
    await workbench.quickInput.waitFor('s3-full-access in account 123456789012');
    expect(await workbench.quickInput.row('End Session').innerText()).toContain('s3-full-access');
    await pictures(workbench, 'status-4-pending-actions');
    await workbench.quickInput.cancel();
    await (await workbench.toast('Assuming role short')).click('Cancel');
    sandbox.clearFaults();
    await waitUntil(
      async () => !(await workbench.statusItem('s3-full-access').innerText()).includes('short'),
      'the end of the attempt',
    );
    await workbench.waitForStatus('s3-full-access 5');
  });

  it('warns in the last ten minutes', async () => {
    changeSettings(workbench, 'Machine', { 'roleSessions.renewal': 'off' });
    sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'brief', seconds: 608 } });
    await assume('short');
    await workbench.waitForStatus('short 10m');
    await waitForColour('short 9m', 'warning');
    await pictures(workbench, 'status-5-warning');
  });

  it('counts seconds in the last minute, then says that it has expired and offers to assume again', async () => {
    sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'brief', seconds: 15 } });
    await act('short 9m', 'Renew Session');
    await waitUntil(
      async () => /short \d+s/.test((await workbench.page.locator('.statusbar-item').allInnerTexts()).join('|')),
      'seconds in the status bar',
    );
    await waitForColour('short', 'warning');
    await pictures(workbench, 'status-6-seconds');
    await workbench.waitForStatus('short expired');
    await waitForColour('short expired', 'error');
    const toast = await workbench.toast('The session of short has expired');
    expect(await workbench.statusTooltip('short expired')).toMatch(/expired at .*[^]*Assume again[^]*Forget/);
    await pictures(workbench, 'status-7-expired');
    await workbench.page.keyboard.press('Escape');
    await toast.click('Assume Again');
    await workbench.waitForStatus('short 14m');
  });

  it('ends the session from the tooltip', async () => {
    await clickLink('short', 'End');
    await workbench.waitForStatus('No AWS role');
  });

  it('shows a failure in red, with the reason in its tooltip', async () => {
    sandbox.addFault({
      operation: 'AssumeRole',
      times: 1,
      effect: { kind: 'error', status: 403, code: 'AccessDenied', message: 'User is not authorized.' },
    });
    await assume('with-external-id');
    await waitForColour('with-external-id', 'error');
    await (await workbench.toast('may not assume')).close();
    expect(await workbench.statusTooltip('with-external-id')).toContain('could not be assumed');
    await pictures(workbench, 'status-8-failed');
    await clickLink('with-external-id', 'Choose a role');
    await workbench.quickInput.waitFor('s3-full-access');
    await workbench.quickInput.cancel();
  });
});
