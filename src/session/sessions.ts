import { EventEmitter } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import type { Log } from '../editor/log.js';
import type { Credentials } from '../model/session/credentials.js';
import type { SessionAct, SessionActs } from '../model/sessionAct.js';
import { isScope } from '../model/plan/identityCall.js';
import type { Plan } from '../model/plan/plan.js';
import type { Renewal } from '../model/session/entry.js';
import {
  NEVER,
  remainingMs,
  type LiveSession,
  type RoleRef,
  type Session,
  type SessionFacts,
  type SessionId,
  type Who,
} from '../model/session/session.js';
import type { FolderKey, SessionChange, SessionReader } from '../model/session/sessionReader.js';
import { actOf } from './book/act.js';
import { EMPTY_BOOK, reduce, whoIs, type Book, type BookEntry } from './book/book.js';
import { activeSession, changeBetween, folderSessions } from './book/change.js';
import { endByClock, isSettled, lookAtClocks, type ClockLook, type Deadline } from './book/clock.js';
import type { BookEvent, Opened } from './book/events.js';
import { foldersActingAs, type FolderAssignments } from './book/folders.js';
import { awaitsRevival, firstRenewal, type RenewalPolicy } from './book/renewal.js';
import type { KeptSession } from './keep/vault.js';

interface SessionsContext {
  readonly policy: () => RenewalPolicy;
  readonly log: Pick<Log, 'info'>;
  readonly random?: () => number;
}

/** The book of sessions: every change of it comes through here. */
export class Sessions implements SessionReader, SessionActs {
  private book: Book = EMPTY_BOOK;
  private readonly deadlines = new WeakMap<Credentials, Deadline>();
  private clocks: ClockLook | undefined;
  private readonly changed = new EventEmitter<SessionChange>();
  readonly onDidChange = this.changed.event;
  private readonly acted = new EventEmitter<SessionAct>();
  readonly onDidAct = this.acted.event;

  constructor(private readonly context: SessionsContext) {}

  list(): BookEntry[] {
    return [...this.book.entries.values()].reverse();
  }

  get(id: SessionId): BookEntry | undefined {
    return this.book.entries.get(id);
  }

  active(folder?: FolderKey): Session {
    return activeSession(this.book, folder);
  }

  folders(): ReadonlyMap<FolderKey, Session> {
    return folderSessions(this.book);
  }

  /** The entry behind `active`. */
  get activeId(): SessionId | undefined {
    return this.book.active;
  }

  /** The entry that becomes active once its call has answered. */
  get pendingId(): SessionId | undefined {
    return this.book.pending;
  }

  /** The entries behind `folders`. */
  get assignments(): FolderAssignments {
    return this.book.folders;
  }

  /** What new things act as, or are about to: those of the window, and of folders that have their own. */
  inUse(isInWorkspace: (folder: FolderKey) => boolean = () => true): SessionId[] {
    const folders = [...this.book.folders].filter(([folder]) => isInWorkspace(folder));
    const own = folders.flatMap(([, { actsAs, pending }]) => [
      actsAs.kind === 'session' ? actsAs.id : undefined,
      pending,
    ]);
    return [this.book.active, this.book.pending, ...own].filter((id) => id !== undefined);
  }

  /** Those that have it as their own, where the window does not act as it; none where it does. */
  foldersAlone(id: SessionId, isInWorkspace: (folder: FolderKey) => boolean): readonly FolderKey[] {
    return this.book.active === id ? [] : foldersActingAs(this.book.folders, id).filter(isInWorkspace);
  }

  byKey(key: string): LiveSession | undefined {
    const now = Date.now();
    const [latest] = this.liveSessions()
      .filter((session) => session.key === key && session.expiresAt > now)
      .sort((a, b) => b.expiresAt - a.expiresAt);
    return latest;
  }

  facts(key: string): SessionFacts | undefined {
    const states = this.list().map(({ state }) => state);
    return (
      this.byKey(key) ??
      states.filter((state) => 'key' in state).find((state) => state.key === key) ??
      this.book.gone.get(key)
    );
  }

  /** Every secret in memory, for the log to blank. */
  secrets(): string[] {
    return this.liveSessions().flatMap(({ credentials }) => [credentials.secretAccessKey, credentials.sessionToken]);
  }

  /** What another window may have of a session. */
  kept(id: SessionId): KeptSession | undefined {
    const entry = this.get(id);
    return entry?.state.kind === 'live' && entry.plan !== undefined
      ? { session: entry.state, plan: entry.plan, generation: entry.generation }
      : undefined;
  }

  /** Who it is or was; undefined where it never was anybody. */
  factsOf(id: SessionId): SessionFacts | undefined {
    const state = this.get(id)?.state;
    return state !== undefined && 'key' in state ? state : undefined;
  }

  /** Of a session that has gone, the role that it was of; undefined where it never was anybody. */
  lastRole(id: SessionId): RoleRef | undefined {
    return [...this.book.gone.values()].findLast((facts) => facts.id === id)?.role;
  }

  /** Also where it has failed since: whoever renews it has to be the same. */
  whoIs(id: SessionId): Who | undefined {
    return whoIs(this.get(id)?.state);
  }

  /** Credentials that were just had, or that another window has, as they enter the book. */
  openedBy({ session, plan, generation }: KeptSession): Opened {
    if (session.kind === 'live' && session.expiresAt !== NEVER) {
      const steady = performance.now() + remainingMs(session, Date.now());
      this.deadlines.set(session.credentials, { steady, original: session.expiresAt });
    }
    const { policy, random = Math.random } = this.context;
    const renewal = firstRenewal(session, staysBrief(plan) ? 'off' : policy(), Date.now(), random());
    return { session, plan, generation, renewal };
  }

  setRenewal(id: SessionId, renewal: Renewal): void {
    this.commit({ kind: 'renewal', id, renewal });
  }

  /** Of all that are live, or to be revived, once the setting has changed. */
  replanRenewals(): void {
    const { policy, random = Math.random } = this.context;
    for (const entry of this.list()) {
      const { id, state, plan } = entry;
      if (awaitsRevival(entry) && policy() !== 'automatic') {
        this.setRenewal(id, { kind: 'off' });
      } else if (state.kind === 'live') {
        this.setRenewal(id, firstRenewal(state, staysBrief(plan) ? 'off' : policy(), Date.now(), random()));
      }
    }
  }

  /** Looks at the clock, and at how far it is from one that nobody sets. */
  tick(): void {
    const [now, steady] = [Date.now(), performance.now()];
    this.clocks = lookAtClocks(this.clocks, now, steady);
    this.followClock(now - steady, isSettled(this.clocks, steady));
    const before = this.book;
    this.commit({ kind: 'ticked' });
    for (const entry of before.entries.values()) {
      if (entry.state.kind === 'live' && this.get(entry.id)?.state.kind === 'expired') {
        this.context.log.info(`The session of ${entry.state.identity.arn} expired.`);
      }
    }
  }

  /** One that was put right is followed at once: by what it was before, sessions may end now. */
  private followClock(offset: number, isBelieved: boolean): void {
    for (const { id, state } of this.book.entries.values()) {
      const deadline = state.kind === 'live' ? this.deadlines.get(state.credentials) : undefined;
      if (state.kind !== 'live' || deadline === undefined) {
        continue;
      }
      const expiresAt = endByClock(state.expiresAt, deadline, offset);
      if (expiresAt > state.expiresAt || (expiresAt < state.expiresAt && isBelieved)) {
        const minutes = Math.round((expiresAt - state.expiresAt) / 60_000);
        this.context.log.info(
          `This machine's clock was set: ${state.identity.arn} ends ${minutes} minutes later by it.`,
        );
        this.commit({ kind: 'shifted', id, expiresAt });
      }
    }
  }

  /** Tells a call that its session is not its own any more: ended or refused in another window, for instance. */
  watch(id: SessionId, attempt: number): Disposable & { readonly over: AbortSignal } {
    const over = new AbortController();
    const subscription = this.onDidChange(() => {
      if (this.get(id)?.attempt !== attempt) {
        over.abort();
      }
    });
    return { over: over.signal, dispose: () => void subscription.dispose() };
  }

  dispose(): void {
    this.changed.dispose();
    this.acted.dispose();
  }

  commit(event: BookEvent): void {
    const before = this.book;
    this.book = reduce(before, event, Date.now());
    const act = actOf(event, before, this.book);
    if (act !== undefined) {
      this.acted.fire(act); // first: whoever hears of the change may do the next thing
    }
    const change = changeBetween(before, this.book);
    if (change !== undefined) {
      this.changed.fire(change);
    }
  }

  private liveSessions(): LiveSession[] {
    return this.list().flatMap(({ state }) => (state.kind === 'live' ? [state] : []));
  }
}

/** Narrowed to less time, on request: to go on by itself would be more. What was brought cannot be had again. */
function staysBrief(plan: Plan | undefined): boolean {
  return (
    plan?.source.kind === 'brought' ||
    plan?.hops.some((hop) => isScope(hop) && hop.durationSeconds !== undefined) === true
  );
}
