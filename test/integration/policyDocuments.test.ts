// Policy documents of IAM in the real editor: what it marks, mends and offers.
import assert from 'node:assert/strict';
import {
  commands,
  DiagnosticSeverity,
  languages,
  Position,
  window,
  workspace,
  type CodeAction,
  type CompletionList,
  type Diagnostic,
  type QuickPickItem,
  type TextDocument,
  type WorkspaceEdit,
} from 'vscode';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2);
const MISSPELT = policy({ Effect: 'Allow', Action: 's3:GetObjects', Resource: 'arn:aws:s3:::data/*' });
const TRUST = policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });

describe('a policy document', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });
  afterEach(async () => {
    await stage.strike();
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  async function show(content: string): Promise<TextDocument> {
    const document = await workspace.openTextDocument({ language: 'json', content });
    await window.showTextDocument(document);
    return document;
  }

  const found = ({ uri }: TextDocument): Diagnostic[] =>
    languages.getDiagnostics(uri).filter(({ source }) => source === 'IAM');

  /** Until the document is looked at as expected: it is, once its author pauses. */
  async function waitForFindings(document: TextDocument, codes: readonly string[]): Promise<readonly Diagnostic[]> {
    const seen = () => found(document).map(({ code }) => (typeof code === 'string' ? code : ''));
    for (let tries = 0; tries < 200 && seen().join() !== codes.join(); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(seen(), codes);
    return found(document);
  }

  /** The editor takes back what it was asked where more diagnostics come meanwhile. */
  async function waitForFix({ uri }: TextDocument, { range }: Diagnostic): Promise<WorkspaceEdit> {
    for (let tries = 0; tries < 50; tries += 1) {
      const asked = commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, range, 'quickfix');
      const found = await asked.then(
        (fixes) => fixes.find(({ edit }) => edit !== undefined)?.edit,
        () => undefined,
      );
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('There is nothing to mend it');
  }

  it('has what is wrong in it marked, and mended', async () => {
    const document = await show(MISSPELT);
    const [marked] = await waitForFindings(document, ['action']);
    assert.ok(marked);
    assert.equal(document.getText(marked.range), '"s3:GetObjects"');
    assert.equal(marked.severity, DiagnosticSeverity.Warning);
    assert.match(
      plain(marked.message),
      /Amazon S3 has no action “GetObjects” that is known here\. Is s3:GetObject meant/,
    );
    await workspace.applyEdit(await waitForFix(document, marked));
    await waitForFindings(document, []);
    assert.equal(document.getText(), MISSPELT.replace('GetObjects', 'GetObject'));
  });

  it('is looked at again as it changes, and left alone once it is none', async () => {
    const document = await show(policy({ Effect: 'Allow', Action: '*', Resource: '*' }));
    await waitForFindings(document, ['broad']);
    const editor = window.activeTextEditor;
    assert.ok(editor);
    const end = document.positionAt(document.getText().length);
    await editor.edit((edit) => edit.delete(document.validateRange(editor.selection.with(new Position(0, 0), end))));
    await waitForFindings(document, []);
  });

  it('is checked as what the user says it is', async () => {
    const document = await show(TRUST);
    await waitForFindings(document, []);
    const showQuickPick = (rows: readonly QuickPickItem[]) =>
      Promise.resolve(rows.find(({ label }) => plain(label) === 'Session policy'));
    stage.replace(window, { showQuickPick: showQuickPick as unknown as typeof window.showQuickPick });
    await commands.executeCommand('roleSessions.choosePolicyKind');
    await waitForFindings(document, ['element', 'element']);
  });

  it('is not checked if the user does not want it', async () => {
    const document = await show(MISSPELT);
    await waitForFindings(document, ['action']);
    await stage.setting('checkPolicies', false);
    await waitForFindings(document, []);
    await stage.setting('checkPolicies', true);
    await waitForFindings(document, ['action']);
  });

  it('completes services, actions and resources', async () => {
    const document = await show(policy({ Effect: 'Allow', Action: 's3:', Resource: '' }));
    const labelsAt = async (after: string): Promise<string[]> => {
      const position = document.positionAt(document.getText().indexOf(after) + after.length);
      const { items } = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await labelsAt('"Action": "')).includes('s3:'));
    const actions = await labelsAt('"Action": "s3:');
    assert.ok(actions.includes('s3:GetObject') && actions.includes('s3:*'));
    assert.ok((await labelsAt('"Resource": "')).includes('*'));
  });

  it('is asked for where none is in front', async () => {
    const errors = stage.messages('showErrorMessage');
    await show('{"other": true}');
    await commands.executeCommand('roleSessions.choosePolicyKind');
    assert.match(plain(errors[0]?.text ?? ''), /No policy document of IAM is open in front/);
  });
});
