import { tmpdir } from 'node:os';
import type { Memento } from 'vscode';
import { Cancelled } from '../../base/errors.js';
import { socketFolders } from '../../base/files/socketFolders.js';
import type { Disposable } from '../../base/listeners.js';
import { untilAborted } from '../../base/waiting/untilAborted.js';
import type { Log } from '../../editor/log.js';
import { NEVER, type SessionId } from '../../model/session/session.js';
import type { FolderKey } from '../../model/session/sessionReader.js';
import type { EndReason, Mark } from '../keep/marks.js';
import { keptText, parseKept, type ActiveMark, type KeptSession, type Vault } from '../keep/vault.js';
import { Handover } from './handover.js';
import { acquireLease, type Lease } from '../../base/files/lease.js';

/** What the other windows of this machine, or this one before a reload, say of a session. */
export type Found = { readonly kind: 'nothing' } | Ended | { readonly kind: 'kept'; readonly kept: KeptSession };

export interface Ended {
  readonly kind: 'ended';
  readonly generation: number;
  readonly reason: EndReason;
}

export interface Exclusive<T> {
  readonly signal: AbortSignal;
  /** The generation that this window has. */
  readonly known: number;
  /** Whether that is to go on, and nothing is to be done where it has ended; else what has ended begins anew. */
  readonly goesOn: boolean;
  /** What another window brought while this one waited. */
  readonly theirs: (kept: KeptSession) => Promise<T>;
  readonly ours: (generation: number) => Promise<T>;
  /** This window has not heard of its end. */
  readonly over: (ended: Ended) => void;
}

/** Expired sessions are shown for a day. */
const EXPIRED_SHOWN_MS = 24 * 3_600_000;
/** What no window and no secret store has had for so long comes back no more. */
const MISSING_MS = 30 * 24 * 3_600_000;

/** All windows of this machine: one call for a session at a time, and each knows what another one has. */
export class Windows implements Disposable {
  private readonly handover: Handover;

  /** `own`: what this window has of a session, for another one that asks. */
  constructor(
    private readonly vault: Vault,
    private readonly folder: string,
    private readonly globalState: Memento,
    own: (id: SessionId) => KeptSession | undefined,
    private readonly log: Pick<Log, 'warn'>,
  ) {
    const machine = { environment: process.env, temporary: tmpdir(), uid: process.getuid?.() };
    this.handover = new Handover(socketFolders(folder, machine), (id) => {
      const kept = own(id);
      return kept && keptText(kept);
    });
    this.handover.listen().catch((error: unknown) => log.warn('Other windows cannot ask this one', error));
  }

  /** When another window (or this one) has written about a session. */
  onDidChange(listener: (id: SessionId) => void): Disposable {
    return this.vault.watch(listener, (error) =>
      this.log.warn('What other windows do is only seen when this one gets the focus', error),
    );
  }

  ids(): Promise<SessionId[]> {
    return this.vault.ids();
  }

  /** Of those that have not ended. @throws an error of the file system */
  async keptIds(): Promise<SessionId[]> {
    const marks = await Promise.all((await this.ids()).map((id) => this.markQuietly(id)));
    return marks.flatMap((mark) => (mark?.ended === false ? [mark.id] : []));
  }

  /** The secret store cannot say, or does not in time. */
  async isUnreadable(id: SessionId): Promise<boolean> {
    const mark = await this.markQuietly(id);
    return (
      mark?.ended === false &&
      (await this.vault.read(mark).then(
        () => false,
        () => true,
      ))
    );
  }

  get active(): ActiveMark | undefined {
    return this.vault.active;
  }

  async setActive(mark: ActiveMark | undefined): Promise<void> {
    await this.vault.setActive(mark);
  }

  get folders(): ReadonlyMap<FolderKey, ActiveMark | undefined> {
    return this.vault.folders;
  }

  async setFolders(folders: ReadonlyMap<FolderKey, ActiveMark | undefined>): Promise<void> {
    await this.vault.setFolders(folders);
  }

  /**
   * Unless another window has newer credentials, or has ended these.
   * @throws also where nobody can tell: then nothing is written over what may be an end
   */
  async write(kept: KeptSession): Promise<void> {
    const { generation } = kept;
    const mark = await this.vault.mark(kept.session.id);
    if (mark === undefined || mark.generation < generation || (mark.generation === generation && !mark.ended)) {
      await this.vault.write(kept);
    }
  }

  /** Also what another window has just renewed it to, or is about to: its call brings the next generation. */
  async end(id: SessionId, generation: number): Promise<void> {
    const mark = await this.markQuietly(id);
    const isOver = mark?.ended === true && mark.generation > generation;
    await this.vault.end(id, isOver ? mark.generation : Math.max(generation, mark?.generation ?? 0) + 1, 'ended');
  }

  /** What must not be used any more; newer credentials are another window's, which knows whose they are. */
  async drop(id: SessionId, generation: number, reason: EndReason): Promise<void> {
    const mark = await this.markQuietly(id);
    if (mark === undefined || mark.generation <= generation) {
      await this.vault.end(id, generation, reason);
    }
  }

  async generationOf(id: SessionId): Promise<number> {
    return (await this.markQuietly(id))?.generation ?? 0;
  }

  /** What is newer than the generation that this window has. */
  async look(id: SessionId, known: number): Promise<Found> {
    return this.foundBy(await this.vault.mark(id), known);
  }

  /**
   * Does the work while no other window does it for the same session; where one did meanwhile, its outcome stands.
   * @throws Cancelled, also where another window ended the session meanwhile; what the work throws
   */
  async exclusively<T>(id: SessionId, work: Exclusive<T>): Promise<T> {
    const lease = await this.lease(id, work.signal);
    try {
      return await untilAborted(work.signal, this.alone(id, lease.waited, work));
    } finally {
      await lease.release();
    }
  }

  /** Deletes what nobody needs any more. */
  async prune(): Promise<void> {
    const now = Date.now();
    const failed = (error: unknown) => this.log.warn('Could not look whether a session is over', error);
    await Promise.all((await this.ids()).map((id) => this.endIfLongOver(id, now).catch(failed)));
    await this.vault.prune(now, this.globalState);
  }

  dispose(): void {
    this.handover.dispose();
  }

  private async alone<T>(id: SessionId, waited: boolean, work: Exclusive<T>): Promise<T> {
    const { known, goesOn, theirs, ours, over } = work;
    const mark = waited || goesOn ? await this.markQuietly(id) : undefined;
    if (goesOn && mark?.ended === true && mark.generation >= known) {
      over({ ...mark, kind: 'ended' });
      throw new Cancelled();
    }
    const found = waited ? await this.foundBy(mark, known) : undefined;
    if (found?.kind === 'kept' && found.kept.session.kind === 'live') {
      return theirs(found.kept);
    }
    const generation = Math.max(known, await this.generationOf(id)) + 1;
    const result = await ours(generation);
    const after = await this.markQuietly(id);
    if (after?.ended === true && after.generation >= generation) {
      throw new Cancelled();
    }
    return result;
  }

  private async foundBy(mark: Mark | undefined, known: number): Promise<Found> {
    if (mark === undefined) {
      return { kind: 'nothing' };
    }
    if (mark.ended) {
      return { kind: 'ended', generation: mark.generation, reason: mark.reason };
    }
    const kept = mark.generation > known ? await this.find(mark) : undefined;
    return kept === undefined ? { kind: 'nothing' } : { kind: 'kept', kept };
  }

  private async endIfLongOver(id: SessionId, now: number): Promise<void> {
    const mark = await this.vault.mark(id);
    if (mark === undefined || mark.ended) {
      return;
    }
    const kept = (await this.vault.read(mark)) ?? (await this.told(mark));
    const isOver =
      kept === undefined
        ? mark.at + MISSING_MS <= now
        : kept.session.expiresAt !== NEVER && kept.session.expiresAt + EXPIRED_SHOWN_MS <= now;
    if (isOver) {
      await this.vault.end(id, mark.generation, 'ended');
    }
  }

  private async find(mark: Mark): Promise<KeptSession | undefined> {
    const kept = await this.vault.read(mark).catch((error: unknown) => {
      this.log.warn('Could not read a session from the secret store', error);
      return undefined;
    });
    return kept ?? this.told(mark);
  }

  private async told({ id, generation }: Mark): Promise<KeptSession | undefined> {
    const text = await this.handover.ask(id);
    const theirs = text === undefined ? undefined : parseKept(text);
    return theirs?.session.id === id && theirs.generation >= generation ? theirs : undefined;
  }

  /** What cannot be read keeps nobody from a session; it is not written over either. */
  private markQuietly(id: SessionId): Promise<Mark | undefined> {
    return this.vault.mark(id).catch((error: unknown) => {
      this.log.warn('Could not read what other windows say of a session', error);
      return undefined;
    });
  }

  /** Where there can be no lease, two windows may ask twice; that must not keep anybody from a session. */
  private async lease(id: SessionId, signal: AbortSignal): Promise<Lease> {
    try {
      return await acquireLease(this.folder, id, signal);
    } catch (error) {
      if (error instanceof Cancelled) {
        throw error;
      }
      this.log.warn('Windows cannot wait for each other', error);
      return { waited: false, release: () => Promise.resolve() };
    }
  }
}
