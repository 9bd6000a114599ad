import { window } from 'vscode';
import type { CommandId } from '../base/commandIds.js';
import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import { invokeCommand } from '../editor/commands.js';
import { folderNames, isInWorkspace } from '../editor/workspaceFolders.js';
import { isLive, isStuck, type SessionEntry } from '../model/session/entry.js';
import { NEVER, type LiveSession, type SessionId } from '../model/session/session.js';
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

type LiveEntry = BookEntry & { readonly state: LiveSession };

interface Button {
  readonly title: string;
  /** Called with the session that the message is about. */
  readonly command: CommandId;
}

/**
 * What the window says of sessions by itself, each with the way on. The editor leaves a message open until somebody
 * closes it: what its button does is decided when it is pressed.
 */
export class SessionNotices implements UpkeepNotices {
  constructor(private readonly sessions: Pick<Sessions, 'get' | 'inUse' | 'foldersAlone'>) {}

  /** The end of what is needed, and what another window has taken from this one. */
  tell(change: SessionChange, used: ReadonlySet<SessionId>): void {
    for (const taken of takenAway(change)) {
      const use = taken.from === 'window' ? useSession() : useForFolder();
      const button = taken.isLive ? use : renewSession(l10n.t('Assume Again'));
      this.offer(this.sessions.get(taken.id), taken.message, button);
    }
    for (const { before, after } of change.entries) {
      if (after?.state.kind === 'expired' && used.has(after.id) && isOver(after) && !isOver(before)) {
        const text = l10n.t(
          'The session of {0} has expired. New terminals and S3 no longer have its credentials.',
          nameOf(after.state),
        );
        this.offer(this.sessions.get(after.id), text, renewSession(l10n.t('Assume Again')));
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
    this.offer(entry, text, renewSession());
  }

  changed(entry: BookEntry, message: string): void {
    const text = l10n.t('The session of {0} is not renewed: {1}.', entry.role.name, message.replace(/[.]$/, ''));
    this.offer(entry, text, renewSession(l10n.t('Renew…')));
  }

  /** Renewing it would be refused once more: this begins anew, as whoever it is by now. */
  refused(entry: BookEntry, message: string): void {
    const isOfFolders = this.sessions.foldersAlone(entry.id, isInWorkspace).length > 0;
    const command = isOfFolders ? 'roleSessions.useSessionForFolder' : 'roleSessions.assumeRole';
    this.offer(entry, message, { title: l10n.t('Assume Role'), command });
  }

  expires(entry: BookEntry, beforeMs: number): void {
    const { role, renewal } = entry;
    const text = l10n.t('The session of {0} expires in {1} min or less.', role.name, Math.round(beforeMs / 60_000));
    const reason = renewal.kind === 'backoff' ? l10n.t('Renewing it has failed: {0}', renewal.message) : undefined;
    this.offer(entry, sentences(text, reason), renewSession());
  }

  private offer(entry: BookEntry | undefined, message: string, { title, command }: Button): void {
    void window.showWarningMessage(message, title).then(async (pressed) => {
      if (pressed === title && entry !== undefined) {
        await this.press(entry, command);
      }
    });
  }

  private async offerFor(folder: FolderKey, message: string): Promise<void> {
    const { title, command } = useForFolder();
    if ((await window.showWarningMessage(message, title)) === title) {
      await invokeCommand(command, undefined, folder);
    }
  }

  /** @param before the session as it was when the message was shown. One that has ended since is the command's to tell of. */
  private async press(before: BookEntry, command: CommandId): Promise<void> {
    const now = this.sessions.get(before.id);
    const uses = [useSession(), useForFolder()].map((button) => button.command);
    const isAsBefore = uses.includes(command) ? isSamePerson : hasSameCredentials;
    if (now !== undefined && isLive(now) && !isAsBefore(before, now)) {
      await this.tellLive(now);
    } else {
      const argument: SessionArgument = { sessionId: before.id };
      await invokeCommand(command, argument);
    }
  }

  /** Nobody wants a second session of it, nor one of somebody whom no message has named. */
  private async tellLive(now: LiveEntry): Promise<void> {
    const { title, command } = useSession();
    const button = this.sessions.inUse().includes(now.id) ? l10n.t('OK') : title;
    if ((await window.showInformationMessage(liveText(now.state), button)) === title) {
      await this.press(now, command);
    }
  }
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

const useSession = (): Button => ({ title: l10n.t('Use Session'), command: 'roleSessions.useSession' });

const useForFolder = (): Button => ({ title: l10n.t('Use Session'), command: 'roleSessions.useSessionForFolder' });

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
