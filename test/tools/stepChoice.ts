// Which steps of `npm test` run, and which do not: nothing is left out without a word.
import { requirementTitle } from './requirements.js';
import type { Step } from './steps.js';

/** All steps, or those with these names and what they build on. @throws Error for a name that no step has */
export function chooseSteps(all: readonly Step[], names: readonly string[]): readonly Step[] {
  const known = all.map((step) => step.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No such step: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  if (names.length === 0) return all;
  const wanted = all.filter(({ name }) => names.includes(name));
  const needed = new Set([...names, ...wanted.flatMap(({ after = [] }) => after)]);
  return all.filter(({ name }) => needed.has(name));
}

/** What runs, and what was not chosen, with what that needs beyond npm. */
export function describeChoice(all: readonly Step[], chosen: readonly Step[]): string {
  const names = chosen.map(({ name }) => name);
  const left = all.filter(({ name }) => !names.includes(name));
  const described = left.map(({ name, needs }) =>
    needs.length === 0 ? name : `${name} (needs ${needs.map(requirementTitle).join(', ')})`,
  );
  return `Steps: ${names.join(', ')}.${left.length === 0 ? '' : ` Not chosen: ${described.join('; ')}.`}`;
}
