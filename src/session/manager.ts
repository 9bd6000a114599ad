import { EventEmitter } from 'vscode';
import type { Disposable } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Attending, Executor } from './executor.js';
import type { Plan } from '../model/plan/plan.js';
import type { SessionRequest } from '../model/request.js';
import { Cancelled, UserError } from '../base/errors.js';
import type { Log } from '../editor/log.js';
import type { SessionChange, SessionReader } from '../model/session/sessionReader.js';
import type { SessionEntry } from '../model/session/entry.js';
import {
  NEVER,
  NO_SESSION,
  expire,
  remainingMs,
  type ExpiredSession,
  type LiveSession,
  type RoleRef,
  type Session,
  type SessionFacts,
  type SessionId,
  type Settled,
} from '../model/session/session.js';
import type { TokenVault } from './tokenVault.js';
import type { Vault } from './vault.js';
import { identityOf } from '../model/session/identity.js';
import { describeSource } from '../model/plan/describeSource.js';
import { sessionId, sessionKey, mayBecomeAnother, planFingerprint } from './sessionKey.js';

/** A kept session is used again instead of asking STS (and the user for MFA) when it is good for this long. */
const REUSE_AT_LEAST_MS = 10 * 60_000;
/** Expiry is looked up on the wall clock this often: timers stand still while a machine sleeps. */
const CLOCK_CHECK_MS = 30_000;

/** What is wanted, and how it is reached. */
export interface Planned {
  readonly request: SessionRequest;
  readonly plan: Plan;
}

interface Attempt {
  readonly fingerprint: string;
  readonly fresh: boolean;
  readonly abort: AbortController;
  readonly result: Promise<LiveSession>;
}

/** The only writer of session state. */
export class SessionManager implements SessionReader, Disposable {
  private state: Session = NO_SESSION;
  private readonly opened = new Map<string, LiveSession | ExpiredSession>();
  private attempt: Attempt | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly changed = new EventEmitter<SessionChange>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly vault: Vault,
    /** What one MFA code gave for many roles. */
    readonly tokens: TokenVault,
    private readonly executor: Pick<Executor, 'run'>,
    private readonly log: Log,
  ) {}

  active(): Session {
    return this.state;
  }

  list(): SessionEntry[] {
    return [...this.opened.values()].reverse().map((state) => ({
      id: state.id,
      role: state.role,
      state,
      underWay: false,
      renewal: { kind: 'off' },
    }));
  }

  get(id: SessionId): SessionEntry | undefined {
    return this.list().find((entry) => entry.id === id);
  }

  byKey(key: string): LiveSession | undefined {
    const session = this.opened.get(key);
    return session?.kind === 'live' && session.expiresAt > Date.now() ? session : undefined;
  }

  facts(key: string): SessionFacts | undefined {
    return this.opened.get(key);
  }

  /** Every secret in memory, for the log to blank. */
  secrets(): string[] {
    const ofSessions = [...this.opened.values()].flatMap((session) =>
      session.kind === 'live' ? [session.credentials.secretAccessKey, session.credentials.sessionToken] : [],
    );
    return [...ofSessions, ...this.tokens.secrets()];
  }

  /** Puts back what this window had before a reload. */
  async restore(): Promise<void> {
    const kept = await this.vault.readActive(Date.now());
    if (kept !== undefined && this.state.kind === 'none') {
      this.log.info(`Restored the session of ${kept.session.identity.arn}.`);
      this.open(kept.session);
    }
    await this.vault.prune(Date.now());
    await this.tokens.prune(Date.now());
  }

  /**
   * Makes the plan's role the active one. A second call for the same plan joins the first; one for another
   * replaces it. Unless `fresh`, a kept session of the same plan is used again; a fresh one of what was open before is
   * of the same ARN, or none.
   * @throws UserError, Cancelled
   */
  async assume(planned: Planned, options: { readonly fresh: boolean } & Attending): Promise<LiveSession> {
    const running = this.attempt;
    const fingerprint = planFingerprint(planned.plan);
    if (running?.fingerprint === fingerprint && running.fresh === options.fresh && !running.abort.signal.aborted) {
      return running.result;
    }
    running?.abort.abort();
    const abort = new AbortController();
    options.signal.addEventListener('abort', () => abort.abort(), { once: true });
    const attempt: Attempt = {
      fingerprint,
      fresh: options.fresh,
      abort,
      result: this.run(planned, options.fresh, { report: options.report, signal: abort.signal }),
    };
    this.attempt = attempt;
    try {
      return await attempt.result;
    } finally {
      if (this.attempt === attempt) {
        this.attempt = undefined;
      }
    }
  }

  /** Forgets the active session's credentials everywhere. */
  async end(): Promise<void> {
    this.attempt?.abort.abort();
    const settled = settledOf(this.state);
    this.set(NO_SESSION);
    if (settled.kind === 'live' || settled.kind === 'expired') {
      this.opened.set(settled.key, settled.kind === 'live' ? expire(settled) : settled);
      await this.keep('end', async () => {
        await this.vault.setActive(undefined);
        await this.vault.remove(settled.key);
      });
    }
  }

  /** Looks at the clock; the window calls it when it gets the focus, after a sleep for instance. */
  checkClock(): void {
    const now = Date.now();
    for (const [key, session] of this.opened) {
      if (session.kind === 'live' && session.expiresAt <= now) {
        this.opened.set(key, expire(session));
        this.log.info(`The session of ${session.identity.arn} expired.`);
      }
    }
    const settled = settledOf(this.state);
    if (settled.kind === 'live' && settled.expiresAt <= now) {
      const expired = expire(settled);
      this.set(this.state.kind === 'assuming' ? { ...this.state, previous: expired } : expired);
    }
    this.schedule();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.attempt?.abort.abort();
    this.changed.dispose();
  }

  private async run({ plan, request }: Planned, fresh: boolean, attending: Attending): Promise<LiveSession> {
    const role: RoleRef = { id: plan.roleId, name: plan.name, request };
    const previous = settledOf(this.state);
    this.set({ kind: 'assuming', role, previous });
    try {
      const session = (fresh ? undefined : await this.reusable(plan)) ?? (await this.call(plan, role, attending));
      if (attending.signal.aborted) {
        throw new Cancelled();
      }
      if (fresh) {
        this.expectTheSame(session);
      }
      this.open(session);
      await this.keep('keep', async () => {
        await this.vault.write({ session, fingerprint: planFingerprint(plan) });
        await this.vault.setActive(session.key);
      });
      return session;
    } catch (error) {
      this.settleAfterFailure(role, error);
      throw error;
    }
  }

  private async reusable(plan: Plan): Promise<LiveSession | undefined> {
    if (mayBecomeAnother(plan)) {
      return undefined;
    }
    const kept = await this.vault.find(planFingerprint(plan), Date.now()).catch((error: unknown) => {
      this.log.warn('Could not look for a kept session', error);
      return undefined;
    });
    if (kept === undefined || remainingMs(kept.session, Date.now()) < REUSE_AT_LEAST_MS) {
      return undefined;
    }
    if (kept.session.expiresAt === NEVER) {
      return undefined; // they may have been replaced meanwhile, and asking for them costs nothing
    }
    this.log.info(`Using the session of ${kept.session.identity.arn} that is already open.`);
    return kept.session;
  }

  private async call(plan: Plan, role: RoleRef, attending: Attending): Promise<LiveSession> {
    const assumed = await this.executor.run(plan, attending);
    const now = Date.now();
    const session: LiveSession = {
      kind: 'live',
      id: sessionId(role.request, plan),
      key: sessionKey(plan, assumed.arn),
      role,
      identity: identityOf(assumed.arn),
      principal: assumed.principal,
      region: plan.region,
      endpoints: plan.endpoints,
      source: describeSource(plan),
      narrowedTo: plan.narrowedTo,
      startedAt: now,
      expiresAt: assumed.expiration === undefined ? NEVER : assumed.expiration - assumed.clockOffsetMs,
      clockOffsetMs: assumed.clockOffsetMs,
      credentials: assumed.credentials,
    };
    if (session.expiresAt <= now) {
      throw new UserError(
        l10n.t("The session that AWS gave for {0} has expired already. Is this machine's clock right?", plan.name),
      );
    }
    this.log.info(`Assumed ${session.identity.arn} until ${new Date(session.expiresAt).toISOString()}.`);
    return session;
  }

  /** The files, or whoever signs in, may have changed: a session that is renewed stays who it was. @throws UserError */
  private expectTheSame({ role, identity }: LiveSession): void {
    const wanted = JSON.stringify(role.request);
    const [before] = [...this.opened.values()]
      .filter((known) => JSON.stringify(known.role.request) === wanted)
      .sort((a, b) => b.startedAt - a.startedAt);
    if (before !== undefined && before.identity.arn !== identity.arn) {
      throw new UserError(
        l10n.t(
          '{0} was {1} and would now be {2}: it is not renewed. If that is what you want, assume the role anew.',
          role.name,
          before.identity.arn,
          identity.arn,
        ),
        {
          actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole', args: [role.request] }],
        },
      );
    }
  }

  private open(session: LiveSession): void {
    this.opened.set(session.key, session);
    this.set(session);
    this.schedule();
  }

  /** A failed switch leaves the session there was; a cancelled one leaves everything as it was. */
  private settleAfterFailure(role: RoleRef, error: unknown): void {
    if (this.state.kind !== 'assuming' || this.state.role !== role) {
      return; // a newer attempt has taken over
    }
    const { previous } = this.state;
    const keepsPrevious = previous.kind === 'live' || error instanceof Cancelled;
    const message = error instanceof UserError ? error.message : l10n.t('See the log for what went wrong.');
    this.set(keepsPrevious ? previous : { kind: 'failed', role, message });
  }

  /** Without a working secret store a session lives in this window's memory only; that must not end it. */
  private async keep(what: string, store: () => Promise<void>): Promise<void> {
    try {
      await store();
    } catch (error) {
      this.log.warn(`Could not ${what} the session in the secret store`, error);
    }
  }

  private set(state: Session): void {
    const before = this.state;
    this.state = state;
    this.changed.fire({ entries: [], active: { before, after: state } });
  }

  private schedule(): void {
    clearTimeout(this.timer);
    const ends = [...this.opened.values()]
      .filter((session) => session.kind === 'live')
      .map((session) => session.expiresAt);
    if (ends.length > 0) {
      const wait = Math.min(Math.max(0, Math.min(...ends) - Date.now()) + 1, CLOCK_CHECK_MS);
      this.timer = setTimeout(() => this.checkClock(), wait);
    }
  }
}

function settledOf(session: Session): Settled {
  return session.kind === 'assuming' ? session.previous : session;
}
