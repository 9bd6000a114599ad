import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import type { IamApi, NewAccessKey } from '../model/iam/iamApi.js';
import { look, type Condition, type Look } from './condition.js';
import { callFailure, reasonOf } from './failure.js';
import type { SetupStep } from './plan.js';
import {
  isUndoable,
  madeKeyOf,
  reduceRun,
  type RunEvent,
  type SetupRun,
  type StepEnd,
  type UndoEnd,
} from './runState.js';
import { undoOf, type Undo } from './undo.js';

export interface Execution {
  readonly api: Pick<IamApi, 'user' | 'role' | 'call'>;
  /** Looked at between the calls: one that was sent is waited for. */
  readonly signal: AbortSignal;
  readonly onChange: (run: SetupRun) => void;
  /** The only one who gets the secret; where it fails, the key is told as one whose secret is lost. */
  readonly onNewKey: (key: NewAccessKey) => void | Promise<void>;
  /** Ends early where the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

type UndoExecution = Omit<Execution, 'onNewKey'>;

/** IAM's own tools wait a second, and up to half a minute in all, for what is new. */
const RETRIES_MS = [1_000, 2_000, 3_000, 5_000, 8_000, 10_000];

/** Runs what waits, step by step, until one does not succeed. Does not reject. */
export async function executeSetup(start: SetupRun, execution: Execution): Promise<SetupRun> {
  const events = new Told(start, execution);
  for (const [index, { step, state }] of start.entries()) {
    if (execution.signal.aborted) {
      break;
    }
    if (state.kind === 'waiting') {
      events.tell({ kind: 'started', index });
      const end = await runStep(step, index, execution);
      events.tell(end);
      if (end.kind !== 'done') {
        break;
      }
    }
  }
  events.tell({ kind: 'stopped' });
  return events.run;
}

/** Takes back what the run did, the last first. Does not reject. */
export async function undoSetup(start: SetupRun, execution: UndoExecution): Promise<SetupRun> {
  const events = new Told(start, execution);
  for (const [index, each] of [...start.entries()].reverse()) {
    if (execution.signal.aborted) {
      break;
    }
    if (isUndoable(each)) {
      events.tell({ kind: 'undoStarted', index });
      events.tell(await undoStep(each.step, madeKeyOf(each.state), index, execution));
    }
  }
  return events.run;
}

class Told {
  constructor(
    public run: SetupRun,
    private readonly execution: Pick<Execution, 'onChange'>,
  ) {}

  tell(event: RunEvent): void {
    this.run = reduceRun(this.run, event);
    this.execution.onChange(this.run);
  }
}

async function runStep(step: SetupStep, index: number, execution: Execution): Promise<StepEnd> {
  try {
    if (step.before !== undefined) {
      const seen = await look(execution.api, step.before);
      if (seen.kind !== 'holds') {
        return { kind: 'failed', index, reason: changedText(seen) };
      }
    }
  } catch (error) {
    return { kind: 'failed', index, reason: reasonOf(error) };
  }
  return callStep(step, index, execution);
}

function changedText(seen: Look): string {
  return seen.kind === 'denied'
    ? sentences(l10n.t('It may not be read any more, so it is left as it is.'), seen.message)
    : l10n.t('Somebody has changed it in the meantime, so it is left as it is. Look at it, then set up the role anew.');
}

async function callStep(step: SetupStep, index: number, execution: Execution): Promise<StepEnd> {
  const { api, signal, wait } = execution;
  for (let attempt = 0; ; attempt++) {
    try {
      return await made(await api.call(step.call), index, execution);
    } catch (error) {
      const failure = callFailure(error);
      if (failure === 'lost') {
        return lookAfter(step, index, reasonOf(error), execution);
      }
      const ms = RETRIES_MS[attempt];
      const isRetried = failure === 'slowDown' || step.retryOn.some((code) => code === failure);
      if (!isRetried || ms === undefined || signal.aborted) {
        return { kind: 'failed', index, reason: refusalText(failure, error) };
      }
      await wait(ms, signal);
    }
  }
}

function refusalText(failure: ReturnType<typeof callFailure>, error: unknown): string {
  return failure === 'taken'
    ? sentences(
        reasonOf(error),
        l10n.t('What is there was left as it is. Set up the role anew, so that it is taken into account.'),
      )
    : reasonOf(error);
}

async function made(key: NewAccessKey | undefined, index: number, { onNewKey }: Execution): Promise<StepEnd> {
  if (key === undefined) {
    return { kind: 'done', index, accessKeyId: undefined };
  }
  const { accessKeyId } = key;
  try {
    await onNewKey(key);
    return { kind: 'done', index, accessKeyId };
  } catch {
    return secretLost(index, accessKeyId);
  }
}

function secretLost(index: number, accessKeyId: string): StepEnd {
  const reason = l10n.t(
    'The access key {0} was made, but its secret could not be kept. Delete the key: AWS does not tell its secret again.',
    accessKeyId,
  );
  return { kind: 'failed', index, reason, accessKeyId };
}

/** Whether a call whose reply was lost has happened. That nothing is seen yet does not say that it has not. */
async function lookAfter(step: SetupStep, index: number, reason: string, { api }: Execution): Promise<StepEnd> {
  const lost: StepEnd = {
    kind: 'lost',
    index,
    reason: sentences(
      reason,
      l10n.t('It may have happened all the same. Undo takes it back if it has; to set up the role anew also shows it.'),
    ),
  };
  try {
    if (step.call.action === 'CreateAccessKey') {
      const read = await api.user(step.call.input.UserName);
      const ids = read.kind === 'found' ? read.value.accessKeys.filter((id) => !step.earlierKeys.includes(id)) : [];
      const [id] = ids;
      return id !== undefined && ids.length === 1 ? secretLost(index, id) : lost;
    }
    const seen = step.after && (await look(api, step.after));
    return seen?.kind === 'holds' ? { kind: 'done', index, accessKeyId: undefined } : lost;
  } catch {
    return lost;
  }
}

/** Other than their parts, users and roles may be seen a little longer with what was just taken out of them. */
const LOOKS = 4;

async function lookForUndo(check: Condition, { api, signal, wait }: UndoExecution): Promise<Look> {
  const waits = check.kind === 'emptyUser' || check.kind === 'emptyRole' ? RETRIES_MS.slice(0, LOOKS - 1) : [];
  for (const ms of waits) {
    const seen = await look(api, check);
    if (seen.kind !== 'differs' || signal.aborted) {
      return seen;
    }
    await wait(ms, signal);
  }
  return look(api, check);
}

async function undoStep(
  step: SetupStep,
  accessKeyId: string | undefined,
  index: number,
  execution: UndoExecution,
): Promise<UndoEnd> {
  const undo = undoOf(step, accessKeyId);
  if (undo === undefined) {
    return {
      kind: 'kept',
      index,
      reason: l10n.t('It is not known which access key was made. Look at the keys of the user.'),
    };
  }
  try {
    const seen = await lookForUndo(undo.check, execution);
    switch (seen.kind) {
      case 'absent':
        return { kind: 'undone', index };
      case 'holds':
        return await takeBack(undo, index, execution);
      default:
        return { kind: 'kept', index, reason: changedText(seen) };
    }
  } catch (error) {
    return { kind: 'kept', index, reason: reasonOf(error) };
  }
}

/** @throws UserError */
async function takeBack({ call, check }: Undo, index: number, execution: UndoExecution): Promise<UndoEnd> {
  const { api, signal, wait } = execution;
  for (let attempt = 0; ; attempt++) {
    try {
      await api.call(call);
      return { kind: 'undone', index };
    } catch (error) {
      const failure = callFailure(error);
      if (failure === 'NoSuchEntity' || (failure === 'lost' && (await look(api, check)).kind !== 'holds')) {
        return { kind: 'undone', index };
      }
      const ms = RETRIES_MS[attempt];
      if (failure !== 'slowDown' || ms === undefined || signal.aborted) {
        return { kind: 'kept', index, reason: reasonOf(error) };
      }
      await wait(ms, signal);
    }
  }
}
