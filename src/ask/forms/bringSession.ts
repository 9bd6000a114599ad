import * as l10n from '../../base/l10n.js';
import { durationText } from '../../model/durationText.js';
import { narrowedRequest, type Narrowing, type Scope } from '../../model/request.js';
import { sessionTitle, type SessionFacts } from '../../model/session/session.js';
import { alone, BACK } from '../kit/sequence.js';
import { pick, type Choice } from '../kit/steps.js';
import { askNarrowingOf, narrowingChoices } from './askNarrowing.js';
import type { FormContext } from './form.js';
import { problemWith, type PlanOf } from './problems.js';

interface Limits {
  readonly durationSeconds: number;
  /** Whether it may go with all that it can do. */
  readonly mayBeWhole: boolean;
}

/** What a session is narrowed to before it is brought to another machine. @throws UserError, Cancelled */
export async function askScopeToBring(
  { configuration }: Pick<FormContext, 'configuration'>,
  session: SessionFacts,
  { durationSeconds, mayBeWhole }: Limits,
): Promise<Scope> {
  const planOf: PlanOf = (request) => configuration.plan(request);
  const within = (narrowings: readonly Narrowing[]): Scope => ({ narrowings, durationSeconds });
  const asked = (narrowings: readonly Narrowing[]) => narrowedRequest(session.role.request, within(narrowings));
  await planOf(asked([]));
  const title = sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo });
  const heading = alone(l10n.t('Bring {0} to a Remote Window', title), false);
  const time = durationText(durationSeconds);
  const whole: Choice<'whole'> = {
    label: `$(watch) ${l10n.t('Less Time Alone')}`,
    detail: l10n.t('All that {0} may do, for {1}', title, time),
    value: 'whole',
  };
  for (;;) {
    const kind = await pick<Narrowing['kind'] | 'whole'>({
      heading,
      placeholder: l10n.t('What may it do on the other machine, for {0}?', time),
      choices: [...narrowingChoices(), ...(mayBeWhole ? [whole] : [])],
    });
    if (kind === 'whole') {
      return within([]);
    }
    const narrowing =
      kind === BACK
        ? BACK
        : await askNarrowingOf(
            kind,
            { ...heading, canGoBack: true },
            { validate: (given) => problemWith(asked([given]), planOf) },
          );
    if (narrowing !== BACK) {
      return within([narrowing]);
    }
  }
}
