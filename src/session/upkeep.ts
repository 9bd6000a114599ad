import type { Disposable } from '../base/listeners.js';
import type { Lazy } from '../base/lazy.js';
import { Cancelled, NeedsUser, UserError } from '../base/errors.js';
import type { Configuration } from '../config/configuration.js';
import type { Log } from '../editor/log.js';
import { NEVER, type SessionId } from '../model/session/session.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import type { BookEntry } from './book/book.js';
import { planChange } from './book/planChange.js';
import { due, warningsPassed } from './book/renewal.js';
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
  /** It ends within `beforeMs`, and nothing has renewed it. */
  expires(entry: BookEntry, beforeMs: number): void;
}

interface UpkeepContext {
  readonly sessions: Sessions;
  readonly opener: Opener;
  readonly configuration: Lazy<Configuration>;
  readonly uses: readonly SessionUse[];
  readonly warnBeforeMs: () => readonly number[];
  readonly notices: UpkeepNotices;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Once a second while anything is live: what has ended ends, what is needed is renewed, what will end is said. */
export class Upkeep implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private readonly warned = new Set<string>();
  /** Those whose plan is being made, before their call begins. */
  private readonly renewing = new Set<SessionId>();
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
    const now = Date.now();
    const used = this.used();
    for (const entry of sessions.list()) {
      const inUse = used.has(entry.id);
      const what = due(entry, now, inUse);
      if (what === 'tell') {
        sessions.setRenewal(entry.id, { kind: 'asks', since: now });
        this.context.notices.needsUser(entry);
      } else if (what === 'renew') {
        void this.renewOnce(entry);
      } else if (inUse && entry.renewal.kind !== 'at') {
        this.warn(entry, now); // what is about to be renewed by itself does not end
      }
    }
    if (!this.isNeeded()) {
      this.stop();
    }
  }

  /** Sessions that something open needs. */
  used(): ReadonlySet<SessionId> {
    const { sessions, uses } = this.context;
    const active = [sessions.activeId, sessions.pendingId].filter((id) => id !== undefined);
    return new Set([...active, ...uses.flatMap((use) => [...use.used()])]);
  }

  dispose(): void {
    this.stop();
    this.subscription.dispose();
    this.following?.dispose();
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
    const isTimed = ({ state, renewal }: BookEntry) =>
      (state.kind === 'live' && state.expiresAt !== NEVER) || (state.kind === 'expired' && renewal.kind === 'backoff');
    return this.context.sessions.list().some(isTimed);
  }

  private async renewOnce(entry: BookEntry): Promise<void> {
    if (!this.renewing.has(entry.id)) {
      this.renewing.add(entry.id);
      await this.renew(entry);
      this.renewing.delete(entry.id);
    }
  }

  private async renew(entry: BookEntry): Promise<void> {
    const { sessions, opener, configuration, notices, log } = this.context;
    try {
      const now = await configuration.get();
      this.following ??= now.onDidChange(() => this.lookAgain());
      const plan = await now.plan(entry.role.request);
      const change = entry.plan && planChange(entry.plan, plan);
      if (change !== undefined) {
        this.halt(entry, change);
        return;
      }
      const session = await opener.renewQuietly(entry, plan);
      log.info(`Renewed ${session.identity.arn}.`);
    } catch (error) {
      if (error instanceof Cancelled || error instanceof NeedsUser) {
        return; // the entry says that it asks
      }
      log.warn(`Could not renew the session of ${entry.role.name}`, error);
      const state = sessions.get(entry.id)?.state;
      if (state?.kind === 'failed') {
        notices.changed(entry, state.message);
      } else if (sessions.get(entry.id)?.renewal === entry.renewal && error instanceof UserError) {
        this.halt(entry, error.message); // there is no plan any more
      }
    }
  }

  private halt(entry: BookEntry, message: string): void {
    this.context.sessions.setRenewal(entry.id, { kind: 'changed', message });
    this.context.notices.changed(entry, message);
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
