// A manager over a vault in memory, at a time that tests set.
import { afterEach, beforeEach, vi } from 'vitest';
import type { Assumed } from '../../../src/aws/executePlan.js';
import { Cancelled } from '../../../src/base/errors.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { configuredRole } from '../../../src/model/request.js';
import type { LiveSession, Session } from '../../../src/model/session/session.js';
import { SessionManager } from '../../../src/session/manager.js';
import type { Executor } from '../../../src/session/executor.js';
import type { Log } from '../../../src/editor/log.js';
import { Vault } from '../../../src/session/vault.js';
import { NOW, SECRET, TOKEN, plan } from '../../support/samples.js';
import { Store } from './store.js';

/** What AWS answers to a plan. */
export type Execute = (plan: Plan, signal: AbortSignal) => Promise<Assumed>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const ARN = 'arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession';

export const assumed = (overrides: Partial<Assumed> = {}): Assumed => ({
  credentials: { accessKeyId: 'ASIANEW', secretAccessKey: SECRET, sessionToken: TOKEN },
  arn: ARN,
  principal: 'AKIAEXAMPLE',
  expiration: NOW + HOUR_MS,
  clockOffsetMs: 0,
  ...overrides,
});
export const giving = (overrides: Partial<Assumed> = {}): Execute => vi.fn(() => Promise.resolve(assumed(overrides)));
export const failing = (error: Error): Execute => vi.fn(() => Promise.reject(error));
export const named = (name: string): Plan => plan({ roleId: `profile:${name}`, name });

/** A call that goes on until the test ends it, or its signal. */
export class PendingCall {
  readonly signals: AbortSignal[] = [];
  private finishAll: (result: Assumed) => void = () => undefined;

  readonly execute: Execute = (_, signal) =>
    new Promise((resolve, reject) => {
      this.signals.push(signal);
      this.finishAll = resolve;
      signal.addEventListener('abort', () => reject(new Cancelled()));
    });

  finish(result: Assumed): void {
    this.finishAll(result);
  }

  /** Until it has begun: a kept session is looked for before. */
  async begun(): Promise<void> {
    await vi.waitFor(() => {
      if (this.signals.length === 0) throw new Error('Nobody called');
    });
  }
}

/** What one window has; a reload opens another manager over the same stores. */
export class Desk {
  secrets = new Store();
  vault = new Vault(this.secrets, new Store(), new Store());
  manager: SessionManager;
  /** What was announced: "assuming read-only", "failed AWS says no." */
  readonly seen: string[] = [];
  readonly logged: string[] = [];
  private readonly answers = new Map<Plan, Execute>();

  constructor() {
    this.manager = this.open();
  }

  reload(): void {
    this.manager.dispose();
    this.manager = this.open();
  }

  assume(execute: Execute, of: Plan = plan(), { fresh = false, signal = neverAborts() } = {}): Promise<LiveSession> {
    const planned = { plan: of, request: configuredRole(of.roleId) };
    this.answers.set(of, execute);
    const result = this.manager.assume(planned, { fresh, signal, report: () => undefined });
    result.catch(() => undefined);
    return result;
  }

  private open(): SessionManager {
    const log: Log = {
      debug: () => undefined,
      info: (message) => void this.logged.push(message),
      warn: (message, error) => void this.logged.push(`${message}: ${String(error)}`),
      error: () => undefined,
    };
    const tokens = this.vault.tokens((message, error) => log.warn(message, error));
    const run: Executor['run'] = (of, { signal }) =>
      this.answers.get(of)?.(of, signal) ?? Promise.reject(new Error('Nobody asked for this plan'));
    const manager = new SessionManager(this.vault, tokens, { run }, log);
    manager.onDidChange(() => this.seen.push(word(manager.active())));
    return manager;
  }
}

const neverAborts = (): AbortSignal => new AbortController().signal;

function word(state: Session): string {
  return state.kind === 'none' ? 'none' : `${state.kind} ${state.kind === 'failed' ? state.message : state.role.name}`;
}

/** A desk for each test, on the morning of NOW. */
export function useDesk(): () => Desk {
  let desk: Desk;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: NOW });
    desk = new Desk();
  });
  afterEach(() => {
    desk.manager.dispose();
    vi.useRealTimers();
  });
  return () => desk;
}
