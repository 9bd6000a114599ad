import type { Disposable } from '../base/listeners.js';
import type { Lazy } from '../base/waiting/lazy.js';
import * as l10n from '../base/l10n.js';
import { Cancelled, NeedsUser, UserError } from '../base/errors.js';
import { untilAborted } from '../base/waiting/untilAborted.js';
import type { Configuration } from '../config/configuration.js';
import type { Log } from '../editor/log.js';
import { isStuck, LONGEST_CALL_MS } from '../model/session/entry.js';
import { NEVER, type SessionId } from '../model/session/session.js';
import type { Plan } from '../model/plan/plan.js';
import type { FolderKey } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import { isSameCredentials, type BookEntry } from './book/book.js';
import { planChange } from './book/planChange.js';
import { awaitsRevival, backoff, due, isPastRevival, warningsPassed } from './book/renewal.js';
import type { Opener } from './opener.js';
import type { Sessions } from './sessions.js';

/** Timers stand still while a machine sleeps: the wall clock is looked at this often. */
const TICK_MS = 1_000;

/** What people are told of a session that goes on or ends. */
export interface UpkeepNotices {
  /** Somebody has to be asked to renew it, soon. */
  needsUser(entry: BookEntry): void;
  /** It is not renewed by itself, because what it was opened by has changed. */
  changed(entry: BookEntry, message: string): void;
  /** It would have become somebody else's, and has no credentials any more. */
  refused(entry: BookEntry, message: string): void;
  /** It ends within `beforeMs`, and nothing has renewed it. */
  expires(entry: BookEntry, beforeMs: number): void;
}

interface UpkeepContext {
  readonly sessions: Sessions;
  readonly opener: Opener;
  readonly configuration: Lazy<Configuration>;
  readonly uses: readonly SessionUse[];
  /** Whether a folder can be used: what it has is not renewed for itself. Default: all can. */
  readonly isInWorkspace?: (folder: FolderKey) => boolean;
  readonly warnBeforeMs: () => readonly number[];
  readonly notices: UpkeepNotices;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly random?: () => number;
}

/** A renewal that nobody watches. */
interface Quiet {
  /** By a clock that nobody sets. */
  readonly since: number;
  readonly limit: AbortController;
}

/** Once a second while anything is timed: what has ended ends, what is needed is renewed, what will end is said. */
export class Upkeep implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private readonly warned = new Set<string>();
  /** What was said of changed plans, so that each save of a file does not say it again. */
  private readonly saidChanged = new Map<SessionId, string>();
  private readonly renewing = new Map<SessionId, Quiet>();
  private readonly subscription: Disposable;
  private following: Disposable | undefined;

  constructor(private readonly context: UpkeepContext) {
    this.subscription = context.sessions.onDidChange(() => this.start());
    this.start();
  }

  /** Also when the window gets the focus, after a sleep for instance. */
  tick(): void {
    const { sessions } = this.context;
    sessions.tick();
    this.endLongOnes();
    const now = Date.now();
    const used = this.used();
    for (const entry of sessions.list()) {
      this.look(entry, now, used.has(entry.id));
    }
    if (!this.isNeeded()) {
      this.stop();
    }
  }

  /** Sessions that something open needs. */
  used(): ReadonlySet<SessionId> {
    const { sessions, uses, isInWorkspace } = this.context;
    const used = new Set([...sessions.inUse(isInWorkspace), ...uses.flatMap((use) => [...use.used()])]);
    for (const id of used) {
      const wider = sessions.factsOf(id)?.narrowedFrom;
      if (wider !== undefined) {
        used.add(wider.id); // which is visited in its turn
      }
    }
    return used;
  }

  dispose(): void {
    this.stop();
    this.subscription.dispose();
    this.following?.dispose();
  }

  private look(entry: BookEntry, now: number, inUse: boolean): void {
    const { sessions, notices } = this.context;
    if (awaitsRevival(entry) && isPastRevival(entry.state, now)) {
      sessions.setRenewal(entry.id, { kind: 'off' });
      return;
    }
    const what = due(entry, now, inUse);
    if (what === 'tell') {
      sessions.setRenewal(entry.id, { kind: 'asks', since: now });
      notices.needsUser(entry);
    } else if (what === 'renew') {
      void this.renewOnce(entry);
    } else if (inUse && (entry.renewal.kind !== 'at' || isStuck(entry, now))) {
      this.warn(entry, now); // what is about to be renewed by itself does not end
    }
  }

  private start(): void {
    if (this.timer === undefined && this.isNeeded()) {
      this.timer = setInterval(() => this.tick(), TICK_MS);
      this.timer.unref();
    }
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private isNeeded(): boolean {
    const isTimed = (entry: BookEntry) =>
      (entry.state.kind === 'live' && entry.state.expiresAt !== NEVER) || awaitsRevival(entry);
    return this.context.sessions.list().some(isTimed);
  }

  private async renewOnce(entry: BookEntry): Promise<void> {
    if (!this.renewing.has(entry.id)) {
      const limit = new AbortController();
      this.renewing.set(entry.id, { since: performance.now(), limit });
      try {
        await this.renew(entry, limit.signal);
      } finally {
        this.renewing.delete(entry.id);
      }
    }
  }

  /** Files, programs and servers may hang, and nobody sees what is waited for: that is a renewal in vain. */
  private endLongOnes(): void {
    for (const { since, limit } of this.renewing.values()) {
      if (performance.now() - since >= LONGEST_CALL_MS) {
        limit.abort();
      }
    }
  }

  private async renew(entry: BookEntry, limit: AbortSignal): Promise<void> {
    const { opener, log } = this.context;
    try {
      const plan = await untilAborted(limit, this.planOf(entry));
      if (!isSameCredentials(entry, this.context.sessions.get(entry.id))) {
        return; // ended or renewed meanwhile
      }
      const change = entry.plan && planChange(entry.plan, plan);
      if (change !== undefined) {
        this.halt(entry, change);
        return;
      }
      const session = await opener.renewQuietly(entry, plan, limit);
      this.saidChanged.delete(entry.id);
      log.info(`Renewed ${session.identity.arn}.`);
    } catch (error) {
      this.inVain(entry, limit.aborted ? new Error('It was given up after two minutes') : error, limit.aborted);
    }
  }

  private async planOf({ role }: BookEntry): Promise<Plan> {
    const configuration = await this.context.configuration.get();
    this.following ??= configuration.onDidChange(() => this.lookAgain());
    return configuration.plan(role.request);
  }

  private inVain(entry: BookEntry, error: unknown, isTooLong: boolean): void {
    const { sessions, notices, log } = this.context;
    if (error instanceof Cancelled || error instanceof NeedsUser) {
      return; // the entry says that it asks
    }
    log.warn(`Could not renew the session of ${entry.role.name}`, error);
    const after = sessions.get(entry.id);
    if (after?.state.kind === 'failed') {
      notices.refused(entry, after.state.message);
    } else if (after?.renewal !== entry.renewal) {
      return; // the call has said when to try again
    } else if (error instanceof UserError) {
      this.halt(entry, error.message); // it never began
    } else {
      const minutes = LONGEST_CALL_MS / 60_000;
      const tooLong = l10n.t('There was no answer within {0} minutes.', minutes);
      this.tryLater(entry, isTooLong ? tooLong : l10n.t('See the log for what went wrong.'));
    }
  }

  private tryLater({ id, renewal }: BookEntry, message: string): void {
    const { sessions, random = Math.random } = this.context;
    const tries = renewal.kind === 'backoff' ? renewal.tries + 1 : 1;
    sessions.setRenewal(id, backoff(Date.now(), tries, message, random()));
  }

  private halt(entry: BookEntry, message: string): void {
    const { sessions, notices } = this.context;
    sessions.setRenewal(entry.id, { kind: 'changed', message });
    if (this.saidChanged.get(entry.id) !== message) {
      this.saidChanged.set(entry.id, message);
      notices.changed(entry, message);
    }
  }

  /** What had changed may be as it was. */
  private lookAgain(): void {
    const { sessions } = this.context;
    for (const { id, renewal } of sessions.list()) {
      if (renewal.kind === 'changed') {
        sessions.setRenewal(id, { kind: 'at', at: Date.now() });
      }
    }
  }

  /** The nearest that has not been said, once for each credentials. */
  private warn(entry: BookEntry, now: number): void {
    const passed = warningsPassed(entry.state, now, this.context.warnBeforeMs());
    const fresh = passed.filter((before) => !this.warned.has(keyOf(entry, before)));
    if (fresh.length > 0) {
      fresh.forEach((before) => this.warned.add(keyOf(entry, before)));
      this.context.notices.expires(entry, Math.min(...passed));
    }
  }
}

function keyOf({ id, generation }: BookEntry, before: number): string {
  return `${id} ${generation} ${before}`;
}
