import { window } from 'vscode';
import { Cancelled, UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { alone, BACK } from '../../ask/kit/sequence.js';
import { ask, pick } from '../../ask/kit/steps.js';
import { walkthroughStepDone } from '../../editor/walkthrough.js';
import type { ShownText, ShownTexts } from '../../editor/shownTexts.js';
import { withIam, type IamAccess, type IamCaller, type OpenedIam } from '../../model/iam/iamCaller.js';
import type { AddGivenProfile } from '../../model/givenProfile.js';
import type { SetupAnswers } from '../answers.js';
import { askAgain, askSetup, type SetupPlace } from '../asking/askSetup.js';
import { reviewText, type SetupHeader } from '../words/reviewText.js';
import { outcomeText } from '../words/stateText.js';
import { answerProblems, TEXT_CHECKS } from '../checkAnswers.js';
import { readExisting, type Existing } from '../differences.js';
import { isBlocked, planSetup, type SetupPlan } from '../plan.js';
import { newRun } from '../runState.js';
import { wantedSetup, type WantedSetup } from '../wanted.js';
import { addKeyProfile, addRoleProfile } from './addProfiles.js';
import type { KeptRun, KeptRuns } from './keptRuns.js';
import { openDocument, type DocumentKind } from './openDocument.js';
import { isComplete, runPlanned } from './runSetup.js';

export interface SetUpParts {
  readonly access: IamAccess;
  readonly addProfile: AddGivenProfile;
  readonly texts: ShownTexts;
  readonly kept: KeptRuns;
}

/** Somebody who reads and changes IAM, or nobody: then AWS is not called. */
type Maker = { readonly kind: 'caller'; readonly caller: IamCaller } | { readonly kind: 'nobody' };

/** @throws UserError, Cancelled */
export async function setUpRole(parts: SetUpParts, title: string): Promise<void> {
  const maker = await askMaker(parts, title);
  if (maker.kind === 'nobody') {
    const place = { ...(await askAccount(title)), api: undefined };
    const answers = await askSetup(title, place);
    return review(parts, { title, place, maker, caller: undefined }, answers);
  }
  await withIam(parts.access.open, maker.caller, async (opened) => {
    const place = placeOf(opened);
    const answers = await askSetup(title, place);
    await review(parts, { title, place, maker, caller: opened.arn }, answers);
  });
}

function placeOf({ partition, account, api }: OpenedIam): SetupPlace {
  return { partition, account, api };
}

/** @throws UserError, Cancelled */
async function askMaker({ access }: SetUpParts, title: string): Promise<Maker> {
  const how = await pick<Maker['kind']>({
    heading: alone(title, false),
    placeholder: l10n.t('Has somebody of yours the right to change IAM?'),
    choices: [
      {
        label: `$(cloud) ${l10n.t('Look at IAM First')}`,
        detail: l10n.t('What is there is compared. Nothing is changed before you have seen every call.'),
        value: 'caller',
      },
      {
        label: `$(file-code) ${l10n.t('Documents Alone')}`,
        detail: l10n.t('Commands, CloudFormation or Terraform for somebody else to run. AWS is not called.'),
        value: 'nobody',
      },
    ],
  });
  if (how === BACK) {
    throw new Cancelled();
  }
  return how === 'nobody' ? { kind: 'nobody' } : { kind: 'caller', caller: await access.choose(title) };
}

/** @throws Cancelled */
async function askAccount(title: string): Promise<Pick<SetupPlace, 'partition' | 'account'>> {
  const partition = await pick<string>({
    heading: alone(title, false),
    placeholder: l10n.t('The partition of AWS that the account is in'),
    choices: [
      { label: 'aws', description: l10n.t('AWS, commercial'), value: 'aws' },
      { label: 'aws-cn', description: l10n.t('China'), value: 'aws-cn' },
      { label: 'aws-us-gov', description: l10n.t('GovCloud (US)'), value: 'aws-us-gov' },
      { label: 'aws-eusc', description: l10n.t('European Sovereign Cloud'), value: 'aws-eusc' },
    ],
  });
  const account = await ask({
    heading: alone(title, false),
    prompt: l10n.t('The account that the role is to be in, in 12 digits'),
    validate: TEXT_CHECKS.account,
  });
  if (partition === BACK || account === BACK) {
    throw new Cancelled();
  }
  return { partition, account };
}

interface Review {
  readonly title: string;
  readonly place: SetupPlace;
  readonly maker: Maker;
  /** ARN; undefined where nobody makes the calls. */
  readonly caller: string | undefined;
}

type Next = 'run' | DocumentKind | 'change';

/** Shows what would be done, until it is done, taken as a document, or given up. @throws UserError, Cancelled */
async function review(parts: SetUpParts, about: Review, initial: SetupAnswers): Promise<void> {
  let answers = initial;
  let shown: ShownText | undefined;
  for (;;) {
    const [problem] = answerProblems(answers);
    if (problem !== undefined) {
      throw new UserError(problem.message);
    }
    const wanted = wantedSetup(answers);
    const existing = await existingOf(about.place, wanted);
    const plan = planSetup(wanted, existing);
    const header = { account: about.place.account, caller: about.caller, role: answers.name };
    const text = reviewText(header, plan);
    if (shown === undefined) {
      shown = await parts.texts.show(about.title, text, false);
    } else {
      shown.change(text);
    }
    const next = await askNext(about, plan);
    switch (next) {
      case 'change':
        answers = await askAgain(about.title, about.place, answers);
        break;
      case 'run':
        return run(parts, about, { answers, wanted, plan, header, shown });
      default:
        return openDocument(next, { wanted, existing, plan });
    }
  }
}

/** Of what nobody may look at nothing is known, so that all of it is made. */
async function existingOf({ api }: SetupPlace, wanted: WantedSetup): Promise<Existing> {
  return api === undefined
    ? { user: wanted.user && { kind: 'absent' }, role: { kind: 'absent' } }
    : readExisting(api, wanted);
}

/** @throws Cancelled */
async function askNext({ title, caller }: Review, plan: SetupPlan): Promise<Next> {
  const canRun = caller !== undefined && !isBlocked(plan) && plan.steps.length > 0;
  const next = await pick<Next>({
    heading: alone(title, false),
    placeholder: placeholderOf(plan),
    choices: [
      ...(canRun
        ? [
            {
              label: `$(play) ${l10n.t('Run Here…')}`,
              detail: l10n.t('{0} calls, each shown as it is done. They can be undone.', plan.steps.length),
              value: 'run' as const,
            },
          ]
        : []),
      { label: `$(edit) ${l10n.t('Change Answers')}`, value: 'change' },
      ...(isBlocked(plan)
        ? []
        : [
            {
              label: `$(terminal) ${l10n.t('Open as AWS CLI Commands')}`,
              value: 'cli' as const,
            },
            { label: `$(json) ${l10n.t('Open as CloudFormation')}`, value: 'cloudFormation' as const },
            { label: `$(file-code) ${l10n.t('Open as Terraform')}`, value: 'terraform' as const },
          ]),
    ],
  });
  if (next === BACK) {
    throw new Cancelled();
  }
  return next;
}

function placeholderOf(plan: SetupPlan): string {
  if (isBlocked(plan)) {
    return l10n.t('Something is in the way: it is in the list. Change the answers.');
  }
  return plan.steps.length === 0
    ? l10n.t('All of it is there already.')
    : l10n.t('The list has all that would be done.');
}

interface Planned {
  readonly answers: SetupAnswers;
  readonly wanted: WantedSetup;
  readonly plan: SetupPlan;
  readonly header: SetupHeader;
  readonly shown: ShownText;
}

/** @throws UserError, Cancelled */
async function run(parts: SetUpParts, about: Review, planned: Planned): Promise<void> {
  const { plan, header, shown, answers, wanted } = planned;
  if (about.maker.kind === 'nobody') {
    return;
  }
  const { caller } = about.maker;
  await confirm(header, plan);
  const { ended, key, region } = await withIam(parts.access.open, caller, async (opened) => {
    expectSame(opened, about);
    const { partition, account } = about.place;
    const start: KeptRun = { partition, account, role: header.role, at: Date.now(), run: newRun(plan.steps) };
    const done = await runPlanned({ api: opened.api, header, plan, shown, kept: parts.kept }, start);
    return { ...done, region: opened.region };
  });
  const keyProfile = key && (await addKeyProfile(parts.addProfile, answers, { accessKey: key, region }));
  if (!isComplete(ended)) {
    throw new UserError(outcomeText(ended.run, header.role), {
      actions: [{ title: l10n.t('Undo…'), command: 'roleSessions.undoRoleSetUp' }],
    });
  }
  walkthroughStepDone('role');
  await addRoleProfile(parts.addProfile, { assumer: answers.assumer, role: wanted.role, region, keyProfile, caller });
}

/** Who makes the calls is who has looked. @throws UserError */
function expectSame({ arn, account, partition }: OpenedIam, { caller, place }: Review): void {
  if (arn !== caller || account !== place.account || partition !== place.partition) {
    throw new UserError(l10n.t('Whoever looked at IAM is somebody else by now: {0}. Set up the role anew.', arn));
  }
}

/** @throws Cancelled */
async function confirm({ role, account, caller }: SetupHeader, { steps }: SetupPlan): Promise<void> {
  const button = l10n.t('Run');
  const message = l10n.t('Set up the role {0} in the account {1}?', role, account);
  const detail = [
    l10n.t('{0} calls are made as {1}:', steps.length, caller ?? ''),
    ...steps.map(({ call }) => call.action),
  ].join('\n');
  if ((await window.showWarningMessage(message, { modal: true, detail }, button)) !== button) {
    throw new Cancelled();
  }
}
