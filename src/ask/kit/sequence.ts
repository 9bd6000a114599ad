/** The user wants to change an earlier answer. */
export const BACK = Symbol('back');
export type Back = typeof BACK;

/** Where a question stands among others. */
export interface Heading {
  readonly title: string;
  /** Counts from 1; 0 for a question whose place among others depends on the answers. */
  readonly step: number;
  readonly of: number;
  readonly canGoBack: boolean;
}

/** Of a question that is not one of a row. */
export function alone(title: string, canGoBack: boolean): Heading {
  return { title, step: 0, of: 0, canGoBack };
}

/** One question of several. It gets the answers so far and gives them with its own. */
export interface Step<Answers> {
  /** Whether the question is to be asked at all, after the answers so far; default: always. */
  readonly when?: (answers: Answers) => boolean;
  readonly ask: (answers: Answers, heading: Heading) => Promise<Answers | Back>;
}

/** Asks one question after the other; Back asks the one before again. Back at the first gives Back. @throws Cancelled */
export async function askInOrder<Answers>(
  title: string,
  steps: readonly Step<Answers>[],
  initial: Answers,
  canGoBack = false,
): Promise<Answers | Back> {
  const asked: { readonly at: number; readonly before: Answers }[] = [];
  let answers = initial;
  let at = 0;
  for (let step = steps[at]; step !== undefined; step = steps[at]) {
    if (step.when?.(answers) === false) {
      at++;
      continue;
    }
    const heading: Heading = {
      title,
      step: at + 1,
      of: steps.length,
      canGoBack: canGoBack || asked.length > 0,
    };
    const answer = await step.ask(answers, heading);
    if (answer === BACK) {
      const previous = asked.pop();
      if (previous === undefined) {
        return BACK;
      }
      ({ at, before: answers } = previous);
    } else {
      asked.push({ at, before: answers });
      answers = answer;
      at++;
    }
  }
  return answers;
}
