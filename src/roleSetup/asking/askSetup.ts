import { Cancelled } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { alone, askInOrder, BACK, type Back, type Heading, type Step } from '../../ask/kit/sequence.js';
import { ask, pick } from '../../ask/kit/steps.js';
import type { IamApi } from '../../model/iam/iamApi.js';
import type { SetupAnswers } from '../answers.js';
import { TEXT_CHECKS } from '../checkAnswers.js';
import { emptyRole, PRESETS, type PresetName } from '../presets.js';
import { askAssumerKind, ASSUMER_STEPS } from './assumerSteps.js';
import { askFurther } from './furtherStep.js';
import { askManagedPolicies, askInlinePolicy } from './permissionSteps.js';

/** The account that the role is to be in, and who may be asked what there is. */
export interface SetupPlace {
  readonly partition: string;
  /** 12 digits. */
  readonly account: string;
  /** Undefined where AWS is not called. */
  readonly api: IamApi | undefined;
}

type Beginning = PresetName | 'other';

/** What is to be set up. @throws Cancelled */
export async function askSetup(title: string, place: SetupPlace): Promise<SetupAnswers> {
  let begun: Beginning | undefined;
  for (;;) {
    begun = await askBeginning(title, begun);
    const initial =
      begun === 'other'
        ? emptyRole(place, '', { kind: 'user', name: '', path: '/', accessKey: 'first' })
        : PRESETS[begun](place);
    const answers = await askAnswers(title, place, initial, begun === 'other');
    if (answers !== BACK) {
      return answers;
    }
  }
}

/** The same questions with the answers of before. @throws Cancelled */
export async function askAgain(title: string, place: SetupPlace, answers: SetupAnswers): Promise<SetupAnswers> {
  const changed = await askAnswers(title, place, answers, true);
  return changed === BACK ? answers : changed;
}

async function askAnswers(
  title: string,
  place: SetupPlace,
  initial: SetupAnswers,
  asksKind: boolean,
): Promise<SetupAnswers | Back> {
  const steps: readonly Step<SetupAnswers>[] = [
    { when: () => asksKind, ask: askAssumerKind },
    ...ASSUMER_STEPS(place.api),
    { ask: askName },
    { ask: (answers, heading) => askManagedPolicies(answers, heading, place.api) },
    { ask: askInlinePolicy },
    { ask: askFurther },
  ];
  return askInOrder(title, steps, initial, true);
}

/** @throws Cancelled */
async function askBeginning(title: string, active: Beginning | undefined): Promise<Beginning> {
  const chosen = await pick<Beginning>({
    heading: alone(title, false),
    placeholder: l10n.t('What is the role for? All that follows can be changed.'),
    choices: [
      {
        label: `$(account) ${l10n.t('A User of Its Own That Reads S3')}`,
        description: l10n.t('the AWS tutorial'),
        detail: l10n.t('A new IAM user who may do nothing but assume the role, which has AmazonS3ReadOnlyAccess.'),
        value: 'tutorial',
      },
      {
        label: `$(eye) ${l10n.t('Reading Everything')}`,
        detail: l10n.t('Whoever may in this account assumes it with MFA; it has ReadOnlyAccess.'),
        value: 'readOnly',
      },
      {
        label: `$(organization) ${l10n.t('Another Account')}`,
        detail: l10n.t('A company that works for you, with an external ID.'),
        value: 'otherAccount',
      },
      {
        label: `$(github) ${l10n.t('GitHub Actions')}`,
        detail: l10n.t('Workflows of a repository, by OpenID Connect and without keys.'),
        value: 'githubActions',
      },
      {
        label: `$(edit) ${l10n.t('Something Else')}`,
        detail: l10n.t('A user, a role, an account, SAML, OpenID Connect or a permission set, with what you choose.'),
        value: 'other',
      },
    ],
    active: (value) => value === active,
  });
  if (chosen === BACK) {
    throw new Cancelled();
  }
  return chosen;
}

async function askName(answers: SetupAnswers, heading: Heading): Promise<SetupAnswers | Back> {
  const name = await ask({
    heading,
    prompt: l10n.t('The name of the role. One that is there is compared, and changed where it differs.'),
    value: answers.name,
    validate: (text) => TEXT_CHECKS.name(text),
  });
  return name === BACK ? BACK : { ...answers, name };
}
