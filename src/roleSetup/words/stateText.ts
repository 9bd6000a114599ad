import * as l10n from '../../base/l10n.js';
import { runOutcome, type SetupRun, type StepState } from '../runState.js';

/** How a step stands, in words. */
export function stateText(state: StepState): string {
  switch (state.kind) {
    case 'waiting':
      return l10n.t('waiting');
    case 'running':
      return l10n.t('running…');
    case 'done':
      return state.accessKeyId === undefined ? l10n.t('done') : l10n.t('done: {0}', state.accessKeyId);
    case 'failed':
      return l10n.t('failed: {0}', state.reason);
    case 'unknown':
      return l10n.t('unknown: {0}', state.reason);
    case 'skipped':
      return l10n.t('not done');
    case 'undoing':
      return l10n.t('being undone…');
    case 'undone':
      return l10n.t('undone');
    case 'kept':
      return l10n.t('left at AWS: {0}', state.reason);
  }
}

/** How the run as a whole ended, for a message. */
export function outcomeText(run: SetupRun, role: string): string {
  switch (runOutcome(run)) {
    case 'complete':
      return l10n.t('The role {0} is set up.', role);
    case 'clean':
      return l10n.t('Nothing of the role {0} was left at AWS.', role);
    case 'incomplete': {
      const problem = run.map(({ state }) => ('reason' in state ? state.reason : undefined)).find((text) => text);
      return problem === undefined
        ? l10n.t('The role {0} is set up in part. What was done is in the list.', role)
        : l10n.t('The role {0} is set up in part: {1}', role, problem);
    }
    case 'running':
      return l10n.t('The role {0} is being set up.', role);
  }
}

/** Of those that have ended, for a progress. */
export function stepsDone(run: SetupRun): number {
  return run.filter(({ state }) => state.kind !== 'waiting' && state.kind !== 'running').length;
}
