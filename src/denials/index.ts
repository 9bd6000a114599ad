import { commands, env, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { Cancelled, UserError } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import { behindBoundary, commandTable } from '../editor/commands.js';
import { ShownTexts } from '../editor/shownTexts.js';
import { walkthroughStepDone } from '../editor/walkthrough.js';
import { parseDenial, type Denial } from './denialMessage.js';
import { denialText, remediesOf, requestText } from './denialText.js';
import { explainDenial, policyWith, type Explanation } from './explanation.js';
import { lookInIam, type Looking } from './lookInIam.js';

const SCHEME = 'role-sessions-denial';

/**
 * Tells of a denial what it says: which side does not allow what, with the smallest statement that would; and, if the
 * user wants that, what IAM says.
 */
export function registerDenials(context: ExtensionContext, parts: Omit<Looking, 'texts'>) {
  const texts = new ShownTexts(SCHEME);
  context.subscriptions.push(texts);
  const explain = async (denial: Denial): Promise<void> => {
    const explanation = explainDenial(denial);
    await texts.show(l10n.t('Why It Was Denied'), denialText(denial, explanation));
    walkthroughStepDone('denied');
    void behindBoundary('roleSessions.explainDenial', () => offer(denial, explanation, { ...parts, texts }), parts.log);
  };
  const table = commandTable({
    'roleSessions.explainDenial': async (argument) => explain(await wantedDenial(argument)),
    'roleSessions.explainDenialInTerminal': async () => explain(denialIn(await selectedInTerminal())),
  });
  return { commands: table };
}

/** Of the text that is given, selected in the editor, or typed. @throws UserError, Cancelled */
async function wantedDenial(argument: unknown): Promise<Denial> {
  const { text: given } = { ...(argument as { readonly text?: unknown } | null | undefined) };
  if (typeof given === 'string') {
    return denialIn(given);
  }
  const editor = window.activeTextEditor;
  const selected = editor === undefined ? '' : editor.document.getText(editor.selection);
  return parseDenial(selected) ?? denialIn(await typed());
}

/** The editor tells extensions of no selection in a terminal, but by the clipboard, which is put back. */
async function selectedInTerminal(): Promise<string> {
  const before = await env.clipboard.readText();
  try {
    await commands.executeCommand('workbench.action.terminal.copySelection');
    return await env.clipboard.readText();
  } finally {
    await env.clipboard.writeText(before);
  }
}

async function typed(): Promise<string> {
  const copied = await env.clipboard.readText();
  const text = await window.showInputBox({
    value: parseDenial(copied) === undefined ? '' : copied.replace(/\s+/g, ' ').trim(),
    title: l10n.t('Why Was It Denied?'),
    prompt: l10n.t('Paste what AWS, the AWS CLI or an SDK said.'),
    placeHolder: l10n.t('User: {0} is not authorized to perform: {1}', 'arn:aws:…', 's3:PutObject'),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value === '' || parseDenial(value) !== undefined ? undefined : l10n.t('That says of nothing that it was denied.'),
  });
  if (text === undefined) {
    throw new Cancelled();
  }
  return text;
}

function denialIn(text: string): Denial {
  const denial = parseDenial(text);
  if (denial === undefined) {
    throw new UserError(l10n.t('That text says of nothing that it was denied. Give what AWS said, from "User:" on.'));
  }
  return denial;
}

/** @throws UserError, Cancelled */
async function offer(denial: Denial, explanation: Explanation, looking: Looking): Promise<void> {
  const [remedy] = remediesOf(explanation);
  const look = l10n.t('Look in IAM…');
  const open = l10n.t('Open as Policy');
  const copy = l10n.t('Copy Request');
  const buttons = remedy?.statement === undefined ? [look, copy] : [look, open, copy];
  const message = l10n.t('What to allow can be opened as a policy document, or sent to who administers the account.');
  const chosen = await window.showInformationMessage(message, ...buttons);
  if (chosen === look) {
    await lookInIam(denial, looking);
  }
  if (chosen === copy) {
    await env.clipboard.writeText(requestText(denial, explanation));
  }
  if (chosen === open && remedy?.statement !== undefined) {
    await showPolicy(policyWith(remedy.statement));
  }
}

/** As any other document: it is the user's from here on, and is checked as one writes. */
async function showPolicy(content: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ language: 'json', content }));
}
