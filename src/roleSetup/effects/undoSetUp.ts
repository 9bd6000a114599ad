import { window } from 'vscode';
import { Cancelled, UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { localTime } from '../../base/localTime.js';
import type { IamCaller } from '../../model/iam/iamCaller.js';
import { withIam } from '../../model/iam/iamCaller.js';
import { outcomeText } from '../words/stateText.js';
import { callText } from '../callText.js';
import { isUndoable, madeKeyOf, runOutcome } from '../runState.js';
import { undoOf } from '../undo.js';
import type { KeptRun } from './keptRuns.js';
import { runText, undoPlanned } from './runSetup.js';
import type { SetUpParts } from './setUpRole.js';

/** Takes back what one of the set-ups made, after it has been shown. @throws UserError, Cancelled */
export async function undoSetUp(parts: SetUpParts, given?: KeptRun, by?: IamCaller): Promise<void> {
  const title = l10n.t('Undo Set-Up of a Role');
  const kept = given ?? (await chooseRun(title, parts.kept.list()));
  const caller = by ?? (await parts.access.choose(title));
  await withIam(parts.access.open, caller, async ({ api, account, partition, arn }) => {
    if (account !== kept.account || partition !== kept.partition) {
      throw new UserError(
        l10n.t(
          'The role {0} was set up in the account {1}, and {2} is in another. Choose an identity of that account.',
          kept.role,
          kept.account,
          arn,
        ),
      );
    }
    await confirm(kept, arn);
    const header = { account, caller: arn, role: kept.role };
    const plan = { differences: [], steps: kept.run.map(({ step }) => step) };
    const shown = await parts.texts.show(title, runText(header, plan, kept.run));
    const ended = await undoPlanned({ api, header, plan, shown, kept: parts.kept }, kept);
    const isClean = runOutcome(ended.run) === 'clean';
    void (isClean ? window.showInformationMessage : window.showWarningMessage)(outcomeText(ended.run, kept.role));
  });
}

/** @throws UserError where there is none, Cancelled */
async function chooseRun(title: string, runs: readonly KeptRun[]): Promise<KeptRun> {
  if (runs.length === 0) {
    throw new UserError(l10n.t('No role that was set up here is left to be undone.'));
  }
  const rows = runs.map((kept) => ({
    label: kept.role,
    description: kept.account,
    detail: l10n.t('set up {0}', localTime(kept.at)),
    kept,
  }));
  const placeHolder = l10n.t('What shall be taken back? It is shown before anything is done.');
  const chosen = await window.showQuickPick(rows, { title, placeHolder, matchOnDescription: true });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.kept;
}

/** @throws Cancelled */
async function confirm({ run, role, account }: KeptRun, arn: string): Promise<void> {
  const calls = [...run]
    .reverse()
    .filter(isUndoable)
    .map(({ step, state }) => undoOf(step, madeKeyOf(state)))
    .flatMap((undo) => (undo === undefined ? [] : [callText(undo.call)]));
  const button = l10n.t('Undo');
  const detail = [
    ...calls,
    '',
    l10n.t('What somebody has changed since is left as it is.'),
    l10n.t('It is done as {0}.', arn),
  ].join('\n');
  const message = l10n.t('Undo the set-up of the role {0} in the account {1}?', role, account);
  if ((await window.showWarningMessage(message, { modal: true, detail }, button)) !== button) {
    throw new Cancelled();
  }
}
