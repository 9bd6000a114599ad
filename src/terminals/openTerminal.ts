import { env, ThemeColor, ThemeIcon, window, workspace } from 'vscode';
import type { TerminalOptions } from 'vscode';
import { Cancelled, UserError } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import { userSetting } from '../editor/settings.js';
import { isProduction, productionPatterns } from '../model/session/production.js';
import { isLive } from '../model/session/entry.js';
import { liveSession, sessionTitle } from '../model/session/session.js';
import type { LiveSession } from '../model/session/session.js';
import { sessionIdOf } from '../model/session/sessionArgument.js';
import { folderKey, type FolderKey, type SessionReader } from '../model/session/sessionReader.js';
import { sessionVariables } from '../model/variables/sessionVariables.js';
import { strayVariables } from '../model/variables/strayVariables.js';
import { boundShell } from './boundShell.js';
import { boundEnvironment } from './environment/boundShell.js';
import { editorsVariables, givesByFolder } from './editorsVariables.js';
import type { TerminalSessions } from './terminalSessions.js';
import { defaultArguments } from './terminalShell.js';

/** Opens terminals that act as one session: the one that is asked for, or the active one. */
export class TerminalOpener {
  constructor(
    private readonly sessions: SessionReader,
    private readonly terminals: TerminalSessions,
    /** A folder of the extension's own. */
    private readonly storage: string,
  ) {}

  async open(argument: unknown): Promise<void> {
    const active = liveSession(this.sessions.active());
    const id = sessionIdOf(argument);
    const session = id === undefined ? (active ?? (await this.ofFolders())) : this.live(id);
    if (session === undefined) {
      throw new UserError(
        id === undefined
          ? l10n.t('No AWS role is active, so a terminal would have no credentials.')
          : l10n.t('That session has ended, so a terminal would have no credentials.'),
        { actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }] },
      );
    }
    const given = this.given(session);
    const terminal = window.createTerminal({
      name: sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo }),
      ...markOf(isProduction(PRODUCTION.value, session)),
      isTransient: true, // a shell that the editor brings back has dead keys
      ...(given ?? (await this.bound(session))),
    });
    this.terminals.opened(terminal, session, given === undefined);
    terminal.show();
  }

  /** Where the editor gives new terminals that session's variables. */
  private given({ id }: LiveSession): TerminalOptions | undefined {
    const isActive = (folder?: FolderKey) => liveSession(this.sessions.active(folder))?.id === id;
    if (this.sessions.folders().size === 0) {
      return isActive() ? AS_ACTIVE : undefined;
    }
    if (!givesByFolder()) {
      return undefined;
    }
    const folder = workspace.workspaceFolders?.find((each) => isActive(folderKey(each)));
    return folder && { ...AS_ACTIVE, cwd: folder.uri };
  }

  /** Where the window has none: that of the folders, or the one among theirs that the user chooses. */
  private async ofFolders(): Promise<LiveSession | undefined> {
    const live = [...this.sessions.folders().values()].flatMap((session) => liveSession(session) ?? []);
    const [only, ...others] = new Map(live.map((session) => [session.id, session])).values();
    if (others.length === 0 || only === undefined) {
      return only;
    }
    const rows = [only, ...others].map((session) => ({
      label: sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo }),
      description: session.identity.accountId,
      session,
    }));
    const chosen = await window.showQuickPick(rows, { title: l10n.t('Open Terminal as Role') });
    if (chosen === undefined) {
      throw new Cancelled();
    }
    return chosen.session;
  }

  private live(id: string): LiveSession | undefined {
    const entry = this.sessions.get(id);
    return entry !== undefined && isLive(entry) ? entry.state : undefined;
  }

  private async bound(session: LiveSession): Promise<TerminalOptions> {
    if (process.platform === 'win32') {
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
    const variables = sessionVariables(session);
    return {
      shellPath: await boundShell(this.storage, env.shell),
      shellArgs: defaultArguments(),
      env: boundEnvironment(env.shell, variables, strayVariables(editorsVariables(), variables)),
    };
  }
}

const PRODUCTION = userSetting('roleSessions.productionRoles', productionPatterns);

function markOf(isProductionRole: boolean): TerminalOptions {
  return isProductionRole
    ? { iconPath: new ThemeIcon('flame'), color: new ThemeColor('terminal.ansiRed') }
    : { iconPath: new ThemeIcon('shield') };
}

/** The editor gives it the active session's variables; beside keys, the SDK for JavaScript would take the profile. */
const AS_ACTIVE: TerminalOptions = { env: { AWS_PROFILE: null, AWS_DEFAULT_PROFILE: null } };
