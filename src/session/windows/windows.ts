import { join } from 'node:path';
import type { Memento } from 'vscode';
import { Cancelled } from '../../base/errors.js';
import type { Disposable } from '../../base/listeners.js';
import type { Log } from '../../editor/log.js';
import { NEVER, type SessionId } from '../../model/session/session.js';
import { keptText, parseKept, type ActiveMark, type KeptSession, type Mark, type Vault } from '../keep/vault.js';
import { Handover } from './handover.js';
import { acquireLease, type Lease } from './lease.js';

/** What the other windows of this machine, or this one before a reload, say of a session. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'ended'; readonly generation: number }
  | { readonly kind: 'kept'; readonly kept: KeptSession };

interface Exclusive<T> {
  readonly signal: AbortSignal;
  /** The generation that this window has. */
  readonly known: number;
  /** What another window brought while this one waited. */
  readonly theirs: (kept: KeptSession) => Promise<T>;
  readonly ours: (generation: number) => Promise<T>;
}

/** Expired sessions are shown for a day. */
const EXPIRED_SHOWN_MS = 24 * 3_600_000;

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
    this.handover = new Handover(join(folder, 'windows'), (id) => {
      const kept = own(id);
      return kept && keptText(kept);
    });
    this.handover.listen().catch((error: unknown) => log.warn('Other windows cannot ask this one', error));
  }

  /** When another window (or this one) has written about a session. */
  onDidChange(listener: (id: SessionId) => void): Disposable {
    return this.vault.watch(listener);
  }

  async ids(): Promise<SessionId[]> {
    return (await this.vault.marks()).map(({ id }) => id);
  }

  get active(): ActiveMark | undefined {
    return this.vault.active;
  }

  async setActive(mark: ActiveMark | undefined): Promise<void> {
    await this.vault.setActive(mark);
  }

  /** Unless another window has newer credentials, or has ended these. */
  async write(kept: KeptSession): Promise<void> {
    const { generation } = kept;
    const mark = await this.vault.mark(kept.session.id);
    if (mark === undefined || mark.generation < generation || (mark.generation === generation && !mark.ended)) {
      await this.vault.write(kept);
    }
  }

  /** Also what another window has just renewed it to. */
  async end(id: SessionId, generation: number): Promise<void> {
    const mark = await this.vault.mark(id);
    await this.vault.end(id, Math.max(generation, mark?.generation ?? 0));
  }

  /** What must not be used any more; newer credentials are another window's, which knows whose they are. */
  async drop(id: SessionId, generation: number): Promise<void> {
    const mark = await this.vault.mark(id);
    if (mark === undefined || mark.generation <= generation) {
      await this.vault.end(id, generation);
    }
  }

  async generationOf(id: SessionId): Promise<number> {
    return (await this.vault.mark(id))?.generation ?? 0;
  }

  /** What is newer than the generation that this window has. */
  async look(id: SessionId, known: number): Promise<Found> {
    const mark = await this.vault.mark(id);
    if (mark === undefined) {
      return { kind: 'nothing' };
    }
    if (mark.ended) {
      return { kind: 'ended', generation: mark.generation };
    }
    const kept = mark.generation > known ? await this.find(mark) : undefined;
    return kept === undefined ? { kind: 'nothing' } : { kind: 'kept', kept };
  }

  /**
   * Does the work while no other window does it for the same session; where one did meanwhile, its outcome stands.
   * @throws Cancelled, also where another window ended the session meanwhile; what the work throws
   */
  async exclusively<T>(id: SessionId, { signal, known, theirs, ours }: Exclusive<T>): Promise<T> {
    const lease = await this.lease(id, signal);
    try {
      const found = lease.waited ? await this.look(id, known) : undefined;
      if (found?.kind === 'kept' && found.kept.session.kind === 'live') {
        return await theirs(found.kept);
      }
      const before = await this.vault.mark(id);
      const result = await ours(Math.max(known, before?.generation ?? 0) + 1);
      if (wasEnded(before, await this.vault.mark(id))) {
        throw new Cancelled();
      }
      return result;
    } finally {
      await lease.release();
    }
  }

  /** Deletes what nobody needs any more. */
  async prune(): Promise<void> {
    const now = Date.now();
    for (const mark of await this.vault.marks()) {
      const kept = mark.ended ? undefined : await this.vault.read(mark);
      if (kept !== undefined && kept.session.expiresAt !== NEVER && kept.session.expiresAt + EXPIRED_SHOWN_MS <= now) {
        await this.vault.end(mark.id, mark.generation);
      }
    }
    await this.vault.prune(now, this.globalState);
  }

  dispose(): void {
    this.handover.dispose();
  }

  private async find(mark: Mark): Promise<KeptSession | undefined> {
    const kept = await this.vault.read(mark).catch((error: unknown) => {
      this.log.warn('Could not read a session from the secret store', error);
      return undefined;
    });
    if (kept !== undefined) {
      return kept;
    }
    const told = await this.handover.ask(mark.id);
    const theirs = told === undefined ? undefined : parseKept(told);
    return theirs?.session.id === mark.id && theirs.generation >= mark.generation ? theirs : undefined;
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

function wasEnded(before: Mark | undefined, after: Mark | undefined): boolean {
  return after?.ended === true && (before?.ended !== true || before.generation < after.generation);
}
