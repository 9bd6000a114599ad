// Credentials that are given to other programs as text: asked for each time, and put on record.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commands, env, Uri, window, type QuickPickItem } from 'vscode';
import type { LiveSession } from '../../src/model/session/session.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

const run = promisify(execFile);
const ROLE = 'profile:s3-read-only';

describe('exported credentials', () => {
  let stage: Stage;
  let session: LiveSession;
  let folder: string;

  /** Answers both lists by their rows' texts, and the question. The question's message and detail. */
  async function exportAs(format: string, target: string, answer: string | undefined): Promise<string> {
    const answers = [format, target];
    const showQuickPick = (rows: readonly QuickPickItem[]) => {
      const wanted = answers.shift() ?? '';
      return Promise.resolve(rows.find(({ label }) => label.includes(wanted)));
    };
    const file = Uri.file(join(folder, 'keys'));
    stage.replace(window, {
      showQuickPick: showQuickPick as unknown as typeof window.showQuickPick,
      showSaveDialog: () => Promise.resolve(file),
    });
    const asked = stage.messages('showWarningMessage', answer);
    await commands.executeCommand('roleSessions.exportCredentials', { sessionId: session.id });
    const [question, ...others] = asked;
    assert.deepEqual(others, []);
    const [{ detail } = { detail: '' }] = (question?.buttons ?? []) as { detail?: string }[];
    return `${question?.text} ${detail}`;
  }

  /** Until it is there: windows write it when they have done what it tells of. */
  async function waitForRecord(expected: RegExp): Promise<void> {
    let shown = '';
    for (let tries = 0; tries < 100 && !expected.test(shown); tries += 1) {
      await commands.executeCommand('roleSessions.showAuditLog');
      shown = plain(window.activeTextEditor?.document.getText() ?? '');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.match(shown, expected);
  }

  beforeEach(async () => {
    stage = await Stage.set();
    folder = await mkdtemp(join(tmpdir(), 'exporting-'));
    stage.atEnd(() => rm(folder, { recursive: true, force: true }));
    stage.messages('showInformationMessage');
    session = await stage.assume(ROLE);
  });
  afterEach(async () => {
    await stage.strike();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are that role’s for a shell that runs them', async () => {
    await writeFile(join(folder, 'keys'), 'before', { mode: 0o644 });
    const question = await exportAs('bash', 'Save to File', 'Export');
    assert.match(question, /^Give away the credentials of s3-read-only\? They lie in .*keys in the clear/);
    assert.ok(question.includes(`Whoever has them is ${session.identity.arn} until `), question);
    const file = join(folder, 'keys');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(folder), ['keys']);
    const { stdout } = await run('bash', ['-c', `. "${file}"; env`], { env: { AWS_PROFILE: 'other' } });
    const { accessKeyId, sessionToken } = session.credentials;
    assert.ok(stdout.includes(`AWS_ACCESS_KEY_ID=${accessKeyId}\n`));
    assert.ok(stdout.includes(`AWS_SESSION_TOKEN=${sessionToken}\n`));
    assert.ok(!stdout.includes('AWS_PROFILE'));
    await waitForRecord(new RegExp(`exported  s3-read-only  ${session.identity.arn}\\n    to ${file}\\n`));
  });

  it('are in the clipboard', async () => {
    const question = await exportAs('JSON', 'Copy to Clipboard', 'Copy');
    assert.match(question, /They lie in the clipboard in the clear/);
    const { AccessKeyId } = JSON.parse(await env.clipboard.readText()) as Record<string, unknown>;
    assert.equal(AccessKeyId, session.credentials.accessKeyId);
    await waitForRecord(/exported {2}s3-read-only .*\n {4}to the clipboard \(JSON\)\n/);
    await env.clipboard.writeText('');
  });

  it('are given to nobody unless the user says so', async () => {
    await exportAs('.env', 'Save to File', undefined);
    assert.deepEqual(await readdir(folder), []);
  });

  it('of production are named so', async () => {
    await stage.setting('productionRoles', ['s3-*']);
    assert.match(await exportAs('.env', 'Save to File', undefined), /of s3-read-only, which is production\?/);
  });

  it('are not those of a session that has ended meanwhile', async () => {
    const errors = stage.messages('showErrorMessage');
    await commands.executeCommand('roleSessions.endSession', { sessionId: session.id });
    await commands.executeCommand('roleSessions.exportCredentials', { sessionId: session.id });
    await commands.executeCommand('roleSessions.exportCredentials');
    assert.deepEqual(
      errors.map(({ text }) => text),
      [
        'That session has ended, so there are no credentials to export.',
        'No AWS role is active, so there are no credentials to export.',
      ],
    );
  });

  it('that cannot be written are told of by the file', async () => {
    const errors = stage.messages('showErrorMessage');
    await rm(folder, { recursive: true });
    await exportAs('fish', 'Save to File', 'Export');
    assert.deepEqual(
      errors.map(({ text }) => text),
      [`The credentials could not be written to ${join(folder, 'keys')} (ENOENT).`],
    );
  });

  it('leave no file behind that others may read', async () => {
    await exportAs('.env', 'Save to File', 'Export');
    assert.match(await readFile(join(folder, 'keys'), 'utf8'), /^AWS_ACCESS_KEY_ID=\w+\n/);
    assert.deepEqual(await readdir(folder), ['keys']);
  });
});
