import { l10n } from 'vscode';
import { durationText } from '../../config/durationText.js';
import { commonDurations, durationProblem, parseDuration, type DurationLimit } from './durations.js';
import { pickerLines } from './pickerLines.js';
import { BACK, type Back, type Heading } from './sequence.js';
import { ask, pick, type Choice } from './steps.js';

interface DurationQuestion {
  readonly limit: DurationLimit;
  /** Seconds; what is chosen already. */
  readonly current: number | undefined;
  /** What to say of leaving it open; undefined where it must be chosen. */
  readonly openText: string | undefined;
}

/** Seconds; undefined leaves it to the configuration or to AWS. @throws Cancelled */
export async function askDuration(
  heading: Heading,
  { limit, current, openText }: DurationQuestion,
): Promise<number | undefined | Back> {
  const common = commonDurations(limit);
  const choices: Choice<number | 'open' | 'other' | 'why'>[] = [
    ...(openText === undefined ? [] : [{ label: l10n.t('Not chosen'), description: openText, value: 'open' as const }]),
    ...common.map((seconds) => ({
      label: durationText(seconds),
      ...(seconds === current && { description: l10n.t('chosen now') }),
      value: seconds,
    })),
    { label: l10n.t('Other…'), description: l10n.t('Seconds, or hours and minutes such as 1h30m'), value: 'other' },
  ];
  const why = pickerLines(limit.why).map((line) => ({ label: `$(info) ${line}`, value: 'why' as const }));
  for (;;) {
    const chosen = await pick({
      heading,
      placeholder: l10n.t('How long shall the session last?'),
      choices: [...choices, { separator: '' }, ...why],
      active: (value) => value === current || (value === 'other' && current !== undefined && !common.includes(current)),
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
      placeholder: '1h30m',
      validate: (text) => durationProblem(text, limit),
    });
    if (typed !== BACK) {
      return parseDuration(typed);
    }
  }
}
