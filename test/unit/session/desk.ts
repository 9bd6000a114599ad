// What one window has of sessions, over stores in memory and a folder, at a time that tests set.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Assumed } from '../../../src/aws/executePlan.js';
import { Cancelled } from '../../../src/base/errors.js';
import type { Log } from '../../../src/editor/log.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { configuredRole } from '../../../src/model/request.js';
import type { LiveSession, Session } from '../../../src/model/session/session.js';
import type { RenewalPolicy } from '../../../src/session/book/renewal.js';
import { sessionId } from '../../../src/session/book/sessionKey.js';
import type { Attending, Executor } from '../../../src/session/executor.js';
import { SignOuts } from '../../../src/session/keep/signOuts.js';
import { Vault } from '../../../src/session/keep/vault.js';
import { Keeper } from '../../../src/session/keeper.js';
import { Opener } from '../../../src/session/opener.js';
import { Sessions } from '../../../src/session/sessions.js';
import type { SignedIn } from '../../../src/session/keep/whileSignedIn.js';
import { Windows } from '../../../src/session/windows/windows.js';
import { NOW, SECRET, TOKEN, plan } from '../../support/samples.js';
import { Store } from './store.js';

/** What AWS answers to a plan. */
export type Execute = (plan: Plan, attending: Attending) => Promise<Assumed & SignedIn>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const ARN = 'arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession';

export const CREDENTIALS = { accessKeyId: 'ASIANEW', secretAccessKey: SECRET, sessionToken: TOKEN };

let keys = 0;

/** New keys each time, as AWS gives them. */
export const assumed = (overrides: Partial<Assumed & SignedIn> = {}): Assumed & SignedIn => ({
  credentials: { ...CREDENTIALS, accessKeyId: `ASIANEW${++keys}` },
  arn: ARN,
  principal: 'AKIAEXAMPLE',
  expiration: NOW + HOUR_MS,
  clockOffsetMs: 0,
  ...overrides,
});
export const giving = (overrides: Partial<Assumed> = {}): Execute => vi.fn(() => Promise.resolve(assumed(overrides)));
export const failing = (error: Error): Execute => vi.fn(() => Promise.reject(error));
export const named = (name: string): Plan => plan({ roleId: `profile:${name}`, name });
export const idOf = (of: Plan): string => sessionId(configuredRole(of.roleId), of);

/** A call that goes on until the test ends it, or its signal. */
export class PendingCall {
  readonly signals: AbortSignal[] = [];
  private finishAll: (result: Assumed) => void = () => undefined;

  readonly execute: Execute = (_, { signal }) =>
    new Promise((resolve, reject) => {
      this.signals.push(signal);
      this.finishAll = resolve;
      signal.addEventListener('abort', () => reject(new Cancelled()));
    });

  finish(result: Assumed): void {
    this.finishAll(result);
  }

  /** Until it has begun: other windows are looked at before. */
  async begun(): Promise<void> {
    await vi.waitFor(() => {
      if (this.signals.length === 0) throw new Error('Nobody called');
    });
  }
}

interface Asked {
  readonly fresh?: boolean;
  readonly activates?: boolean;
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

/** One window; a reload opens another one over the same stores. */
export class Desk {
  readonly secrets: Store;
  readonly globalState: Store;
  readonly signOuts: SignOuts;
  readonly workspaceState = new Store();
  policy: RenewalPolicy = 'automatic';
  sessions!: Sessions;
  windows!: Windows;
  keeper!: Keeper;
  opener!: Opener;
  vault!: Vault;
  /** What was announced of the active one: "assuming read-only", "failed AWS says no." */
  readonly seen: string[] = [];
  readonly logged: string[] = [];
  /** What was called, in order. */
  readonly calls: Plan[] = [];
  private readonly answers = new Map<string, Execute>();

  /** `neighbour`: another window of the same machine and editor. */
  constructor(
    readonly folder: string,
    neighbour?: Desk,
  ) {
    this.secrets = neighbour?.secrets ?? new Store();
    this.globalState = neighbour?.globalState ?? new Store();
    this.signOuts = new SignOuts(join(folder, 'signed-out'));
    this.open();
  }

  reload(): void {
    this.close();
    this.open();
  }

  close(): void {
    this.opener.dispose();
    this.keeper.dispose();
    this.windows.dispose();
    this.sessions.dispose();
  }

  /** What AWS says to a plan from now on. */
  answer(execute: Execute, of: Plan = plan()): void {
    this.answers.set(idOf(of), execute);
  }

  assume(
    execute: Execute,
    of: Plan = plan(),
    { fresh = false, activates = true, folder, signal }: Asked = {},
  ): Promise<LiveSession> {
    this.answer(execute, of);
    const planned = { plan: of, request: configuredRole(of.roleId) };
    const how = { fresh, activates, folder, signal: signal ?? neverAborts(), report: () => undefined };
    const result = this.opener.open(planned, how);
    result.catch(() => undefined);
    return result;
  }

  async end(of: Plan = plan()): Promise<void> {
    await this.opener.end(idOf(of));
  }

  private open(): void {
    const log: Log = {
      debug: () => undefined,
      info: (message) => void this.logged.push(message),
      warn: (message, error) => void this.logged.push(`${message}: ${String(error)}`),
      error: () => undefined,
    };
    const run: Executor['run'] = (of, attending) => {
      this.calls.push(of);
      return this.answers.get(idOf(of))?.(of, attending) ?? Promise.reject(new Error('Nobody asked for this plan'));
    };
    this.sessions = new Sessions({ policy: () => this.policy, log, random: () => 0 });
    this.vault = new Vault(this.secrets, this.workspaceState, this.folder);
    this.windows = new Windows(this.vault, this.folder, this.globalState, (id) => this.sessions.kept(id), log);
    this.keeper = new Keeper(this.sessions, this.windows, this.signOuts, log);
    this.opener = new Opener(this.sessions, this.keeper, { run }, log, () => 0);
    this.sessions.onDidChange(({ active }) => active && this.seen.push(word(active.after)));
  }
}

const neverAborts = (): AbortSignal => new AbortController().signal;

function word(state: Session): string {
  return state.kind === 'none' ? 'none' : `${state.kind} ${state.kind === 'failed' ? state.message : state.role.name}`;
}

/** A desk for each test, on the morning of NOW. */
export function useDesk(): () => Desk {
  let desk: Desk;
  let folder: string;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    folder = await mkdtemp(join(tmpdir(), 'role-sessions-desk-'));
    vi.stubEnv('XDG_RUNTIME_DIR', folder); // windows meet in there
    desk = new Desk(folder);
  });
  afterEach(async () => {
    desk.close();
    vi.unstubAllEnvs();
    vi.useRealTimers();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  });
  return () => desk;
}
