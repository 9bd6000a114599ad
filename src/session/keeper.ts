import { EventEmitter } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import type { Log } from '../editor/log.js';
import type { SessionFacts, SessionId } from '../model/session/session.js';
import type { FolderKey, SessionChange } from '../model/session/sessionReader.js';
import type { BookEntry } from './book/book.js';
import type { BookEvent } from './book/events.js';
import { foldersActingAs, ownSessions, staysNobody } from './book/folders.js';
import { compareWho } from './book/samePerson.js';
import { mayBecomeAnother } from './book/sessionKey.js';
import { FolderMarks } from './keep/folderMarks.js';
import type { EndReason } from './keep/marks.js';
import type { SignOuts } from './keep/signOuts.js';
import type { ActiveMark, KeptSession } from './keep/vault.js';
import type { Sessions } from './sessions.js';
import { isSignedOut } from './keep/whileSignedIn.js';
import type { Ended, Exclusive, Windows } from './windows/windows.js';

/** Folders that act as nobody by what was not done in this window. */
export interface LostFolders {
  readonly folders: readonly FolderKey[];
  /** Of the role that they had; undefined where that is not known any more. */
  readonly name: string | undefined;
}

/**
 * Keeps what is in the book for a reload and for other windows, and puts in the book what these have. Without a working
 * secret store a session lives in windows' memory only; that must not end it.
 */
export class Keeper implements Disposable {
  private readonly subscriptions: readonly Disposable[];
  /** As it is remembered, or about to be. */
  private active: ActiveMark | undefined;
  private hadActive = false;
  private readonly folders: FolderMarks;
  private readonly lostFolders = new EventEmitter<LostFolders>();
  readonly onDidLoseFolders = this.lostFolders.event;
  private remembered: Promise<void> = Promise.resolve();
  private rememberedFolders: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: Sessions,
    private readonly windows: Windows,
    private readonly signOuts: Pick<SignOuts, 'of'>,
    private readonly log: Pick<Log, 'info' | 'warn'>,
  ) {
    this.active = windows.active;
    this.folders = new FolderMarks(windows.folders);
    for (const folder of windows.folders.keys()) {
      sessions.commit({ kind: 'set-apart', folder }); // before anybody asks: it is not to act as the window meanwhile
    }
    this.subscriptions = [
      windows.onDidChange((id) => void this.adopt(id)),
      sessions.onDidChange((change) => {
        this.followClock(change);
        this.followActive(change);
        this.followFolders();
      }),
    ];
  }

  /** Puts back what this machine's windows have, and makes active what this window had before a reload. */
  async restore(): Promise<void> {
    const awaited = this.folders.awaited().map(([folder]) => folder);
    await this.lookAround();
    const entry = this.active && this.sessions.get(this.active.id);
    if (entry !== undefined && 'key' in entry.state && this.sessions.active().kind === 'none') {
      this.restoreActive(entry, entry.state.identity.arn);
    }
    this.restoreFolders();
    this.tellLost(awaited.filter((folder) => staysNobody(this.sessions.assignments, folder)));
    await this.windows.prune();
  }

  /** What all windows have; when this one gets the focus, too: not every folder can be watched. */
  async lookAround(): Promise<void> {
    await this.quietly('find', async () => {
      const ids = await this.windows.ids();
      await Promise.all(ids.map((id) => this.adopt(id)));
    });
  }

  /**
   * Ends what other windows have, but for what is `known` here: what this one could not read, of a locked secret store
   * for instance. @throws UserError where the secret store did not forget it
   */
  async endOthers(known: readonly SessionId[]): Promise<void> {
    const others = (await this.windows.keptIds()).filter((id) => !known.includes(id));
    const results = await Promise.allSettled(others.map((id) => this.windows.end(id, 0)));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
    if (failures.length > 0) {
      throw new UserError(
        l10n.t(
          'Sessions that could not be read have ended: {0}. The secret store may still hold their credentials, which are good until they expire. The log says why.',
          failures.length,
        ),
        { cause: new AggregateError(failures) },
      );
    }
  }

  /** How many sessions are there that nobody can read now: whose they are cannot be told. */
  async unreadable(): Promise<number> {
    const others = (await this.windows.keptIds()).filter((id) => this.sessions.get(id) === undefined);
    await Promise.all(others.map((id) => this.adopt(id)));
    const still = others.filter((id) => this.sessions.get(id) === undefined);
    const looks = await Promise.all(still.map((id) => this.windows.isUnreadable(id)));
    return looks.filter((is) => is).length;
  }

  exclusively<T>(id: SessionId, work: Omit<Exclusive<T>, 'over'>): Promise<T> {
    return this.windows.exclusively(id, { ...work, over: (ended) => this.end(id, ended) });
  }

  /** Unless another window has ended it meanwhile: then this one has it no more. */
  async keep(id: SessionId): Promise<void> {
    const entry = this.sessions.get(id);
    if (entry?.plan === undefined || (entry.state.kind !== 'live' && entry.state.kind !== 'expired')) {
      return;
    }
    const { state, plan, generation } = entry;
    await this.quietly('keep', () => this.windows.write({ session: state, plan, generation }));
    const after = this.sessions.get(id);
    if (after === undefined || after.state.kind === 'failed') {
      await this.forgetQuietly(id, generation, after === undefined ? 'ended' : 'refused'); // while it was being written
    } else {
      await this.adopt(id);
      await this.keepNewer(id, generation);
    }
  }

  /** Of the latest credentials that any window has had for it; 0 where there were none. */
  async generationOf(id: SessionId): Promise<number> {
    return Math.max(this.sessions.get(id)?.generation ?? 0, await this.windows.generationOf(id));
  }

  /** What this window and its folders act as is there after a reload. */
  async keepActive(): Promise<void> {
    await Promise.all([this.remembered, this.rememberedFolders]);
  }

  /** @throws UserError where the secret store did not forget it */
  async forget({ id, generation, role }: BookEntry): Promise<void> {
    this.loseActive(id);
    try {
      await this.windows.end(id, generation);
      await this.keepActive();
    } catch (error) {
      throw new UserError(
        l10n.t(
          'The session of {0} has ended in this window, but the secret store may still hold its credentials, which are good until they expire. The log says why.',
          role.name,
        ),
        { cause: error },
      );
    }
  }

  async forgetQuietly(id: SessionId, generation: number, reason: EndReason): Promise<void> {
    this.loseActive(id);
    await this.quietly('end', () => this.windows.drop(id, generation, reason));
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
    this.lostFolders.dispose();
  }

  /** What another window keeps of a session, or that it was ended there. */
  private async adopt(id: SessionId): Promise<void> {
    await this.quietly('find', async () => {
      const known = this.sessions.get(id);
      const found = await this.windows.look(id, known?.generation ?? 0);
      const newest = found.kind === 'kept' ? found.kept : this.sessions.kept(id);
      if (found.kind !== 'ended' && newest !== undefined && (await isSignedOut(this.signOuts, newest))) {
        await this.endSignedOut(newest);
      } else if (found.kind === 'kept') {
        this.sessions.commit({ kind: 'adopted', id, opened: this.sessions.openedBy(found.kept) });
        if (found.kept.session.kind === 'live' && this.sessions.get(id)?.state.kind === 'expired') {
          await this.keep(id); // it ended while no window was there to drop its credentials
        }
      } else if (found.kind === 'ended') {
        this.end(id, found);
      }
    });
  }

  /** What was written may have been late, over what another window has had since. */
  private async keepNewer(id: SessionId, written: number): Promise<void> {
    const kept = this.sessions.kept(id);
    if (kept !== undefined && kept.generation > written) {
      await this.quietly('keep', () => this.windows.write(kept));
    }
  }

  private async endSignedOut({ session: { id, identity }, generation }: KeptSession): Promise<void> {
    this.log.info(`The session of ${identity.arn} ends: its portal was signed out of as it was opened.`);
    this.lose({ kind: 'ended', id, generation });
    await this.windows.end(id, generation);
  }

  /** A call of ours that is under way goes on: it sees by itself whether what it brings has ended. */
  private end(id: SessionId, { generation, reason }: Ended): void {
    const known = this.sessions.get(id);
    if (known !== undefined && known.generation > generation) {
      this.sessions.commit({ kind: 'ended', id, generation });
      return;
    }
    this.loseActive(id);
    if (known === undefined) {
      this.sessions.commit({ kind: 'ended', id, generation });
    } else if (!('key' in known.state)) {
      return;
    } else if (reason === 'ended') {
      this.log.info(`The session of ${known.state.identity.arn} was ended in another window.`);
      this.lose({ kind: 'ended', id, generation });
    } else {
      this.log.info(`The session of ${known.state.identity.arn} was refused in another window.`);
      this.lose({ kind: 'refused', id, message: refusedElsewhere(known.role.name) });
    }
  }

  /** One that had expired was nobody before. */
  private lose(event: Extract<BookEvent, { readonly kind: 'ended' | 'refused' }>): void {
    const before = this.sessions.get(event.id);
    const had = before?.state.kind === 'live' ? foldersActingAs(this.sessions.assignments, event.id) : [];
    this.sessions.commit(event);
    this.tellLost(had, before?.role.name);
  }

  private tellLost(folders: readonly FolderKey[], name?: string): void {
    if (folders.length > 0) {
      this.lostFolders.fire({ folders, name });
    }
  }

  /** Dead credentials are kept no longer, and an end that a clock has moved is the one to go by. */
  private followClock({ entries }: SessionChange): void {
    for (const { id, before, after } of entries) {
      if (before?.state.kind !== 'live') {
        continue;
      }
      const isMoved =
        after?.state.kind === 'live' &&
        after.state.credentials === before.state.credentials &&
        after.state.expiresAt !== before.state.expiresAt;
      if (after?.state.kind === 'expired' || isMoved) {
        void this.keep(id);
      }
    }
  }

  private restoreActive({ id, state, plan, generation }: BookEntry, arn: string): void {
    if (this.active !== undefined && 'key' in state && isStill(this.active, { state, plan, generation })) {
      this.log.info(`Restored the session of ${arn}.`);
      this.sessions.commit({ kind: 'used', id });
    } else {
      this.log.info(`The session of ${arn} may be another one than was active here: it is active no more.`);
      this.loseActive(id);
    }
  }

  /** A folder whose session is not there, or may be another one, goes on as nobody. */
  private restoreFolders(): void {
    for (const [folder, mark] of this.folders.awaited()) {
      const entry = this.sessions.get(mark.id);
      if (entry === undefined || !('key' in entry.state)) {
        continue;
      }
      if (isStill(mark, { ...entry, state: entry.state })) {
        this.log.info(`Restored the session of ${entry.state.identity.arn}, for ${folder}.`);
        this.sessions.commit({ kind: 'used', id: mark.id, folder });
      } else {
        this.log.info(`The session of ${entry.state.identity.arn} may be another one than ${folder} had.`);
        this.loseFolders(mark.id);
      }
    }
  }

  private followFolders(): void {
    if (this.folders.follow(ownSessions(this.sessions.assignments), (id) => this.markOf(id))) {
      this.rememberFolders();
    }
  }

  private loseFolders(id: SessionId): void {
    if (this.folders.forget(id)) {
      this.rememberFolders();
    }
  }

  private rememberFolders(): void {
    const kept = this.folders.get();
    this.rememberedFolders = this.quietly('remember', () => this.windows.setFolders(kept));
  }

  /** What this window has lost is not what it acts as after a reload, whoever has opened it since. */
  private followActive({ entries }: SessionChange): void {
    const { active } = this;
    const { activeId } = this.sessions;
    const isGone = entries.some(({ id, after }) => id === active?.id && after === undefined);
    const isLost = activeId === undefined ? this.hadActive || isGone : activeId !== active?.id;
    this.hadActive = activeId !== undefined;
    const mark = activeId === undefined ? undefined : this.markOf(activeId);
    this.remember(mark ?? (isLost ? undefined : active));
  }

  private markOf(id: SessionId): ActiveMark | undefined {
    const facts = this.sessions.factsOf(id);
    const generation = this.sessions.get(id)?.generation;
    return facts && { id, key: facts.key, principal: facts.principal, generation };
  }

  private loseActive(id: SessionId): void {
    if (this.active?.id === id) {
      this.remember(undefined);
    }
    this.loseFolders(id);
  }

  private remember(mark: ActiveMark | undefined): void {
    if (JSON.stringify(mark) !== JSON.stringify(this.active)) {
      this.active = mark;
      this.remembered = this.quietly('remember', () => this.windows.setActive(mark));
    }
  }

  private async quietly(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.warn(`Could not ${what} a session in the secret store`, error);
    }
  }
}

/** The same credentials, or others of the same person. */
function isStill(
  mark: ActiveMark,
  { state, plan, generation }: Pick<BookEntry, 'plan' | 'generation'> & { readonly state: SessionFacts },
): boolean {
  const isOf = state.key === mark.key && plan !== undefined;
  const was = { identity: state.identity, principal: mark.principal }; // the key has the ARN
  return isOf && (generation === mark.generation || compareWho(was, state, mayBecomeAnother(plan)) === 'same');
}

function refusedElsewhere(name: string): string {
  return l10n.t(
    '{0} would have become somebody else when it was renewed in another window, which says who: its credentials are no longer used. If that is what you want, assume the role anew.',
    name,
  );
}
