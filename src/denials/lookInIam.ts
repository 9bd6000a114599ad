import { env, ProgressLocation, window } from 'vscode';
import { behindBoundary } from '../editor/commands.js';
import { Cancelled } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import type { Log } from '../editor/log.js';
import type { ShownTexts } from '../editor/shownTexts.js';
import { withIam, type IamAccess, type IamCaller, type OpenedIam } from '../model/iam/iamCaller.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { changePolicy } from './changePolicy.js';
import type { Denial } from './denialMessage.js';
import { requestText } from './denialText.js';
import { explainDenial } from './explanation.js';
import { answerDenial, type DenialAnswer } from './looking/answer.js';
import { answerText, documentName } from './looking/answerText.js';
import { callOf } from './looking/calls.js';
import type { KnownRequest } from './looking/context.js';
import { toldContext } from './looking/details.js';
import { sessionPoliciesOf } from './looking/ownSession.js';
import { readFacts } from './looking/readFacts.js';
import type { DocumentRepair } from './looking/repairs.js';

export interface Looking {
  readonly texts: Pick<ShownTexts, 'show'>;
  readonly sessions: Pick<SessionReader, 'list'>;
  readonly iam: IamAccess;
  readonly log: Log;
}

/** @throws UserError, Cancelled */
export async function lookInIam(denial: Denial, looking: Looking): Promise<void> {
  const { texts, iam } = looking;
  const caller = await iam.choose(l10n.t('Look in IAM: as whom?'));
  const location = ProgressLocation.Window;
  const { answer, arn } = await window.withProgress({ location, title: l10n.t('Reading IAM…') }, () =>
    withIam(iam.open, caller, (opened) => read(denial, opened, looking)),
  );
  await texts.show(l10n.t('What IAM Says'), answerText(denial, answer, arn));
  offerChange({ denial, caller, repairs: changesIn(answer) }, looking);
}

async function read(denial: Denial, { api, account, arn, region }: OpenedIam, { sessions }: Looking) {
  const told = await toldBy(denial, api, region);
  const known = { assume: undefined, sessionPolicies: sessionPoliciesOf(sessions.list(), denial), told };
  return { answer: answerDenial(denial, await readFacts({ api, account }, denial, known)), arn };
}

/** What AWS tells of the request itself, to who may ask that. What it does not tell is unknown, and no more than that. */
async function toldBy(
  { authorizationId, encodedMessage }: Denial,
  api: OpenedIam['api'],
  region: string,
): Promise<KnownRequest['told']> {
  const reads = await Promise.allSettled([
    ...(encodedMessage === undefined ? [] : [api.decode(encodedMessage)]),
    ...(authorizationId === undefined ? [] : [api.authorizationDetails(authorizationId, region)]),
  ]);
  const texts = reads.flatMap((each) =>
    each.status === 'fulfilled' && each.value.kind === 'found' ? [each.value.value] : [],
  );
  return new Map(texts.flatMap((text) => [...toldContext(text)]));
}

/** What was read does not explain a denial that it contradicts, so that no change of it is offered. */
function changesIn({ wrong, possible, contradicted }: DenialAnswer): readonly DocumentRepair[] {
  const repairs = contradicted ? [] : [...wrong, ...possible].flatMap((side) => side.repairs);
  return repairs.flatMap((repair) => (repair.kind === 'document' && callOf(repair) !== undefined ? [repair] : []));
}

interface Offered {
  readonly denial: Denial;
  readonly caller: IamCaller;
  readonly repairs: readonly DocumentRepair[];
}

/** Again after AWS refused: somebody else may have to be asked for it. */
function offerChange(offered: Offered, looking: Looking): void {
  const ask = async (): Promise<void> => {
    try {
      await offer(offered, looking);
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        offerChange(offered, looking);
      }
      throw error;
    }
  };
  void behindBoundary('roleSessions.explainDenial', ask, looking.log);
}

/** @throws UserError, Cancelled */
async function offer({ denial, caller, repairs }: Offered, { iam }: Looking): Promise<void> {
  const change = l10n.t('Change Policy…');
  const copy = l10n.t('Copy Request');
  const chosen = await (repairs.length === 0
    ? window.showInformationMessage(l10n.t('What IAM says can be sent to who administers the account.'), copy)
    : window.showInformationMessage(
        l10n.t('The policy can be changed here, or by who administers the account.'),
        ...[change, copy],
      ));
  if (chosen === copy) {
    await env.clipboard.writeText(requestText(denial, explainDenial(denial)));
  }
  if (chosen === change) {
    await changePolicy(await chosenOf(repairs), caller, iam);
  }
}

/** @throws Cancelled */
async function chosenOf(repairs: readonly DocumentRepair[]): Promise<DocumentRepair> {
  const [only, ...others] = repairs.map((repair) => ({ label: documentName(repair.place), repair }));
  const rows = only === undefined ? [] : [only, ...others];
  const chosen =
    others.length === 0 ? only : await window.showQuickPick(rows, { title: l10n.t('Which policy is to be changed?') });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.repair;
}
