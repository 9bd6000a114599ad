import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Plan } from '../../../src/model/plan/plan.js';
import type { SessionChange } from '../../../src/model/session/sessionReader.js';
import { expire, type LiveSession } from '../../../src/model/session/session.js';
import type { RenewalPolicy } from '../../../src/session/book/renewal.js';
import { Sessions } from '../../../src/session/sessions.js';
import { hop, NOW, plan, SECRET, scope, TOKEN } from '../../support/samples.js';
import { begun, failed, given, HOUR_MS, session, used } from './book/samples.js';

const MINUTE_MS = 60_000;
let sessions: Sessions;
let policy: RenewalPolicy;
let logged: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: NOW });
  policy = 'automatic';
  logged = [];
  sessions = new Sessions({ policy: () => policy, log: { info: (text) => void logged.push(text) }, random: () => 0 });
});
afterEach(() => {
  sessions.dispose();
  vi.useRealTimers();
});

/** As another window has it. */
function adopt(id: string, overrides: Partial<LiveSession> = {}, by: Plan = plan(), generation = 1): LiveSession {
  const live = session(id, overrides);
  sessions.commit({ kind: 'adopted', id, opened: sessions.openedBy({ session: live, plan: by, generation }) });
  return live;
}

/** Credentials of its own, as every session has. */
const keys = (name: string) => ({ credentials: { accessKeyId: name, secretAccessKey: name, sessionToken: name } });
const renewal = (id: string) => sessions.get(id)?.renewal;

describe('sessions', () => {
  it('are told the latest first, and each by its id', () => {
    adopt('a');
    sessions.commit(begun('b', 1));
    expect(sessions.list().map(({ id }) => id)).toEqual(['b', 'a']);
    expect([sessions.get('a')?.id, sessions.get('x')]).toEqual(['a', undefined]);
    expect([sessions.activeId, sessions.pendingId, sessions.active().kind]).toEqual([undefined, 'b', 'assuming']);
    sessions.commit(used('a'));
    expect([sessions.activeId, sessions.pendingId, sessions.active().kind]).toEqual(['a', undefined, 'live']);
  });

  it('announce what is different, and nothing where nothing is', () => {
    const changes: SessionChange[] = [];
    sessions.onDidChange((change) => changes.push(change));
    adopt('a');
    sessions.commit(used('x'));
    sessions.tick();
    expect(changes.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['a']]);
  });

  it('hold the secrets of those that are live alone', () => {
    adopt('a');
    adopt('b', { ...keys('b'), expiresAt: NOW + 1 });
    expect(sessions.secrets()).toEqual(['b', 'b', SECRET, TOKEN]);
    vi.advanceTimersByTime(1);
    sessions.tick();
    expect(sessions.secrets()).toEqual([SECRET, TOKEN]);
  });
});

describe('by a key', () => {
  it.each([
    ['first', 2 * HOUR_MS, HOUR_MS, 'a'],
    ['last', HOUR_MS, 2 * HOUR_MS, 'b'],
  ])('is found of several the one that ends latest, where it came %s', (_, endA, endB, id) => {
    adopt('a', { key: 'same', expiresAt: NOW + endA });
    adopt('b', { key: 'same', expiresAt: NOW + endB, ...keys('b') });
    adopt('c', { key: 'other', expiresAt: NOW + 3 * HOUR_MS, ...keys('c') });
    expect([sessions.byKey('same')?.id, sessions.facts('same')?.id]).toEqual([id, id]);
  });

  it('are told facts of what is live, else of what was, else of what has gone', () => {
    adopt('a', { key: 'same', expiresAt: NOW + 1 });
    vi.advanceTimersByTime(1);
    sessions.tick();
    sessions.commit(begun('x', 1));
    sessions.commit(failed('x', 1));
    adopt('b', { key: 'other', ...keys('b') });
    expect([sessions.byKey('same'), sessions.facts('same')?.id]).toEqual([undefined, 'a']);
    sessions.commit({ kind: 'ended', id: 'a', generation: 1 });
    expect(sessions.facts('same')).toMatchObject({ kind: 'expired', id: 'a' });
    expect(sessions.facts('nobody')).toBeUndefined();
  });
});

describe('for another window', () => {
  it('there is what is live, with what it was opened by', () => {
    const by = plan({ region: 'eu-west-1' });
    const live = adopt('a', {}, by, 3);
    expect(sessions.kept('a')).toEqual({ session: live, plan: by, generation: 3 });
  });

  it('there is nothing of what is not, or never was', () => {
    sessions.commit(begun('a', 1));
    expect([sessions.kept('a'), sessions.kept('x')]).toEqual([undefined, undefined]);
    adopt('b', { expiresAt: NOW + 1 });
    vi.advanceTimersByTime(1);
    sessions.tick();
    expect([sessions.get('b')?.state.kind, sessions.kept('b')]).toEqual(['expired', undefined]);
  });
});

describe('who one is', () => {
  it('is known of whoever is or was somebody', () => {
    const live = adopt('a', { expiresAt: NOW + 1 });
    sessions.commit(begun('b', 1));
    expect([sessions.factsOf('a'), sessions.factsOf('b'), sessions.factsOf('x')]).toEqual([live, undefined, undefined]);
    vi.advanceTimersByTime(1);
    sessions.tick();
    sessions.commit(failed('b', 1));
    expect([sessions.factsOf('a'), sessions.factsOf('b')]).toEqual([expire(live), undefined]);
  });
});

describe('how one goes on', () => {
  const brief = plan({ hops: [hop(), scope({ durationSeconds: 900 })] });
  it.each<[string, Plan, RenewalPolicy, string]>([
    ['the setting says, automatically', plan(), 'automatic', 'at'],
    ['the setting says, not at all', plan(), 'off', 'off'],
    ['the setting says where it was narrowed', plan({ hops: [hop(), scope()] }), 'automatic', 'at'],
    [
      'the setting says where its role has a duration',
      plan({ hops: [hop({ durationSeconds: 900 })] }),
      'automatic',
      'at',
    ],
    ['was asked for: for less time, and no longer', brief, 'automatic', 'off'],
    ['was asked for, also if it was narrowed again', plan({ hops: [...brief.hops, scope()] }), 'automatic', 'off'],
  ])('is as %s', (_, by, setting, kind) => {
    policy = setting;
    adopt('a', {}, by);
    expect(renewal('a')?.kind).toBe(kind);
    sessions.setRenewal('a', { kind: 'changed', message: 'x' });
    sessions.replanRenewals();
    expect(renewal('a')?.kind).toBe(kind);
  });

  it('changes with the setting, of those that are live or to be revived', () => {
    adopt('a');
    adopt('b', { ...keys('b'), expiresAt: NOW + 1 });
    sessions.commit(begun('c', 1));
    vi.advanceTimersByTime(1);
    sessions.tick();
    expect(renewal('b')?.kind).toBe('at');
    policy = 'ask';
    sessions.replanRenewals();
    expect([renewal('a')?.kind, renewal('b')]).toEqual(['asks', { kind: 'off' }]);
    policy = 'off';
    sessions.replanRenewals();
    expect([renewal('a'), renewal('b'), renewal('c')]).toEqual([{ kind: 'off' }, { kind: 'off' }, { kind: 'off' }]);
    policy = 'automatic';
    sessions.replanRenewals();
    expect([renewal('a')?.kind, renewal('c')]).toEqual(['at', { kind: 'off' }]);
  });

  it('is of nobody who has ended already', () => {
    const dead = expire(session('a', { expiresAt: NOW }));
    sessions.commit({
      kind: 'adopted',
      id: 'a',
      opened: sessions.openedBy({ session: dead, plan: plan(), generation: 1 }),
    });
    sessions.tick();
    expect([sessions.get('a')?.state, logged]).toEqual([dead, []]);
  });
});

describe('a look at the clock', () => {
  it('tells once whose time is over, and of nobody else', () => {
    adopt('a', { expiresAt: NOW + 1 });
    adopt('b', keys('b'));
    sessions.commit(begun('c', 1));
    vi.advanceTimersByTime(1);
    sessions.tick();
    sessions.tick();
    expect(sessions.list().map(({ state }) => state.kind)).toEqual(['opening', 'live', 'expired']);
    expect(logged).toEqual([`The session of ${session('a').identity.arn} expired.`]);
  });

  /** Looks until both clocks have gone on side by side for long enough. */
  const lookAgain = () => {
    for (let looks = 0; looks < 4; looks += 1) {
      sessions.tick();
      vi.advanceTimersByTime(1_000);
    }
  };
  const setClock = (by: number) => {
    vi.setSystemTime(Date.now() + by);
    lookAgain();
  };

  it.each([
    [2_000, 0],
    [2_001, 2_001],
    [HOUR_MS, HOUR_MS],
  ])('that was set back by %i ms: the end is %i ms earlier by it', (by, earlier) => {
    adopt('a', { expiresAt: NOW + HOUR_MS });
    setClock(-by);
    expect(sessions.get('a')?.state).toMatchObject({ kind: 'live', expiresAt: NOW + HOUR_MS - earlier });
    expect(logged.length).toBe(earlier === 0 ? 0 : 1);
    sessions.tick();
    expect(logged.length).toBe(earlier === 0 ? 0 : 1);
  });

  it('that was set back, and put right: the end is what it was', () => {
    adopt('a', { expiresAt: NOW + HOUR_MS });
    const before = renewal('a');
    setClock(-HOUR_MS);
    vi.advanceTimersByTime(10 * MINUTE_MS);
    sessions.tick();
    expect(sessions.get('a')?.state).toMatchObject({ expiresAt: NOW });
    setClock(HOUR_MS);
    expect([sessions.get('a')?.state, renewal('a')]).toMatchObject([
      { startedAt: NOW, expiresAt: NOW + HOUR_MS },
      before,
    ]);
    vi.advanceTimersByTime(HOUR_MS - 10 * MINUTE_MS - 8_001);
    sessions.tick();
    expect(sessions.get('a')?.state.kind).toBe('live');
    vi.advanceTimersByTime(1);
    sessions.tick();
    expect(sessions.get('a')?.state.kind).toBe('expired');
  });

  it('that was set forward, and back: the end is what it was', () => {
    adopt('a', { expiresAt: NOW + HOUR_MS });
    setClock(20 * MINUTE_MS);
    setClock(-20 * MINUTE_MS);
    expect(sessions.get('a')?.state).toMatchObject({ kind: 'live', expiresAt: NOW + HOUR_MS });
  });

  it('that was wrong when it was opened, and is put right: the end is earlier by it', () => {
    vi.setSystemTime(NOW + HOUR_MS);
    adopt('a', { expiresAt: NOW + 2 * HOUR_MS });
    setClock(-HOUR_MS);
    expect(sessions.get('a')?.state).toMatchObject({ kind: 'live', expiresAt: NOW + HOUR_MS });
  });

  it('that does not agree with the other one for a moment, as after a sleep, is not believed', () => {
    adopt('a', { expiresAt: NOW + HOUR_MS });
    lookAgain();
    vi.setSystemTime(Date.now() - 50 * MINUTE_MS); // the steady clock has counted a sleep, which this one is yet to learn of
    sessions.tick();
    vi.advanceTimersByTime(2_000);
    sessions.tick();
    sessions.tick();
    vi.setSystemTime(Date.now() + 50 * MINUTE_MS);
    lookAgain();
    expect(sessions.get('a')?.state).toMatchObject({ kind: 'live', expiresAt: NOW + HOUR_MS });
    expect(logged).toEqual([]);
  });

  it('that was set back before a sleep is not put right by that', () => {
    adopt('a', { expiresAt: NOW + 2 * HOUR_MS });
    setClock(-HOUR_MS);
    setClock(30 * MINUTE_MS);
    expect(sessions.get('a')?.state).toMatchObject({ kind: 'live', expiresAt: NOW + HOUR_MS });
  });

  it('that was set back after the end has that over', () => {
    adopt('a', { expiresAt: NOW + MINUTE_MS });
    vi.advanceTimersByTime(2 * MINUTE_MS);
    setClock(-HOUR_MS);
    expect(sessions.get('a')?.state).toMatchObject({ kind: 'expired', expiresAt: NOW + MINUTE_MS - HOUR_MS });
  });

  it('that was set back leaves those of whom it is not known how long they have', () => {
    sessions.commit({ kind: 'adopted', id: 'b', opened: given('b') });
    setClock(-HOUR_MS);
    expect(sessions.get('b')?.state).toMatchObject({ kind: 'live', expiresAt: NOW + HOUR_MS });
    expect(logged).toEqual([]);
  });
});
