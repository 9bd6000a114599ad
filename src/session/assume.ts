import { ProgressLocation, window } from 'vscode';
import type { Memento } from 'vscode';
import * as l10n from '../base/l10n.js';
import { unlessQuick } from '../base/waiting/unlessQuick.js';
import type { Lazy } from '../base/waiting/lazy.js';
import type { Configuration } from '../config/configuration.js';
import type { Plan } from '../model/plan/plan.js';
import type { SessionRequest } from '../model/request.js';
import { Cancelled, UserError, type ErrorAction } from '../base/errors.js';
import { sentences } from '../base/words.js';
import type { FormContext } from '../ask/forms/form.js';
import type { CommandId } from '../base/commandIds.js';
import { loadAsk } from '../bundles.js';
import { folderNames, isInWorkspace } from '../editor/workspaceFolders.js';
import { planChange } from './book/planChange.js';
import type { BookEntry } from './book/book.js';
import { foldersActingAs } from './book/folders.js';
import type { Planned } from './book/planned.js';
import type { Attending } from './executor.js';
import type { Opener, OpenOptions } from './opener.js';
import { openThenAsk } from './openThenAsk.js';
import { assumeRoleAction, noFolderHasIt, offeringForFolder, refuseEnded } from './refusals.js';
import type { Sessions } from './sessions.js';
import { oneOf, type OneFolder } from './wanted.js';
import type { RoleRow } from '../ask/rows/roleRows.js';
import { RECENT_IDENTITIES, RECENT_ROLES, recentRolesIn, type RecentRole } from '../model/session/recentRoles.js';
import { liveSession, sessionTitle, type LiveSession, type SessionId } from '../model/session/session.js';
import type { SessionArgument } from '../model/session/sessionArgument.js';
import type { FolderKey } from '../model/session/sessionReader.js';
import type { Place } from '../base/place.js';

const RECENT_COUNT = 5;
const PROGRESS_AFTER_MS = 300;
/** More buttons than these do not fit beside a message. */
const MAX_ACTIONS = 4;
/** From here on signatures by this machine's clock are refused. */
const WRONG_CLOCK_MS = 5 * 60_000;

interface How extends Pick<OpenOptions, 'fresh' | 'activates' | 'from' | 'made'> {
  /** The folders that are to act as it; undefined: the window. */
  readonly folders?: readonly FolderKey[] | undefined;
  /** What tries it again; default: by what it is. */
  readonly again?: CommandId | undefined;
}

interface Assuming extends Pick<How, 'from'> {
  /** That are to act as it, once the user has answered; default: none, but the window. @throws UserError */
  readonly folders?: (() => readonly FolderKey[]) | undefined;
  /** False: nothing new acts as it, but the terminal that it is for. */
  readonly activates?: boolean | undefined;
}

interface AssumerContext {
  readonly sessions: Sessions;
  readonly opener: Opener;
  readonly configuration: Lazy<Configuration>;
  readonly globalState: Memento;
  readonly openDefinition: (request: SessionRequest) => Promise<void>;
  readonly openPlace: (place: Place) => Promise<void>;
  readonly invokeCommand: (command: CommandId, ...args: readonly unknown[]) => Promise<void>;
}

/** Opens sessions as a user does: choose, answer, watch, cancel. */
export class RoleAssumer {
  private readonly warnedOfClock = new Set<string>();

  constructor(private readonly context: AssumerContext) {}

  /** The role picker, then the session. Throws UserError, Cancelled. */
  async choose(folder?: FolderKey, activates?: boolean): Promise<SessionArgument> {
    const title =
      folder === undefined
        ? l10n.t('Assume Role')
        : l10n.t('Assume Role for Folder {0}', folderNames().get(folder) ?? folder);
    const request = await this.pickRole(title, folder === undefined ? undefined : { folder });
    return this.assume(request, folder === undefined ? { activates } : { folders: () => [folder] });
  }

  /** What the forms need. What they lead to is for the window, or for `one` folder. */
  async form(one?: OneFolder): Promise<FormContext> {
    const { openDefinition, openPlace, invokeCommand } = this.context;
    const assume = (request: SessionRequest, from?: SessionId) =>
      one === undefined
        ? this.assume(request, { from })
        : invokeCommand('roleSessions.useSessionForFolder', request, one.folder);
    return {
      configuration: await this.context.configuration.get(),
      openDefinition,
      openPlace,
      pickRole: (title) => this.pickRole(title, one),
      assume,
      narrow: assume,
    };
  }

  /**
   * What is done with a session by forms. Where folders alone have that, what comes of it is for all of them, and the
   * window stays who it is.
   * @throws as `work` does
   */
  async withSession(entry: BookEntry | undefined, work: (form: FormContext) => Promise<void>): Promise<void> {
    const { sessions } = this.context;
    const had = entry === undefined ? [] : sessions.foldersAlone(entry.id, isInWorkspace);
    if (entry === undefined || had.length === 0) {
      await work(await this.form());
      return;
    }
    const folders = (request: SessionRequest) => {
      const have = foldersActingAs(sessions.assignments, entry.id);
      const still = had.filter((folder) => have.includes(folder));
      if (still.length === 0) {
        throw noFolderHasIt(entry.role, request);
      }
      return still;
    };
    const assume = (request: SessionRequest, from?: SessionId) =>
      this.assume(request, { from, folders: () => folders(request) });
    const one = oneOf(had);
    await offeringForFolder(one, async () => work({ ...(await this.form(one)), assume, narrow: assume }));
  }

  /**
   * The session of a role, which becomes the active one, or that of folders.
   * @param how `activates`, false: it becomes neither. `from`: the session that it is narrowed from; default: as of `OpenOptions`
   * @throws UserError when the role is unknown, broken, or cannot be assumed; Cancelled
   */
  async assume(request: SessionRequest, { from, folders, activates = true }: Assuming = {}): Promise<SessionArgument> {
    const plan = await this.planFor(request);
    const { confirmProduction, confirmProductionSession, isToldLater } = await loadAsk();
    await confirmProduction(plan);
    const planned = { request, plan };
    const { sessions, opener } = this.context;
    const how = { fresh: false, from, again: activates ? undefined : ('roleSessions.openTerminal' as const) };
    const open = (made: () => void) => this.open(planned, { ...how, activates: false, made });
    const use = async (id: SessionId) => {
      for (const folder of activates ? (folders?.() ?? [undefined]) : []) {
        await opener.use(id, folder);
      }
    };
    const session = isToldLater(plan)
      ? await openThenAsk({ sessions, opener: { end: (id) => opener.end(id), use } }, open, confirmProductionSession)
      : await this.open(planned, { ...how, activates, folders: folders?.() });
    await this.remember(request, session);
    return { sessionId: session.id };
  }

  /**
   * The same session with new credentials; the active one stays active.
   * @param one the folder that it was to be renewed for, where that is tried again: the folder may have lost it
   * @throws UserError also where the files say something else than when it was opened, or where it has ended while they
   * were read or the user was asked; Cancelled
   */
  async renew(entry: BookEntry, one = this.folderAlone(entry)): Promise<void> {
    await offeringForFolder(one, () => this.renewAsBefore(entry, one === undefined));
  }

  /** That has it as its own; undefined where the window acts as it, or nobody does. */
  private folderAlone({ id }: BookEntry): OneFolder | undefined {
    const folders = this.context.sessions.foldersAlone(id, isInWorkspace);
    return folders.length === 0 ? undefined : oneOf(folders);
  }

  private async renewAsBefore(entry: BookEntry, mayBeForWindow: boolean): Promise<void> {
    const { id, role, plan: before } = entry;
    const { sessions } = this.context;
    const plan = await this.planFor(role.request);
    refuseEnded(entry, sessions.get(id), plan);
    const change = before && planChange(before, plan);
    if (change !== undefined) {
      throw new UserError(
        l10n.t(
          'The configuration of {0} has changed since its session was opened: {1}. It is not renewed as the same session. Assume the role anew if that is what you want.',
          role.name,
          change,
        ),
        {
          actions: [
            assumeRoleAction(role.request),
            { title: l10n.t('Show Plan'), command: 'roleSessions.showPlan', args: [role.request] },
          ],
        },
      );
    }
    const isForWindow = mayBeForWindow && liveSession(sessions.active()) === undefined;
    const activates = sessions.activeId === id || isForWindow;
    if (activates && sessions.activeId !== id) {
      await (await loadAsk()).confirmProduction(plan);
      refuseEnded(entry, sessions.get(id), plan);
    }
    await this.open({ request: role.request, plan }, { fresh: true, activates });
  }

  private async open(planned: Planned, how: How): Promise<LiveSession> {
    try {
      const session = await this.withProgress(planned, how);
      this.warnOfClock(session);
      return session;
    } catch (error) {
      throw error instanceof UserError ? withNextSteps(error, planned.request, how) : error;
    }
  }

  /** Cancelled also when something else than a role was chosen, which is done then. */
  private async pickRole(title: string, one?: OneFolder): Promise<SessionRequest> {
    const { configuration, openDefinition, invokeCommand } = this.context;
    const { pickRole, showPlanOf, assumeByArn } = await loadAsk();
    for (;;) {
      const watch = async (changed: () => void) => (await configuration.get()).onDidChange(changed);
      const choice = await pickRole({ title, load: () => this.rows(one?.folder), watch });
      if (choice.kind === 'role') {
        return choice.request;
      }
      if (choice.kind === 'set-up') {
        await (choice.command === 'roleSessions.assumeRoleByArn'
          ? assumeByArn(await this.form(one))
          : invokeCommand(choice.command));
        throw new Cancelled();
      }
      if (choice.kind === 'definition') {
        await openDefinition(choice.request);
        throw new Cancelled();
      }
      if ((await showPlanOf(await this.form(one), choice.request, true)) === undefined) {
        throw new Cancelled();
      }
    }
  }

  private async rows(folder: FolderKey | undefined): Promise<RoleRow[]> {
    const active = liveSession(this.context.sessions.active(folder));
    const [{ roleRows, sessionRows }, configuration] = await Promise.all([loadAsk(), this.context.configuration.get()]);
    const entries = await configuration.entries();
    const recent = this.recent().map(({ id }) => id);
    return [...sessionRows(active), ...roleRows(entries, recent, active?.role.id)];
  }

  private async planFor(request: SessionRequest): Promise<Plan> {
    try {
      return await (await this.context.configuration.get()).plan(request);
    } catch (error) {
      throw error instanceof UserError
        ? new UserError(error.message, {
            cause: error,
            actions: [...openDefinitionOf(request), chooseAnother()],
          })
        : error;
    }
  }

  private async remember({ target }: SessionRequest, { identity }: LiveSession): Promise<void> {
    if (target.kind === 'configured') {
      const { globalState } = this.context;
      const others = this.recent().filter(({ id }) => id !== target.roleId);
      const all = [{ id: target.roleId, arn: identity.arn }, ...others].slice(0, RECENT_COUNT);
      const identities = all.flatMap(({ id, arn }) => (arn === undefined ? [] : [[id, arn] as const]));
      await globalState.update(RECENT_IDENTITIES, Object.fromEntries(identities));
      await globalState.update(
        RECENT_ROLES,
        all.map(({ id }) => id),
      );
    }
  }

  /** What is there already flashes no progress. */
  private async withProgress(planned: Planned, how: How): Promise<LiveSession> {
    const abort = new AbortController();
    let said: string | undefined;
    let report = (message: string): void => void (said = message);
    const opening = this.openFor(planned, how, { report: (message) => report(message), signal: abort.signal });
    return unlessQuick(opening, PROGRESS_AFTER_MS, () =>
      window.withProgress(
        { location: ProgressLocation.Notification, title: progressTitle(planned), cancellable: true },
        (progress, token) => {
          token.onCancellationRequested(() => abort.abort());
          report = (message) => progress.report({ message });
          if (said !== undefined) {
            report(said);
          }
          return opening;
        },
      ),
    );
  }

  /** One call, for which all of them wait. One that is given another session meanwhile does so no longer. */
  private async openFor(planned: Planned, { folders, ...how }: How, attending: Attending): Promise<LiveSession> {
    const openings = (folders ?? [undefined]).map((folder) =>
      this.context.opener.open(planned, { ...how, ...attending, folder }),
    );
    const results = await Promise.allSettled(openings);
    const [session] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return session ?? Promise.race(openings);
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
      sentences(text, l10n.t('The extension allows for it, but commands in terminals will be refused: set the clock.')),
      l10n.t('OK'), // a message without a button is cut to one line
    );
  }

  private recent(): readonly RecentRole[] {
    return recentRolesIn(this.context.globalState);
  }
}

function progressTitle({ request, plan }: Planned): string {
  const name = sessionTitle(plan);
  switch (request.target.kind) {
    case 'session-token':
      return l10n.t('Getting a {0}', name);
    case 'federation-token':
      return l10n.t('Getting a federation token for {0}', name);
    default:
      return l10n.t('Assuming role {0}', name);
  }
}

function withNextSteps(error: UserError, request: SessionRequest, how: How): UserError {
  const again = error.actions.length === 0 ? tryAgain(request, how) : [];
  const actions = [...error.actions, ...again, ...openDefinitionOf(request), chooseAnother()];
  return new UserError(error.message, {
    cause: error,
    actions: actions.slice(0, MAX_ACTIONS),
  });
}

/** What was to be renewed stays who it was, and what was to be narrowed goes on from where it was. */
function tryAgain(request: SessionRequest, { fresh, from, again }: How): ErrorAction[] {
  const command = again ?? (fresh ? 'roleSessions.renewSession' : 'roleSessions.assumeRole');
  return from === undefined ? [{ title: l10n.t('Try Again'), command, args: [request] }] : [];
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
