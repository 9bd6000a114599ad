// The window in the pseudo-locale: nothing of ours that a user comes across is left in English.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { forgotten, pseudo, PSEUDO_LETTERS } from '../support/pseudo.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const SPOKEN = new RegExp(`[${PSEUDO_LETTERS}]`);
/** AWS's own words, names, what the editor adds to ours for screen readers and as hints, and calls a setting in a link. */
const DATA: readonly RegExp[] = [
  new RegExp(`${pseudo('AWS')}(?: ${pseudo('says')})?: [^${PSEUDO_LETTERS}]*`, 'g'),
  /arn:[\w:/.+=@-]+/g,
  /[a-z\d]+(?:[-_][a-z\d]+)+/g,
  /\(Press 'Enter' to confirm[^)]*\)/g,
  /Role Sessions: (?:[A-Z]\w+ ?)+/g,
  /Focus on/g,
  /, (?:has actions|required|separator|Notification|Inspect this in the accessible view[^,]*)/g,
];

describe('in the pseudo-locale', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES, isPseudo: true });
    appendFileSync(
      join(workbench.home, '.aws/config'),
      '[profile lost-source]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = nobody\n',
    );
  });

  afterAll(() => sandbox.stop());

  /** Speaks to the user, and in the pseudo-locale alone. */
  function expectTranslated(text: string): void {
    const shown = text.replaceAll('\u00a0', ' ');
    expect(shown).toMatch(SPOKEN);
    expect(forgotten(shown, DATA)).toEqual([]);
  }

  const run = (title: string) => workbench.runCommand(pseudo(`AWS Role: ${title}`));
  const asked = (text: string) => workbench.quickInput.waitFor(pseudo(text));
  const question = () => workbench.quickInput.everything();

  it('the status bar and the empty S3 view say what there is to do', async () => {
    await workbench.waitForStatus(pseudo('No AWS role'));
    expectTranslated(await workbench.statusTooltip(pseudo('No AWS role')));
    await workbench.openView(pseudo('AWS Role Sessions'));
    await workbench.tree.waitForWelcome(pseudo('Assume'));
    expectTranslated(await workbench.tree.welcomeText());
    expectTranslated(await workbench.page.locator('.part.sidebar .pane-header').first().innerText());
    await pictures(workbench, 'pseudo-1-empty');
  });

  it('the palette names the commands', async () => {
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.type(`>${pseudo('AWS Role:')}`);
    await asked('AWS Role: Assume Role');
    const rows = (await workbench.quickInput.rows()).filter((row) => SPOKEN.test(row));
    expect(rows.length).toBeGreaterThan(5);
    rows.forEach(expectTranslated);
    await workbench.quickInput.cancel();
  });

  it('the picker describes the roles, and what is wrong with one', async () => {
    await run('Assume Role');
    await workbench.quickInput.waitFor('lost-source');
    expectTranslated(await question());
    await pictures(workbench, 'pseudo-2-picker');
    await workbench.quickInput.type('lost-source');
    await workbench.quickInput.choose('lost-source');
    const toast = await workbench.toast(pseudo('which does not exist'));
    expectTranslated(toast.text);
    await toast.close();
  });

  it('the dialogs of a session on request', async () => {
    await run('Assume Role with Options');
    await workbench.quickInput.waitFor('s3-read-only');
    expectTranslated(await question());
    await workbench.quickInput.choose('s3-read-only');
    await asked('Duration');
    expectTranslated(await question());
    await pictures(workbench, 'pseudo-3-options');
    await workbench.quickInput.choose(pseudo('Duration'));
    await asked('15 min');
    expectTranslated(await question());
    await workbench.quickInput.cancel();
    await run('Show How Role Is Reached');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.choose('s3-read-only');
    await workbench.quickInput.waitFor('AssumeRole');
    expectTranslated(await question());
    await workbench.quickInput.cancel();
    await run('Assume with Less');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.choose('s3-read-only');
    await asked('Read-Only');
    expectTranslated(await question());
    await workbench.quickInput.cancel();
  });

  it('a refusal, its reason and its buttons', async () => {
    sandbox.addFault({
      operation: 'AssumeRole',
      times: 1,
      effect: { kind: 'error', status: 403, code: 'AccessDenied', message: 'User is not authorized.' },
    });
    await run('Assume Role');
    await workbench.quickInput.waitFor('with-external-id');
    await workbench.quickInput.choose('with-external-id');
    const toast = await workbench.toast(pseudo('may not assume'));
    expectTranslated(await workbench.page.locator('.notification-toast').first().innerText());
    await pictures(workbench, 'pseudo-4-refused');
    await toast.close();
    expectTranslated(await workbench.statusTooltip('with-external-id'));
  });

  it('a session in the status bar, its actions, and its objects', async () => {
    await run('Assume Role');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.choose('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59');
    expectTranslated(await workbench.statusTooltip('s3-read-only'));
    await workbench.page.mouse.move(640, 300);
    expectTranslated((await workbench.sessions.rows()).join('\n'));
    await workbench.clickStatus('s3-read-only');
    await asked('Switch Role');
    expectTranslated(await question());
    await pictures(workbench, 'pseudo-5-session');
    await workbench.quickInput.cancel();
    sandbox.addFault({
      operation: 'ListObjectsV2',
      times: 1,
      effect: { kind: 'error', status: 403, code: 'AccessDenied', message: 'Access Denied' },
    });
    await workbench.tree.expand(TUTORIAL.emptyBucket);
    await workbench.tree.waitForRow(pseudo('Access denied:'));
    await workbench.tree.expand(TUTORIAL.bucket);
    const object = await workbench.tree.waitForRow('installing_terraform.sh');
    expectTranslated((await workbench.tree.rows()).join('\n'));
    const items = await workbench.tree.contextMenuItems('installing_terraform.sh');
    expectTranslated(items.join('\n'));
    await object.hover();
    const hover = workbench.page.locator('.monaco-hover:visible').first();
    await hover.waitFor();
    expectTranslated(await hover.innerText());
    await pictures(workbench, 'pseudo-6-objects');
    await workbench.page.mouse.move(640, 300);
    expectTranslated((await workbench.sessions.contextMenuItems('s3-read-only')).join('\n'));
    await run('Narrow Session…');
    await asked('What shall the narrower session be left with?');
    expectTranslated(await question());
    await workbench.quickInput.cancel();
  });

  it('the page of settings', async () => {
    const { page } = workbench;
    await workbench.runCommand('Preferences: Open Settings (UI)');
    const editor = page.locator('.settings-editor');
    await editor.locator('.suggest-input-container').click();
    await page.keyboard.type('@ext:role-sessions.role-sessions');
    await editor.locator('.settings-tabs-widget .action-label', { hasText: 'Remote' }).click();
    await editor.getByText(pseudo('What is production, and marked in the error colour')).waitFor();
    const descriptions = await editor.locator('.setting-item-description').allInnerTexts();
    expect(descriptions.length).toBeGreaterThan(2);
    descriptions.forEach(expectTranslated);
    await pictures(workbench, 'pseudo-7-settings');
  });
});
