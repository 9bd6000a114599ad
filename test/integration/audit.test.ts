// The audit log, as its commands show, export and clear it.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, TabInputText, Uri, window } from 'vscode';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

const ROLE = 'profile:s3-read-only';
const ASSUMED = 'assumed  s3-read-only  ';

describe('the audit log', () => {
  let stage: Stage;

  /** Its text, as the editor shows it. */
  async function text(): Promise<string> {
    await commands.executeCommand('roleSessions.showAuditLog');
    const document = window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'role-sessions-audit');
    return plain(document.getText());
  }

  async function until(holds: (shown: string) => boolean, what: string): Promise<string> {
    for (let tries = 0; tries < 100; tries += 1) {
      const shown = await text();
      if (holds(shown)) return shown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return assert.fail(`${what}: ${await text()}`);
  }

  async function clear(): Promise<void> {
    stage.messages('showWarningMessage', 'Clear');
    await commands.executeCommand('roleSessions.clearAuditLog');
    await until((shown) => shown.includes('Nothing yet.'), 'it was not cleared');
  }

  beforeEach(async () => {
    stage = await Stage.set();
    await clear();
  });
  afterEach(async () => {
    await stage.strike();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows what was done, as it is done, in a document that cannot be changed', async () => {
    const { identity, credentials } = await stage.assume(ROLE);
    const shown = await until((now) => now.includes(ASSUMED), 'the session is not there');
    assert.ok(shown.includes(`assumed  s3-read-only  ${identity.arn}`), shown);
    assert.ok(!shown.includes(credentials.secretAccessKey));
    await commands.executeCommand('roleSessions.endSession');
    await until((now) => now.includes('ended  s3-read-only'), 'its end is not there');
    await window.activeTextEditor?.edit((edit) => edit.insert(window.activeTextEditor!.selection.active, 'mine'));
    assert.ok(!(await text()).includes('mine'));
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    const labels = tabs.filter(({ input }) => input instanceof TabInputText).map(({ label }) => plain(label));
    assert.deepEqual(labels, ['AWS Audit Log']);
  });

  it('is exported as JSON lines', async () => {
    const { identity } = await stage.assume(ROLE);
    await until((now) => now.includes(ASSUMED), 'the session is not there');
    const folder = await mkdtemp(join(tmpdir(), 'audit-'));
    stage.atEnd(() => rm(folder, { recursive: true }));
    const file = Uri.file(join(folder, 'audit.jsonl'));
    stage.replace(window, { showSaveDialog: () => Promise.resolve(file) });
    await commands.executeCommand('roleSessions.exportAuditLog');
    const [line = '', ...rest] = (await readFile(file.fsPath, 'utf8')).split('\n');
    assert.deepEqual(rest, ['']);
    const { event, role, arn } = JSON.parse(line) as Record<string, string>;
    assert.deepEqual([event, role, arn], ['assumed', 's3-read-only', identity.arn]);
  });

  it('that is empty is not exported: it says so', async () => {
    const shown = stage.messages('showErrorMessage');
    await commands.executeCommand('roleSessions.exportAuditLog');
    assert.deepEqual(
      shown.map((each) => each.text),
      ['The audit log is empty: there is nothing to export.'],
    );
  });

  it('is not cleared unless the user says so', async () => {
    await stage.assume(ROLE);
    await until((now) => now.includes(ASSUMED), 'the session is not there');
    stage.messages('showWarningMessage');
    await commands.executeCommand('roleSessions.clearAuditLog');
    assert.ok((await text()).includes(ASSUMED));
  });

  it('that is turned off says so, and has nothing new', async () => {
    await stage.setting('auditLog', false);
    await stage.assume(ROLE);
    await stage.setting('auditLog', undefined);
    await commands.executeCommand('roleSessions.endSession');
    const shown = await until((now) => now.includes('ended'), 'the end is not there');
    assert.ok(!shown.includes(ASSUMED), shown);
    await stage.setting('auditLog', false);
    await until((now) => now.includes('turned off'), 'it does not say so');
  });
});
