import { ProgressLocation, l10n, window } from 'vscode';
import type { Memento } from 'vscode';
import { loadAws } from '../awsBundle.js';
import type { LazyRoles } from '../config/lazyRoles.js';
import type { Plan } from '../config/planTypes.js';
import { configuredRole, type SessionRequest } from '../config/request.js';
import { UserError } from '../errors.js';
import type { ErrorAction } from '../errors.js';
import type { Execute, Planned, SessionManager } from './manager.js';
import { interactionWith } from './interaction.js';
import { pickRole } from './prompts.js';
import { roleRows } from './roleRows.js';
import { liveSession } from './session.js';
import type { LiveSession } from './session.js';

const RECENT = 'recentRoles';
const RECENT_COUNT = 5;
/** More buttons than these do not fit beside a message. */
const MAX_ACTIONS = 4;
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
      await this.openDefinition(choice.entry.id);
    } else {
      await this.assume(configuredRole(choice.entry.id), { fresh: false });
    }
  }

  /** Throws UserError when the role is unknown, broken, or cannot be assumed; Cancelled. */
  async assume(request: SessionRequest, options: { fresh: boolean }): Promise<void> {
    const plan = await this.planFor(request);
    try {
      const session = await this.withProgress({ request, plan }, options.fresh);
      await this.remember(plan.roleId);
      this.warnOfClock(session);
    } catch (error) {
      throw error instanceof UserError ? withNextSteps(error, request) : error;
    }
  }

  private async planFor(request: SessionRequest): Promise<Plan> {
    try {
      return await this.roles.plan(request);
    } catch (error) {
      throw error instanceof UserError
        ? new UserError(error.message, { cause: error, actions: [...openDefinitionOf(request), chooseAnother()] })
        : error;
    }
  }

  private async remember(roleId: string): Promise<void> {
    const others = this.recent().filter((id) => id !== roleId);
    await this.globalState.update(RECENT, [roleId, ...others].slice(0, RECENT_COUNT));
  }

  private async withProgress(planned: Planned, fresh: boolean): Promise<LiveSession> {
    const title = l10n.t('Assuming role {0}', planned.plan.name);
    return window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const execute: Execute = async (plan, signal) => {
          const { executePlan } = await loadAws();
          return executePlan(plan, {
            environment: await this.roles.environment(),
            secrets: this.roles,
            interaction: interactionWith((message) => progress.report({ message }), signal),
            signal,
          });
        };
        return this.sessions.assume(planned, execute, { fresh, signal: abort.signal });
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

function withNextSteps(error: UserError, request: SessionRequest): UserError {
  const again: ErrorAction = { title: l10n.t('Try Again'), command: 'roleSessions.assumeRole', args: [request] };
  return new UserError(error.message, {
    cause: error,
    actions: [...error.actions, again, ...openDefinitionOf(request), chooseAnother()].slice(0, MAX_ACTIONS),
  });
}

function openDefinitionOf({ target }: SessionRequest): ErrorAction[] {
  if (target.kind !== 'configured') {
    return [];
  }
  const { roleId } = target;
  const title = roleId.startsWith('setting:') ? l10n.t('Open Setting') : l10n.t('Open Profile');
  return [{ title, command: 'roleSessions.openRoleDefinition', args: [roleId] }];
}

function chooseAnother(): ErrorAction {
  return { title: l10n.t('Choose Another Role'), command: 'roleSessions.assumeRole' };
}
