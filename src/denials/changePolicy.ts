import { window, workspace } from 'vscode';
import { Cancelled, UserError } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import { whileCompared } from '../editor/comparison.js';
import { withIam, type IamAccess, type IamCaller, type OpenedIam } from '../model/iam/iamCaller.js';
import { documentName } from './looking/answerText.js';
import { callOf } from './looking/calls.js';
import { documentNow } from './looking/documentNow.js';
import { changedText, changeQuestion } from './looking/changeText.js';
import { laidOutText } from './looking/change.js';
import type { DocumentRepair } from './looking/repairs.js';

/**
 * Shows the change, asks, and puts the document where it is kept.
 * @throws Cancelled, and UserError where it is another by now, or AWS refuses it
 */
export async function changePolicy(repair: DocumentRepair, caller: IamCaller, iam: IamAccess): Promise<void> {
  if (!workspace.isTrusted) {
    throw new UserError(l10n.t('In Restricted Mode no policy is changed. Trust the workspace first.'));
  }
  await withIam(iam.open, caller, (opened) => change(repair, opened));
  void window.showInformationMessage(changedText(repair.place));
}

async function change(repair: DocumentRepair, { api, account, arn }: OpenedIam): Promise<void> {
  const { place, before, after } = repair;
  const { message, detail } = changeQuestion(repair, account, arn);
  const button = l10n.t('Change');
  const compared = { file: fileName(repair), extension: 'json', before: laidOutText(before), after };
  await whileCompared(compared, async () => {
    if ((await window.showWarningMessage(message, { modal: true, detail }, button)) !== button) {
      throw new Cancelled();
    }
  });
  const now = await documentNow(api, place);
  const call = callOf(repair);
  if (now.kind === 'denied') {
    throw new UserError(
      sentences(l10n.t('Nothing was changed: what is there now cannot be read.'), l10n.t('AWS says: {0}', now.message)),
    );
  }
  if (call === undefined || (now.kind === 'found' ? now.value : '') !== before) {
    throw new UserError(
      l10n.t('Nothing was changed: somebody else has changed {0} meanwhile. Look in IAM again.', documentName(place)),
    );
  }
  await api.call(call);
}

function fileName({ place }: DocumentRepair): string {
  switch (place.kind) {
    case 'inline':
      return place.policy;
    case 'managed':
      return place.arn;
    case 'trust':
      return place.role;
    case 'bucket':
      return place.bucket;
  }
}
