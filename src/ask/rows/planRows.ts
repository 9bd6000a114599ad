import type { PlanStep } from './planSteps.js';
import { pickerLines } from './pickerLines.js';

/** A line of "How Role Is Reached". */
export interface PlanRow {
  readonly label: string;
  readonly description: string;
  readonly step: PlanStep;
}

const ICONS: Readonly<Record<PlanStep['kind'], string>> = {
  source: '$(key)',
  call: '$(arrow-right)',
  tags: '$(tag)',
  'source-identity': '$(person)',
  'session-policies': '$(lock)',
  where: '$(globe)',
};

/** Sources and calls are numbered; what is to be said of a step follows it, in lines that a picker shows whole. */
export function planRows(steps: readonly PlanStep[]): readonly PlanRow[] {
  let number = 0;
  return steps.flatMap((step) => {
    const isStation = step.kind === 'source' || step.kind === 'call';
    const title = isStation ? `${++number}. ${step.title}` : step.title;
    return [
      { label: `${ICONS[step.kind]} ${title}`, description: step.description, step },
      ...pickerLines(step.detail).map((line) => ({ label: `$(blank) ${line}`, description: '', step })),
    ];
  });
}
