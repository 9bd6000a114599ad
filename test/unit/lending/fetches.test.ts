import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Fetches } from '../../../src/lending/fetches.js';
import type { SessionAct } from '../../../src/model/sessionAct.js';
import { expire } from '../../../src/model/session/session.js';
import { liveSession } from '../../support/samples.js';

const session = expire(liveSession({}));
const by = { kind: 'terminal', name: 'bash' } as const;
let acts: SessionAct[];
let fetches: Fetches;

beforeEach(() => {
  vi.useFakeTimers();
  acts = [];
  fetches = new Fetches((act) => void acts.push(act));
});
afterEach(() => {
  fetches.dispose();
  vi.useRealTimers();
});

const program = vi.fn(() => Promise.resolve({ pid: 7, program: 'aws' }));
const fetch = (overrides: { message?: string; place?: string } = {}) => {
  const { message, place = 'one' } = overrides;
  return fetches.add({ session, by, message }, place, program);
};

it('the first of a place is put on record with its program, and the others with how many there were', async () => {
  await fetch();
  expect(acts).toEqual([{ kind: 'fetched', session, by: { ...by, pid: 7, program: 'aws' }, message: undefined }]);
  expect([fetch(), fetch()]).toEqual([undefined, undefined]);
  const lastAt = Date.now();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(acts.slice(1)).toEqual([{ kind: 'fetched', session, by, message: undefined, times: 2, lastAt }]);
  expect(program).toHaveBeenCalledTimes(1);
});

it('one alone is one entry, and after a while the next is one of its own', async () => {
  await fetch();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(acts).toHaveLength(1);
  await fetch();
  expect(acts).toHaveLength(2);
});

it('of each place, and of each refusal, there is an entry', async () => {
  await Promise.all([fetch(), fetch({ place: 'two' }), fetch({ message: 'No.' })]);
  expect(acts.map(({ kind }) => kind)).toEqual(['fetched', 'fetched', 'withheld']);
});

it('what has not been told is told at the end, and nothing after it', async () => {
  await fetch();
  await fetch({ place: 'two' });
  void fetch();
  fetches.dispose();
  expect(acts.slice(2)).toEqual([{ kind: 'fetched', session, by, message: undefined, times: 1, lastAt: Date.now() }]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(acts).toHaveLength(3);
});
