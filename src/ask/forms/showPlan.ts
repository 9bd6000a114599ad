import * as l10n from '../../base/l10n.js';
import { planSteps, type PlanStep } from '../rows/planSteps.js';
import type { SessionRequest } from '../../model/request.js';
import { sessionTitle } from '../../model/session/session.js';
import type { FormContext } from './form.js';
import { planRows } from '../rows/planRows.js';
import { alone, BACK, type Back } from '../kit/sequence.js';
import { pick } from '../kit/steps.js';

type PlanAction = { readonly kind: 'assume' } | { readonly kind: 'open'; readonly step: PlanStep };

/** "Show How Role Is Reached", of a chosen role or of the one wanted. @throws UserError, Cancelled */
export async function showPlan(form: FormContext, wanted: SessionRequest | undefined): Promise<void> {
  for (;;) {
    const request = wanted ?? (await form.pickRole(l10n.t('How Is the Role Reached?')));
    if ((await showPlanOf(form, request, wanted === undefined)) !== BACK) {
      return;
    }
  }
}

/** Choosing a step opens what configures it. @throws UserError, Cancelled */
export async function showPlanOf(
  form: FormContext,
  request: SessionRequest,
  canGoBack: boolean,
): Promise<Back | undefined> {
  const plan = await form.configuration.plan(request);
  const action = await pick<PlanAction>({
    heading: alone(l10n.t('How {0} Is Reached', plan.name), canGoBack),
    placeholder: l10n.t('Choose a step to open what configures it'),
    choices: [
      ...planRows(planSteps(plan)).map(({ label, description, step }) => ({
        label,
        description,
        value: { kind: 'open', step } as const,
      })),
      { separator: '' },
      { label: `$(shield) ${l10n.t('Assume {0}', sessionTitle(plan))}`, alwaysShow: true, value: { kind: 'assume' } },
    ],
  });
  if (action === BACK) {
    return BACK;
  }
  if (action.kind === 'assume') {
    await form.assume(request);
  } else if (action.step.place === undefined) {
    await form.openDefinition(request);
  } else {
    await form.openPlace(action.step.place);
  }
  return undefined;
}
