import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { window, workspace } from 'vscode';
import type { NotebookDocument } from 'vscode';
import * as l10n from '../base/l10n.js';
import { errorCode, UserError } from '../base/errors.js';
import type { Disposable } from '../base/listeners.js';
import { localTime } from '../base/localTime.js';
import { invokeCommand } from '../editor/commands.js';
import type { Log } from '../editor/log.js';
import { isSameWho, pledgeOf, type Pledge } from '../lending/pledge.js';
import { isLive } from '../model/session/entry.js';
import { NEVER, type LiveSession, type SessionId } from '../model/session/session.js';
import type { SessionChange, SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import type { RecordAct } from '../model/sessionAct.js';
import { GivenKernels, type GivenStanding } from './givenKernels.js';
import { kernelOf, printedBy, type JupyterKernel } from './jupyter.js';
import { becoming, kernelAnswer, kernelCode, leaving, type KernelAnswer, type KernelChange } from './kernelCode.js';

/** A kernel that has a session's keys. */
interface KernelUse {
  readonly notebook: NotebookDocument;
  readonly kernel: JupyterKernel;
  readonly pledge: Pledge;
  /** The IDs of all keys that were on their way to it, the latest last. */
  keys: readonly string[];
  names: ReadonlySet<string>;
  /** When the latest keys end, in milliseconds since the epoch. */
  expiresAt: number;
  watching: Disposable | undefined;
  /** One change after the other. */
  work: Promise<void>;
}

const GONE: readonly string[] = ['restarting', 'autorestarting', 'terminating', 'dead'];

/** The kernels that act as sessions: they have the keys that these have by then, and none once they have ended. */
export class NotebookUses implements SessionUse, Disposable {
  /** Also what has come to an end. */
  readonly given = new GivenKernels();
  private readonly uses = new Map<NotebookDocument, KernelUse>();
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly sessions: Pick<SessionReader, 'get' | 'onDidChange'>,
    private readonly record: RecordAct,
    private readonly log: Pick<Log, 'info' | 'warn'>,
  ) {
    this.subscriptions = [
      sessions.onDidChange((change) => this.onChange(change)),
      workspace.onDidCloseNotebookDocument((notebook) => this.forget(this.uses.get(notebook), 'closed')),
    ];
  }

  used(): Iterable<SessionId> {
    return new Set([...this.uses.values()].map(({ pledge }) => pledge.id));
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
    [...this.uses.values()].forEach((use) => this.forget(use));
  }

  /** @throws UserError where the kernel does not take it */
  async give(notebook: NotebookDocument, kernel: JupyterKernel, session: LiveSession): Promise<void> {
    const before = this.uses.get(notebook);
    const use: KernelUse = {
      ...{ notebook, kernel, pledge: pledgeOf(session), watching: undefined, expiresAt: session.expiresAt },
      keys: before?.kernel === kernel ? before.keys : [],
      names: before?.kernel === kernel ? before.names : new Set(),
      work: before?.work ?? Promise.resolve(),
    };
    this.forget(before);
    this.uses.set(notebook, use);
    use.watching = kernel.onDidChangeStatus((status) => this.onStatus(use, status));
    const giving = use.work.then(() => this.set(use, session, undefined));
    use.work = giving.then(noop, noop);
    const answer = await giving.catch((error: unknown) => kernelRefusal(error));
    if (answer !== 'done') {
      this.forget(use);
      throw new UserError(
        l10n.t(
          'The kernel of {0} was not given the credentials: {1}.',
          notebookName(notebook),
          typeof answer === 'object' ? answer.reason : l10n.t('it did not run what sets them'),
        ),
      );
    }
  }

  /** Takes those keys out of a kernel, where it has them still. What comes of it is told. */
  async takeOut(
    notebook: NotebookDocument,
    kernel: JupyterKernel,
    { accessKeyId, title }: { readonly accessKeyId: string; readonly title: string },
  ): Promise<void> {
    const answer = await run(kernel, leaving(this.given.allNames(), [accessKeyId])).catch(noop);
    tell(
      answer === 'done' || answer === 'others'
        ? l10n.t('The kernel of {0} has no keys of {1} any more.', notebookName(notebook), title)
        : l10n.t(
            'The keys of {0} could not be taken out of the kernel of {1}. Restart it.',
            title,
            notebookName(notebook),
          ),
    );
  }

  private onChange({ entries }: SessionChange): void {
    for (const { id } of entries) {
      for (const use of this.uses.values()) {
        if (use.pledge.id === id && this.isStale(use)) {
          use.work = use.work.then(() => this.follow(use)).catch((error: unknown) => this.onFailure(use, error));
        }
      }
    }
  }

  /** Whether the session is somebody else, or has other keys, or none. */
  private isStale(use: KernelUse): boolean {
    return this.sessionOf(use)?.credentials.accessKeyId !== use.keys.at(-1);
  }

  private sessionOf({ pledge }: KernelUse): LiveSession | undefined {
    const entry = this.sessions.get(pledge.id);
    return entry !== undefined && isLive(entry) && isSameWho(pledge, pledgeOf(entry.state)) ? entry.state : undefined;
  }

  /** What the session is by now, the kernel becomes. */
  private async follow(use: KernelUse): Promise<void> {
    if (this.uses.get(use.notebook) !== use || !this.isStale(use)) {
      return;
    }
    if ((await kernelOf(use.notebook.uri)) !== use.kernel) {
      this.tellRestarted(use);
      return;
    }
    const session = this.sessionOf(use);
    if (session === undefined) {
      await this.end(use);
      return;
    }
    const answer = await this.set(use, session, use.keys);
    if (answer === 'others') {
      this.forget(use, 'own'); // the user has set others
      this.log.info(`The kernel of ${notebookName(use.notebook)} has other keys by now, and was left as it is`);
    } else if (answer !== 'done') {
      throw new Error('The kernel did not run what sets its variables');
    }
  }

  private async set(
    use: KernelUse,
    session: LiveSession,
    onlyAfter: readonly string[] | undefined,
  ): Promise<KernelAnswer | undefined> {
    const change = becoming(session, use.names, onlyAfter);
    use.names = new Set([...use.names, ...Object.keys(change.variables)]);
    use.keys = [...use.keys, session.credentials.accessKeyId];
    const answer = await run(use.kernel, change);
    if (answer === 'done') {
      use.expiresAt = session.expiresAt;
      this.given.add(use.notebook.uri.toString(), session, use.names);
      const { kind: _, credentials: __, signOuts: ___, ...facts } = session;
      const by = { kind: 'notebook', name: notebookName(use.notebook) } as const;
      this.record({ kind: 'fetched', session: facts, by, message: undefined });
    }
    return answer;
  }

  private async end(use: KernelUse): Promise<void> {
    this.forget(use, 'ended');
    if (use.kernel.status === 'busy') {
      tell(
        l10n.t(
          '{0} is over, or somebody else by now. The kernel of {1} still has its keys, good until {2}: they are taken out once what runs there is done.',
          use.pledge.title,
          notebookName(use.notebook),
          endOf(use),
        ),
      );
    }
    const answer = await run(use.kernel, leaving(use.names, use.keys));
    if (answer !== 'done' && answer !== 'others') {
      throw new Error('The kernel did not run what takes its variables out');
    }
    tell(
      l10n.t(
        '{0} is over, or somebody else by now. Its keys were taken out of the kernel of {1}. What has copied them there, such as a client, may use them until {2}.',
        use.pledge.title,
        notebookName(use.notebook),
        endOf(use),
      ),
    );
  }

  private onFailure(use: KernelUse, error: unknown): void {
    this.forget(use, 'failed');
    this.log.warn(
      `The variables of the kernel of ${notebookName(use.notebook)} could not be changed (${kernelRefusal(error).name})`,
    );
    tell(
      l10n.t(
        'The kernel of {0} could not be told that the session of {1} has changed. It still has keys, good until {2}. Restart it to be rid of them, or run "Use in This Notebook" again.',
        notebookName(use.notebook),
        use.pledge.title,
        endOf(use),
      ),
    );
  }

  private onStatus(use: KernelUse, status: string): void {
    if (GONE.includes(status)) {
      this.tellRestarted(use);
    }
  }

  /** What runs now has nothing of it. */
  private tellRestarted(use: KernelUse): void {
    if (this.uses.get(use.notebook) !== use) {
      return;
    }
    this.forget(use, 'restarted');
    if (!use.notebook.isClosed) {
      tell(
        l10n.t(
          'The kernel of {0} has ended or was started anew, and has no credentials of {1} any more. Run "Use in This Notebook" again.',
          notebookName(use.notebook),
          use.pledge.title,
        ),
      );
    }
  }

  /** @param standing of what it was given, unless the notebook has been given something else */
  private forget(use: KernelUse | undefined, standing?: Exclude<GivenStanding, 'inUse'>): void {
    if (use !== undefined && this.uses.get(use.notebook) === use) {
      this.uses.delete(use.notebook);
    }
    if (use !== undefined && standing !== undefined && !this.uses.has(use.notebook)) {
      this.given.lapse(use.notebook.uri.toString(), standing);
    }
    void use?.watching?.dispose();
  }
}

export function notebookName({ uri }: NotebookDocument): string {
  return basename(uri.path);
}

async function run(kernel: JupyterKernel, change: KernelChange): Promise<KernelAnswer | undefined> {
  const mark = `role-sessions-${randomUUID()}`;
  return kernelAnswer(await printedBy(kernel, kernelCode(change, mark)), mark);
}

/** By its name alone: what a kernel throws may show what it was to run. */
export function kernelRefusal(error: unknown): { readonly name: string; readonly reason: string } {
  const name = errorCode(error) ?? (error instanceof Error ? error.name : 'Error');
  const reason =
    name === 'vscode.jupyter.apiAccessRevoked' ? l10n.t('the Jupyter extension was told to let nobody in') : name;
  return { name, reason };
}

function endOf({ expiresAt }: KernelUse): string {
  return expiresAt === NEVER ? l10n.t('they are revoked') : localTime(expiresAt);
}

function tell(message: string): void {
  const showLog = l10n.t('Show Log');
  void window.showWarningMessage(message, showLog).then(async (chosen) => {
    if (chosen === showLog) {
      await invokeCommand('roleSessions.showLog');
    }
  });
}

function noop(): void {
  // Who waits for it is told.
}
