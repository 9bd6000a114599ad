import * as l10n from '../../base/l10n.js';
import { durationText } from '../../model/durationText.js';
import { EXAMPLE, commonDurations, durationProblem, parseDuration, type DurationLimit } from '../rows/durations.js';
import { pickerLines } from '../rows/pickerLines.js';
import { BACK, type Back, type Heading } from '../kit/sequence.js';
import { ask, pick, type Choice } from '../kit/steps.js';

interface DurationQuestion {
  readonly limit: DurationLimit;
  /** Seconds; what is chosen already. */
  readonly current: number | undefined;
  /** Seconds; what AWS takes where nothing is chosen, if that is known. */
  readonly standard?: number;
  /** What to say of leaving it open; undefined where it must be chosen. */
  readonly openText: string | undefined;
}

/** Seconds; undefined leaves it to the configuration or to AWS. @throws Cancelled */
export async function askDuration(
  heading: Heading,
  { limit, current, standard, openText }: DurationQuestion,
): Promise<number | undefined | Back> {
  const common = commonDurations(limit);
  const choices: Choice<number | 'open' | 'other' | 'why'>[] = [
    ...(openText === undefined ? [] : [{ label: l10n.t('Not chosen'), description: openText, value: 'open' as const }]),
    ...common.map((seconds) => ({
      label: durationText(seconds),
      description: noteOn(seconds, current, standard),
      value: seconds,
    })),
    {
      label: l10n.t('Other…'),
      description: l10n.t('Seconds, or hours and minutes such as {0}', EXAMPLE),
      value: 'other',
    },
  ];
  const why = pickerLines(limit.why).map((line) => ({ label: `$(info) ${line}`, value: 'why' as const }));
  for (;;) {
    const chosen = await pick({
      heading,
      placeholder: l10n.t('How long shall the session last?'),
      choices: [...choices, { separator: '' }, ...why],
      active: (value) =>
        value === (current ?? standard) || (value === 'other' && current !== undefined && !common.includes(current)),
    });
    if (chosen === 'open') {
      return undefined;
    }
    if (chosen === 'why') {
      continue;
    }
    if (chosen !== 'other') {
      return chosen;
    }
    const typed = await ask({
      heading: { ...heading, canGoBack: true },
      prompt: limit.why,
      value: current === undefined ? '' : String(current),
      placeholder: EXAMPLE,
      validate: (text) => durationProblem(text, limit),
    });
    if (typed !== BACK) {
      return parseDuration(typed);
    }
  }
}

function noteOn(seconds: number, current: number | undefined, standard: number | undefined): string {
  if (seconds === current) {
    return l10n.t('chosen now');
  }
  return seconds === standard ? l10n.t('AWS’s default') : '';
}
