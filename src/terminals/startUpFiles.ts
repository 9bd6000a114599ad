import { commands, env, window, workspace } from 'vscode';
import type { Terminal } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import { invokeCommand } from '../editor/commands.js';
import type { Log } from '../editor/log.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { liveSession } from '../model/session/session.js';
import type { LiveSession } from '../model/session/session.js';
import { findConflicts, shellKind, unsetCommand } from './environment/conflicts.js';
import type { Conflicts, StartUpExports } from './environment/conflicts.js';
import { sessionVariables } from '../model/session/sessionVariables.js';
import { probeShell } from './probe.js';
import { processAgeMs } from './shellAge.js';

/**
 * Terminals that VS Code reconnects after a reload appear in the first moments of a window. Their start-up files have
 * been dealt with, and a program may be running in them, so nothing is typed there.
 */
const RECONNECTING_MS = 5_000;
/** `ps` counts seconds. */
const AGE_PRECISION_MS = 1_000;

interface Next {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

const showLog = (): Next => ({ title: l10n.t('Show Log'), run: () => invokeCommand('roleSessions.showLog') });
const openSetting = (): Next => ({
  title: l10n.t('Open Setting'),
  run: () =>
    commands.executeCommand('workbench.action.openSettings', '@id:terminal.integrated.shellIntegration.enabled'),
});

type Shell = 'new' | 'reconnected' | 'unknown';

/**
 * Sees to it that what the shell's start-up files export does not make a terminal act as somebody else: removes it by a
 * visible command where that can be done, and says exactly what is in the way where not.
 */
export class StartUpFileGuard implements Disposable {
  private readonly startedAt = Date.now();
  /** Opened so late that they cannot be reconnected ones. */
  private readonly late = new WeakSet<Terminal>();
  private readonly dealtWith = new WeakSet<Terminal>();
  private readonly told = new Set<string>();
  private probing: { session: string; exports: Promise<StartUpExports | undefined> } | undefined;
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly sessions: SessionReader,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      window.onDidOpenTerminal((terminal) => this.onOpen(terminal)),
      window.onDidChangeTerminalShellIntegration(({ terminal }) => void this.onReady(terminal)),
      sessions.onDidChange(() => void this.onSession()),
      workspace.onDidGrantWorkspaceTrust(() => void this.onSession()),
    ];
    void this.onSession();
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private onOpen(terminal: Terminal): void {
    if (Date.now() - this.startedAt > RECONNECTING_MS) {
      this.late.add(terminal);
    }
  }

  private async shellOf(terminal: Terminal): Promise<Shell> {
    if (this.late.has(terminal)) {
      return 'new';
    }
    const pid = await terminal.processId;
    const age = pid === undefined ? undefined : await processAgeMs(pid);
    if (age === undefined) {
      return 'unknown';
    }
    return age <= Date.now() - this.startedAt + AGE_PRECISION_MS ? 'new' : 'reconnected';
  }

  private async onSession(): Promise<void> {
    const session = liveSession(this.sessions.active());
    const conflicts = session && (await this.conflicts(session));
    if (session !== undefined && conflicts !== undefined && conflicts.inTheWay.length > 0) {
      this.tell(
        l10n.t(
          'The start-up files of {0} set {1}, and without shell integration nothing can put that right after them. Terminals would not act as {2}: remove these exports, or turn on terminal.integrated.shellIntegration.enabled.',
          env.shell,
          conflicts.inTheWay.join(', '),
          session.role.name,
        ),
        openSetting(),
      );
    }
  }

  private async onReady(terminal: Terminal): Promise<void> {
    if (this.dealtWith.has(terminal)) {
      return; // the event comes again when the shell's folder changes
    }
    this.dealtWith.add(terminal);
    const session = liveSession(this.sessions.active());
    const shell = await this.shellOf(terminal);
    if (session === undefined || shell === 'reconnected') {
      return;
    }
    const conflicts = await this.conflicts(session);
    if (conflicts === undefined || conflicts.toUnset.length === 0) {
      return;
    }
    const names = conflicts.toUnset.join(', ');
    const command = unsetCommand(shellKind(env.shell), conflicts.toUnset);
    const mayType = shell === 'new' && !terminal.state.isInteractedWith;
    if (mayType && command !== undefined && terminal.shellIntegration !== undefined) {
      terminal.shellIntegration.executeCommand(command);
      this.tell(
        l10n.t(
          'The start-up files of {0} export {1}, by which some AWS SDKs would not act as {2}. It is removed in every new terminal while the role is active.',
          env.shell,
          names,
          session.role.name,
        ),
      );
    } else {
      this.tell(
        l10n.t(
          'Terminal "{0}" has {1} from the start-up files of {2}: some AWS SDKs would not act as {3} there. Run: {4}',
          terminal.name,
          names,
          env.shell,
          session.role.name,
          command ?? l10n.t('the command that removes them'),
        ),
      );
    }
  }

  private async conflicts(session: LiveSession): Promise<Conflicts | undefined> {
    if (!workspace.isTrusted) {
      return undefined; // a workspace may choose the shell
    }
    const variables = sessionVariables(session);
    if (this.probing?.session !== session.key) {
      const exports = probeShell(env.shell, shellKind(env.shell), variables.keys(), this.log);
      this.probing = { session: session.key, exports };
    }
    const { probing } = this;
    const exports = await probing.exports;
    if (exports === undefined && this.probing === probing) {
      this.probing = undefined; // the next terminal asks again
    }
    const integrated = workspace.getConfiguration('terminal.integrated.shellIntegration').get('enabled', true);
    return exports && findConflicts(exports, variables, integrated);
  }

  /** Once per text: every new terminal would repeat it. A message without a button would be cut to one line. */
  private tell(message: string, next: Next = showLog()): void {
    if (!this.told.has(message)) {
      this.told.add(message);
      this.log.warn(message);
      void offer(message, next);
    }
  }
}

async function offer(message: string, { title, run }: Next): Promise<void> {
  if ((await window.showWarningMessage(message, title)) === title) {
    await run();
  }
}
