import { commands, window, workspace } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { CommandId } from '../../base/commandIds.js';
import type { Disposable } from '../../base/listeners.js';
import type { Lazy } from '../../base/waiting/lazy.js';
import type { Configuration } from '../../config/configuration.js';
import { invokeCommand } from '../../editor/commands.js';
import type { Log } from '../../editor/log.js';
import { userSetting, workspaceSetting } from '../../editor/settings.js';
import { folderNames } from '../../editor/workspaceFolders.js';
import type { RoleEntry } from '../../model/plan/role.js';
import { configuredRole } from '../../model/request.js';
import { productionPatterns } from '../../model/session/production.js';
import { folderKey, type SessionReader } from '../../model/session/sessionReader.js';
import type { AllowedRoles } from './allowed.js';
import { asksOf, type RoleAsk } from './asks.js';
import { askKey, decide, type NoRole, type Decision } from './decide.js';
import type { NamedRole } from './meaning.js';
import { noRoleText, offerText } from './texts.js';

const ROLE = workspaceSetting('roleSessions.role');
const PRODUCTION = userSetting('roleSessions.productionRoles', productionPatterns);

interface Parts {
  readonly sessions: Pick<SessionReader, 'active' | 'folders'>;
  readonly configuration: Lazy<Configuration>;
  readonly allowed: AllowedRoles;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

interface Button {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

/**
 * Offers the roles that `roleSessions.role` names, each once for whom it is asked for. What a workspace writes there is
 * a wish: the user's own roles are all that it can name, and the user says which of them is assumed.
 */
export class FolderRoles implements Disposable {
  private readonly seen = new Map<string, RoleAsk>();
  private readonly told = new Set<string>();
  private readonly subscriptions: Disposable[];
  private looking: Promise<void>;
  private isFollowed = false;
  private isDisposed = false;

  /** @param ready once the sessions of before are restored */
  constructor(
    private readonly parts: Parts,
    ready: Promise<void>,
  ) {
    const look = () => void this.look();
    this.looking = ready;
    this.subscriptions = [
      ROLE.onDidChange(look),
      workspace.onDidChangeWorkspaceFolders(look),
      workspace.onDidGrantWorkspaceTrust(look),
    ];
    look();
  }

  /** After the looks that go on. Never rejects. */
  look(): Promise<void> {
    this.looking = this.looking
      .then(() => this.lookNow())
      .catch((error: unknown) => this.parts.log.warn('Could not look at the roles that folders ask for', error));
    return this.looking;
  }

  dispose(): void {
    this.isDisposed = true;
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  /** What is to be assumed comes last, one after the other: it may ask for a code, and what it gives is seen by the next. */
  private async lookNow(): Promise<void> {
    this.forgetGone();
    if (currentAsks().length === 0 || this.isDisposed) {
      return;
    }
    const entries = await this.entries();
    const granted: RoleAsk[] = [];
    for (const ask of currentAsks()) {
      const step = this.decide(ask, entries);
      if (step.kind === 'assume') {
        granted.push(ask);
      } else {
        this.take(ask, step);
      }
    }
    for (const ask of granted) {
      await this.assumeAsBefore(ask);
    }
  }

  /** What has changed while others were assumed counts. */
  private async assumeAsBefore(ask: RoleAsk): Promise<void> {
    const entries = await this.entries();
    const asked = JSON.stringify(ask);
    if (this.isDisposed || !currentAsks().some((one) => JSON.stringify(one) === asked)) {
      return;
    }
    const step = this.decide(ask, entries);
    if (step.kind !== 'assume') {
      this.take(ask, step);
      return;
    }
    this.see(ask, step.role);
    this.parts.log.info(`Assuming ${step.role.id}, which ${ask.owner ?? 'the window'} may always have.`);
    await assume(ask, step.role);
  }

  private take(ask: RoleAsk, step: Exclude<Decision, { readonly kind: 'assume' }>): void {
    switch (step.kind) {
      case 'nothing':
        this.see(ask, step.role);
        break;
      case 'offer':
        this.see(ask, step.role);
        this.show(this.offer(ask, step));
        break;
      case 'unknown-role':
        this.tell(ask, step.reason);
    }
  }

  private async offer(
    ask: RoleAsk,
    { role, isProduction, always }: Extract<Decision, { readonly kind: 'offer' }>,
  ): Promise<void> {
    const assumeNow: Button = { title: l10n.t('Assume'), run: () => assume(ask, role) };
    const forever: Button | undefined = always && {
      title: alwaysTitle(ask),
      run: async () => {
        await this.parts.allowed.add(always);
        await assume(ask, role);
      },
    };
    const later: Button = { title: l10n.t('Not Now'), run: () => Promise.resolve() };
    const buttons = [assumeNow, forever, later].filter((button) => button !== undefined);
    await press(buttons, (titles) => window.showInformationMessage(offerText(ask, isProduction), ...titles));
  }

  private tell(ask: RoleAsk, reason: NoRole): void {
    const message = noRoleText(ask, reason);
    const cause = JSON.stringify([ask.folder, ask.owner, message]);
    if (this.told.has(cause)) {
      return;
    }
    this.told.add(cause);
    this.parts.log.warn(message);
    this.show(press(waysOn(ask, reason), (titles) => window.showWarningMessage(message, ...titles)));
  }

  /** Until the user answers, which nobody waits for. */
  private show(message: Promise<void>): void {
    message.catch((error: unknown) => this.parts.log.warn('Could not do what a message offers', error));
  }

  private decide(ask: RoleAsk, entries: readonly RoleEntry[]): Decision {
    const { sessions, allowed } = this.parts;
    return decide(ask, {
      entries,
      sessions,
      productionRoles: PRODUCTION.value,
      allowed: allowed.list(),
      seen: this.seen,
    });
  }

  private see(ask: RoleAsk, role: NamedRole): void {
    this.seen.set(askKey(ask, role), ask);
  }

  /** A folder that comes again is looked at again. */
  private forgetGone(): void {
    const names = folderNames();
    for (const [key, { folder }] of this.seen) {
      if (folder !== undefined && !names.has(folder)) {
        this.seen.delete(key);
      }
    }
  }

  /** From the first ask on the files are followed: the role that is named may come, or become another one. */
  private async entries(): Promise<readonly RoleEntry[]> {
    const configuration = await this.parts.configuration.get();
    if (!this.isFollowed && !this.isDisposed) {
      this.isFollowed = true;
      this.subscriptions.push(configuration.onDidChange(() => void this.look()));
    }
    return configuration.entries();
  }
}

/** In Restricted Mode there are none, whoever wrote them. */
function currentAsks(): readonly RoleAsk[] {
  if (!workspace.isTrusted) {
    return [];
  }
  const shared = ROLE.writtenFor();
  return asksOf({
    user: shared.user,
    workspace: shared.workspace,
    workspaceFile: workspace.workspaceFile?.toString(),
    folders: (workspace.workspaceFolders ?? []).map((folder) => ({
      folder: folderKey(folder),
      name: folder.name,
      written: ROLE.writtenFor(folder.uri).folder,
    })),
  });
}

function alwaysTitle({ owner }: RoleAsk): string {
  return owner !== undefined && folderNames().has(owner)
    ? l10n.t('Always for This Folder')
    : l10n.t('Always for This Workspace');
}

/** Through the commands, which ask, say what fails, and show what goes on. */
async function assume({ folder }: RoleAsk, { id }: NamedRole): Promise<void> {
  if (folder === undefined) {
    await invokeCommand('roleSessions.assumeRole', configuredRole(id));
  } else if (folderNames().has(folder)) {
    await invokeCommand('roleSessions.useSessionForFolder', configuredRole(id), folder);
  }
}

function waysOn({ folder }: RoleAsk, reason: NoRole): readonly Button[] {
  const choose: Button = {
    title: l10n.t('Choose Another Role'),
    run: () =>
      folder === undefined
        ? invokeCommand('roleSessions.assumeRole')
        : invokeCommand('roleSessions.useSessionForFolder', undefined, folder),
  };
  const openSetting: Button = {
    title: l10n.t('Open Settings'),
    run: () => commands.executeCommand('workbench.action.openSettings', '@id:roleSessions.role'),
  };
  if (reason.why !== 'broken') {
    return [choose, openSetting];
  }
  const title = reason.id.startsWith('setting:') ? l10n.t('Open Setting') : l10n.t('Open Profile');
  const command: CommandId = 'roleSessions.openRoleDefinition';
  return [{ title, run: () => invokeCommand(command, reason.id) }, choose];
}

async function press(
  buttons: readonly Button[],
  show: (titles: readonly string[]) => Thenable<string | undefined>,
): Promise<void> {
  const pressed = await show(buttons.map(({ title }) => title));
  await buttons.find(({ title }) => title === pressed)?.run();
}
