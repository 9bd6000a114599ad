// Assumes a role twice in a fresh process, with the bundle that ships; prints what each took, in milliseconds.
// Arguments: the bundle; the plan and the keys as JSON.
import { createRequire } from 'node:module';

const [bundle = '', plan = '', keys = ''] = process.argv.slice(2);
const options = {
  keys: JSON.parse(keys),
  mfaCode: () => Promise.reject(new Error('This role asks for no code.')),
  onHop: () => undefined,
  signal: new AbortController().signal,
};

const started = performance.now();
const { assumePlan } = createRequire(import.meta.url)(bundle);
await assumePlan(JSON.parse(plan), options);
const cold = performance.now() - started;

// A run that is timed as a whole ends here, as the CLI does.
if (process.env['BENCH_ONCE'] === undefined) {
  const again = performance.now();
  await assumePlan(JSON.parse(plan), options);
  console.log(JSON.stringify({ cold, warm: performance.now() - again }));
}
