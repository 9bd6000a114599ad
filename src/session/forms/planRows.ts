import type { PlanStep } from '../../config/planSteps.js';

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
/** A row of a picker shows about so much of a text. */
const LINE_LENGTH = 82;

/** Sources and calls are numbered; what is to be said of a step follows it, in lines that a picker shows whole. */
export function planRows(steps: readonly PlanStep[]): readonly PlanRow[] {
  let number = 0;
  return steps.flatMap((step) => {
    const isStation = step.kind === 'source' || step.kind === 'call';
    const title = isStation ? `${++number}. ${step.title}` : step.title;
    return [
      { label: `${ICONS[step.kind]} ${title}`, description: step.description, step },
      ...wrapped(step.detail).map((line) => ({ label: `$(blank) ${line}`, description: '', step })),
    ];
  });
}

/** Each sentence on a line of its own, cut between words where it is long. */
function wrapped(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+(?=\p{Lu})/u).flatMap((sentence) => {
    const lines: string[] = [];
    for (const word of sentence.split(' ')) {
      const line = lines.at(-1);
      if (line === undefined || line.length + word.length >= LINE_LENGTH) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = `${line} ${word}`;
      }
    }
    return lines.filter((line) => line !== '');
  });
}
