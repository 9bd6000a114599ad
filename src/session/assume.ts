import { ProgressLocation, l10n, window } from 'vscode';
import type { Memento } from 'vscode';
import { loadAws } from '../awsBundle.js';
import type { LazyRoles } from '../config/lazyRoles.js';
import { problemText } from '../config/place.js';
import type { Plan } from '../config/role.js';
import { UserError } from '../errors.js';
import type { ErrorAction } from '../errors.js';
import type { Execute, SessionManager } from './manager.js';
import { askMfaCode, pickRole } from './prompts.js';
import { roleRows } from './roleRows.js';
import type { ReadyEntry } from './roleRows.js';
import { liveSession } from './session.js';
import type { LiveSession } from './session.js';

const RECENT = 'recentRoles';
const RECENT_COUNT = 5;
/** From here on signatures by this machine's clock are refused. */
const WRONG_CLOCK_MS = 5 * 60_000;

/** Opens sessions as a user does: choose, answer, watch, cancel. */
export class RoleAssumer {
  private readonly warnedOfClock = new Set<string>();

  constructor(
    private readonly sessions: SessionManager,
    private readonly roles: LazyRoles,
    private readonly globalState: Memento,
    private readonly openDefinition: (roleId: string) => Promise<void>,
    private readonly runCommand: (command: string) => Promise<void>,
  ) {}

  /** The role picker, then the session. Throws UserError, Cancelled. */
  async choose(): Promise<void> {
    const choice = await pickRole(
      async () => roleRows(await this.roles.entries(), this.recent(), liveSession(this.sessions.current)?.role.id),
      this.roles.onDidChange,
    );
    if (choice.kind === 'set-up') {
      await this.runCommand(choice.command);
    } else if (choice.kind === 'definition') {
      await this.openDefinition(idOf(choice.entry));
    } else {
      await this.assume(idOf(choice.entry), { fresh: false });
    }
  }

  /** Throws UserError when the role is unknown, broken, or cannot be assumed; Cancelled. */
  async assume(roleId: string, options: { fresh: boolean }): Promise<void> {
    const entry = await this.find(roleId);
    try {
      const session = await this.withProgress(entry.plan, options.fresh);
      await this.globalState.update(
        RECENT,
        [roleId, ...this.recent().filter((id) => id !== roleId)].slice(0, RECENT_COUNT),
      );
      this.warnOfClock(session);
    } catch (error) {
      throw error instanceof UserError ? withNextSteps(error, roleId) : error;
    }
  }

  private async find(roleId: string): Promise<ReadyEntry> {
    const entry = (await this.roles.entries()).find((candidate) => idOf(candidate) === roleId);
    if (entry === undefined) {
      throw new UserError(l10n.t('The role {0} is no longer configured.', roleId.replace(/^\w+:/, '')), {
        actions: [chooseAnother()],
      });
    }
    if (entry.kind === 'broken') {
      throw new UserError(problemText(entry.problem), { actions: [openDefinitionOf(roleId), chooseAnother()] });
    }
    return entry;
  }

  private async withProgress(plan: Plan, fresh: boolean): Promise<LiveSession> {
    const title = l10n.t('Assuming role {0}', plan.name);
    return window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const execute: Execute = async (toExecute, signal) => {
          const { assumePlan } = await loadAws();
          return assumePlan(toExecute, {
            keys: await this.roles.readStaticKeys(toExecute.source),
            mfaCode: askMfaCode,
            onHop: (hop) => progress.report({ message: hop.role.arn }),
            signal,
          });
        };
        return this.sessions.assume(plan, execute, { fresh, signal: abort.signal });
      },
    );
  }

  private warnOfClock({ clockOffsetMs, role }: LiveSession): void {
    if (Math.abs(clockOffsetMs) < WRONG_CLOCK_MS || this.warnedOfClock.has(role.id)) {
      return;
    }
    this.warnedOfClock.add(role.id);
    const minutes = Math.round(Math.abs(clockOffsetMs) / 60_000);
    const text =
      clockOffsetMs > 0
        ? l10n.t("This machine's clock is {0} minutes behind AWS's.", minutes)
        : l10n.t("This machine's clock is {0} minutes ahead of AWS's.", minutes);
    void window.showWarningMessage(
      l10n.t('{0} The extension allows for it, but commands in terminals will be refused: set the clock.', text),
      l10n.t('OK'), // a message without a button is cut to one line
    );
  }

  private recent(): readonly string[] {
    return this.globalState.get<readonly string[]>(RECENT, []);
  }
}

function idOf(entry: Awaited<ReturnType<LazyRoles['entries']>>[number]): string {
  return entry.kind === 'ready' ? entry.role.id : entry.id;
}

function withNextSteps(error: UserError, roleId: string): UserError {
  const again: ErrorAction = { title: l10n.t('Try Again'), command: 'roleSessions.assumeRole', args: [roleId] };
  return new UserError(error.message, { cause: error, actions: [again, openDefinitionOf(roleId), chooseAnother()] });
}

function openDefinitionOf(roleId: string): ErrorAction {
  const title = roleId.startsWith('setting:') ? l10n.t('Open Setting') : l10n.t('Open Profile');
  return { title, command: 'roleSessions.openRoleDefinition', args: [roleId] };
}

function chooseAnother(): ErrorAction {
  return { title: l10n.t('Choose Another Role'), command: 'roleSessions.assumeRole' };
}
