// Why something was denied: of a message of ours, of a selection, and of what is pasted.
import assert from 'node:assert/strict';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { commands, env, Selection, window, workspace, type QuickPickItem } from 'vscode';
import { plain } from '../support/pseudo.js';
import { TUTORIAL } from '../sandbox/index.js';
import { Clients, failure } from '../sandbox/test/stsHarness.js';
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

  it('is looked up in IAM, and mended by the change of a policy that was shown', async () => {
    const { accountId } = TUTORIAL;
    const boss = stage.sandbox.iam.createUser({ accountId, name: 'boss' });
    const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    stage.sandbox.iam.putUserPolicy(boss.arn, 'all', all);
    await stage.profile('boss', {
      aws_access_key_id: boss.accessKeyId,
      aws_secret_access_key: boss.secretAccessKey,
    });
    const { credentials } = await stage.assume('profile:s3-read-only');
    const s3 = new Clients(stage.sandbox).s3(credentials);
    const put = () => s3.send(new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'x', Body: 'x' }));
    const text = await failure(put());
    const errors = stage.messages('showErrorMessage');
    const wanted = ['Look in IAM…', 'Change Policy…'];
    const infos: string[] = [];
    const questions: string[] = [];
    const texts: string[] = [];
    const press = (text: string, ...buttons: readonly string[]) => {
      infos.push(plain(text));
      texts.push(shown());
      return Promise.resolve(buttons.find((button) => wanted.includes(plain(button))));
    };
    const ask = (text: string, { detail }: { readonly detail: string }, button: string) => {
      const left = workspace.textDocuments.find(({ uri }) => uri.path.endsWith('after/AllowS3PutObject.json'));
      questions.push(plain(`${text} ${detail}`), left?.getText() ?? '');
      return Promise.resolve(button);
    };
    const choose = (rows: readonly QuickPickItem[]) =>
      Promise.resolve(rows.find(({ label }) => plain(label).includes('boss')));
    stage.replace(window, {
      showInformationMessage: press as unknown as typeof window.showInformationMessage,
      showWarningMessage: ask as unknown as typeof window.showWarningMessage,
      showQuickPick: choose as unknown as typeof window.showQuickPick,
    });
    await commands.executeCommand('roleSessions.explainDenial', { text });
    for (let tries = 0; tries < 200 && infos.length < 3; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(errors, []);
    assert.match(texts[1] ?? '', /What is wrong: an identity-based policy\n {4}No statement allows it\./);
    assert.match(texts[1] ?? '', /IAM, read as arn:aws:iam::\d{12}:user\/boss\./);
    assert.match(
      questions[0] ?? '',
      /^Change the policy AllowS3PutObject of role sts-s3-read-only-role\? It is in account \d{12}, and changed as arn:aws:iam::\d{12}:user\/boss\./,
    );
    assert.match(questions[1] ?? '', /"Action": "s3:PutObject"/);
    assert.match(infos[2] ?? '', /^The policy AllowS3PutObject is changed\./);
    await put();
  });

  it('is not told of what is no denial', async () => {
    const errors = stage.messages('showErrorMessage');
    await commands.executeCommand('roleSessions.explainDenial', { text: 'NoSuchBucket' });
    assert.match(plain(errors[0]?.text ?? ''), /That text says of nothing that it was denied/);
  });
});
