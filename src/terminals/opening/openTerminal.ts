import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { commands, env, TerminalProfile, ThemeColor, ThemeIcon, window, workspace } from 'vscode';
import type { Memento, Terminal, TerminalOptions } from 'vscode';
import type { CommandId } from '../../base/commandIds.js';
import { Cancelled, UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import type { Disposable } from '../../base/listeners.js';
import { userSetting } from '../../editor/settings.js';
import type { Giver } from '../../lending/given.js';
import type { SessionRequest } from '../../model/request.js';
import { isProduction, productionPatterns } from '../../model/session/production.js';
import { isLive } from '../../model/session/entry.js';
import { recentRolesIn } from '../../model/session/recentRoles.js';
import { requestIn } from '../../model/requestArgument.js';
import { liveSession } from '../../model/session/session.js';
import type { LiveSession, SessionId } from '../../model/session/session.js';
import { sessionIdOf, type HowToAssume } from '../../model/session/sessionArgument.js';
import { folderKey, type FolderKey, type SessionReader } from '../../model/session/sessionReader.js';
import { strayVariables } from '../../model/variables/strayVariables.js';
import { boundEnvironment } from '../environment/boundShell.js';
import { type Holding } from '../../identity/holding.js';
import { holdingOfGiven } from '../environment/holding.js';
import { folderPlace, holdingAt, windowPlace } from '../collection.js';
import { editorsVariables, givesByFolder } from '../editorsVariables.js';
import type { TerminalSessions } from '../terminalSessions.js';
import { defaultArguments } from '../terminalShell.js';
import { boundShell } from './boundShell.js';
import { roleOfTerminal } from './roleOfTerminal.js';
import { sessionRow, terminalRows, type TerminalChoice, type TerminalRow } from './terminalChoices.js';
import { terminalLook, terminalName } from './terminalLook.js';

/** How a terminal that acts as a session is made. */
interface Opening {
  readonly options: TerminalOptions;
  readonly holding: Holding;
  /** By itself, and not by what the editor gives new terminals. */
  readonly isBound: boolean;
}

/** What makes it act as the session. */
type Own = Pick<Opening, 'options' | 'holding'>;

const IS_WINDOWS = process.platform === 'win32';

/** Opens terminals that act as one session: the one that is asked for, or the active one. */
export class TerminalOpener implements Disposable {
  /** What the editor has been asked to open: it hands back the very options with the terminal, and else nothing by which to know it. */
  private readonly expected = new WeakMap<object, Opening>();
  /**
   * What the editor is to open beside another one. It splits no terminal for an extension that names it: in
   * `location.parentTerminal` it finds none that is open. It does for a profile, and asks for that.
   */
  private splitting: Opening | undefined;
  private readonly subscription: Disposable;

  constructor(
    private readonly sessions: SessionReader,
    private readonly terminals: TerminalSessions,
    private readonly lending: Giver & { settled(): Promise<void> },
    private readonly memento: Memento,
    /** A folder of the extension's own. */
    private readonly storage: string,
    /** As the editor's commands take it. */
    private readonly asProfile: { readonly extensionIdentifier: string; readonly id: string; readonly title: string },
  ) {
    this.subscription = window.onDidOpenTerminal((terminal) => {
      const opening = this.expected.get(terminal.creationOptions);
      if (opening !== undefined) {
        this.terminals.opened(terminal, opening.holding, opening.isBound);
        terminal.show(); // the editor shows what was the last one when it was handed the options
      }
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** For a session, for a role, which is assumed where it has none that is live, or for what is active. */
  async open(argument: unknown): Promise<Terminal> {
    return this.show(await this.opening(await this.wanted(argument)));
  }

  /** Beside a terminal that acts as a session, with the keys that this has now. @throws UserError where it has none */
  async split(argument: unknown): Promise<void> {
    const parent = window.terminals.find((terminal) => terminal === argument) ?? window.activeTerminal;
    const keys = roleOfTerminal(this.terminals, parent);
    if (parent === undefined || keys === undefined) {
      throw new UserError(
        l10n.t('That terminal was not opened as a role, so there is nothing to split it as. Open one as a role.'),
        { actions: [{ title: l10n.t('Open Terminal'), command: 'roleSessions.openTerminal' }] },
      );
    }
    const opening = await this.opening(this.live(keys.id));
    this.splitting = opening;
    parent.show();
    await commands.executeCommand('workbench.action.terminal.split', { config: this.asProfile });
    if (this.splitting === opening) {
      this.splitting = undefined;
      this.show(opening);
    }
  }

  /** For the editor to open. @throws UserError, Cancelled */
  async profile(): Promise<TerminalProfile> {
    const opening = this.splitting ?? (await this.opening(await this.chosen()));
    this.splitting = undefined;
    this.expected.set(opening.options, opening);
    return new TerminalProfile(opening.options);
  }

  private show({ options, holding, isBound }: Opening): Terminal {
    const terminal = window.createTerminal(options);
    this.terminals.opened(terminal, holding, isBound);
    terminal.show();
    return terminal;
  }

  private async opening(session: LiveSession): Promise<Opening> {
    await this.lending.settled();
    const given = this.given(session);
    const { options: own, holding } = given ?? (await this.bound(session));
    const { icon, colour } = terminalLook(session, isProduction(PRODUCTION.value, session));
    const options: TerminalOptions = {
      name: terminalName(session),
      iconPath: new ThemeIcon(icon),
      color: new ThemeColor(colour),
      isTransient: true, // a shell that the editor brings back has dead keys
      ...own,
    };
    return { options, holding, isBound: given === undefined };
  }

  private async wanted(argument: unknown): Promise<LiveSession> {
    const id = sessionIdOf(argument);
    if (id !== undefined) {
      return this.live(id);
    }
    const request = requestIn(argument);
    if (request !== undefined) {
      return this.liveOf(request) ?? this.assumed(request);
    }
    const session = liveSession(this.sessions.active()) ?? (await this.ofFolders());
    if (session === undefined) {
      throw withoutCredentials(l10n.t('No AWS role is active, so a terminal would have no credentials.'));
    }
    return session;
  }

  /** What the user wants of all that there is. */
  private async chosen(): Promise<LiveSession> {
    const rows = terminalRows({
      entries: this.sessions.list(),
      activeId: liveSession(this.sessions.active())?.id,
      recent: recentRolesIn(this.memento),
      production: PRODUCTION.value,
    });
    const [first, ...others] = rows;
    const choice = others.length === 0 && first !== undefined ? first.choice : await choose(rows);
    return choice.kind === 'session' ? this.live(choice.id) : this.assumed(choice.request);
  }

  private liveOf(request: SessionRequest): LiveSession | undefined {
    return this.sessions
      .list()
      .filter(isLive)
      .find(({ role }) => isDeepStrictEqual(role.request, request))?.state;
  }

  /** What is active stays so, but on Windows, where a terminal acts as nothing else. @throws Cancelled where that was told */
  private async assumed(request: SessionRequest | undefined): Promise<LiveSession> {
    const command: CommandId = 'roleSessions.assumeRole';
    const how: HowToAssume = { activates: IS_WINDOWS };
    const id = sessionIdOf(await commands.executeCommand(command, request, how));
    if (id === undefined) {
      throw new Cancelled();
    }
    return this.live(id);
  }

  /** Where the editor gives new terminals that session's variables. */
  private given(session: LiveSession): Own | undefined {
    const { id } = session;
    const isActive = (folder?: FolderKey) => liveSession(this.sessions.active(folder))?.id === id;
    if (this.sessions.folders().size === 0) {
      return isActive() ? { options: AS_ACTIVE, holding: holdingAt(this.lending, session, windowPlace()) } : undefined;
    }
    if (!givesByFolder()) {
      return undefined;
    }
    const folder = workspace.workspaceFolders?.find((each) => isActive(folderKey(each)));
    return (
      folder && {
        options: { ...AS_ACTIVE, cwd: folder.uri },
        holding: holdingAt(this.lending, session, folderPlace(folder)),
      }
    );
  }

  /** Where the window has none: that of the folders, or the one among theirs that the user chooses. */
  private async ofFolders(): Promise<LiveSession | undefined> {
    const live = [...this.sessions.folders().values()].flatMap((session) => liveSession(session) ?? []);
    const [only, ...others] = new Map(live.map((session) => [session.id, session])).values();
    if (others.length === 0 || only === undefined) {
      return only;
    }
    const choice = await choose([only, ...others].map((session) => sessionRow(session, false, PRODUCTION.value)));
    return choice.kind === 'session' ? this.live(choice.id) : undefined;
  }

  private live(id: SessionId): LiveSession {
    const entry = this.sessions.get(id);
    if (entry === undefined || !isLive(entry)) {
      throw withoutCredentials(l10n.t('That session has ended, so a terminal would have no credentials.'));
    }
    return entry.state;
  }

  private async bound(session: LiveSession): Promise<Own> {
    if (IS_WINDOWS) {
      throw new UserError(
        this.sessions.folders().size === 0
          ? l10n.t(
              'On Windows, terminals act as the active role only. Make {0} the active one first.',
              session.role.name,
            )
          : l10n.t(
              'On Windows, terminals act as the role of their folder only. Use {0} for a folder first, or let one follow the window.',
              session.role.name,
            ),
      );
    }
    const shellPath = await boundShell(this.storage, env.shell);
    const place = { scope: `terminal:${randomUUID()}`, name: terminalName(session), isClean: true };
    const given = this.lending.give(session, place);
    const variables = given.kind === 'later' ? new Map<string, string>() : given.variables;
    const others = strayVariables(editorsVariables(), variables);
    return {
      options: { shellPath, shellArgs: defaultArguments(), env: boundEnvironment(env.shell, variables, others) },
      holding: holdingOfGiven(given, session),
    };
  }
}

const PRODUCTION = userSetting('roleSessions.productionRoles', productionPatterns);

/** The editor gives it the active session's variables; beside keys, the SDK for JavaScript would take the profile. */
const AS_ACTIVE: TerminalOptions = { env: { AWS_PROFILE: null, AWS_DEFAULT_PROFILE: null } };

async function choose(rows: readonly TerminalRow[]): Promise<TerminalChoice> {
  const chosen = await window.showQuickPick(rows, {
    title: l10n.t('Open Terminal as Role'),
    matchOnDescription: true,
  });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.choice;
}

function withoutCredentials(message: string): UserError {
  return new UserError(message, {
    actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }],
  });
}
