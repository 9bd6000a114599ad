// Sessions of a role are revoked from its row, as an administrator whose keys a profile has, and given back.
import assert from 'node:assert/strict';
import { commands, window, type QuickPickItem } from 'vscode';
import { TUTORIAL } from '../sandbox/index.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

describe('sessions of a role', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
    const { accountId } = TUTORIAL;
    const boss = stage.sandbox.iam.createUser({ accountId, name: 'boss' });
    const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    stage.sandbox.iam.putUserPolicy(boss.arn, 'all', all);
    const { accessKeyId, secretAccessKey } = boss;
    await stage.profile('boss', { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey });
  });
  afterEach(() => stage.strike());

  it('are revoked after a question, and that is undone after another', async () => {
    const errors = stage.messages('showErrorMessage');
    const infos = stage.messages('showInformationMessage');
    const questions: string[] = [];
    const ask = (text: string, { detail }: { readonly detail: string }, button: string) => {
      questions.push(plain(`${text} ${detail}`));
      return Promise.resolve(button);
    };
    const choose = (rows: readonly QuickPickItem[]) =>
      Promise.resolve(rows.find(({ label }) => plain(label).includes('boss')));
    stage.replace(window, {
      showWarningMessage: ask as unknown as typeof window.showWarningMessage,
      showQuickPick: choose as unknown as typeof window.showQuickPick,
    });
    const { id, identity } = await stage.assume('profile:s3-read-only');
    await commands.executeCommand('roleSessions.revokeSessions', { sessionId: id });
    assert.deepEqual(errors, []);
    assert.match(questions[0] ?? '', /Revoke all sessions of sts-s3-read-only-role in account \d{12}/);
    assert.match(questions[0] ?? '', /Of this window: s3-read-only\./);
    assert.match(plain(infos[0]?.text ?? ''), /are revoked\. What this window has of it is denied everything/);
    await commands.executeCommand('roleSessions.undoRevoke', { sessionId: id });
    assert.match(questions[1] ?? '', /AWSRevokeOlderSessions[\s\S]*"aws:TokenIssueTime"/);
    assert.deepEqual(errors, []);
    const calls = stage.sandbox.requests.map(({ operation }) => operation);
    assert.ok(calls.includes('PutRolePolicy') && calls.includes('DeleteRolePolicy'));
    assert.equal(identity.name, 'sts-s3-read-only-role');
  });
});
