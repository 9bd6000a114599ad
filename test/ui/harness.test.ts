// The harness against an extension of its own: if this fails, do not look for the fault in the product.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { writeProbe } from './harnessProbe.js';
import type { Workbench } from './workbench/workbench.js';

describe('the UI harness', () => {
  const extension = temporaryFolder();
  let workbench: Workbench;

  beforeAll(async () => {
    writeProbe(extension);
    workbench = await openWorkbench({
      extension,
      theme: 'light',
      files: { 'notes.txt': 'first line\nsecond line\n' },
      rcFile: 'export FROM_RC=rc\n',
    });
  });

  afterAll(() => rmSync(extension, { recursive: true, force: true }));

  it('finds the status item and drives a pick, an input box and messages', async () => {
    await workbench.clickStatus('probe is up');
    await workbench.quickInput.waitFor('Which fruit?');
    expect(await workbench.quickInput.rows()).toEqual(['apple', 'pear', 'plum']);
    await workbench.quickInput.type('pl');
    await workbench.quickInput.choose('plum');

    await workbench.quickInput.waitFor('How many?');
    expect(await workbench.quickInput.isMasked()).toBe(true);
    await workbench.quickInput.type('some');
    await workbench.quickInput.waitForMessage('Digits only');
    await workbench.quickInput.type('12');
    await workbench.quickInput.accept();

    const message = await workbench.toast('of plum');
    expect(message.text).toBe('12 of plum');
    await message.click('Enough');
    await (await workbench.toast('You said Enough')).close();
  });

  it('runs a command by its title', async () => {
    await workbench.runCommand('Probe: Ask');
    await workbench.quickInput.waitFor('Which fruit?');
    await workbench.quickInput.cancel();
    await workbench.quickInput.waitFor('How many?');
    await workbench.quickInput.cancel();
    await (await workbench.toast('undefined of undefined')).close();
  });

  it('opens a view, its rows, their actions and a welcome text', async () => {
    await workbench.openView('Probe Box');
    await workbench.tree.expand('the parent');
    await workbench.tree.waitForRow('the child');
    expect(await workbench.tree.rows()).toEqual(['the parent', 'the child']);
    expect(await workbench.tree.contextMenuItems('the child')).toEqual(['Pin It']);
    await workbench.tree.contextMenu('the child', 'Pin It');
    await (await workbench.toast('Pinned child')).close();
    await workbench.tree.inlineAction('the parent', 'Pin It');
    await (await workbench.toast('Pinned parent')).close();
    await workbench.tree.waitForWelcome('Nothing is here.');
    await workbench.screenshot('harness-view');
    await workbench.tree.welcomeButton('Ask me').click();
    await workbench.quickInput.waitFor('Which fruit?');
    await workbench.quickInput.cancel();
    await workbench.quickInput.waitFor('How many?');
    await workbench.quickInput.cancel();
    await (await workbench.toast('undefined of undefined')).close();
  });

  it('types into a terminal and reads it, before and after a reload', async () => {
    for (const round of ['first', 'second']) {
      const terminal = await workbench.openTerminal();
      expect(await terminal.run(`echo "${round} $PROBE $FROM_RC $HOME"`)).toBe(
        `${round} from-the-probe rc ${workbench.home}`,
      );
      expect(await terminal.run('env | grep -E "^(AWS|npm|VITEST)" | wc -l')).toBe('0');
      if (round === 'first') await workbench.reload();
      await workbench.waitForStatus('probe is up');
    }
  });

  it('reads an editor', async () => {
    await workbench.openView('Explorer');
    await workbench.tree.doubleClick('notes.txt');
    await workbench.waitForTab('notes.txt');
    await workbench.waitForEditorText('first line\nsecond line');
  });
});
