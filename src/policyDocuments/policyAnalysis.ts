import { Diagnostic, DiagnosticSeverity, languages, Range, Uri, window, workspace } from 'vscode';
import type { DiagnosticCollection, Disposable, QuickPickItem, TextDocument } from 'vscode';
import { Cancelled, UserError } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import { ShownTexts } from '../editor/shownTexts.js';
import type { IamCatalog } from '../iam/catalog.js';
import type { PolicyKind } from '../iam/policyKind.js';
import type { PolicyTree } from '../iam/policyTree.js';
import type { IamRead, PolicyFinding, SimulationRequest } from '../model/iam/iamApi.js';
import { withIam, type IamAccess } from '../model/iam/iamCaller.js';
import { identityOf } from '../model/session/identity.js';
import { actionsIn, actionsTyped, contextTyped, resourcesIn, simulationText } from './simulation.js';

/** A policy that is open in an editor. */
export interface OpenPolicy {
  readonly document: TextDocument;
  readonly tree: PolicyTree;
  readonly kind: PolicyKind;
}

const SEVERITIES = {
  ERROR: DiagnosticSeverity.Error,
  SECURITY_WARNING: DiagnosticSeverity.Warning,
  WARNING: DiagnosticSeverity.Warning,
  SUGGESTION: DiagnosticSeverity.Information,
} as const;

/** What AWS itself says of a document: the findings of Access Analyzer, and the decisions of the policy simulator. */
export class PolicyAnalysis implements Disposable {
  private readonly diagnostics: DiagnosticCollection = languages.createDiagnosticCollection('roleSessions.analyzer');
  private readonly texts = new ShownTexts('role-sessions-simulation');
  private readonly subscriptions: readonly Disposable[] = [
    // They are about the text as it was.
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) {
        this.diagnostics.delete(document.uri);
      }
    }),
    workspace.onDidCloseTextDocument(({ uri }) => this.diagnostics.delete(uri)),
  ];

  constructor(
    private readonly catalog: Pick<IamCatalog, 'service'>,
    private readonly iam: IamAccess,
  ) {}

  /** @throws UserError, Cancelled */
  async validate({ document, kind }: OpenPolicy): Promise<void> {
    const caller = await this.iam.choose(l10n.t('Validate Policy: as whom?'));
    const { version } = document;
    const findings = await withIam(this.iam.open, caller, async ({ api, arn }) => {
      const isTrust = kind === 'trust';
      const type = isTrust || kind === 'resource' ? 'RESOURCE_POLICY' : 'IDENTITY_POLICY';
      const resource = isTrust ? 'AWS::IAM::AssumeRolePolicyDocument' : undefined;
      return answerOf(await api.validate(document.getText(), type, resource), arn, 'access-analyzer:ValidatePolicy');
    });
    if (document.version !== version || document.isClosed) {
      throw new UserError(
        l10n.t('The document was changed meanwhile, so the findings are of another one. Run it again.'),
      );
    }
    this.diagnostics.set(
      document.uri,
      findings.map((finding) => diagnosticOf(document, finding)),
    );
    void window.showInformationMessage(
      findings.length === 0
        ? l10n.t('Access Analyzer finds nothing in the policy.')
        : l10n.t('Access Analyzer’s findings are marked in the policy, until it is changed: {0}', findings.length),
    );
  }

  /** @throws UserError, Cancelled */
  async simulate({ document, tree, kind }: OpenPolicy): Promise<void> {
    if (kind === 'trust' || kind === 'resource') {
      throw new UserError(
        l10n.t(
          'IAM simulates what identities may do: policies of users, groups, roles and sessions. This one is another.',
        ),
      );
    }
    const caller = await this.iam.choose(l10n.t('Simulate Policy: as whom?'));
    const simulated = await withIam(this.iam.open, caller, async ({ api, arn }) => {
      const request = await this.ask(document.getText(), tree, arn);
      const action = request.principalArn === undefined ? 'iam:SimulateCustomPolicy' : 'iam:SimulatePrincipalPolicy';
      return { request, caller: arn, decisions: answerOf(await api.simulate(request), arn, action) };
    });
    await this.texts.show(l10n.t('Simulated Policy'), simulationText(simulated));
  }

  dispose(): void {
    this.diagnostics.dispose();
    this.texts.dispose();
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private async ask(text: string, tree: PolicyTree, caller: string): Promise<SimulationRequest> {
    const principalArn = await askPrincipal(caller);
    const actions = await askActions(actionsIn(tree, this.catalog));
    const resource = await askResource(resourcesIn(tree));
    const context = await askContext();
    return {
      ...(principalArn !== undefined && { principalArn }),
      ...{ policies: [text], actions, context },
      resources: resource === '*' ? [] : [resource],
    };
  }
}

/** @throws UserError where the caller may not */
function answerOf<T>(read: IamRead<T>, caller: string, action: string): T {
  switch (read.kind) {
    case 'found':
      return read.value;
    case 'absent':
      throw new UserError(l10n.t('There is no such role or user in the account of {0}.', caller));
    case 'denied':
      throw new UserError(
        sentences(l10n.t('{0} may not call {1}.', caller, action), l10n.t('AWS says: {0}', read.message)),
      );
  }
}

function diagnosticOf(document: TextDocument, { type, code, details, learnMore, span }: PolicyFinding): Diagnostic {
  const [start, end] = [span?.start ?? 0, span?.end ?? document.getText().length];
  const range = new Range(document.positionAt(start), document.positionAt(end));
  const diagnostic = new Diagnostic(range, details, SEVERITIES[type]);
  diagnostic.source = 'IAM Access Analyzer';
  diagnostic.code = learnMore === undefined ? code : { value: code, target: Uri.parse(learnMore) };
  return diagnostic;
}

interface Row<T> extends QuickPickItem {
  readonly value: T;
}

const TITLE = () => l10n.t('Simulate Policy');
const OTHER = () => ({ label: l10n.t('Other…'), value: undefined });

async function askPrincipal(caller: string): Promise<string | undefined> {
  const rows: readonly Row<boolean>[] = [
    { label: l10n.t('The document alone'), value: false },
    { label: l10n.t('As a role or user, with the document beside its policies'), value: true },
  ];
  const { value: asPrincipal } = given(await window.showQuickPick(rows, { title: TITLE() }));
  if (!asPrincipal) {
    return undefined;
  }
  const { kind, partition, accountId, name } = identityOf(caller);
  return given(
    await window.showInputBox({
      title: TITLE(),
      prompt: l10n.t('ARN of the role or user'),
      value: kind === 'assumed-role' ? `arn:${partition}:iam::${accountId}:role/${name}` : caller,
      ignoreFocusOut: true,
      validateInput: (text) =>
        /^arn:[\w-]+:iam::\d{12}:(role|user|group)\/\S+$/.test(text)
          ? undefined
          : l10n.t('That is no ARN of a role, user or group.'),
    }),
  );
}

async function askActions(offered: ReturnType<typeof actionsIn>): Promise<readonly string[]> {
  const rows: readonly Row<string | undefined>[] = [
    ...offered.map(({ name, isNamed }) => ({ label: name, value: name, picked: isNamed })),
    OTHER(),
  ];
  const placeHolder = l10n.t('Actions to simulate');
  const options = { title: TITLE(), placeHolder, canPickMany: true, ignoreFocusOut: true } as const;
  const chosen = offered.length === 0 ? [OTHER()] : given(await window.showQuickPick(rows, options));
  const names = chosen.flatMap(({ value }) => value ?? []);
  const wantsOther = chosen.length === 0 || chosen.some(({ value }) => value === undefined);
  return wantsOther ? [...names, ...(await typedActions())] : names;
}

async function typedActions(): Promise<readonly string[]> {
  const text = await window.showInputBox({
    title: TITLE(),
    prompt: l10n.t('Actions, such as {0}', 's3:GetObject, s3:PutObject'),
    ignoreFocusOut: true,
    validateInput: (typed) =>
      actionsTyped(typed) === undefined ? l10n.t('Actions are written service:Action, without wildcards.') : undefined,
  });
  return actionsTyped(given(text)) ?? [];
}

async function askResource(offered: readonly string[]): Promise<string> {
  const rows: readonly Row<string | undefined>[] = [...offered.map((arn) => ({ label: arn, value: arn })), OTHER()];
  const { value } = given(
    await window.showQuickPick(rows, { title: TITLE(), placeHolder: l10n.t('On which resource') }),
  );
  return (
    value ??
    given(
      await window.showInputBox({
        title: TITLE(),
        prompt: l10n.t('ARN of the resource'),
        ignoreFocusOut: true,
        validateInput: (text) => (/^(\*|arn:\S+)$/.test(text) ? undefined : l10n.t('That is no ARN.')),
      }),
    )
  );
}

async function askContext(): Promise<SimulationRequest['context']> {
  const text = await window.showInputBox({
    title: TITLE(),
    prompt: l10n.t('Condition keys of the request, or nothing: {0}', 'aws:SourceIp = 192.0.2.1; aws:TagKeys = a, b'),
    ignoreFocusOut: true,
    validateInput: (typed) =>
      contextTyped(typed) === undefined ? l10n.t('Write key = value, and ; between them.') : undefined,
  });
  return contextTyped(given(text)) ?? new Map();
}

/** @throws Cancelled */
function given<T>(answer: T | undefined): T {
  if (answer === undefined) {
    throw new Cancelled();
  }
  return answer;
}
