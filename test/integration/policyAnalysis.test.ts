// What AWS itself says of a policy document that is open: findings of Access Analyzer, and simulated decisions.
import assert from 'node:assert/strict';
import { commands, languages, Position, window, workspace, WorkspaceEdit, type QuickPickItem } from 'vscode';
import { TUTORIAL } from '../sandbox/index.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

const POLICY = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 'nosuch:Thing'], Resource: '*' }] },
  undefined,
  2,
);

describe('AWS’s own word on a policy', () => {
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
  afterEach(async () => {
    await stage.strike();
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is marked in it until it is changed, and told of actions', async () => {
    const errors = stage.messages('showErrorMessage');
    stage.messages('showInformationMessage');
    const choose = (rows: readonly QuickPickItem[], { canPickMany }: { readonly canPickMany?: boolean }) => {
      const wanted = rows.find(({ label }) => /boss|s3:GetObject|^\*$|alone/.test(plain(label)));
      return Promise.resolve(canPickMany === true ? [wanted] : wanted);
    };
    stage.replace(window, {
      showQuickPick: choose as unknown as typeof window.showQuickPick,
      showInputBox: () => Promise.resolve(''),
    });
    const document = await workspace.openTextDocument({ language: 'json', content: POLICY });
    const editor = await window.showTextDocument(document);
    const marked = () =>
      languages.getDiagnostics(document.uri).filter(({ source }) => source === 'IAM Access Analyzer');

    await commands.executeCommand('roleSessions.validatePolicy');
    assert.deepEqual(errors, []);
    const [finding] = marked();
    assert.equal((finding?.code as { readonly value: string }).value, 'INVALID_SERVICE_IN_ACTION');

    await commands.executeCommand('roleSessions.simulatePolicy');
    assert.deepEqual(errors, []);
    const shown = window.activeTextEditor?.document;
    assert.equal(shown?.uri.scheme, 'role-sessions-simulation');
    assert.match(plain(shown.getText()), /allowed  s3:GetObject  \*\n    By: the document/);

    const edit = new WorkspaceEdit();
    edit.insert(editor.document.uri, new Position(0, 0), ' ');
    await workspace.applyEdit(edit);
    for (let tries = 0; tries < 100 && marked().length > 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(marked(), []);
    await window.showTextDocument(document);
  });
});
