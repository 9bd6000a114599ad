import type { SetupStep } from './plan.js';

/** How far a step is. `accessKeyId`: of the key that it made. */
export type StepState =
  | { readonly kind: 'waiting' | 'running' }
  | { readonly kind: 'done'; readonly accessKeyId: string | undefined }
  /** It did not happen; but with an `accessKeyId` there is a key whose secret nobody has. */
  | { readonly kind: 'failed'; readonly reason: string; readonly accessKeyId: string | undefined }
  /** The reply was lost, and looking did not tell. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Stopped, or a step before it failed. */
  | { readonly kind: 'skipped' }
  /** Being taken back; `from` is what it was. */
  | { readonly kind: 'undoing'; readonly from: Undoable }
  | { readonly kind: 'undone' }
  /** Not taken back: the reason says why, and trying again is fine. */
  | { readonly kind: 'kept'; readonly reason: string; readonly from: Undoable };

/** What may have left something at AWS. */
type Undoable = Extract<StepState, { kind: 'done' | 'failed' | 'unknown' }>;

export interface StepRun {
  readonly step: SetupStep;
  readonly state: StepState;
}

/** The steps of a plan in their order, each with how far it is. */
export type SetupRun = readonly StepRun[];

export function newRun(steps: readonly SetupStep[]): SetupRun {
  return steps.map((step) => ({ step, state: { kind: 'waiting' } }));
}

/** How a step ended. `index`: of the step. */
export type StepEnd =
  | { readonly kind: 'done'; readonly index: number; readonly accessKeyId: string | undefined }
  | { readonly kind: 'failed'; readonly index: number; readonly reason: string; readonly accessKeyId?: string }
  | { readonly kind: 'lost'; readonly index: number; readonly reason: string };

/** How taking it back ended. */
export type UndoEnd =
  | { readonly kind: 'undone'; readonly index: number }
  | { readonly kind: 'kept'; readonly index: number; readonly reason: string };

export type RunEvent =
  | StepEnd
  | UndoEnd
  | { readonly kind: 'started' | 'undoStarted'; readonly index: number }
  /** By the user, or since a step failed. */
  | { readonly kind: 'stopped' };

/** What cannot follow on the state changes nothing. */
export function reduceRun(run: SetupRun, event: RunEvent): SetupRun {
  return run.map(({ step, state }, index) => ({
    step,
    state: event.kind === 'stopped' ? stopped(state) : event.index === index ? next(state, event) : state,
  }));
}

function stopped(state: StepState): StepState {
  return state.kind === 'waiting' ? { kind: 'skipped' } : state;
}

function next(state: StepState, event: Exclude<RunEvent, { kind: 'stopped' }>): StepState {
  switch (state.kind) {
    case 'waiting':
      return event.kind === 'started' ? { kind: 'running' } : state;
    case 'running':
      return afterRunning(state, event);
    case 'undoing':
      return afterUndoing(state, event);
    case 'done':
    case 'failed':
    case 'unknown':
      return event.kind === 'undoStarted' ? { kind: 'undoing', from: state } : state;
    case 'kept':
      return event.kind === 'undoStarted' ? { kind: 'undoing', from: state.from } : state;
    case 'skipped':
    case 'undone':
      return state;
  }
}

function afterRunning(state: StepState, event: RunEvent): StepState {
  switch (event.kind) {
    case 'done':
      return { kind: 'done', accessKeyId: event.accessKeyId };
    case 'failed':
      return { kind: 'failed', reason: event.reason, accessKeyId: event.accessKeyId };
    case 'lost':
      return { kind: 'unknown', reason: event.reason };
    default:
      return state;
  }
}

function afterUndoing(state: Extract<StepState, { kind: 'undoing' }>, event: RunEvent): StepState {
  switch (event.kind) {
    case 'undone':
      return { kind: 'undone' };
    case 'kept':
      return { kind: 'kept', reason: event.reason, from: state.from };
    default:
      return state;
  }
}

/** Of the key that the step made, as far as it is known. */
export function madeKeyOf(state: StepState): string | undefined {
  switch (state.kind) {
    case 'done':
    case 'failed':
      return state.accessKeyId;
    case 'undoing':
    case 'kept':
      return madeKeyOf(state.from);
    default:
      return undefined;
  }
}

/** Whether something that the step did may be at AWS, and can be taken back. */
export function isUndoable({ step, state }: StepRun): boolean {
  switch (state.kind) {
    case 'done':
    case 'kept':
      return true;
    case 'unknown':
      return step.inverse !== undefined;
    case 'failed':
      return state.accessKeyId !== undefined;
    default:
      return false;
  }
}

/** `incomplete`: something of it may be at AWS, and not all. `clean`: nothing of it is. */
export function runOutcome(run: SetupRun): 'running' | 'complete' | 'incomplete' | 'clean' {
  const isIn = (...kinds: readonly StepState['kind'][]) => run.filter(({ state }) => kinds.includes(state.kind)).length;
  if (isIn('running', 'undoing') > 0) {
    return 'running';
  }
  if (isIn('done') === run.length) {
    return 'complete';
  }
  return run.some(({ state }) => state.kind === 'unknown' || isLeft(state)) ? 'incomplete' : 'clean';
}

function isLeft(state: StepState): boolean {
  return state.kind === 'done' || state.kind === 'kept' || madeKeyOf(state) !== undefined;
}
