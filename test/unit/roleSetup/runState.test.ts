import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isUndoable, newRun, reduceRun, runOutcome, type RunEvent } from '../../../src/roleSetup/runState.js';
import { NOTHING_THERE, planFor, TUTORIAL_ANSWERS } from './samples.js';

const { steps } = planFor(TUTORIAL_ANSWERS, NOTHING_THERE);
const index = fc.nat(steps.length - 1);
const event: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ kind: fc.constantFrom('started', 'undoStarted', 'undone'), index }),
  fc.record({ kind: fc.constant('done'), index, accessKeyId: fc.constantFrom(undefined, 'AKIANEW') }),
  fc.record({ kind: fc.constant('failed'), index, reason: fc.constant('no') }),
  fc.record({ kind: fc.constantFrom('lost', 'kept'), index, reason: fc.constant('no') }),
  fc.constant({ kind: 'stopped' } as const),
);
const events = fc.array(event, { maxLength: 60 });

it('whatever happens, once stopped nothing waits, and what may be at AWS can be taken back or is told', () => {
  fc.assert(
    fc.property(events, (all) => {
      const run = reduceRun(all.reduce(reduceRun, newRun(steps)), { kind: 'stopped' });
      expect(run.map(({ step }) => step)).toEqual(steps);
      expect(run.some(({ state }) => state.kind === 'waiting')).toBe(false);
      if (runOutcome(run) === 'clean') expect(run.filter(isUndoable)).toEqual([]);
      if (runOutcome(run) === 'complete') expect(run.every(isUndoable)).toBe(true);
    }),
  );
});

it.each<[string, readonly RunEvent[], string, string]>([
  ['nothing done', [{ kind: 'stopped' }], 'skipped', 'clean'],
  ['under way', [{ kind: 'started', index: 0 }], 'running', 'running'],
  ['done without a start', [{ kind: 'done', index: 0, accessKeyId: undefined }], 'waiting', 'clean'],
  [
    'lost',
    [
      { kind: 'started', index: 0 },
      { kind: 'lost', index: 0, reason: '' },
    ],
    'unknown',
    'incomplete',
  ],
  [
    'refused',
    [
      { kind: 'started', index: 0 },
      { kind: 'failed', index: 0, reason: '' },
    ],
    'failed',
    'clean',
  ],
])('%s', (_, all, kind, outcome) => {
  const run = all.reduce(reduceRun, newRun(steps));
  expect([run[0]?.state.kind, runOutcome(run)]).toEqual([kind, outcome]);
});
