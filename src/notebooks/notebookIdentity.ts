import { randomUUID } from 'node:crypto';
import { ProgressLocation, window } from 'vscode';
import type { NotebookDocument } from 'vscode';
import { UserError } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import { invokeCommand } from '../editor/commands.js';
import { ShownTexts } from '../editor/shownTexts.js';
import type { SessionId } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { printedBy, type JupyterKernel } from './jupyter.js';
import { probeCode, readKernel, type KernelSeen } from './kernelProbe.js';
import { kernelDocument, kernelSentence } from './kernelText.js';
import { kernelIdentity, type KernelFacts, type KernelRepair } from './kernelVerdict.js';
import { kernelRefusal, notebookName, type NotebookUses } from './notebookUses.js';

/** The Jupyter extension may ask the user first. */
const ANSWER_MS = 60_000;

/** Tells whom a notebook's kernel acts as, beside whom it should. */
export class NotebookIdentity implements Disposable {
  private readonly texts = new ShownTexts('role-sessions-notebook');

  constructor(
    private readonly sessions: Pick<SessionReader, 'list'>,
    private readonly uses: NotebookUses,
  ) {}

  dispose(): void {
    this.texts.dispose();
  }

  /** @throws UserError where the kernel does not answer */
  async show(notebook: NotebookDocument, kernel: JupyterKernel): Promise<void> {
    const name = notebookName(notebook);
    const facts: KernelFacts = {
      kernel: await kernelSeen(name, kernel),
      given: this.uses.given.of(notebook.uri.toString()),
      heldAnywhere: this.uses.given.allKeys(),
      entries: this.sessions.list(),
      now: Date.now(),
    };
    const identity = kernelIdentity(facts);
    const title = l10n.t('Identity of {0}', name.replace(/\.ipynb$/i, '')); // by which an editor would take it for JSON
    await this.texts.show(title, kernelDocument(name, identity, facts));
    const show = identity.verdict.kind === 'asExpected' ? window.showInformationMessage : window.showWarningMessage;
    const next = this.next(notebook, kernel, identity.repair);
    void show(kernelSentence(name, identity, facts.given), next.title).then(async (chosen) => {
      if (chosen === next.title) {
        await next.run();
      }
    });
  }

  /** A message without a button is cut to one line. */
  private next(
    notebook: NotebookDocument,
    kernel: JupyterKernel,
    repair: KernelRepair,
  ): { readonly title: string; readonly run: () => Promise<void> } {
    switch (repair.kind) {
      case 'use':
        return { title: l10n.t('Use in Notebook'), run: () => useIn(notebook, repair.id) };
      case 'useAny':
        return { title: l10n.t('Use in Notebook'), run: () => useIn(notebook) };
      case 'takeOut':
        return {
          title: l10n.t('Take Keys Out'),
          run: () => this.uses.takeOut(notebook, kernel, repair),
        };
      case 'assume':
        return {
          title: l10n.t('Assume Role'),
          run: () =>
            invokeCommand('roleSessions.assumeRole', ...(repair.request === undefined ? [] : [repair.request])),
        };
      case 'none':
        return {
          title: l10n.t('Ask Again'),
          run: () => invokeCommand('roleSessions.showNotebookIdentity', inEditorOf(notebook)),
        };
    }
  }
}

async function useIn(notebook: NotebookDocument, sessionId?: SessionId): Promise<void> {
  const session = sessionId === undefined ? {} : { sessionId };
  await invokeCommand('roleSessions.useInNotebook', { ...inEditorOf(notebook), ...session });
}

/** As its toolbar calls commands: what is in front by then is another. */
function inEditorOf({ uri }: NotebookDocument) {
  return { notebookEditor: { notebookUri: uri } };
}

/** @throws UserError */
async function kernelSeen(name: string, kernel: JupyterKernel): Promise<KernelSeen> {
  if (kernel.status === 'busy') {
    throw new UserError(l10n.t('Something runs in the kernel of {0}. Run the command again once it is done.', name));
  }
  const mark = `role-sessions-${randomUUID()}`;
  const title = l10n.t('Asking the kernel of {0} which variables of AWS it has', name);
  const printed = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
    inTime(printedBy(kernel, probeCode(mark))).catch((error: unknown) => {
      throw new UserError(l10n.t('The kernel of {0} could not be asked: {1}.', name, kernelRefusal(error).reason));
    }),
  );
  const seen = readKernel(printed ?? '', mark);
  if (seen === undefined) {
    throw new UserError(l10n.t('The kernel of {0} gave no answer that could be read.', name));
  }
  return seen;
}

/** It is not cancelled, which would interrupt what the user runs by then. Undefined: not in time. */
async function inTime(printing: Promise<string>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWER_MS);
  });
  try {
    return await Promise.race([printing, late]);
  } finally {
    clearTimeout(timer);
  }
}
