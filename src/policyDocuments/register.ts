import { CompletionList, languages, window, workspace } from 'vscode';
import type { Disposable, ExtensionContext, TextDocument } from 'vscode';
import { Lazy } from '../base/waiting/lazy.js';
import { loadPolicyDocuments } from '../bundles.js';
import { commandTable } from '../editor/commands.js';
import type { Log } from '../editor/log.js';
import { userSetting } from '../editor/settings.js';
import type { IamAccess } from '../model/iam/iamCaller.js';
import { mayBePolicy } from './mayBePolicy.js';

const SELECTOR = [{ language: 'json' }, { language: 'jsonc' }];
const PAUSE_MS = 300;
const CHECKS = userSetting('roleSessions.checkPolicies', (written) => written !== false);

/** Completion and diagnostics for policy documents of IAM. All else is loaded with the first one that is seen. */
export function registerPolicyDocuments(context: ExtensionContext, iam: IamAccess, log: Log) {
  const feature = new Lazy(async () => {
    const { createPolicyDocuments } = await loadPolicyDocuments();
    return createPolicyDocuments(context.asAbsolutePath('dist/iamCatalog.br'), context.workspaceState, iam);
  });
  const look = (document: TextDocument): void => {
    const isOne = CHECKS.value && mayBePolicy(document);
    if (isOne || checked.has(document)) {
      checked.add(document);
      feature
        .get()
        .then((documents) => (isOne ? documents.check(document) : documents.forget(document)))
        .catch((error: unknown) => log.warn('Could not check a policy document', error));
    }
  };
  const checked = new WeakSet<TextDocument>();
  const pauses = new Pauses(look);
  const lookAtAll = () => workspace.textDocuments.forEach(look);
  context.subscriptions.push(
    feature,
    pauses,
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => pauses.after(document)),
    workspace.onDidCloseTextDocument((document) => {
      if (checked.has(document)) {
        void feature.get().then((documents) => documents.forget(document));
      }
    }),
    window.onDidChangeActiveTextEditor((editor) => {
      if (editor !== undefined) {
        look(editor.document);
      }
    }),
    CHECKS.onDidChange(lookAtAll),
    languages.registerCompletionItemProvider(
      SELECTOR,
      {
        provideCompletionItems: async (document, position) =>
          mayBePolicy(document) ? (await feature.get()).complete(document, position) : new CompletionList([]),
      },
      '"',
      ':',
    ),
  );
  lookAtAll();
  return commandTable({
    'roleSessions.choosePolicyKind': async () => (await feature.get()).chooseKind(),
    'roleSessions.validatePolicy': async () => {
      const documents = await feature.get();
      await documents.analysis.validate(documents.inFront());
    },
    'roleSessions.simulatePolicy': async () => {
      const documents = await feature.get();
      await documents.analysis.simulate(documents.inFront());
    },
  });
}

/** A document is looked at once its author pauses. */
class Pauses implements Disposable {
  private readonly timers = new Map<TextDocument, NodeJS.Timeout>();

  constructor(private readonly look: (document: TextDocument) => void) {}

  after(document: TextDocument): void {
    clearTimeout(this.timers.get(document));
    this.timers.set(
      document,
      setTimeout(() => {
        this.timers.delete(document);
        if (!document.isClosed) {
          this.look(document);
        }
      }, PAUSE_MS),
    );
  }

  dispose(): void {
    for (const timer of this.timers.values()) {
      clearTimeout(timer);
    }
  }
}
