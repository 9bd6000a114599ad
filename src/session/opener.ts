import type { Disposable } from '../base/listeners.js';
import * as l10n from '../base/l10n.js';
import { Cancelled, UserError } from '../base/errors.js';
import { Flights } from '../base/waiting/flights.js';
import { unlessQuick } from '../base/waiting/unlessQuick.js';
import { untilAborted } from '../base/waiting/untilAborted.js';
import type { Log } from '../editor/log.js';
import type { Plan } from '../model/plan/plan.js';
import { type LiveSession, type RoleRef, type SessionId, type Who } from '../model/session/session.js';
import type { FolderKey } from '../model/session/sessionReader.js';
import { isSameCredentials, whoIs, type BookEntry } from './book/book.js';
import type { BookEvent, Opened } from './book/events.js';
import type { Planned } from './book/planned.js';
import { renewalAfter } from './book/renewal.js';
import { reusableSession } from './book/reusableSession.js';
import { differenceBetween } from './book/samePerson.js';
import { sessionId } from './book/sessionKey.js';
import { AwsAsker } from './awsAsker.js';
import {
  answersFor,
  assumeRoleAction,
  lostMeanwhile,
  needsKnownPerson,
  refuseKept,
  unknownPerson,
} from './refusals.js';
import type { Attending, Executor } from './executor.js';
import type { Keeper } from './keeper.js';
import type { Sessions } from './sessions.js';

/** Whoever assumes a role that was just ended waits no longer for a secret store. */
const LONGEST_END_MS = 5_000;

export interface OpenOptions extends Attending {
  /** AWS is asked also where the session is live; it has to be the same person again. */
  readonly fresh: boolean;
  /** Whether it becomes what new things act as: those of the window, or of the folder alone. */
  readonly activates: boolean;
  readonly folder?: FolderKey | undefined;
  /** The session that it is narrowed from, and from no other one; default: the one that can be, else from the beginning. */
  readonly from?: SessionId | undefined;
  /** Called where this very call has asked AWS: what it gives is not what others had, or were getting. */
  readonly made?: (() => void) | undefined;
}

interface Wanted extends Pick<OpenOptions, 'activates' | 'folder' | 'from' | 'made'> {
  readonly planned: Planned;
  /** Who it has to be; undefined where anybody may be. */
  readonly before: Who | undefined;
}

/** Opens, renews and ends sessions: calls AWS, and commits what came of it where that is still wanted. */
export class Opener implements Disposable {
  private readonly flights = new Flights<LiveSession>();
  /** Ends calls that may ask nobody, by session. */
  private readonly quiet = new Map<SessionId, AbortController>();
  /** Ends every call for a session. */
  private readonly stops = new Map<SessionId, AbortController>();
  /** Ends that are not yet what other windows see. */
  private readonly endings = new Map<SessionId, Promise<void>>();
  /** Ends the call for what was to become active, once something else is to: of the window, and by folder. */
  private readonly switching = new Map<FolderKey | undefined, AbortController>();
  private attempts = 0;
  private readonly aws: AwsAsker;

  constructor(
    private readonly sessions: Sessions,
    private readonly keeper: Keeper,
    executor: Pick<Executor, 'run'>,
    private readonly log: Pick<Log, 'info'>,
    private readonly random: () => number = Math.random,
  ) {
    this.aws = new AwsAsker(sessions, keeper, executor, log);
  }

  /**
   * The plan's session. Whoever wants the same meanwhile waits with us; a call for what was to become active ends when
   * something else is to, and one that may ask nobody when somebody is there. Unless `fresh`, one that is live is used
   * again.
   * @throws UserError, Cancelled
   */
  async open(planned: Planned, options: OpenOptions): Promise<LiveSession> {
    const { fresh, activates, folder, from, made, report, signal } = options;
    const id = sessionId(planned.request, planned.plan);
    if (from !== undefined) {
      this.aws.widerOf(planned, from); // before anything is begun
    }
    const switched = activates ? [this.switchTo(id, folder)] : [];
    const reusable = fresh ? undefined : reusableSession(this.sessions.get(id), planned.plan, Date.now());
    if (reusable !== undefined) {
      this.log.info(`Using the session of ${reusable.identity.arn} that is already open.`);
      return activates ? this.activate(reusable, folder) : reusable;
    }
    const before = fresh ? this.sessions.whoIs(id) : undefined;
    const wanted: Wanted = { planned, activates, folder, from, made, before };
    this.quiet.get(id)?.abort();
    if (activates && this.sessions.get(id)?.attempt !== undefined) {
      this.sessions.commit({ kind: 'awaited', id, folder });
    }
    try {
      const ends = AbortSignal.any([signal, this.stopOf(id), ...switched]);
      const session = await this.flights.join(id, ends, (leaving) =>
        this.call(id, wanted, { report, signal: leaving, mayAsk: true }),
      );
      return activates ? await this.activate(session, folder) : session;
    } catch (error) {
      if (activates) {
        this.sessions.commit({ kind: 'let-go', id, folder });
      }
      throw error;
    }
  }

  /**
   * Credentials once more, without asking anybody.
   * @param entry as it was when this was begun: what has ended since stays ended, whoever would be there by now
   * @param plan what the files say now
   * @throws NeedsUser, UserError; Cancelled also where it has ended or was renewed meanwhile, or where somebody who may
   * be asked renews it
   */
  async renewQuietly(entry: BookEntry, plan: Plan, signal: AbortSignal): Promise<LiveSession> {
    const { id, role, state } = entry;
    if (this.flights.has(id) || !isSameCredentials(entry, this.sessions.get(id))) {
      throw new Cancelled();
    }
    const quiet = new AbortController();
    this.quiet.set(id, quiet);
    const planned = { request: role.request, plan };
    try {
      return await this.call(
        id,
        { planned, activates: false, before: whoIs(state) },
        {
          report: () => undefined,
          signal: AbortSignal.any([signal, this.stopOf(id), quiet.signal]),
          mayAsk: false,
        },
      );
    } finally {
      if (this.quiet.get(id) === quiet) {
        this.quiet.delete(id);
      }
    }
  }

  /** New things of the window, or of the folder, act as it from now on. @throws UserError where it has no credentials */
  async use(id: SessionId, folder?: FolderKey): Promise<void> {
    const entry = this.sessions.get(id);
    if (entry?.state.kind !== 'live') {
      throw new UserError(l10n.t('That session has ended. Assume the role again to use it.'), {
        actions: entry === undefined ? [] : [assumeRoleAction(entry.role.request)],
      });
    }
    this.switchTo(undefined, folder);
    await this.activate(entry.state, folder);
  }

  /** New things of the folder act as those of the window from now on. */
  async follow(folder: FolderKey): Promise<void> {
    this.switchTo(undefined, folder);
    this.sessions.commit({ kind: 'followed', folder });
    await this.keeper.keepActive();
  }

  /**
   * Forgets a session in all windows, and ends the call for it.
   * @throws UserError where the secret store did not forget it
   */
  async end(id: SessionId): Promise<void> {
    this.stops.get(id)?.abort();
    this.stops.delete(id);
    const entry = this.sessions.get(id);
    if (entry === undefined) {
      return;
    }
    this.sessions.commit({ kind: 'ended', id, generation: entry.generation, isHere: true });
    const ending = this.keeper.forget(entry);
    this.endings.set(id, ending);
    try {
      await ending;
    } finally {
      if (this.endings.get(id) === ending) {
        this.endings.delete(id);
      }
    }
  }

  dispose(): void {
    for (const call of [...this.switching.values(), ...this.stops.values()]) {
      call.abort();
    }
  }

  /** Ends the call for what was to become active, unless that is the same. @returns when something else is to after this */
  private switchTo(id: SessionId | undefined, folder: FolderKey | undefined): AbortSignal {
    const { pendingId, assignments } = this.sessions;
    const pending = folder === undefined ? pendingId : assignments.get(folder)?.pending;
    const before = this.switching.get(folder);
    if (before !== undefined && id !== undefined && pending === id) {
      return before.signal;
    }
    before?.abort();
    const next = new AbortController();
    this.switching.set(folder, next);
    return next.signal;
  }

  private stopOf(id: SessionId): AbortSignal {
    const stop = this.stops.get(id) ?? new AbortController();
    this.stops.set(id, stop);
    return stop.signal;
  }

  private async activate(session: LiveSession, folder?: FolderKey): Promise<LiveSession> {
    this.sessions.commit({ kind: 'used', id: session.id, folder });
    await this.keeper.keepActive();
    return session;
  }

  private async call(id: SessionId, wanted: Wanted, attending: Attending): Promise<LiveSession> {
    const { plan, request } = wanted.planned;
    const role: RoleRef = { id: plan.roleId, name: plan.name, request };
    const { signal, mayAsk = true } = attending;
    const attempt = ++this.attempts;
    const { activates, folder } = wanted;
    this.sessions.commit({ kind: 'begun', id, role, plan, attempt, activates, folder });
    const watch = this.sessions.watch(id, attempt);
    const ends = AbortSignal.any([signal, watch.over]);
    let isAnswered = false;
    const commit = (opened: Opened, isOurs: boolean) => {
      watch.dispose();
      if (ends.aborted || this.sessions.get(id)?.attempt !== attempt) {
        throw new Cancelled();
      }
      this.refuseAnother(id, wanted, opened.session);
      const state = this.sessions.get(id)?.state;
      if (isOurs && wanted.before !== undefined && state?.kind === 'live' && opened.session.kind === 'live') {
        refuseKept(state, opened.session, mayAsk);
      }
      const isRenewal = wanted.before !== undefined;
      return this.commit({ id, attempt, opened, isRenewal, isOurs }, { signal, discards: isOurs && mayAsk });
    };
    try {
      if (!mayAsk) {
        needsKnownPerson(wanted.before, wanted.planned.plan);
      }
      await this.ended(id, ends);
      return await this.keeper.exclusively(id, {
        signal: ends,
        known: this.sessions.get(id)?.generation ?? 0,
        goesOn: wanted.before !== undefined && this.sessions.factsOf(id) !== undefined,
        theirs: (kept) => commit(this.sessions.openedBy(kept), false),
        ours: async (generation) => {
          const opened = await this.aws.ask(wanted, generation, { ...attending, signal: ends });
          isAnswered = true;
          wanted.made?.();
          return commit(opened, true);
        },
      });
    } catch (error) {
      watch.dispose();
      this.settle(id, attempt, error);
      const isLost = error instanceof Cancelled && !signal.aborted && (watch.over.aborted || isAnswered);
      throw isLost && mayAsk ? lostMeanwhile(role, this.sessions.get(id)?.state) : error;
    }
  }

  /** What was ended here just now is so for all windows before a call for it begins, which would seem to be ended too. */
  private async ended(id: SessionId, signal: AbortSignal): Promise<void> {
    const ending = this.endings.get(id);
    if (ending !== undefined) {
      const settled = ending.catch(() => undefined);
      await untilAborted(
        signal,
        unlessQuick(settled, LONGEST_END_MS, () => Promise.resolve()),
      );
    }
  }

  /**
   * Kept before another window may call: it has what this one was given. Who cancels meanwhile has what there was.
   * @param discards whether a session that is new then ends
   * @throws Cancelled
   */
  private async commit(
    answer: Pick<Extract<BookEvent, { kind: 'opened' }>, 'id' | 'attempt' | 'opened' | 'isRenewal' | 'isOurs'>,
    { signal, discards }: { readonly signal: AbortSignal; readonly discards: boolean },
  ): Promise<LiveSession> {
    const { opened } = answer;
    const { session } = opened;
    if (session.kind !== 'live') {
      throw new Cancelled();
    }
    const { activeId: active, assignments: folders } = this.sessions;
    const isNew = this.sessions.get(session.id)?.state.kind !== 'live';
    this.sessions.commit({ kind: 'opened', ...answer });
    try {
      await untilAborted(signal, this.keeper.keep(session.id));
    } catch (error) {
      this.sessions.commit({ kind: 'put-back', id: session.id, active, folders });
      if (isNew && discards) {
        this.discard(session.id, opened.generation);
      }
      throw error;
    }
    return session;
  }

  private discard(id: SessionId, generation: number): void {
    if (this.sessions.get(id)?.generation === generation) {
      this.sessions.commit({ kind: 'ended', id, generation, isHere: true });
      void this.keeper.forgetQuietly(id, generation, 'ended');
    }
  }

  /** The files, or whoever signs in, may have changed: a session that is renewed stays who it was. @throws UserError */
  private refuseAnother(id: SessionId, { before, planned }: Wanted, session: Who): void {
    const sameness = before === undefined ? 'same' : answersFor(before, session, planned.plan);
    if (before === undefined || sameness === 'same') {
      return;
    }
    if (sameness === 'unknown') {
      throw unknownPerson(planned.plan);
    }
    const [was, is] = differenceBetween(before, session);
    const message = l10n.t(
      '{0} was {1} and would now be {2}: it is not renewed, and its credentials are no longer used. If that is what you want, assume the role anew.',
      planned.plan.name,
      was,
      is,
    );
    this.refuse(id, message);
    throw new UserError(message, { actions: [assumeRoleAction(planned.request)] });
  }

  private refuse(id: SessionId, message: string): void {
    const generation = this.sessions.get(id)?.generation ?? 0;
    this.sessions.commit({ kind: 'refused', id, message, isHere: true });
    void this.keeper.forgetQuietly(id, generation, 'refused');
  }

  /** What was called for in vain: what there was before goes on. */
  private settle(id: SessionId, attempt: number, error: unknown): void {
    const entry = this.sessions.get(id);
    if (entry?.attempt !== attempt) {
      return;
    }
    if (error instanceof Cancelled) {
      this.sessions.commit({ kind: 'cancelled', id, attempt });
      return;
    }
    const message = error instanceof UserError ? error.message : l10n.t('See the log for what went wrong.');
    const renewal = renewalAfter(error, entry.renewal, message, Date.now(), this.random());
    this.sessions.commit({ kind: 'failed', id, attempt, message, renewal });
  }
}
