import { commands, env, window, workspace } from 'vscode';
import type { Terminal } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import * as l10n from '../base/l10n.js';
import type { Log } from '../editor/log.js';
import { runInTerminal } from '../editor/runInTerminal.js';
import type { TellOnce } from '../editor/tellOnce.js';
import type { Giver } from '../lending/given.js';
import { isLive } from '../model/session/entry.js';
import { liveSession } from '../model/session/session.js';
import type { LiveSession } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { lentVariables, sessionVariables } from '../model/variables/sessionVariables.js';
import { strayVariables } from '../model/variables/strayVariables.js';
import { windowPlace } from './collection.js';
import { editorsVariables } from './editorsVariables.js';
import { findConflicts, removalOf, unsetCommand } from './environment/conflicts.js';
import type { Conflicts, Removal } from './environment/conflicts.js';
import { pledgeIn } from '../identity/holding.js';
import type { Shell } from './probe.js';
import type { StartUpProbes } from './startUpProbes.js';
import type { TaskProcesses } from './taskProcesses.js';
import { defaultShell, isOfDebugRun, terminalShell, terminalVariables } from './terminalShell.js';
import type { TerminalSessions } from './terminalSessions.js';

/** A shell whose integration has not shown itself by then has none: it may be turned off, or start-up files end it. */
const INTEGRATION_MS = 10_000;

const INTEGRATION = 'terminal.integrated.shellIntegration.enabled';

const openSetting = () => ({
  title: l10n.t('Open Setting'),
  run: () => commands.executeCommand('workbench.action.openSettings', `@id:${INTEGRATION}`),
});

/** What a shell is asked about. */
interface Asked {
  /** Names of the variables by which it acts as a session; of their values nothing is needed. */
  readonly variables: ReadonlyMap<string, string>;
  readonly integrated: boolean;
  /** What it begins with; default: what every shell does. */
  readonly base?: ReadonlyMap<string, string>;
}

/**
 * Sees to it that neither the shell's start-up files nor the editor's own environment make a terminal act as somebody
 * else: removes what they set by a visible command where that can be done, and says what is in the way where not, or
 * where nobody can know.
 */
export class StartUpFileGuard implements Disposable {
  /** Whether somebody has typed there is known of their first shell only. */
  private readonly relaunched = new WeakSet<Terminal>();
  /** The process that was dealt with: a relaunched terminal has another. */
  private readonly dealtWith = new WeakMap<Terminal, number>();
  /** `watchTasks` tells of those. */
  private readonly ofTasks: TaskProcesses;
  /** The live session that the default shell was asked for, and its variables. */
  private lookedFor: string | undefined;
  private readonly waiting = new Set<NodeJS.Timeout>();
  private readonly end = new AbortController();
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly sessions: SessionReader,
    private readonly terminals: TerminalSessions,
    private readonly lending: Giver,
    private readonly probes: StartUpProbes,
    private readonly tell: TellOnce,
    private readonly log: Pick<Log, 'warn'>,
  ) {
    this.ofTasks = terminals.tasks;
    this.subscriptions = [
      window.onDidOpenTerminal((terminal) => this.expectIntegration(terminal)),
      window.onDidChangeTerminalShellIntegration(({ terminal }) => void this.dealWith(terminal, true)),
      terminals.onDidBegin(({ terminal, again }) => {
        if (again) {
          this.onRelaunch(terminal);
        }
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('terminal.integrated')) {
          void this.onSession();
        }
      }),
      env.onDidChangeShell(() => void this.onSession()),
      sessions.onDidChange(({ active, folders }) => {
        if (folders.length > 0) {
          this.probes.clear(); // start-up files may have changed since they were last looked at
        }
        if (active !== undefined) {
          this.onActive();
        }
      }),
      workspace.onDidGrantWorkspaceTrust(() => void this.onSession()),
    ];
    this.onActive();
  }

  dispose(): void {
    this.end.abort();
    this.subscriptions.forEach((subscription) => void subscription.dispose());
    this.waiting.forEach((timer) => clearTimeout(timer));
  }

  /** A renewal changes nothing of what start-up files do to a session, nor does a role that is being assumed. */
  private onActive(): void {
    const before = this.lookedFor;
    const session = liveSession(this.sessions.active());
    this.lookedFor = session && JSON.stringify([session.id, ...this.variables(session).keys()]);
    if (this.lookedFor !== before) {
      void this.onSession();
    }
  }

  /** Start-up files may have changed since they were last looked at. What stays wrong in every terminal is said now. */
  private async onSession(): Promise<void> {
    this.probes.clear();
    const session = liveSession(this.sessions.active());
    if (session === undefined || !workspace.isTrusted) {
      return;
    }
    const shell = defaultShell();
    if (shell.path === '') {
      return; // the editor does not know it yet
    }
    const asked = { variables: this.variables(session), integrated: isIntegrationOn() };
    const conflicts = await this.conflicts(shell, session, asked);
    if (conflicts !== undefined && conflicts.inTheWay.length > 0) {
      this.sayInTheWay(shell, conflicts.inTheWay, session, isIntegrationOn());
    }
  }

  private expectIntegration(terminal: Terminal): void {
    const timer = setTimeout(
      () => {
        this.waiting.delete(timer);
        if (terminal.exitStatus === undefined && terminal.shellIntegration === undefined) {
          void this.dealWith(terminal, false);
        }
      },
      isIntegrationOn() ? INTEGRATION_MS : 0,
    );
    this.waiting.add(timer);
  }

  private onRelaunch(terminal: Terminal): void {
    this.relaunched.add(terminal);
    if (terminal.shellIntegration === undefined) {
      this.expectIntegration(terminal);
    } else {
      void this.dealWith(terminal, true); // the editor takes the integration of the shell before for this one's
    }
  }

  private async dealWith(terminal: Terminal, integrated: boolean): Promise<void> {
    const pid = await this.terminals.process(terminal);
    const holding = this.terminals.of(terminal);
    const pledge = pledgeIn(holding);
    const entry = pledge && this.sessions.get(pledge.id);
    if (pid === undefined || this.dealtWith.get(terminal) === pid || entry === undefined || !isLive(entry)) {
      return; // the event of the integration comes again when the shell's folder changes
    }
    this.dealtWith.set(terminal, pid);
    // Of a reconnected one the start-up files have been dealt with, and a program may be running in it.
    if (this.terminals.isReconnected(terminal) || this.ofTasks.has(pid) || !workspace.isTrusted) {
      return;
    }
    const session = entry.state;
    const isBound = this.terminals.isBound(terminal);
    const shell = terminalShell(terminal, isBound);
    const base = isBound ? editorsVariables() : terminalVariables(terminal); // in a bound one's, its keys are written
    const variables = holding.kind === 'lent' ? lentVariables(session) : sessionVariables(session);
    const conflicts = await this.conflicts(shell, session, { variables, integrated, base });
    if (conflicts === undefined || this.ofTasks.has(pid)) {
      return;
    }
    if (conflicts.inTheWay.length > 0) {
      this.sayInTheWay(shell, conflicts.inTheWay, session, integrated);
    }
    if (conflicts.toUnset.length > 0) {
      const removal = await this.unset(terminal, shell, conflicts.toUnset);
      if (this.dealtWith.get(terminal) === pid && terminal.exitStatus === undefined && !this.end.signal.aborted) {
        this.sayRemoval(removal, terminal, shell, conflicts.toUnset, session);
      }
    }
  }

  /** Nothing is typed where a program may read it. */
  private async unset(terminal: Terminal, shell: Shell, names: readonly string[]): Promise<Removal> {
    const isAnew = this.relaunched.has(terminal);
    const command = unsetCommand(shell.kind, names);
    if (command === undefined || isOfDebugRun(terminal) || (!isAnew && terminal.state.isInteractedWith)) {
      return 'unknown';
    }
    try {
      return removalOf(shell.kind, await runInTerminal(terminal, command, isAnew, this.end.signal));
    } catch (error) {
      this.log.warn(`The terminal “${terminal.name}” takes no command`, error); // that of a task takes none
      return 'unknown';
    }
  }

  private sayRemoval(
    removal: Removal,
    terminal: Terminal,
    shell: Shell,
    names: readonly string[],
    session: LiveSession,
  ): void {
    const origin = originOf(shell, names, session);
    switch (removal) {
      case 'removed':
        this.tell.warn(
          l10n.t(
            '{0} export {1}, by which some AWS SDKs would not act as {2}. It is removed in every new terminal while the role is active.',
            origin,
            names.join(', '),
            session.role.name,
          ),
        );
        break;
      case 'refused':
        this.tell.warn(
          l10n.t(
            '{0} export {1}, and the shell of terminal "{2}" refuses to remove that, as it does where a variable is read-only. Some AWS SDKs do not act as {3} there: take the export away, or do not make it read-only, and open a new terminal.',
            origin,
            names.join(', '),
            terminal.name,
            session.role.name,
          ),
        );
        break;
      case 'unknown': {
        const message = l10n.t(
          '{0} export {1}, by which some AWS SDKs would not act as {2} in terminal "{3}". Run there: {4}',
          origin,
          names.join(', '),
          session.role.name,
          terminal.name,
          unsetCommand(shell.kind, names)?.trim() ?? l10n.t('the command that removes them'),
        );
        // Others of that name have to be seen to as well, but not each debug run.
        const own = isOfDebugRun(terminal) ? session.role.name : `${message} ${this.dealtWith.get(terminal)}`;
        this.tell.warn(message, { cause: [origin, ...names, own].join() });
      }
    }
  }

  /** What the window gives terminals of it. */
  private variables(session: LiveSession): ReadonlyMap<string, string> {
    const given = this.lending.give(session, windowPlace());
    return given.kind === 'keys' ? sessionVariables(session) : lentVariables(session);
  }

  /** Undefined where nobody knows, which the user has been told. */
  private async conflicts(
    shell: Shell,
    session: LiveSession,
    { variables, integrated, base = editorsVariables() }: Asked,
  ): Promise<Conflicts | undefined> {
    const exports = await this.probes.exports(shell, session, variables, base);
    return exports && findConflicts(exports, variables, integrated, base);
  }

  /** With shell integration, only what fish keeps for all its shells is in the way. */
  private sayInTheWay(shell: Shell, names: readonly string[], session: LiveSession, integrated: boolean): void {
    this.tell.warn(
      integrated
        ? l10n.t(
            'fish keeps {0} as a universal variable, which no terminal can put right. Terminals would not act as {1}: remove it with set -eU, or do not export it.',
            names.join(', '),
            session.role.name,
          )
        : l10n.t(
            '{0} set {1}, and without shell integration nothing can put that right after them. Terminals would not act as {2}: remove these exports, or turn on terminal.integrated.shellIntegration.enabled.',
            originOf(shell, names, session),
            names.join(', '),
            session.role.name,
          ),
      integrated ? {} : { next: openSetting() },
    );
  }
}

function isIntegrationOn(): boolean {
  return workspace.getConfiguration().get(INTEGRATION, true);
}

/** Who sets them, for people: what is in the editor's own environment the start-up files may have nothing to do with. */
function originOf({ path }: Shell, names: readonly string[], session: LiveSession): string {
  const editors = strayVariables(editorsVariables(), lentVariables(session));
  return names.every((name) => editors.includes(name))
    ? l10n.t("The editor's own environment and settings")
    : l10n.t('The start-up files of {0}', path);
}
