import * as l10n from '../../base/l10n.js';
import { callText } from '../callText.js';
import type { Difference, SetupPart } from '../differences.js';
import type { SetupPlan, SetupStep } from '../plan.js';

type Verdict = Difference['verdict'];

/** Where the set-up is made, and by whom. */
export interface SetupHeader {
  readonly account: string;
  /** ARN of whoever makes the calls; undefined where nobody does. */
  readonly caller: string | undefined;
  /** Name of the role. */
  readonly role: string;
}

/**
 * The set-up as a text: what there is, what differs, and each call with what it says.
 * @param stateOf how a step stands, in a word or a sentence; undefined before anything has run
 */
export function reviewText(
  header: SetupHeader,
  plan: SetupPlan,
  stateOf?: (step: SetupStep, index: number) => string,
): string {
  const { differences, steps } = plan;
  return `${[
    headText(header),
    [l10n.t('What there is, and what is to be done:'), ...differences.map((each) => `  ${differenceText(each)}`)],
    steps.length === 0
      ? [l10n.t('There is nothing to do.')]
      : [l10n.t('The calls, in this order:'), ...steps.flatMap((step, index) => stepLines(step, index, stateOf))],
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headText({ account, caller, role }: SetupHeader): readonly string[] {
  return [
    l10n.t('The role {0} in the account {1}', role, account),
    caller === undefined
      ? l10n.t('Nothing was read at AWS, and nothing is called.')
      : l10n.t('Read, and to be changed, as {0}', caller),
  ];
}

function differenceText({ part, verdict }: Difference): string {
  return `${verdictWord(verdict).padEnd(10)} ${partText(part)}${verdictDetail(verdict)}`;
}

function verdictWord({ kind }: Verdict): string {
  switch (kind) {
    case 'create':
      return l10n.t('create');
    case 'change':
      return l10n.t('change');
    case 'nothing':
      return l10n.t('as it is');
    case 'unknown':
      return l10n.t('unknown');
    case 'obstacle':
      return l10n.t('look');
  }
}

function verdictDetail(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'create':
    case 'nothing':
      return '';
    case 'change':
      return `\n${block('-', verdict.before)}\n${block('+', verdict.after)}`;
    case 'unknown':
    case 'obstacle':
      return `\n${block(' ', verdict.message)}`;
  }
}

function block(mark: string, text: string): string {
  return text
    .split('\n')
    .map((line) => `      ${mark} ${line}`.trimEnd())
    .join('\n');
}

function partText({ kind, name }: SetupPart): string {
  switch (kind) {
    case 'user':
      return l10n.t('the user {0}', name);
    case 'accessKey':
      return l10n.t('an access key of the user {0}', name);
    case 'role':
      return l10n.t('the role {0}', name);
    case 'trust':
      return l10n.t('the trust policy of {0}', name);
    case 'settings':
      return l10n.t('description and longest session of {0}', name);
    case 'boundary':
      return l10n.t('the permissions boundary {0}', name);
    case 'tags':
      return l10n.t('the tags of {0}', name);
    case 'attached':
      return l10n.t('the managed policy {0}', name);
    case 'rolePolicy':
      return l10n.t('the role’s inline policy {0}', name);
    case 'userPolicy':
      return l10n.t('the user’s inline policy {0}', name);
  }
}

function stepLines(
  step: SetupStep,
  index: number,
  stateOf: ((step: SetupStep, index: number) => string) | undefined,
): readonly string[] {
  const { action, input } = step.call;
  const state = stateOf?.(step, index);
  return [
    `  ${index + 1}. ${action}: ${callText(step.call)}`,
    ...(state === undefined ? [] : [`     → ${state}`]),
    ...Object.entries(input).flatMap(([name, value]) => parameterLines(name, value)),
  ];
}

function parameterLines(name: string, value: unknown): readonly string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const lines = text.split('\n');
  return lines.length === 1
    ? [`       ${name}: ${text}`]
    : [`       ${name}:`, ...lines.map((line) => `         ${line}`)];
}
