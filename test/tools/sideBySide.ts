// Which steps of `npm test` run at the same time.

interface Loaded {
  readonly name: string;
  readonly load: number;
  /** Names of steps that have to have ended, where they run at all. */
  readonly after?: readonly string[];
}

/**
 * Runs each step as soon as what it builds on has ended and it finds room beside those that run; where there is too
 * little for one, a later one that is smaller may be first. One that fills all the room runs alone.
 * @returns what each gave, in the order of the steps
 */
export async function sideBySide<S extends Loaded, R>(
  steps: readonly S[],
  room: number,
  run: (step: S) => Promise<R>,
): Promise<readonly R[]> {
  const waiting = [...steps];
  const running = new Map<S, Promise<void>>();
  const results = new Map<S, R>();
  const hasEnded = (name: string): boolean => ![...waiting, ...running.keys()].some((step) => step.name === name);
  const fits = ({ load, after = [] }: S): boolean => {
    const taken = [...running.keys()].reduce((sum, step) => sum + step.load, 0);
    return (taken === 0 || taken + load <= room) && after.every(hasEnded);
  };
  while (waiting.length > 0 || running.size > 0) {
    for (const step of [...waiting]) {
      if (!fits(step)) continue;
      waiting.splice(waiting.indexOf(step), 1);
      running.set(
        step,
        run(step)
          .then((result) => void results.set(step, result))
          .finally(() => running.delete(step)),
      );
    }
    if (running.size === 0)
      throw new Error(`Steps that wait for each other: ${waiting.map(({ name }) => name).join(', ')}.`);
    await Promise.race(running.values());
  }
  return steps.map((step) => results.get(step) as R);
}
