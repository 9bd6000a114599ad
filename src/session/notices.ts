import { window } from 'vscode';
import type { CommandId } from '../base/commandIds.js';
import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import { invokeCommand } from '../editor/commands.js';
import { folderNames, isInWorkspace } from '../editor/workspaceFolders.js';
import { isLive, isStuck, type SessionEntry } from '../model/session/entry.js';
import { NEVER, type ExpiredSession, type LiveSession, type SessionId } from '../model/session/session.js';
import type { SessionArgument } from '../model/session/sessionArgument.js';
import type { FolderKey, SessionChange } from '../model/session/sessionReader.js';
import { remainingText } from '../model/sessionText/remaining.js';
import type { BookEntry } from './book/book.js';
import { compareWho } from './book/samePerson.js';
import { mayBecomeAnother } from './book/sessionKey.js';
import { takenAway } from './book/takenAway.js';
import { nameOf } from './book/wider.js';
import type { LostFolders } from './keeper.js';
import type { Sessions } from './sessions.js';
import type { UpkeepNotices } from './upkeep.js';
import { oneOf, type OneFolder } from './wanted.js';

type LiveEntry = BookEntry & { readonly state: LiveSession };

interface Button {
  readonly title: string;
  /** Called with the session that the message is about, and the folder. */
  readonly command: CommandId;
}

/** What a message is about, as it was when that was shown. */
interface About {
  readonly entry: BookEntry;
  /** It is not about the window: no button of it makes that act as something else. */
  readonly one: OneFolder | undefined;
}

/**
 * What the window says of sessions by itself, each with the way on. The editor leaves a message open until somebody
 * closes it: what its button does is decided when it is pressed.
 */
export class SessionNotices implements UpkeepNotices {
  constructor(private readonly sessions: Pick<Sessions, 'activeId' | 'get' | 'inUse' | 'foldersAlone'>) {}

  /**
   * The end of what is needed, and what another window has taken from this one.
   * @param inS3 what S3 shows beside the window's session
   */
  tell(change: SessionChange, used: ReadonlySet<SessionId>, inS3: ReadonlySet<SessionId>): void {
    const taken = takenAway(change, folderNames());
    for (const { id, isLive, from, message } of taken) {
      const entry = this.sessions.get(id);
      const [use, again] = [l10n.t('Use Session'), l10n.t('Assume Again')];
      if (entry === undefined) {
        continue; // it is gone by now
      }
      if (from === 'window') {
        this.offer({ entry, one: undefined }, message, isLive ? useSession(use) : renewSession(again));
      } else {
        this.offer({ entry, one: oneOf(from) }, message, useForFolder(isLive ? use : again));
      }
    }
    for (const { before, after } of change.entries) {
      const entry = taken.some(({ id }) => id === after?.id) ? undefined : after && this.sessions.get(after.id);
      if (entry?.state.kind === 'expired' && used.has(entry.id) && isOver(entry) && !isOver(before)) {
        const text = this.expiredText(entry.state, inS3.has(entry.id));
        this.offer(this.about(entry), text, renewSession(l10n.t('Assume Again')));
      }
    }
  }

  /** The user has not ended it here: nothing else tells that new terminals there have no role. */
  lost({ folders, name }: LostFolders): void {
    const names = folderNames();
    for (const folder of folders) {
      const shown = names.get(folder);
      if (shown !== undefined) {
        void this.offerFor(folder, name === undefined ? unrestoredText(shown) : endedText(shown, name));
      }
    }
  }

  needsUser(entry: BookEntry): void {
    const text = l10n.t('The session of {0} expires soon, and is not renewed without you.', entry.role.name);
    this.offer(this.about(entry), text, renewSession());
  }

  changed(entry: BookEntry, message: string): void {
    const text = l10n.t('The session of {0} is not renewed: {1}.', entry.role.name, message.replace(/[.]$/, ''));
    this.offer(this.about(entry), text, renewSession(l10n.t('Renew…')));
  }

  /** Renewing it would be refused once more: this begins anew, as whoever it is by now. */
  refused(entry: BookEntry, message: string): void {
    const about = this.about(entry);
    const command = about.one === undefined ? 'roleSessions.assumeRole' : 'roleSessions.useSessionForFolder';
    this.offer(about, message, { title: l10n.t('Assume Role'), command });
  }

  expires(entry: BookEntry, beforeMs: number): void {
    const { role, renewal } = entry;
    const text = l10n.t('The session of {0} expires in {1} min or less.', role.name, Math.round(beforeMs / 60_000));
    const reason = renewal.kind === 'backoff' ? l10n.t('Renewing it has failed: {0}', renewal.message) : undefined;
    this.offer(this.about(entry), sentences(text, reason), renewSession());
  }

  private about(entry: BookEntry): About {
    const folders = this.sessions.foldersAlone(entry.id, isInWorkspace);
    return { entry, one: folders.length === 0 ? undefined : oneOf(folders) };
  }

  private expiredText(session: ExpiredSession, isInS3: boolean): string {
    const name = nameOf(session);
    if (session.id === this.sessions.activeId) {
      return l10n.t('The session of {0} has expired. New terminals and S3 no longer have its credentials.', name);
    }
    const folders = this.sessions.foldersAlone(session.id, isInWorkspace);
    const text = folders.length === 0 ? l10n.t('The session of {0} has expired.', name) : overText(folders, name);
    return sentences(text, isInS3 ? l10n.t('S3 no longer has its credentials.') : undefined);
  }

  private offer(about: About, message: string, { title, command }: Button): void {
    void window.showWarningMessage(message, title).then(async (pressed) => {
      if (pressed === title) {
        await this.press(about, command);
      }
    });
  }

  private async offerFor(folder: FolderKey, message: string): Promise<void> {
    const { title, command } = useForFolder();
    if ((await window.showWarningMessage(message, title)) === title) {
      await invokeCommand(command, undefined, folder);
    }
  }

  /** One that has ended since the message was shown is the command's to tell of. */
  private async press({ entry, one }: About, command: CommandId): Promise<void> {
    const now = this.sessions.get(entry.id);
    const uses = [useSession(), useForFolder()].map((button) => button.command);
    const isAsBefore = uses.includes(command) ? isSamePerson : hasSameCredentials;
    if (now !== undefined && isLive(now) && !isAsBefore(entry, now)) {
      await this.tellLive(now, one);
    } else {
      const argument: SessionArgument = { sessionId: entry.id };
      await invokeCommand(command, argument, ...whereOf(command, one));
    }
  }

  /** Nobody wants a second session of it, nor one of somebody whom no message has named. */
  private async tellLive(now: LiveEntry, one: OneFolder | undefined): Promise<void> {
    const { title, command } = one === undefined ? useSession() : useForFolder();
    const button = this.sessions.inUse().includes(now.id) ? l10n.t('OK') : title;
    if ((await window.showInformationMessage(liveText(now.state), button)) === title) {
      await this.press({ entry: now, one }, command);
    }
  }
}

/** As the command takes it. */
function whereOf(command: CommandId, one: OneFolder | undefined): readonly unknown[] {
  if (one === undefined) {
    return [];
  }
  return command === 'roleSessions.renewSession' ? [one] : [one.folder];
}

function overText(folders: readonly FolderKey[], name: string): string {
  const names = folderNames();
  const shown = folders.map((folder) => names.get(folder) ?? folder);
  return shown.length === 1
    ? l10n.t(
        'Folder {0} acts as nobody: its session of {1} has expired. It does not follow the window.',
        shown.join(),
        name,
      )
    : l10n.t(
        'Folders {0} act as nobody: their session of {1} has expired. They do not follow the window.',
        shown.join(', '),
        name,
      );
}

function endedText(folder: string, name: string): string {
  return l10n.t(
    'Folder {0} acts as nobody: its session of {1} has ended. It does not follow the window.',
    folder,
    name,
  );
}

function unrestoredText(folder: string): string {
  return l10n.t(
    'Folder {0} acts as nobody: its session could not be restored, and may have ended. It does not follow the window.',
    folder,
  );
}

function liveText(session: LiveSession): string {
  const { arn } = session.identity;
  return session.expiresAt === NEVER
    ? l10n.t('The session of {0} is live already, and acts as {1}.', nameOf(session), arn)
    : l10n.t(
        'The session of {0} is live already, acts as {1}, and expires in {2}.',
        nameOf(session),
        arn,
        remainingText(session, Date.now()),
      );
}

function useSession(title = l10n.t('Use Session')): Button {
  return { title, command: 'roleSessions.useSession' };
}

function useForFolder(title = l10n.t('Use Session')): Button {
  return { title, command: 'roleSessions.useSessionForFolder' };
}

function renewSession(title = l10n.t('Renew Session')): Button {
  return { title, command: 'roleSessions.renewSession' };
}

function hasSameCredentials(before: BookEntry, now: LiveEntry): boolean {
  return before.generation === now.generation;
}

function isSamePerson(before: BookEntry, now: LiveEntry): boolean {
  const { state, plan } = now;
  const isSame = () =>
    'identity' in before.state &&
    plan !== undefined &&
    compareWho(before.state, state, mayBecomeAnother(plan)) === 'same';
  return hasSameCredentials(before, now) || isSame();
}

/** Expired, and not about to be renewed without a word. */
function isOver(entry: SessionEntry | undefined): boolean {
  return entry?.state.kind === 'expired' && (entry.renewal.kind !== 'at' || isStuck(entry, Date.now()));
}
