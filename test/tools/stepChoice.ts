// Which steps of `npm test` run, and which do not: nothing is left out without a word.
import { requirementTitle } from './requirements.js';
import type { Step } from './steps.js';

type Rows = readonly (readonly Step[])[];

/** All steps, or those with these names and what they build on. @throws Error for a name that no step has */
export function chooseSteps(all: Rows, names: readonly string[]): Rows {
  const known = all.flat().map((step) => step.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No such step: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  if (names.length === 0) return all;
  const wanted = all.flat().filter(({ name }) => names.includes(name));
  const needed = new Set([...names, ...wanted.flatMap(({ after = [] }) => after)]);
  return all.map((row) => row.filter(({ name }) => needed.has(name))).filter((row) => row.length > 0);
}

/** What runs, and what was not chosen, with what that needs beyond npm. */
export function describeChoice(all: Rows, chosen: Rows): string {
  const names = chosen.flat().map(({ name }) => name);
  const left = all.flat().filter(({ name }) => !names.includes(name));
  const described = left.map(({ name, needs }) =>
    needs.length === 0 ? name : `${name} (needs ${needs.map(requirementTitle).join(', ')})`,
  );
  return `Steps: ${names.join(', ')}.${left.length === 0 ? '' : ` Not chosen: ${described.join('; ')}.`}`;
}
