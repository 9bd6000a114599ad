import { ProgressLocation, window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { ShownText } from '../../editor/shownTexts.js';
import type { IamApi, NewAccessKey } from '../../model/iam/iamApi.js';
import { reviewText, type SetupHeader } from '../words/reviewText.js';
import { stateText, stepsDone } from '../words/stateText.js';
import { executeSetup, undoSetup } from '../execute.js';
import type { SetupPlan } from '../plan.js';
import { runOutcome, type SetupRun } from '../runState.js';
import type { KeptRun, KeptRuns } from './keptRuns.js';

interface Running {
  readonly api: IamApi;
  readonly header: SetupHeader;
  readonly plan: SetupPlan;
  /** What tells how far it is. */
  readonly shown: ShownText;
  readonly kept: KeptRuns;
}

/**
 * Makes the calls, with each step's state told as it goes. Cancelling stops it between two calls.
 * @returns the run as it ended, and the access key that was made
 */
export async function runPlanned(
  running: Running,
  start: KeptRun,
): Promise<{ readonly ended: KeptRun; readonly key: NewAccessKey | undefined }> {
  let key: NewAccessKey | undefined;
  const title = l10n.t('Setting up the role {0}', start.role);
  const run = await withSteps(title, running, start, (execution) =>
    executeSetup(start.run, {
      ...execution,
      onNewKey: (made) => {
        key = made;
      },
    }),
  );
  return { ended: { ...start, run }, key };
}

/** Takes back what the run did, as far as nobody has changed it since. */
export async function undoPlanned(running: Running, start: KeptRun): Promise<KeptRun> {
  const title = l10n.t('Undoing the set-up of the role {0}', start.role);
  const run = await withSteps(title, running, start, (execution) => undoSetup(start.run, execution));
  return { ...start, run };
}

type Execution = Parameters<typeof undoSetup>[1];

async function withSteps(
  title: string,
  { api, header, plan, shown, kept }: Running,
  start: KeptRun,
  go: (execution: Execution) => Promise<SetupRun>,
): Promise<SetupRun> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const run = await window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => stop.abort());
    try {
      return await go({
        api,
        signal: stop.signal,
        wait,
        onChange: (changed) => {
          shown.change(runText(header, plan, changed));
          progress.report({ message: l10n.t('{0} of {1}', stepsDone(changed), changed.length) });
          void kept.keep({ ...start, run: changed });
        },
      });
    } finally {
      listening.dispose();
    }
  });
  await kept.keep({ ...start, run });
  return run;
}

/** The list with how each step stands. */
export function runText(header: SetupHeader, plan: SetupPlan, run: SetupRun): string {
  return reviewText(header, plan, (_, index) => {
    const state = run[index]?.state;
    return state === undefined ? '' : stateText(state);
  });
}

export function isComplete({ run }: KeptRun): boolean {
  return runOutcome(run) === 'complete';
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
