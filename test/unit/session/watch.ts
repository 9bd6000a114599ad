// The upkeep of a desk's sessions, by clocks that tests move.
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { Lazy } from '../../../src/base/waiting/lazy.js';
import { Listeners } from '../../../src/base/listeners.js';
import type { Configuration } from '../../../src/config/configuration.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import type { SessionRequest } from '../../../src/model/request.js';
import type { SessionId } from '../../../src/model/session/session.js';
import { Upkeep } from '../../../src/session/upkeep.js';
import { NOW, plan } from '../../support/samples.js';
import { assumed, HOUR_MS, idOf, MINUTE_MS, named, useDesk, type Desk, type Execute } from './desk.js';

export const SECOND_MS = 1000;
export const END = NOW + HOUR_MS;

/** Credentials for an hour from whenever they are asked for. */
export const anHour =
  (overrides: Parameters<typeof assumed>[0] = {}): Execute =>
  () =>
    Promise.resolve(assumed({ expiration: Date.now() + HOUR_MS, ...overrides }));

export const planOf = ({ target }: SessionRequest): Plan =>
  target.kind === 'configured' && target.roleId !== plan().roleId
    ? named(target.roleId.replace('profile:', ''))
    : plan();

/** Both clocks go on. */
export const pass = (ms: number): void => void vi.advanceTimersByTime(ms);
/** Somebody sets the clock, or the machine sleeps: the other clock stands still. */
export const setClock = (now: number): void => void vi.setSystemTime(now);

/** What goes on beside the clocks, files and promises, may take any time. */
export async function until(holds: () => void): Promise<void> {
  for (let looks = 0; ; looks += 1) {
    try {
      holds();
      return;
    } catch (error) {
      if (looks === 20_000) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

class Watch {
  upkeep!: Upkeep;
  readonly told: string[] = [];
  inUse: readonly SessionId[] = [];
  /** Folders that are not in the workspace now. */
  gone: readonly string[] = [];
  planFor = (request: SessionRequest): Promise<Plan> => Promise.resolve(planOf(request));
  readonly files = new Listeners();

  constructor(private readonly desk: Desk) {
    this.start();
  }

  start(): void {
    const configuration: Pick<Configuration, 'plan' | 'onDidChange' | 'dispose'> = {
      plan: (request) => this.planFor(request),
      onDidChange: this.files.event,
      dispose: () => undefined,
    };
    this.upkeep = new Upkeep({
      sessions: this.desk.sessions,
      opener: this.desk.opener,
      configuration: new Lazy(() => Promise.resolve(configuration as Configuration)),
      uses: [{ used: () => this.inUse }],
      isInWorkspace: (folder) => !this.gone.includes(folder),
      warnBeforeMs: () => [10 * MINUTE_MS, 2 * MINUTE_MS],
      notices: {
        needsUser: ({ role }) => this.told.push(`${role.name} asks`),
        changed: ({ role }, message) => this.told.push(`${role.name} changed: ${message}`),
        refused: ({ role }, message) => this.told.push(`${role.name} refused: ${message}`),
        expires: ({ role }, beforeMs) => this.told.push(`${role.name} expires in ${beforeMs / MINUTE_MS}`),
      },
      log: {
        info: (message) => void this.desk.logged.push(message),
        warn: (message, error) => void this.desk.logged.push(`${message}: ${String(error)}`),
      },
      random: () => 1,
    });
  }
}

export function useWatch() {
  const desk = useDesk();
  let watch: Watch;
  beforeEach(() => {
    // Both clocks: one that may be set, and one that nobody sets, which stands still while a machine sleeps.
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setInterval', 'clearInterval'], now: NOW });
    watch = new Watch(desk());
  });
  afterEach(() => watch.upkeep.dispose());
  const entry = (of: Plan) => desk().sessions.get(idOf(of));
  return {
    desk,
    watch: () => watch,
    /** That AWS was asked. */
    calls: () => desk().calls.length,
    /** That were done by itself, and are kept. */
    renewals: () => desk().logged.filter((line) => line.startsWith('Renewed ')).length,
    state: (of: Plan = plan()) => entry(of)?.state,
    renewal: (of: Plan = plan()) => entry(of)?.renewal,
    expiresAt: (): number => {
      const state = entry(plan())?.state;
      return state !== undefined && 'expiresAt' in state ? state.expiresAt : 0;
    },
    /** No call is under way, and none is about to be. */
    settled: async (): Promise<void> => {
      for (let looks = 0; looks < 30; looks += 1) await new Promise((resolve) => setImmediate(resolve));
      await until(() =>
        expect(
          desk()
            .sessions.list()
            .some(({ underWay }) => underWay),
        ).toBe(false),
      );
    },
  };
}
