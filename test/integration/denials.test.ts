// Why something was denied: of a message of ours, of a selection, and of what is pasted.
import assert from 'node:assert/strict';
import { commands, env, Selection, window, workspace } from 'vscode';
import { plain } from '../support/pseudo.js';
import { TUTORIAL } from '../sandbox/index.js';
import { Stage } from './stage.js';

const DENIED = `An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::${TUTORIAL.accountId}:assumed-role/app/jo is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/x" because no identity-based policy allows the s3:PutObject action`;

describe('why something was denied', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });
  afterEach(async () => {
    await stage.strike();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  const shown = (): string => {
    const document = window.activeTextEditor?.document;
    return document?.uri.scheme === 'role-sessions-denial' ? plain(document.getText()) : '';
  };

  it('is told of what is selected, and opened as a policy', async () => {
    stage.messages('showInformationMessage', undefined);
    const document = await workspace.openTextDocument({ content: `first line\n${DENIED}\n` });
    const editor = await window.showTextDocument(document);
    editor.selection = new Selection(1, 0, 1, DENIED.length);
    await commands.executeCommand('roleSessions.explainDenial');
    assert.match(shown(), /The call: s3:PutObject/);
    assert.match(shown(), /To be allowed in a policy of the role app/);
    assert.match(shown(), /Who may iam:PutRolePolicy, iam:AttachRolePolicy in account/);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is told of a message of ours, by its button', async () => {
    const infos = stage.messages('showInformationMessage');
    const errors: string[] = [];
    const show = (text: string, ...buttons: readonly string[]) => {
      errors.push(plain(text));
      return Promise.resolve(buttons.find((button) => plain(button) === 'Why?'));
    };
    stage.replace(window, { showErrorMessage: show as unknown as typeof window.showErrorMessage });
    stage.sandbox.iam.updateTrustPolicy(TUTORIAL.readOnlyRoleArn, {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: 'sts:AssumeRole' }],
    });
    await commands.executeCommand('roleSessions.assumeRole', 'profile:s3-read-only');
    for (let tries = 0; tries < 100 && shown() === ''; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.match(errors.join(), /is not authorized to perform: sts:AssumeRole/);
    assert.match(shown(), /Only that it is denied, not by which side\./);
    assert.match(shown(), /To be allowed in the trust policy of arn:aws:iam::/);
    assert.equal(infos.length, 1);
  });

  it('is told of what is pasted, and copied as a request', async () => {
    const before = await env.clipboard.readText();
    stage.atEnd(() => env.clipboard.writeText(before));
    await env.clipboard.writeText(DENIED);
    const copy = (_text: string, ...buttons: readonly string[]) =>
      Promise.resolve(buttons.find((button) => plain(button) === 'Copy Request'));
    stage.replace(window, {
      showInformationMessage: copy as unknown as typeof window.showInformationMessage,
      showInputBox: (options) => Promise.resolve(options?.value),
    });
    await commands.executeCommand('roleSessions.explainDenial');
    assert.match(shown(), /The call: s3:PutObject/);
    for (let tries = 0; tries < 100 && (await env.clipboard.readText()) === DENIED; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.match(plain(await env.clipboard.readText()), /^Please allow this in AWS:\nThe call: s3:PutObject/);
  });

  it('is not told of what is no denial', async () => {
    const errors = stage.messages('showErrorMessage');
    await commands.executeCommand('roleSessions.explainDenial', { text: 'NoSuchBucket' });
    assert.match(plain(errors[0]?.text ?? ''), /That text says of nothing that it was denied/);
  });
});
