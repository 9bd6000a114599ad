import {
  CodeAction,
  CodeActionKind,
  CompletionItem,
  CompletionItemKind,
  CompletionList,
  Diagnostic,
  DiagnosticSeverity,
  languages,
  Range,
  SnippetString,
  window,
  WorkspaceEdit,
} from 'vscode';
import type { DiagnosticCollection, Disposable, LanguageStatusItem, Memento, Position, TextDocument } from 'vscode';
import { UserError } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import type { IamCatalog } from '../iam/catalog.js';
import { complete, type Completion, type Completions } from '../iam/complete.js';
import { diagnose } from '../iam/diagnose/index.js';
import type { Finding } from '../iam/finding.js';
import { POLICY_KINDS, type PolicyKind } from '../iam/policyKind.js';
import { isPolicy, policyTree, type PolicyTree } from '../iam/policyTree.js';
import { ChosenKinds } from './chosenKinds.js';
import type { IamAccess } from '../model/iam/iamCaller.js';
import { mayBePolicy } from './mayBePolicy.js';
import { PolicyAnalysis, type OpenPolicy } from './policyAnalysis.js';
import { snippetOf } from './snippetOf.js';

const SELECTOR = [{ language: 'json' }, { language: 'jsonc' }];

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Information,
} as const;

const ITEM_KINDS = {
  element: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  service: CompletionItemKind.Module,
  action: CompletionItemKind.Method,
  resource: CompletionItemKind.Reference,
  key: CompletionItemKind.Field,
} as const;

/** The policy documents that are open: what is wrong in them, and what may stand where. */
export class PolicyDocuments implements Disposable {
  private readonly diagnostics: DiagnosticCollection = languages.createDiagnosticCollection('roleSessions.policies');
  private readonly findings = new WeakMap<Diagnostic, Finding>();
  readonly analysis: PolicyAnalysis;
  private readonly kinds: ChosenKinds;
  private status: LanguageStatusItem | undefined;
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly catalog: IamCatalog,
    memento: Memento,
    iam: IamAccess,
  ) {
    this.analysis = new PolicyAnalysis(catalog, iam);
    this.kinds = new ChosenKinds(memento);
    this.subscriptions = [
      languages.registerCodeActionsProvider(
        SELECTOR,
        { provideCodeActions: (document, _, { diagnostics }) => this.fixes(document, diagnostics) },
        { providedCodeActionKinds: [CodeActionKind.QuickFix] },
      ),
      window.onDidChangeActiveTextEditor(() => this.showStatus()),
    ];
  }

  check(document: TextDocument): void {
    const text = document.getText();
    const tree = policyTree(text);
    if (document.isClosed || tree === undefined || !isPolicy(tree)) {
      this.forget(document);
      return;
    }
    const kind = this.kinds.of(document.uri, tree);
    const found = diagnose(text, tree, kind, this.catalog).map((finding) => this.diagnostic(document, finding));
    this.diagnostics.set(document.uri, found);
    this.showStatus();
  }

  forget({ uri }: TextDocument): void {
    this.diagnostics.delete(uri);
    this.showStatus();
  }

  complete(document: TextDocument, position: Position): CompletionList {
    const text = document.getText();
    const tree = policyTree(text);
    if (tree === undefined || !hasStatement(tree)) {
      return new CompletionList([]);
    }
    const kind = this.kinds.of(document.uri, tree);
    const found = complete(text, document.offsetAt(position), tree, kind, this.catalog);
    return new CompletionList(found === undefined ? [] : itemsOf(document, found), true);
  }

  /** @throws UserError where no policy document is */
  inFront(): OpenPolicy {
    const document = window.activeTextEditor?.document;
    const kind = document === undefined ? undefined : this.kindOf(document);
    const tree = document === undefined ? undefined : policyTree(document.getText());
    if (document === undefined || kind === undefined || tree === undefined) {
      throw new UserError(l10n.t('No policy document of IAM is open in front: JSON with a Statement.'));
    }
    return { document, tree, kind };
  }

  /** @throws UserError where no policy document is in front */
  async chooseKind(): Promise<void> {
    const { document, kind: current } = this.inFront();
    const rows = POLICY_KINDS.map((kind) => ({ label: kindTitle(kind), detail: kindDetail(kind), policyKind: kind }));
    const chosen = await window.showQuickPick(rows, {
      title: l10n.t('Kind of Policy'),
      placeHolder: l10n.t('It is checked as: {0}', kindTitle(current)),
    });
    if (chosen !== undefined) {
      await this.kinds.choose(document.uri, chosen.policyKind);
      this.check(document);
    }
  }

  dispose(): void {
    this.status?.dispose();
    this.diagnostics.dispose();
    this.analysis.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private kindOf(document: TextDocument): PolicyKind | undefined {
    const tree = mayBePolicy(document) ? policyTree(document.getText()) : undefined;
    return tree !== undefined && isPolicy(tree) ? this.kinds.of(document.uri, tree) : undefined;
  }

  private diagnostic(document: TextDocument, finding: Finding): Diagnostic {
    const range = new Range(document.positionAt(finding.offset), document.positionAt(finding.offset + finding.length));
    const diagnostic = new Diagnostic(range, finding.message, SEVERITIES[finding.severity]);
    diagnostic.source = 'IAM';
    diagnostic.code = finding.code;
    this.findings.set(diagnostic, finding);
    return diagnostic;
  }

  /** The editor hands out copies of diagnostics: ours is the one at the same place. */
  private fixes(document: TextDocument, asked: readonly Diagnostic[]): CodeAction[] {
    const ours = this.diagnostics.get(document.uri) ?? [];
    return ours.flatMap((diagnostic) => {
      const instead = this.findings.get(diagnostic)?.instead;
      const isAsked = asked.some(
        ({ range, message }) => range.isEqual(diagnostic.range) && message === diagnostic.message,
      );
      if (instead === undefined || !isAsked) {
        return [];
      }
      const action = new CodeAction(l10n.t('Change to {0}', instead), CodeActionKind.QuickFix);
      action.edit = new WorkspaceEdit();
      action.edit.replace(document.uri, diagnostic.range, instead);
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      return [action];
    });
  }

  /** As which kind the document in front is checked. */
  private showStatus(): void {
    const document = window.activeTextEditor?.document;
    const kind = document === undefined ? undefined : this.kindOf(document);
    if (kind === undefined) {
      this.status?.dispose();
      this.status = undefined;
      return;
    }
    this.status ??= languages.createLanguageStatusItem('roleSessions.policyKind', SELECTOR);
    this.status.name = l10n.t('Kind of Policy');
    this.status.text = kindTitle(kind);
    this.status.detail = l10n.t('The kind of policy that it is checked as');
    this.status.command = { title: l10n.t('Change'), command: 'roleSessions.choosePolicyKind' };
  }
}

/** Completion helps also where nothing else stands there yet. */
function hasStatement({ elements }: PolicyTree): boolean {
  return elements.some(({ name }) => name === 'Statement');
}

function itemsOf(document: TextDocument, { offset, length, needsColon, items }: Completions): CompletionItem[] {
  const range = new Range(document.positionAt(offset), document.positionAt(offset + length));
  return items.map((each) => itemOf(each, range, needsColon));
}

function itemOf({ text, kind, detail, opens }: Completion, range: Range, needsColon: boolean): CompletionItem {
  const item = new CompletionItem({ label: text, description: detail }, ITEM_KINDS[kind]);
  item.filterText = JSON.stringify(text);
  item.range = range;
  item.insertText = new SnippetString(snippetOf(text, opens, needsColon));
  if (opens) {
    item.command = { title: l10n.t('Suggest'), command: 'editor.action.triggerSuggest' };
  }
  return item;
}

function kindTitle(kind: PolicyKind): string {
  switch (kind) {
    case 'identity':
      return l10n.t('Identity policy');
    case 'trust':
      return l10n.t('Trust policy');
    case 'session':
      return l10n.t('Session policy');
    case 'resource':
      return l10n.t('Resource policy');
  }
}

function kindDetail(kind: PolicyKind): string {
  switch (kind) {
    case 'identity':
      return l10n.t('Of a user, a group or a role, managed or inline; also a permissions boundary');
    case 'trust':
      return l10n.t('Who may assume a role');
    case 'session':
      return l10n.t('What a session is narrowed to');
    case 'resource':
      return l10n.t('Of a bucket, a queue, a key and the like');
  }
}
